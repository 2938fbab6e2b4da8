import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { Clock } from '../../kernel/clock.js';
import { Audit } from '../audit/audit.js';
import { Database } from '../database/database.js';
import { statement } from '../database/tx.js';
import { RecurringJobs } from '../queue/recurring-jobs.js';
import { SigningIdentities, type CertificateState } from './signing-identities.js';

export const CERTIFICATE_WARNINGS = 'certificate-warnings';

const EVERY_MS = 3_600_000;
const DAY_MS = 86_400_000;
/** Days before the end of a certificate at which a warning is given, and its end itself. */
const THRESHOLDS = [0, 1, 3, 7, 14, 30, 60] as const;

const WARN_ONCE = statement(
  'certificate-warning.once',
  `insert into certificate_warnings (agency, sha256, threshold, warned_at) values ($1, $2, $3, $4) on conflict do nothing returning agency`,
);

/** Warns of certificates that end soon or have ended: in the log and in the audit of the agency, once for each threshold. */
@Injectable()
export class CertificateWarnings implements OnModuleInit {
  private readonly logger = new Logger('Signing');

  constructor(
    private readonly identities: SigningIdentities,
    private readonly database: Database,
    private readonly audit: Audit,
    private readonly recurringJobs: RecurringJobs,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.recurringJobs.add({ name: CERTIFICATE_WARNINGS, everyMs: EVERY_MS, pauseMs: 100, work: () => this.run() });
  }

  private async run(): Promise<void> {
    for (const state of await this.identities.states()) await this.warn(state);
  }

  private async warn({ agency, identity }: CertificateState): Promise<void> {
    if (!identity || identity.test) return;
    const now = this.clock.now();
    const days = Math.floor((identity.notAfter.getTime() - now.getTime()) / DAY_MS);
    const threshold = THRESHOLDS.find((each) => (each === 0 ? identity.notAfter <= now : days < each));
    if (threshold === undefined) return;
    const certificate = createHash('sha256').update(identity.chain[0]!).digest('hex');
    const data = { certificate, name: identity.name, notAfter: identity.notAfter.toISOString(), daysLeft: Math.max(0, days) };
    const fresh = await this.database.transaction(async (tx) => {
      const [row] = await tx.run(WARN_ONCE, [agency, certificate, threshold, now]);
      if (row) await this.audit.note(tx, { agency, kind: threshold === 0 ? 'certificate-expired' : 'certificate-expiring', data });
      return row !== undefined;
    });
    if (!fresh) return;
    const until = identity.notAfter.toISOString().slice(0, 10);
    if (threshold === 0) this.logger.error(`the signing certificate of ${agency} expired on ${until}; its letters wait`);
    else this.logger.warn(`the signing certificate of ${agency} ends on ${until}, in ${days} days`);
  }
}
