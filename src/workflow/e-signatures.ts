import type { Tx } from '../platform/database/tx.js';

/** How a final letter stands with the remote signing service. */
export interface ESignature {
  readonly status: 'waiting' | 'signed';
  readonly by: string | null;
  /** RFC 3339. */
  readonly at: string | null;
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
}

/** Nest token of `ESignatures`. */
export const E_SIGNATURES = Symbol('electronic signatures');
