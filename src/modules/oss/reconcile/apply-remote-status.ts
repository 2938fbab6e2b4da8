import { Injectable } from '@nestjs/common';
import { Refusal } from '../../../kernel/refusal.js';
import type { Tx } from '../../../platform/database/tx.js';
import type { InterruptionCommand } from '../../../sop/interruptions.js';
import { DefinitionRegistry } from '../../../workflow/definition-registry.js';
import { WorkflowService } from '../../../workflow/workflow.service.js';
import type { OssLicenceRow } from '../oss-licence.entity.js';
import { ossOf } from '../oss-principal.js';
import { LICENCE_STATUS, named, statusEffect } from '../wire/codes.js';

/** A licence, and how its case stands. */
export interface LicenceOfCase extends OssLicenceRow {
  readonly case_status: string;
  /** Whether its clocks stand still, and are to start from zero when it goes on; absent or null where they run. */
  readonly paused?: { readonly reset: boolean } | null;
}

interface Word {
  readonly code: string;
  readonly reason: string;
}

const pause = (word: Word, reset = false): InterruptionCommand => ({ type: 'pause', reset, ...word });
const resume = (word: Word, reset = false): InterruptionCommand => ({ type: 'resume', reset, ...word });

/**
 * Lets a case do what OSS has set for its licence: 41 to 44 stop and start its clocks, 57 deems it granted. Any other code is kept as data.
 * OSS is asked now and then, so that codes in between are missed: what counts is where the last one leaves the case.
 */
@Injectable()
export class RemoteStatusApplier {
  constructor(
    private readonly registry: DefinitionRegistry,
    private readonly workflow: WorkflowService,
  ) {}

  /** Whether the case has done so, or did before; a sentence where it could not; undefined where the code asks for nothing. */
  async act(tx: Tx, licence: LicenceOfCase, code: string, said: string | null): Promise<true | string | undefined> {
    const commands = await this.commandsFor(tx, licence, { code, reason: said ?? named(LICENCE_STATUS, code).name ?? code });
    if (!commands) return undefined;
    try {
      for (const command of commands)
        await this.workflow.perform(tx, { principal: ossOf(licence.agency), application: licence.application_id, command });
      return true;
    } catch (error) {
      if (error instanceof Refusal) return error.message;
      throw error;
    }
  }

  private async commandsFor(tx: Tx, licence: LicenceOfCase, word: Word): Promise<readonly InterruptionCommand[] | undefined> {
    const effect = statusEffect(word.code);
    if (effect === 'deemed-approved') return [{ type: 'deem-granted', goTo: await this.rowAfterDeemed(tx, licence), ...word }];
    // A case that is over is asked all the same: its refusal is the sentence for people.
    const paused = licence.case_status === 'open' ? (licence.paused ?? null) : undefined;
    switch (effect) {
      case 'pause':
        return paused ? [] : [pause(word)];
      case 'stop':
        return afterStop(paused, word);
      case 'resume':
        return paused === null ? [] : [resume(word)];
      case 'restart':
        return paused === undefined ? [resume(word, true)] : [...afterStop(paused, word), resume(word, true)];
      default:
        return undefined;
    }
  }

  private async rowAfterDeemed(tx: Tx, { agency, application_id: application }: OssLicenceRow): Promise<number | null> {
    const { service, definition: sha256 } = await this.workflow.versionOf(tx, agency, application);
    const { definition } = await this.registry.version(agency, service, sha256, tx);
    return definition.oss?.deemedGranted ?? null;
  }
}

/** What brings a case to where 43 leaves it, from wherever it is. */
function afterStop(paused: LicenceOfCase['paused'], word: Word): readonly InterruptionCommand[] {
  if (!paused) return [pause(word, true)];
  return paused.reset ? [] : [resume(word), pause(word, true)];
}
