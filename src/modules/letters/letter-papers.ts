import { Injectable } from '@nestjs/common';
import { Vault } from '../../platform/crypto/vault.js';
import { Database } from '../../platform/database/database.js';
import type { PaperFacts, PaperSource, PrintedFacts } from '../../workflow/paper-source.js';
import { LetterFinality } from './letter-finality.js';
import { LetterMarkRow } from './letter-mark.entity.js';
import { LetterRow, type LetterContent } from './letter.entity.js';
import { openContent } from './sealed-content.js';

/** What the letter of a case says: a draft until it has its number, then the letter itself. */
@Injectable()
export class LetterPapers implements PaperSource {
  readonly record = 'letter';

  constructor(
    private readonly database: Database,
    private readonly finality: LetterFinality,
    private readonly vault: Vault,
  ) {}

  async read(agency: string, id: string): Promise<PrintedFacts | null> {
    const { manager } = this.database.source;
    const letter = await manager.findOneBy(LetterRow, { agency, id });
    if (!letter) return null;
    const where = { agency, letter_id: id, draft: letter.draft, result: 'given' as const };
    const marks = await manager.find(LetterMarkRow, { where, order: { at: 'ASC', id: 'ASC' } });
    const content = await openContent(this.vault, agency, letter.application_id, letter.content);
    return { applicationId: letter.application_id, papers: [factsOf(letter, content, marks, await this.finality.isFinal(letter))] };
  }
}

/** The edition of a letter that goes out: another number makes another one. */
export function finalEdition({ draft, number }: Pick<LetterRow, 'draft' | 'number'>): string {
  return `draft ${draft}, number ${number ?? 'none'}`;
}

function factsOf(letter: LetterRow, content: LetterContent, given: readonly LetterMarkRow[], final: boolean): PaperFacts {
  const { subject, body, reason, validUntil, filled } = content;
  const signature = given.findLast(({ kind }) => kind === 'signature');
  const marks = given.map(({ kind, by_name: name, role, title, at }) => ({ kind, name, role, title, at }));
  return {
    kind: letter.kind,
    edition: final ? finalEdition(letter) : `draft ${letter.draft}, marks ${marks.length}`,
    at: final ? (letter.numbered_at ?? letter.signed_at ?? letter.updated_at) : (marks.at(-1)?.at ?? letter.updated_at),
    draft: !final,
    values: { number: (final && letter.number) || '', subject, body: body ?? '', reason: reason ?? '', validUntil: validUntil ?? '' },
    signer: signature ? { name: signature.by_name, role: signature.role, ...(signature.title && { title: signature.title }) } : null,
    marks,
    filled,
    ...(final && { verificationCode: letter.verification_code }),
  };
}
