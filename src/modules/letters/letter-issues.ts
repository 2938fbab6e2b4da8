import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { Database } from '../../platform/database/database.js';
import type { IssuedLetter, IssuedLetters } from '../../workflow/issued-letters.js';
import { LetterFinality } from './letter-finality.js';
import { LetterRow } from './letter.entity.js';

/** Letters for the public: those that are final, by their code. */
@Injectable()
export class LetterIssues implements IssuedLetters {
  constructor(
    private readonly database: Database,
    private readonly finality: LetterFinality,
  ) {}

  async byCode(agencies: readonly string[], code: string): Promise<IssuedLetter | null> {
    const where = { agency: In([...agencies]), verification_code: code };
    const row = await this.database.source.manager.findOneBy(LetterRow, where);
    if (!row || !(await this.finality.isFinal(row))) return null;
    const successor =
      row.replaced_by && (await this.database.source.manager.findOneBy(LetterRow, { agency: row.agency, id: row.replaced_by }));
    return issued(row, successor ? successor.number : null);
  }
}

function issued(row: LetterRow, successor: string | null): IssuedLetter {
  const { addressedTo: holder, subject, service, validUntil } = row.content;
  const issuedAt = row.numbered_at ?? row.signed_at ?? row.updated_at;
  return {
    agency: row.agency,
    id: row.id,
    kind: row.kind,
    number: row.number,
    subject,
    service,
    holder,
    issuedAt,
    validUntil,
    revoked: row.revoked && { at: new Date(row.revoked.at), reason: row.revoked.reason },
    replaced: row.replaced_by === null ? null : { by: successor },
  };
}
