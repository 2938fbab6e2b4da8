import { Inject, Injectable } from '@nestjs/common';
import { Vault } from '../../platform/crypto/vault.js';
import { Database } from '../../platform/database/database.js';
import { DefinitionRegistry } from '../../workflow/definition-registry.js';
import { OUTSIDE_WORK, type OutsideWork } from '../../workflow/outside-work.js';
import type { PaperFacts, PaperSource, PrintedFacts } from '../../workflow/paper-source.js';
import { dateOfLetter } from './letter-dates.js';
import { LetterFinality } from './letter-finality.js';
import { LetterMarkRow } from './letter-mark.entity.js';
import { letterChanged } from './letter-changed.js';
import { LetterProof } from './letter-proof.js';
import { LetterRow, type LetterContent } from './letter.entity.js';
import { openContent } from './encrypted-content.js';

/** What the letter of a case says: a draft until it has its number, then the letter itself. */
@Injectable()
export class LetterPapers implements PaperSource {
  readonly record = 'letter';

  constructor(
    private readonly database: Database,
    private readonly finality: LetterFinality,
    private readonly vault: Vault,
    private readonly registry: DefinitionRegistry,
    private readonly proof: LetterProof,
    @Inject(OUTSIDE_WORK) private readonly outside: OutsideWork,
  ) {}

  async read(agency: string, id: string): Promise<PrintedFacts | null> {
    const { manager } = this.database.source;
    const letter = await manager.findOneBy(LetterRow, { agency, id });
    if (!letter) return null;
    const where = { agency, letter_id: id, draft: letter.draft, result: 'given' as const };
    const marks = await manager.find(LetterMarkRow, { where, order: { at: 'ASC', id: 'ASC' } });
    const content = await openContent(this.vault, agency, letter.application_id, letter.content);
    const final = await this.finality.isFinal(letter);
    // A letter with a number that passes for a draft is proved as well: somebody may have changed its status.
    if (final || letter.number !== null) await this.proveIt(letter);
    const ossNumber = final ? await this.ossNumber(letter) : null;
    return {
      applicationId: letter.application_id,
      papers: [factsOf(letter, content, marks, { final, ossNumber, zone: this.registry.agency(agency).timeZone })],
    };
  }

  /** What goes out is what was signed; anything else waits, with what is wrong. */
  private async proveIt(letter: LetterRow): Promise<void> {
    const { faults } = await this.proof.of(letter);
    if (faults.length > 0) throw letterChanged({ faults: faults.slice(0, 5).join('; ') });
  }

  /** Where OSS numbers first, its number stands on the permit: the paper from before it came is another edition. */
  private async ossNumber({ agency, kind, application_id: application }: LetterRow): Promise<string | null> {
    if (kind !== 'permit' || this.registry.agency(agency).oss?.numbering !== 'oss') return null;
    return this.outside.numberOf(agency, application);
  }
}

/** The edition of a letter that goes out: another number makes another one. The number of OSS, where there is one, follows after a comma. */
export function finalEdition({ draft, number }: Pick<LetterRow, 'draft' | 'number'>): string {
  return `draft ${draft}, number ${number ?? 'none'}`;
}

function factsOf(
  letter: LetterRow,
  content: LetterContent,
  given: readonly LetterMarkRow[],
  { final, ossNumber, zone }: { readonly final: boolean; readonly ossNumber: string | null; readonly zone: string },
): PaperFacts {
  const { kind } = letter;
  const { subject, body, reason, validUntil, filled } = content;
  const signature = given.findLast((mark) => mark.kind === 'signature');
  const marks = given.map(({ kind: what, by_name: name, role, title, at }) => ({ kind: what, name, role, title, at }));
  return {
    kind,
    edition: final ? `${finalEdition(letter)}${ossNumber ? `, OSS ${ossNumber}` : ''}` : `draft ${letter.draft}, marks ${marks.length}`,
    at: final ? (letter.numbered_at ?? letter.signed_at ?? letter.updated_at) : (marks.at(-1)?.at ?? letter.updated_at),
    ...(final && { dated: dateOfLetter(letter, zone) }),
    draft: !final,
    values: {
      number: (final && letter.number) || '',
      subject,
      body: body ?? '',
      reason: reason ?? '',
      validUntil: validUntil ?? '',
      ...(kind === 'permit' && { ossNumber: ossNumber ?? '' }),
    },
    signer: signature
      ? { id: signature.by_id, name: signature.by_name, role: signature.role, ...(signature.title && { title: signature.title }) }
      : null,
    marks,
    filled,
    ...(final && { verificationCode: letter.verification_code }),
  };
}
