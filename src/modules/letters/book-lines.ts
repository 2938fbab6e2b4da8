import type { Principal } from '../../kernel/principal.js';
import type { AccessLog } from '../../platform/audit/access-log.js';
import type { CaseTexts } from '../../platform/crypto/case-texts.js';
import type { Database } from '../../platform/database/database.js';
import { statement } from '../../platform/database/tx.js';
import type { BookEntryRow } from './book-entry.entity.js';
import type { Acknowledgement, HandOver, TakenBack } from './letter.entity.js';

/** A line of a book with what has become of the letter it is about. */
export interface BookLineRow extends BookEntryRow {
  readonly letter_signed_at: Date | null;
  /** YYYY-MM-DD. */
  readonly letter_dated: string | null;
  readonly letter_handed_over: HandOver | null;
  readonly letter_acknowledged: Acknowledgement | null;
  /** Taken back under the number of this line. */
  readonly letter_revoked: TakenBack | null;
  /** Number of the letter that is valid in its place. */
  readonly letter_replaced_by: string | null;
}

/** Which lines: of one year, or of a period by the dates of the papers. */
export interface BookRange {
  readonly agency: string;
  readonly book: string;
  readonly year: number | null;
  /** Days, both included. */
  readonly from: string | null;
  readonly until: string | null;
}

/** The place of a line in its book. */
export type BookPlace = readonly [year: number, number: number, insertion: number];

export const BEGINNING: BookPlace = [0, 0, 0];

export const placeOf = ({ year, number, insertion }: BookLineRow): BookPlace => [year, number, insertion];

const LINES = statement(
  'book.lines',
  `select entry.agency, entry.book, entry.year, entry.number, entry.insertion, entry.id, entry.label, entry.application_id, entry.subject_id,
          entry.addressed_to, entry.summary, entry.details, entry.voided, entry.entered_by, entry.entered_at, entry.dated::text as dated,
          letter.signed_at as letter_signed_at, letter.dated::text as letter_dated, letter.handed_over as letter_handed_over, letter.acknowledged as letter_acknowledged,
          letter.revoked as letter_revoked, successor.number as letter_replaced_by
     from book_entries entry
     left join letters letter on letter.agency = entry.agency and letter.id = entry.subject_id
                             and letter.number in (entry.label, entry.details->>'letterNumber')
     left join letters successor on successor.agency = letter.agency and successor.id = letter.replaced_by
    where entry.agency = $1 and entry.book = $2
      and ($3::integer is null or entry.year = $3::integer)
      and ($4::text is null or entry.dated >= $4::text::date)
      and ($5::text is null or entry.dated <= $5::text::date)
      and (entry.year, entry.number, entry.insertion) > ($6::integer, $7::integer, $8::integer)
    order by entry.year, entry.number, entry.insertion
    limit $9`,
);

/** Lines of a book in the order of their numbers, after a place. */
export async function readLines(
  { database, texts, accesses }: Books,
  principal: Principal,
  range: BookRange,
  after: BookPlace,
  limit: number,
): Promise<BookLineRow[]> {
  const { agency, book, year, from, until } = range;
  const rows = await database.run<BookLineRow>(LINES, [agency, book, year, from, until, ...after, limit]);
  accesses.note(principal, 'book', rows.map((row) => row.application_id)); // prettier-ignore
  return texts.openedRows(rows, agency, ({ application_id: id }) => id, { details: 'bookDetails' });
}

/** What books are read with; personal details of a line are encrypted. */
export interface Books {
  readonly database: Database;
  readonly texts: CaseTexts;
  readonly accesses: AccessLog;
}

const BATCH = 1000;

/** All of them, batch by batch. */
export async function* allLines(books: Books, principal: Principal, range: BookRange): AsyncGenerator<BookLineRow> {
  let after = BEGINNING;
  for (;;) {
    const rows = await readLines(books, principal, range, after, BATCH);
    yield* rows;
    if (rows.length < BATCH) return;
    after = placeOf(rows.at(-1)!);
  }
}
