import { newId } from '../../kernel/ids.js';
import { withoutNik } from '../../kernel/mask.js';
import type { Tx } from '../database/tx.js';
import { statement } from '../database/tx.js';
import { dateIn, splitFormat, type NumberWords } from './number-format.js';

/** A book as far as numbering needs it: its code and the shape of its numbers. */
export interface NumberedBook {
  readonly code: string;
  readonly format: string;
}

/** What a book keeps beside the number. */
export interface BookEntry {
  readonly application: string | null;
  readonly subject: string | null;
  readonly addressedTo: string;
  readonly summary: string;
  readonly details: Readonly<Record<string, unknown>>;
  readonly enteredBy: string;
}

/** Where and when a number is taken. */
export interface NumberPlace {
  readonly agency: string;
  readonly book: NumberedBook;
  readonly zone: string;
  readonly words: NumberWords;
  readonly now: Date;
}

const COUNT = statement(
  'book.count',
  `insert into book_counters (agency, book, year, last, taken) values ($1, $2, $3, 1, 1)
   on conflict (agency, book, year) do update set last = book_counters.last + 1, taken = book_counters.last + 1 returning last`,
);
const ENTER = statement(
  'book.enter',
  `with counter as (
     insert into book_counters (agency, book, year, last, taken) values ($1, $2, $3, 1, 1)
     on conflict (agency, book, year) do update set last = book_counters.last + 1, taken = book_counters.last + 1 returning last
   )
   insert into book_entries (agency, book, year, number, insertion, id, label, application_id, subject_id, addressed_to, summary, details, entered_by, entered_at, dated)
   select $1, $2, $3, last, 0, $14, $4 || lpad(last::text, greatest($5, length(last::text)), '0') || $6, $7, $8, $9, $10, $11, $12, $13, $15::date from counter
   returning label`,
);

/** The day that a regular number of this place is dated: that of its entry, by the agency's clock. */
export function dayOf({ now, zone }: NumberPlace): string {
  return dateIn(now, zone);
}

/**
 * Takes the next number of a book's year in the transaction of the command, so that a command that fails takes none: no
 * gap, no doubles. The counter's row stays locked until the commit; call it as late as the command allows.
 */
export async function takeNumber(tx: Tx, place: NumberPlace): Promise<string> {
  const { year, before, width, after } = splitFormat(place.book.format, place.words, dayOf(place));
  const [row] = await tx.run<{ last: number }>(COUNT, [place.agency, place.book.code, year]);
  return `${before}${String(row!.last).padStart(width, '0')}${after}`;
}

/** Takes the next number and writes the line of the book that goes with it. */
export async function enterInBook(tx: Tx, place: NumberPlace, entry: BookEntry): Promise<string> {
  const dated = dayOf(place);
  const { year, before, width, after } = splitFormat(place.book.format, place.words, dated);
  // prettier-ignore
  const [row] = await tx.run<{ label: string }>(ENTER, [
    place.agency, place.book.code, year, before, width, after,
    entry.application, entry.subject, withoutNik(entry.addressedTo), withoutNik(entry.summary), JSON.stringify(entry.details), entry.enteredBy, place.now, newId(place.now), dated,
  ]);
  return row!.label;
}
