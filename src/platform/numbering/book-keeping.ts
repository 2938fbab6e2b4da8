import { newId } from '../../kernel/ids.js';
import { withoutNik, withoutNikIn } from '../../kernel/mask.js';
import { refusal } from '../../kernel/refusal.js';
import type { Tx } from '../database/tx.js';
import { statement } from '../database/tx.js';
import { insertionSign, splitFormat } from './number-format.js';
import type { BookEntry, NumberPlace } from './numbering.js';

export const entryNotFound = refusal('not-found', 'BOOK_ENTRY_NOT_FOUND', {
  id: 'Baris buku ini tidak ditemukan.',
  en: 'There is no such line in this book.',
});
export const entryVoided = refusal('conflict', 'BOOK_ENTRY_VOIDED', {
  id: 'Nomor {number} sudah dibatalkan.',
  en: 'The number {number} is voided already.',
});
export const numberTaken = refusal('conflict', 'BOOK_NUMBER_TAKEN', {
  id: 'Buku {book} tahun {year} tidak dapat dimulai dari {first}: nomor itu atau nomor sesudahnya sudah terpakai.',
  en: 'The book {book} of {year} cannot begin at {first}: that number or a later one is taken.',
});

/** A line of a book, as far as keeping the book needs it. */
export interface BookLine {
  readonly id: string;
  readonly year: number;
  readonly number: number;
  readonly insertion: number;
  readonly label: string;
  readonly application_id: string | null;
  readonly subject_id: string | null;
  readonly voided: object | null;
  /** YYYY-MM-DD: the date of the paper that has this number. */
  readonly dated: string;
}

const LINE = statement(
  'book.line',
  `select id, year, number, insertion, label, application_id, subject_id, voided, dated::text as dated
     from book_entries where agency = $1 and book = $2 and id = $3`,
);
const LOCK_REGULAR = statement(
  'book.lock-regular',
  `select regular.id, regular.year, regular.number, regular.insertion, regular.label, regular.application_id, regular.subject_id,
          regular.voided, regular.dated::text as dated
     from book_entries named
     join book_entries regular on regular.agency = named.agency and regular.book = named.book and regular.year = named.year
                              and regular.number = named.number and regular.insertion = 0
    where named.agency = $1 and named.book = $2 and named.id = $3
      for no key update of regular`,
);
const LAST_INSERTION = statement(
  'book.last-insertion',
  `select max(insertion) as last from book_entries where agency = $1 and book = $2 and year = $3 and number = $4`,
);
const INSERT = statement(
  'book.insert',
  `insert into book_entries (agency, book, year, number, insertion, id, label, application_id, subject_id, addressed_to, summary, details, entered_by, entered_at, dated)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
);
const VOID = statement(
  'book.void',
  `update book_entries set voided = $4 where agency = $1 and book = $2 and id = $3 and voided is null returning label`,
);
const SEED = statement(
  'book.seed',
  `insert into book_counters (agency, book, year, last, taken) values ($1, $2, $3, $4::integer - 1, 0)
   on conflict (agency, book, year) do update set last = excluded.last where book_counters.taken < $4::integer
   returning last`,
);
const KEEP_SEED = statement(
  'book.keep-seed',
  `insert into book_seeds (agency, book, year, id, first, reason, by_id, by_name, at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
);

/** A line by its id; refused when the book has none. */
export async function bookLine(tx: Tx, agency: string, book: string, id: string): Promise<BookLine> {
  const [line] = await tx.run<BookLine>(LINE, [agency, book, id]);
  if (!line) throw entryNotFound();
  return line;
}

/** The regular line of the number that a line has, locked: whoever inserts beside it comes one after the other. */
export async function lockRegularLine(tx: Tx, agency: string, book: string, id: string): Promise<BookLine> {
  const [line] = await tx.run<BookLine>(LOCK_REGULAR, [agency, book, id]);
  if (!line) throw entryNotFound();
  return line;
}

/**
 * Takes an inserted number (sisipan) beside a locked line, such as 42.A: dated as that line, and the counter does not move. The
 * words are those of the paper that gets it.
 */
export async function insertInBook(tx: Tx, place: NumberPlace, beside: BookLine, reason: string, entry: BookEntry): Promise<string> {
  const { agency, book, words, now } = place;
  const [{ last }] = (await tx.run<{ last: number }>(LAST_INSERTION, [agency, book.code, beside.year, beside.number])) as [
    { last: number },
  ];
  const insertion = last + 1;
  const { before, width, after } = splitFormat(book.format, words, beside.dated);
  const label = `${before}${String(beside.number).padStart(width, '0')}.${insertionSign(insertion)}${after}`;
  const details = { ...entry.details, inserted: { beside: beside.label, dated: beside.dated, reason: withoutNik(reason) } };
  // prettier-ignore
  await tx.run(INSERT, [
    agency, book.code, beside.year, beside.number, insertion, newId(now), label,
    entry.application, entry.subject, withoutNik(entry.addressedTo), withoutNik(entry.summary), JSON.stringify(details), entry.enteredBy, now, beside.dated,
  ]);
  return label;
}

/** Why a number does not count: it stays in the book and never comes again. */
export interface Voided {
  readonly by: string;
  readonly at: string;
  readonly reason: string;
}

export async function voidLine(tx: Tx, agency: string, book: string, line: BookLine, voided: Voided): Promise<void> {
  const [done] = await tx.run(VOID, [agency, book, line.id, JSON.stringify(withoutNikIn(voided))]);
  if (!done) throw entryVoided({ number: line.label });
}

/** The number that a year of a book goes on with, such as where the paper book has ended; never one that was taken, nor before it. */
export interface Seed {
  readonly year: number;
  readonly first: number;
  readonly reason: string | null;
  readonly byId: string;
  readonly byName: string;
}

export async function seedBook(tx: Tx, agency: string, book: string, { year, first, ...seed }: Seed, now: Date): Promise<void> {
  const [done] = await tx.run(SEED, [agency, book, year, first]);
  if (!done) throw numberTaken({ book, year, first });
  await tx.run(KEEP_SEED, [agency, book, year, newId(now), first, seed.reason && withoutNik(seed.reason), seed.byId, seed.byName, now]);
}
