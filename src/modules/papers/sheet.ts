import type { FilledPaper } from '../../sop/papers/fill-paper.js';

/** Initials or a signature, as they are shown on a letter. */
export interface SheetMark {
  readonly what: string;
  readonly name: string;
  readonly role: string;
  readonly at: string;
}

/** A paper with everything on it, frozen: nothing else is asked for when it is printed, and printed again. */
export interface Sheet {
  /** Document title and subject. */
  readonly title: string;
  readonly about: string;
  /** RFC 3339; the date of the document. */
  readonly at: string;
  readonly letterhead: {
    readonly lines: readonly string[];
    readonly address: string;
    readonly contact: string;
    /** SHA-256 of an image in `paper_logos`. */
    readonly logo: string | null;
  };
  readonly paper: FilledPaper;
  /** Tempat dan tanggal. */
  readonly placeAndDate: string;
  /** Place that a letter is addressed to. */
  readonly addressee: string;
  readonly marks: readonly SheetMark[];
  /** Across the page, as long as it is no letter yet. */
  readonly watermark: string | null;
  readonly verify: { readonly code: string; readonly url: string } | null;
  readonly footer: string;
  /** With whose certificate a final letter is signed; a test certificate makes it a test letter. */
  readonly seal: SheetSigner | null;
}

/** The certificate a letter is signed with: the agency's own, or one at a signing service that its signer has there. */
export interface SheetSigner {
  readonly name: string;
  readonly test: boolean;
  readonly remote?: boolean;
}
