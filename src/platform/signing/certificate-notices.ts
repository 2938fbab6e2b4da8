import type { Tx } from '../database/tx.js';

/** Nest token of `CertificateNotices`. */
export const CERTIFICATE_NOTICES = Symbol('certificate notices');

/** What is wrong, or soon will be, with the signing certificate of an agency. */
export interface CertificateNotice {
  readonly agency: string;
  readonly problem: 'expiring' | 'expired' | 'unusable';
  /** Name in the certificate; why it cannot be used, for one that is unusable. */
  readonly about: string;
  /** Last day of its validity (YYYY-MM-DD); null for one that is unusable. */
  readonly until: string | null;
  readonly daysLeft: number;
}

/** Notifies the administrators of an agency; the module that sends notices implements it. Rows of the caller's transaction: sent once it is committed. */
export interface CertificateNotices {
  notify(tx: Tx, notice: CertificateNotice): Promise<void>;
}
