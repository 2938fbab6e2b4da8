import { Inject, Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import type { Principal } from '../../kernel/principal.js';
import { permitted } from '../../platform/auth/permissions.js';
import { readsAsApplicant } from '../../platform/auth/record-audiences.js';
import { CaseTexts } from '../../platform/crypto/case-texts.js';
import { Vault } from '../../platform/crypto/vault.js';
import { Database } from '../../platform/database/database.js';
import { grouped } from '../../platform/graphql/loaders.js';
import type { ApplicationRow } from '../../workflow/application.entity.js';
import { CaseReader } from '../../workflow/case-reader.js';
import { DefinitionRegistry } from '../../workflow/definition-registry.js';
import { E_SIGNATURES, type ESignature, type ESignatures } from '../../workflow/e-signatures.js';
import { PaperReader } from '../../workflow/paper-reader.js';
import { RecordSight } from '../../workflow/record-sight.js';
import { maskedForm } from '../../workflow/personal-fields.js';
import { dateOfLetter } from './letter-dates.js';
import { LetterFinality } from './letter-finality.js';
import { finalEdition } from './letter-papers.js';
import { LetterMarkRow } from './letter-mark.entity.js';
import { LetterRow, type LetterContent } from './letter.entity.js';
import { issuedLetter, letterView, type LetterView } from './letter.view.js';
import { openContent } from './encrypted-content.js';

/** Reads letters with their initials and signatures. */
@Injectable()
export class LettersService {
  constructor(
    private readonly papers: PaperReader,
    private readonly cases: CaseReader,
    private readonly sight: RecordSight,
    private readonly registry: DefinitionRegistry,
    private readonly database: Database,
    private readonly finality: LetterFinality,
    private readonly vault: Vault,
    private readonly texts: CaseTexts,
    @Inject(E_SIGNATURES) private readonly signatures: ESignatures,
  ) {}

  async one(principal: Principal, id: string): Promise<LetterView> {
    const { row, application } = await this.papers.one(LetterRow, 'letter', principal, id);
    const where = { agency: row.agency, letter_id: row.id };
    const marks = await this.database.source.manager.find(LetterMarkRow, { where, order: { id: 'ASC' } });
    const [view] = await this.views(principal, [row], new Map([[row.application_id, application]]), marks);
    return view!;
  }

  /** The letters of cases, by case; of those cases alone that the caller may see. */
  async ofApplications(principal: Principal, ids: readonly string[]): Promise<Map<string, LetterView[]>> {
    const { manager } = this.database.source;
    const { agency } = principal;
    const applications = new Map((await this.cases.applicationsById(principal, ids, 'record')).map((row) => [row.id, row]));
    const all = await manager.find(LetterRow, { where: { agency, application_id: In([...applications.keys()]) }, order: { id: 'ASC' } });
    const rows = await this.sight.visible(principal, 'letter', [...applications.values()], all);
    const marks = await manager.find(LetterMarkRow, { where: { agency, letter_id: In(rows.map(({ id }) => id)) }, order: { id: 'ASC' } });
    return grouped(await this.views(principal, rows, applications, marks), ({ applicationId }) => applicationId);
  }

  private async views(
    principal: Principal,
    rows: readonly LetterRow[],
    applications: ReadonlyMap<string, ApplicationRow>,
    marks: readonly LetterMarkRow[],
  ): Promise<LetterView[]> {
    const caseOf = new Map(rows.map((row) => [row.id, row.application_id]));
    const { agency } = principal;
    const opened = await this.texts.openedRows(rows, agency, ({ application_id: id }) => id, { handed_over: 'handedOver', acknowledged: 'acknowledged' }); // prettier-ignore
    const reasoned = await this.texts.openedRows(marks, agency, ({ letter_id: id }) => caseOf.get(id) ?? null, { reason: 'markReason' });
    const marksOf = grouped(reasoned, ({ letter_id: letter }) => letter);
    const finals = new Set<LetterRow>();
    for (const row of rows) if (await this.finality.isFinal(row, applications.get(row.application_id))) finals.add(row);
    const final = new Set([...finals].map(({ id }) => id));
    const signatures = await this.signaturesOf(principal.agency, [...finals]);
    const files = await this.signatures.filesOf(principal.agency, [...final]);
    return Promise.all(
      opened.map(async (row) => {
        const content = await this.content(principal, row, applications.get(row.application_id)!);
        const dated = final.has(row.id) ? dateOfLetter(row, this.registry.agency(row.agency).timeZone) : null;
        const facts = { dated, eSignature: signatures.get(row.id) ?? null, file: files.get(row.id) ?? null };
        const view = letterView(row, content, marksOf.get(row.id) ?? [], facts);
        return readsAsApplicant(principal) ? issuedLetter(view) : view;
      }),
    );
  }

  private signaturesOf(agency: string, letters: readonly LetterRow[]): Promise<ReadonlyMap<string, ESignature>> {
    return this.signatures.of(
      agency,
      letters.map((letter) => ({ id: letter.id, edition: finalEdition(letter) })),
    );
  }

  private async content(
    principal: Principal,
    row: LetterRow,
    { agency, service, definition: sha256 }: ApplicationRow,
  ): Promise<LetterContent> {
    const content = await openContent(this.vault, row.agency, row.application_id, row.content);
    if (!content.filled || permitted(principal, 'personal.read')) return content;
    const { definition } = await this.registry.version(agency, service, sha256);
    return { ...content, filled: maskedForm(definition, content.filled) };
  }
}
