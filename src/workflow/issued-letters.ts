/** A letter as whoever holds it may know it. */
export interface IssuedLetter {
  readonly agency: string;
  readonly id: string;
  /** `permit` or `rejection`. */
  readonly kind: string;
  readonly number: string | null;
  readonly subject: string;
  readonly service: string;
  readonly holder: string;
  /** The date of the letter (YYYY-MM-DD). */
  readonly dated: string;
  /** YYYY-MM-DD. */
  readonly validUntil: string | null;
  /** When and why it no longer counts; null as long as it does. */
  readonly revoked: { readonly at: Date; readonly reason: string } | null;
  /** The number of the letter that counts in its place; null as long as it counts itself. */
  readonly replaced: { readonly by: string | null } | null;
}

/** A final letter, and who signed it as it stands beneath it. */
export interface LetterOfCase extends IssuedLetter {
  readonly reason: string | null;
  readonly signer: { readonly name: string; readonly role: string; readonly title: string | null } | null;
}

/** A letter by the events of its case; with faults, nobody vouches for it. */
export interface ProvenIssue extends IssuedLetter {
  readonly faults: readonly string[];
}

/** Finds letters by the code that stands on them; the module that owns letters implements it. */
export interface IssuedLetters {
  /** The letter that a case is at, once it is final; null before. */
  ofApplication(agency: string, application: string): Promise<LetterOfCase | null>;
  /** By the events of its case, and with what in the database does not fit them. */
  byCode(agencies: readonly string[], code: string): Promise<ProvenIssue | null>;
}

/** Nest token of `IssuedLetters`. */
export const ISSUED_LETTERS = Symbol('issued letters');
