import { Injectable } from '@nestjs/common';
import type { Principal } from '../../kernel/principal.js';
import { permitted } from '../../platform/auth/permissions.js';
import { Vault } from '../../platform/crypto/vault.js';
import { Database } from '../../platform/database/database.js';
import { CaseReader } from '../../workflow/case-reader.js';
import { DefinitionRegistry } from '../../workflow/definition-registry.js';
import { PaperReader } from '../../workflow/paper-reader.js';
import { maskedForm } from '../../workflow/personal-fields.js';
import { LetterFinality } from './letter-finality.js';
import { LetterMarkRow } from './letter-mark.entity.js';
import { LetterRow, type LetterContent } from './letter.entity.js';
import { letterView, type LetterView } from './letter.view.js';
import { openContent } from './sealed-content.js';

/** Reads letters with their initials and signatures. */
@Injectable()
export class LettersService {
  constructor(
    private readonly papers: PaperReader,
    private readonly cases: CaseReader,
    private readonly registry: DefinitionRegistry,
    private readonly database: Database,
    private readonly finality: LetterFinality,
    private readonly vault: Vault,
  ) {}

  async one(principal: Principal, id: string): Promise<LetterView> {
    const row = await this.papers.one(LetterRow, principal, id);
    const where = { agency: row.agency, letter_id: row.id };
    const marks = await this.database.source.manager.find(LetterMarkRow, { where, order: { id: 'ASC' } });
    return letterView(row, await this.content(principal, row), marks, await this.finality.isFinal(row));
  }

  private async content(principal: Principal, row: LetterRow): Promise<LetterContent> {
    const content = await openContent(this.vault, row.agency, row.application_id, row.content);
    if (!content.filled || permitted(principal, 'personal.read')) return content;
    const { agency, service, definition: sha256 } = await this.cases.application(principal, row.application_id);
    const { definition } = await this.registry.version(agency, service, sha256);
    return { ...content, filled: maskedForm(definition, content.filled) };
  }
}
