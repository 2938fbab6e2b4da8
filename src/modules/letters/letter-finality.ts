import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { ApplicationRow } from '../../workflow/application.entity.js';
import { DefinitionRegistry } from '../../workflow/definition-registry.js';
import type { LetterRow, LetterStatus } from './letter.entity.js';

const FINAL: readonly LetterStatus[] = ['numbered', 'handed-over', 'acknowledged', 'revoked', 'replaced'];

/** Knows which letters are drafts no longer, and can be shown to anybody. */
@Injectable()
export class LetterFinality {
  constructor(
    private readonly database: Database,
    private readonly registry: DefinitionRegistry,
  ) {}

  /** With its number; or with the signature, in an SOP that gives letters none. */
  async isFinal({ agency, status, application_id: id }: LetterRow, known?: ApplicationRow): Promise<boolean> {
    if (status !== 'signed') return FINAL.includes(status);
    const { service, definition: sha256 } = known ?? (await this.database.source.manager.findOneByOrFail(ApplicationRow, { agency, id }));
    const { definition } = await this.registry.version(agency, service, sha256);
    return !definition.steps.some(({ does }) => does === 'number');
  }
}
