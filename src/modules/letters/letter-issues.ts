import { Injectable } from '@nestjs/common';
import { In, IsNull } from 'typeorm';
import { Vault } from '../../platform/crypto/vault.js';
import { Database } from '../../platform/database/database.js';
import type { IssuedLetter, IssuedLetters, LetterOfCase, ProvenIssue } from '../../workflow/issued-letters.js';
import { DefinitionRegistry } from '../../workflow/definition-registry.js';
import { dateOfLetter } from './letter-dates.js';
import { LetterFinality } from './letter-finality.js';
import { LetterMarkRow } from './letter-mark.entity.js';
import { LetterProof } from './letter-proof.js';
import { LetterRow } from './letter.entity.js';
import { openContent } from './encrypted-content.js';

/** Letters for the public: those that are final, by their code. */
@Injectable()
export class LetterIssues implements IssuedLetters {
  constructor(
    private readonly database: Database,
    private readonly finality: LetterFinality,
    private readonly registry: DefinitionRegistry,
    private readonly proof: LetterProof,
    private readonly vault: Vault,
  ) {}

  async ofApplication(agency: string, application: string): Promise<LetterOfCase | null> {
    const { manager } = this.database.source;
    const where = { agency, application_id: application, corrected: IsNull() };
    const row = await manager.findOne(LetterRow, { where, order: { updated_at: 'DESC' } });
    if (!row || !(await this.finality.isFinal(row))) return null;
    const given = { agency, letter_id: row.id, draft: row.draft, kind: 'signature' as const, result: 'given' as const };
    const mark = await manager.findOne(LetterMarkRow, { where: given, order: { id: 'DESC' } });
    const signer = mark && { name: mark.by_name, role: mark.role, title: mark.title };
    const { reason } = await openContent(this.vault, agency, application, row.content);
    return { ...this.issued(row, null), reason, signer };
  }

  async byCode(agencies: readonly string[], code: string): Promise<ProvenIssue | null> {
    const where = { agency: In([...agencies]), verification_code: code };
    const row = await this.database.source.manager.findOneBy(LetterRow, where);
    if (!row || !(await this.finality.isFinal(row))) return null;
    const { story, faults } = await this.proof.of(row);
    if (faults.length === 0 && !story.counts) return null;
    const { number, revoked, replacedBy } = story;
    return { ...this.issued(row, null), number, revoked, replaced: replacedBy === null ? null : { by: replacedBy }, faults };
  }

  private issued(row: LetterRow, successor: string | null): IssuedLetter {
    const { addressedTo: holder, subject, service, validUntil } = row.content;
    return {
      agency: row.agency,
      id: row.id,
      kind: row.kind,
      number: row.number,
      subject,
      service,
      holder,
      dated: dateOfLetter(row, this.registry.agency(row.agency).timeZone),
      validUntil,
      revoked: row.revoked && { at: new Date(row.revoked.at), reason: row.revoked.reason },
      replaced: row.replaced_by === null ? null : { by: successor },
    };
  }
}
