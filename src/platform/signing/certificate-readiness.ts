import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { SigningIdentities, type CertificateState, type SIGNING_WAITS } from './signing-identities.js';

const DAY_MS = 86_400_000;
/** Days before its end from which on a certificate is reported. */
const WARN_DAYS = 60;
/** Probes come every few seconds, and each agency may have a file. */
const FRESH_MS = 60_000;

/** What an administrator has to look after; `until` and `daysLeft` are null for a file that cannot be used. */
export interface CertificateWarning {
  readonly agency: string;
  readonly code: 'CERTIFICATE_EXPIRING' | (typeof SIGNING_WAITS)[number];
  /** Last day of its validity (YYYY-MM-DD). */
  readonly until: string | null;
  readonly daysLeft: number | null;
}

/** Certificates that end soon or hold back letters, for the readiness probe; looked at once a minute. */
@Injectable()
export class CertificateReadiness {
  private cache: { readonly at: number; readonly warnings: readonly CertificateWarning[] } | undefined;

  constructor(
    private readonly identities: SigningIdentities,
    private readonly clock: Clock,
  ) {}

  async warnings(): Promise<readonly CertificateWarning[]> {
    const now = this.clock.now().getTime();
    if (!this.cache || Math.abs(now - this.cache.at) >= FRESH_MS)
      this.cache = { at: now, warnings: (await this.identities.states()).flatMap((state) => warningOf(state, now)) };
    return this.cache.warnings;
  }
}

function warningOf({ agency, identity, problem }: CertificateState, now: number): CertificateWarning[] {
  if (!identity) return [{ agency, code: 'CERTIFICATE_UNUSABLE', until: null, daysLeft: null }];
  const daysLeft = Math.max(0, Math.floor((identity.notAfter.getTime() - now) / DAY_MS));
  if (problem === null && daysLeft >= WARN_DAYS) return [];
  return [{ agency, code: problem ?? 'CERTIFICATE_EXPIRING', until: identity.notAfter.toISOString().slice(0, 10), daysLeft }];
}
