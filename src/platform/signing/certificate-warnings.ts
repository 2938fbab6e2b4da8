import { Inject, Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { Clock } from '../../kernel/clock.js';
import { Audit } from '../audit/audit.js';
import { Database } from '../database/database.js';
import { statement } from '../database/tx.js';
import { RecurringJobs } from '../queue/recurring-jobs.js';
import { CERTIFICATE_NOTICES, type CertificateNotice, type CertificateNotices } from './certificate-notices.js';
import { SigningIdentities, type CertificateState } from './signing-identities.js';

export const CERTIFICATE_WARNINGS = 'certificate-warnings';

const EVERY_MS = 3_600_000;
const DAY_MS = 86_400_000;
/** Days before the end of a certificate at which a warning is given, and its end itself. */
const THRESHOLDS = [0, 1, 3, 7, 14, 30, 60] as const;
/** Stands in the place of a threshold for a file that cannot be used. */
const UNUSABLE = -1;

const WARN_ONCE = statement(
  'certificate-warning.once',
  `insert into certificate_warnings (agency, sha256, threshold, warned_at) values ($1, $2, $3, $4) on conflict do nothing returning agency`,
);

/** A warning, and what it is given once for. */
interface Warning extends CertificateNotice {
  readonly threshold: number;
  /** SHA-256 of the certificate; of the reason and the day, for a file that cannot be used. */
  readonly sha256: string;
  readonly data: Readonly<Record<string, string | number>>;
}

/**
 * Warns of certificates that end soon, have ended or cannot be used: in the log, in the audit of the agency and to its administrators.
 * Once for each threshold, on whichever worker is first; of an unusable file once a day.
 */
@Injectable()
export class CertificateWarnings implements OnModuleInit {
  private readonly logger = new Logger('Signing');

  constructor(
    private readonly identities: SigningIdentities,
    private readonly database: Database,
    private readonly audit: Audit,
    private readonly recurringJobs: RecurringJobs,
    private readonly clock: Clock,
    @Inject(CERTIFICATE_NOTICES) private readonly notices: CertificateNotices,
  ) {}

  onModuleInit(): void {
    this.recurringJobs.add({ name: CERTIFICATE_WARNINGS, everyMs: EVERY_MS, pauseMs: 100, work: () => this.run() });
  }

  private async run(): Promise<void> {
    const now = this.clock.now();
    for (const state of await this.identities.states()) {
      const warning = warningOf(state, now);
      if (warning) await this.warn(warning, now);
    }
  }

  private async warn(warning: Warning, now: Date): Promise<void> {
    const { agency, problem, threshold, sha256, data, until, daysLeft, about } = warning;
    const fresh = await this.database.transaction(async (tx) => {
      const [row] = await tx.run(WARN_ONCE, [agency, sha256, threshold, now]);
      if (!row) return false;
      await this.audit.note(tx, { agency, kind: `certificate-${problem}`, data });
      await this.notices.notify(tx, warning);
      return true;
    });
    if (!fresh) return;
    if (problem === 'unusable') this.logger.error(`the signing certificate of ${agency} cannot be used: ${about}; its letters wait`);
    else if (problem === 'expired') this.logger.error(`the signing certificate of ${agency} expired on ${until}; its letters wait`);
    else this.logger.warn(`the signing certificate of ${agency} ends on ${until}, in ${daysLeft} days`);
  }
}

/** What there is to warn of now; undefined where all is well, and for test certificates. */
function warningOf({ agency, identity, why }: CertificateState, now: Date): Warning | undefined {
  if (!identity) {
    if (why === null) return undefined;
    const sha256 = sha256Of(`${why} ${now.toISOString().slice(0, 10)}`);
    return { agency, problem: 'unusable', threshold: UNUSABLE, sha256, about: why, until: null, daysLeft: 0, data: { why } };
  }
  if (identity.test) return undefined;
  const days = Math.floor((identity.notAfter.getTime() - now.getTime()) / DAY_MS);
  const threshold = THRESHOLDS.find((each) => (each === 0 ? identity.notAfter <= now : days < each));
  if (threshold === undefined) return undefined;
  const [sha256, daysLeft] = [sha256Of(identity.chain[0]!), Math.max(0, days)];
  const data = { certificate: sha256, name: identity.name, notAfter: identity.notAfter.toISOString(), daysLeft };
  const until = identity.notAfter.toISOString().slice(0, 10);
  return { agency, problem: threshold === 0 ? 'expired' : 'expiring', threshold, sha256, about: identity.name, until, daysLeft, data };
}

function sha256Of(bytes: Buffer | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}
