import { Injectable } from '@nestjs/common';
import { CaseTexts } from '../../platform/crypto/case-texts.js';
import { Database } from '../../platform/database/database.js';
import { DefinitionRegistry } from '../../workflow/definition-registry.js';
import type { PaperSource, PrintedFacts } from '../../workflow/paper-source.js';
import { DispositionRow } from './disposition.entity.js';
import { openedDisposition } from './opened-disposition.js';

/** What a disposition sheet says. */
@Injectable()
export class DispositionPapers implements PaperSource {
  readonly record = 'disposition';

  constructor(
    private readonly database: Database,
    private readonly registry: DefinitionRegistry,
    private readonly texts: CaseTexts,
  ) {}

  async read(agency: string, id: string): Promise<PrintedFacts | null> {
    const found = await this.database.source.manager.findOneBy(DispositionRow, { agency, id });
    if (!found) return null;
    const row = await openedDisposition(this.texts, found);
    const { roles, sections } = this.registry.agency(agency);
    const role = roles.find(({ code }) => code === row.to_role)?.title.id ?? row.to_role;
    const section = sections.find(({ code }) => code === row.to_section)?.title;
    const values = {
      from: row.from_role,
      to: [role, section].filter(Boolean).join(', '),
      instruction: row.instruction,
      nature: row.nature,
      ossId: row.oss?.ossId ?? '',
      nib: row.oss?.nib ?? '',
    };
    const signer = { name: row.from_name, title: row.from_role };
    return {
      applicationId: row.application_id,
      papers: [{ kind: 'disposition', edition: 'issued', at: row.at, draft: false, values, signer }],
    };
  }
}
