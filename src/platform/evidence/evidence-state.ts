import { stateMac } from './ledger-entry.js';

/** What is known of the evidence of an agency as a whole, authenticated like the ledger. */
export interface EvidenceState {
  /** When the ledger began (RFC 3339). */
  readonly since: string;
  /** How many rows of each table were there before, and were adopted; a table that is not named has not been gone through. */
  readonly adopted: Readonly<Record<string, number>>;
  /** Nothing lies in the clear any more that belongs encrypted. */
  readonly encrypted?: true;
  /** Nor does any text of `CASE_TEXTS`; absent where an earlier release has kept them in the clear and `keys:rotate` has not run since. */
  readonly texts?: true;
}

export interface StateRow {
  readonly state: string;
  readonly mac: string;
}

/** The state of an agency; undefined where the row was not written by somebody who holds the key. */
export function readState(key: Buffer, agency: string, { state, mac }: StateRow): EvidenceState | undefined {
  return mac === stateMac(key, agency, state) ? (JSON.parse(state) as EvidenceState) : undefined;
}

export function writtenState(key: Buffer, agency: string, state: EvidenceState): StateRow {
  const text = JSON.stringify(state);
  return { state: text, mac: stateMac(key, agency, text) };
}
