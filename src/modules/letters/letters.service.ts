import { Inject, Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import type { Principal } from '../../kernel/principal.js';
import { Database } from '../../platform/database/database.js';
import { grouped } from '../../platform/graphql/loaders.js';
import { CaseReader } from '../../workflow/case-reader.js';
import { E_SIGNATURES, type ESignature, type ESignatures } from '../../workflow/e-signatures.js';
import { PaperReader } from '../../workflow/paper-reader.js';
import { LetterFinality } from './letter-finality.js';
import { finalEdition } from './letter-papers.js';
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
    @Inject(E_SIGNATURES) private readonly signatures: ESignatures,
  ) {}

  async one(principal: Principal, id: string): Promise<LetterView> {
    const row = await this.papers.one(LetterRow, principal, id);
    const where = { agency: row.agency, letter_id: row.id };
    const marks = await this.database.source.manager.find(LetterMarkRow, { where, order: { id: 'ASC' } });
    const final = await this.finality.isFinal(row);
    const signatures = await this.signaturesOf(row.agency, final ? [row] : []);
    return letterView(row, marks, final, signatures.get(id) ?? null);
  }

  /** The letters of cases, by case; of those cases alone that the caller may see. */
  async ofApplications(principal: Principal, ids: readonly string[]): Promise<Map<string, LetterView[]>> {
    const { manager } = this.database.source;
    const { agency } = principal;
    const applications = new Map((await this.cases.applicationsById(principal, ids)).map((row) => [row.id, row]));
    const rows = await manager.find(LetterRow, { where: { agency, application_id: In([...applications.keys()]) }, order: { id: 'ASC' } });
    const marks = await manager.find(LetterMarkRow, { where: { agency, letter_id: In(rows.map(({ id }) => id)) }, order: { id: 'ASC' } });
    const marksOf = grouped(marks, ({ letter_id: letter }) => letter);
    const finals = new Set<LetterRow>();
    for (const row of rows) if (await this.finality.isFinal(row, applications.get(row.application_id))) finals.add(row);
    const signatures = await this.signaturesOf(agency, [...finals]);
    const views = rows.map((row) => letterView(row, marksOf.get(row.id) ?? [], finals.has(row), signatures.get(row.id) ?? null));
    return grouped(views, ({ applicationId }) => applicationId);
  }

  private signaturesOf(agency: string, letters: readonly LetterRow[]): Promise<ReadonlyMap<string, ESignature>> {
    return this.signatures.of(
      agency,
      letters.map((letter) => ({ id: letter.id, edition: finalEdition(letter) })),
    );
  }
}
