import type { Tx } from '../platform/database/tx.js';

/** How a final letter stands with the remote signing service. */
export interface ESignature {
  readonly status: 'waiting' | 'signed';
  readonly by: string | null;
  /** RFC 3339. */
  readonly at: string | null;
}

/** Knows of the electronic signatures that officials give at a remote signing service; the module that owns papers implements it. */
export interface ESignatures {
  /** Of the edition that a letter has come to; null where letters carry the agency's own signature. */
  of(agency: string, letter: string, edition: string, tx?: Tx): Promise<ESignature | null>;
}

/** Nest token of `ESignatures`. */
export const E_SIGNATURES = Symbol('electronic signatures');
