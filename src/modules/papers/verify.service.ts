import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { refusal } from '../../kernel/refusal.js';
import { verificationCode } from '../../kernel/typed/numbers.js';
import type { CallerAddress } from '../../platform/rate/caller.js';
import { RateLimits } from '../../platform/rate/rate-limits.js';
import { Semaphore } from '../../platform/api/semaphore.js';
import { Audit } from '../../platform/audit/audit.js';
import { Database } from '../../platform/database/database.js';
import { dateIn } from '../../platform/numbering/number-format.js';
import { RemoteSigner } from '../../platform/signing/remote-signer.js';
import { DefinitionRegistry } from '../../workflow/definition-registry.js';
import { ISSUED_LETTERS, type IssuedLetter, type IssuedLetters, type ProvenIssue } from '../../workflow/issued-letters.js';
import { certificatesOf } from './paper-certificates.js';
import { HASHES, LAST_SIGNED } from './paper-statements.js';
import { verificationView, type VerificationView } from './verify.view.js';

export const letterUnknown = refusal('not-found', 'LETTER_UNKNOWN', {
  id: 'Kode ini tidak dikenal: tidak ada surat yang diterbitkan dengan kode tersebut.',
  en: 'This code is not known: no letter was issued with it.',
});
export const letterNotVouched = refusal('conflict', 'LETTER_NOT_VOUCHED', {
  id: 'Keaslian surat ini tidak dapat dijamin: data yang tersimpan tidak cocok dengan riwayatnya. Tanyakan kepada dinas yang disebut dalam surat.',
  en: 'Nobody vouches for this letter: what is kept of it does not fit its history. Ask the agency that it names.',
});
export const verifyBusy = refusal('too-many', 'VERIFY_BUSY', {
  id: 'Terlalu banyak pemeriksaan sekaligus; coba lagi sebentar lagi.',
  en: 'Too many verifications at once; try again in a moment.',
});

/** Lookups at once, and how many may wait: whoever tries codes by the thousand holds up neither clerks nor other visitors. */
const AT_ONCE = 4;
const MOST_WAITING = 100;

interface PrintedHash {
  readonly edition: string;
  readonly sha256: readonly string[];
}

/** Whether a letter is genuine, for whoever holds it. */
@Injectable()
export class VerifyService {
  /** Letters whose faults are in the audit log already. */
  private readonly noted = new Set<string>();
  private readonly semaphore = new Semaphore(AT_ONCE, MOST_WAITING, verifyBusy);

  constructor(
    private readonly database: Database,
    private readonly registry: DefinitionRegistry,
    private readonly clock: Clock,
    private readonly signer: RemoteSigner,
    private readonly audit: Audit,
    private readonly limits: RateLimits,
    @Inject(ISSUED_LETTERS) private readonly letters: IssuedLetters,
  ) {}

  async byCode(code: string, caller: CallerAddress): Promise<VerificationView> {
    await this.limits.take('verify', caller);
    return this.semaphore.run(async () => (await this.find(code)).view);
  }

  /** The letter with that code, which `byCode` has found for the caller before, and whether a file is the one that was issued. */
  withFile(code: string, sha256: string): Promise<VerificationView> {
    return this.semaphore.run(async () => {
      const { view, letter } = await this.find(code);
      const printed = await this.database.run<PrintedHash & Record<string, unknown>>(HASHES, [letter.agency, letter.id]);
      const number = `number ${letter.number ?? 'none'}`;
      const match = printed.find((paper) => paper.sha256.includes(sha256));
      // The number of OSS may stand behind it, after a comma.
      const carries = ({ edition }: PrintedHash) => edition.endsWith(number) || edition.includes(`${number}, `);
      const same = match !== undefined && carries(match) && match === printed.findLast(carries);
      return { ...view, file: !match ? 'different' : same ? 'same' : 'earlier' };
    });
  }

  private async find(written: string): Promise<{ readonly letter: IssuedLetter; readonly view: VerificationView }> {
    const code = verificationCode(written);
    const agencies = this.registry.agencies();
    const letter =
      code &&
      (await this.letters.byCode(
        agencies.map((agency) => agency.code),
        code,
      ));
    if (!letter) throw letterUnknown();
    if (letter.faults.length > 0) throw await this.notVouched(letter);
    if (await this.waitsForSignature(letter)) throw letterUnknown();
    const certificate = (await certificatesOf(this.database, letter.agency, [letter.id])).get(letter.id) ?? null;
    const { name, timeZone } = this.registry.agency(letter.agency);
    const today = dateIn(this.clock.now(), timeZone);
    return { letter, view: verificationView(letter, { code, agency: name, date: letter.dated, today, certificate }) };
  }

  /** Somebody has changed what the service wrote: the administrators hear of it, the public learns that nobody vouches for it. */
  private async notVouched({ agency, id, faults }: ProvenIssue): Promise<Error> {
    if (!this.noted.has(`${agency} ${id}`)) {
      this.noted.add(`${agency} ${id}`);
      await this.audit.note(undefined, { agency, kind: 'letter-not-vouched', data: { letter: id, faults: faults.slice(0, 10) } });
    }
    return letterNotVouched();
  }

  /** Numbered, and not signed at the signing service yet: nobody outside the house holds it. */
  private async waitsForSignature({ agency, id }: IssuedLetter): Promise<boolean> {
    if (!this.signer.configured) return false;
    const [paper] = await this.database.run<{ signed: boolean }>(LAST_SIGNED, [agency, id]);
    return paper?.signed !== true;
  }
}
