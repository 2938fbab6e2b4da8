import type { Tx } from '../platform/database/tx.js';
import type { CertificateFacts } from '../platform/signing/signer-certificate.js';

/** How a final letter stands with the remote signing service. */
export interface ESignature {
  readonly status: 'waiting' | 'signed';
  readonly by: string | null;
  /** RFC 3339. */
  readonly at: string | null;
}

/** How the file of a final letter stands. */
export interface LetterFile {
  /** What it was signed with; null as long as it is not. */
  readonly certificate: CertificateFacts | null;
  /** Code of what it waits for, such as CERTIFICATE_EXPIRED; null where nothing is in the way. */
  readonly waitsFor: string | null;
}

/** A letter in one of its editions. */
export interface LetterEdition {
  readonly id: string;
  readonly edition: string;
}

/** Knows of the electronic signatures that officials give at a remote signing service; the module that owns papers implements it. */
export interface ESignatures {
  /** By letter, in the edition that each has come to; a letter that carries the agency's own signature has none. */
  of(agency: string, letters: readonly LetterEdition[], tx?: Tx): Promise<ReadonlyMap<string, ESignature>>;

  /** The files of final letters, by letter. */
  filesOf(agency: string, letters: readonly string[], tx?: Tx): Promise<ReadonlyMap<string, LetterFile>>;
}

/** Nest token of `ESignatures`. */
export const E_SIGNATURES = Symbol('electronic signatures');
