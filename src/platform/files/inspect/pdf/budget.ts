import { RefusedPdf } from './verdict.js';

/** Bytes that all unpacked streams of one file may have together. */
const MOST_UNPACKED = 64 * 1024 * 1024;
/** How often each byte may be read: by the cross-reference, as a part of its object, where it is resolved, and by the repair. */
const READS_PER_BYTE = 8;
const BASE = 2 * 1024 * 1024;

/** More work than any file of its size needs. */
export class TooMuch extends RefusedPdf {
  constructor() {
    super('PDF_UNREADABLE');
  }
}

/** What an inspection may cost: bytes read by the tokenizer and bytes unpacked. It makes every inspection linear in the file's size. */
export class Budget {
  private left: number;
  private unpackable = MOST_UNPACKED;

  constructor(size: number) {
    this.left = BASE + size * READS_PER_BYTE;
  }

  /** Charges bytes that were read. */
  spend(bytes: number): void {
    this.left -= bytes;
    if (this.left < 0) throw new TooMuch();
  }

  /** How many bytes may still be unpacked. */
  get room(): number {
    return this.unpackable;
  }

  /** Charges bytes that were unpacked; they may be read as often as those of the file. */
  unpacked(bytes: number): void {
    this.unpackable -= bytes;
    if (this.unpackable < 0) throw new TooMuch();
    this.left += bytes * READS_PER_BYTE;
  }
}
