import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import type { Principal } from '../../kernel/principal.js';
import { Database } from '../../platform/database/database.js';
import { grouped } from '../../platform/graphql/loaders.js';
import { CaseReader } from '../../workflow/case-reader.js';
import { PaperReader } from '../../workflow/paper-reader.js';
import { LetterFinality } from './letter-finality.js';
import { LetterMarkRow } from './letter-mark.entity.js';
import { LetterRow } from './letter.entity.js';
import { letterView, type LetterView } from './letter.view.js';

/** Reads letters with their initials and signatures. */
@Injectable()
export class LettersService {
  constructor(
    private readonly papers: PaperReader,
    private readonly cases: CaseReader,
    private readonly database: Database,
    private readonly finality: LetterFinality,
  ) {}

  async one(principal: Principal, id: string): Promise<LetterView> {
    const row = await this.papers.one(LetterRow, principal, id);
    const where = { agency: row.agency, letter_id: row.id };
    const marks = await this.database.source.manager.find(LetterMarkRow, { where, order: { id: 'ASC' } });
    return letterView(row, marks, await this.finality.isFinal(row));
  }

  /** The letters of cases, by case; of those cases alone that the caller may see. */
  async ofApplications(principal: Principal, ids: readonly string[]): Promise<Map<string, LetterView[]>> {
    const { manager } = this.database.source;
    const { agency } = principal;
    const applications = new Map((await this.cases.applicationsById(principal, ids)).map((row) => [row.id, row]));
    const rows = await manager.find(LetterRow, { where: { agency, application_id: In([...applications.keys()]) }, order: { id: 'ASC' } });
    const marks = await manager.find(LetterMarkRow, { where: { agency, letter_id: In(rows.map(({ id }) => id)) }, order: { id: 'ASC' } });
    const marksOf = grouped(marks, ({ letter_id: letter }) => letter);
    const views = await Promise.all(
      rows.map(async (row) => {
        const final = await this.finality.isFinal(row, applications.get(row.application_id));
        return letterView(row, marksOf.get(row.id) ?? [], final);
      }),
    );
    return grouped(views, ({ applicationId }) => applicationId);
  }
}
