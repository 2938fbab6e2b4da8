import { Injectable } from '@nestjs/common';
import { Refusal } from '../../../kernel/refusal.js';
import type { Tx } from '../../../platform/database/tx.js';
import type { InterruptionCommand } from '../../../sop/interruptions.js';
import { DefinitionRegistry } from '../../../workflow/definition-registry.js';
import { WorkflowService } from '../../../workflow/workflow.service.js';
import type { OssLicenceRow } from '../oss-licence.entity.js';
import { ossOf } from '../oss-principal.js';
import { LICENCE_STATUS, named, statusEffect } from '../wire/codes.js';

/** Lets a case do what OSS has set for its licence: 41 to 44 stop and start its clocks, 57 deems it granted. Any other code is kept as data. */
@Injectable()
export class RemoteWord {
  constructor(
    private readonly registry: DefinitionRegistry,
    private readonly workflow: WorkflowService,
  ) {}

  /** Whether the case has done so; a sentence where it could not; undefined where the code asks for nothing. */
  async act(tx: Tx, licence: OssLicenceRow, code: string, said: string | null): Promise<true | string | undefined> {
    const command = await this.commandFor(tx, licence, code, said);
    if (!command) return undefined;
    try {
      await this.workflow.perform(tx, { principal: ossOf(licence.agency), application: licence.application_id, command });
      return true;
    } catch (error) {
      if (error instanceof Refusal) return error.message;
      throw error;
    }
  }

  private async commandFor(tx: Tx, licence: OssLicenceRow, code: string, said: string | null): Promise<InterruptionCommand | undefined> {
    const reason = said ?? named(LICENCE_STATUS, code).name ?? code;
    switch (statusEffect(code)) {
      case 'pause':
        return { type: 'pause', reset: false, code, reason };
      case 'stop':
        return { type: 'pause', reset: true, code, reason };
      case 'resume':
        return { type: 'resume', reset: false, code, reason };
      case 'restart':
        return { type: 'resume', reset: true, code, reason };
      case 'deemed-approved':
        return { type: 'deem-granted', goTo: await this.rowAfterDeemed(tx, licence), code, reason };
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
