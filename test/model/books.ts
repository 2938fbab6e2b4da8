import type { ModelCase } from './case.js';
import type { ModelLetter, ModelLine } from './letters.js';
import { allOf, readerOf } from './checks.js';
import type { Http } from './client.js';
import { same } from './finding.js';
import type { Office } from './office.js';
import type { Random } from './random.js';

export interface BookLine {
  readonly id: string;
  readonly year: number;
  readonly sequence: number;
  readonly number: string;
  readonly status: string;
  readonly inserted: boolean;
  readonly dated: string;
  readonly enteredAt: string;
  readonly applicationId: string | null;
  readonly replacedBy: string | null;
}

interface LetterShown {
  readonly status: string;
  readonly number: string | null;
  readonly dated: string | null;
  readonly numberedAt: string | null;
  readonly replacedBy: string | null;
  readonly replaces: string | null;
  readonly verificationCode: string | null;
}

const iso = (at: number | null) => (at === null ? null : new Date(at).toISOString());

/** Reads every book of every year, and compares it with what the cases took from it. Answers the regular lines by book. */
export async function checkBooks(office: Office, http: Http, random: Random): Promise<Map<string, BookLine[]>> {
  const regular = new Map<string, BookLine[]>();
  for (const { code: agency, books, offset } of office.agencies) {
    const years = [2026, new Date(office.now + offset).getUTCFullYear()];
    for (const { code: book, kind } of books) {
      if (kind === 'counter') continue;
      const lines: BookLine[] = [];
      for (const year of new Set(years)) {
        const ofYear = await allOf<BookLine>(http, readerOf(office, agency), `/v1/books/${book}?year=${year}`, 4 + random.int(30));
        gapless(ofYear, { agency, book, year });
        lines.push(...ofYear);
      }
      ofCases(office, agency, book, lines);
      regular.set(
        `${agency} ${book}`,
        lines.filter(({ inserted }) => !inserted),
      );
    }
  }
  return regular;
}

/** None is missing, none stands twice, none goes back in time; what is inserted is A, B, C beside its number. */
function gapless(lines: readonly BookLine[], about: object): void {
  const plain = lines.filter(({ inserted }) => !inserted).sort((one, other) => one.sequence - other.sequence);
  same(
    'numbers of a book',
    plain.map(({ sequence }) => sequence),
    plain.map((_, i) => i + 1),
    about,
  );
  const moments = plain.map(({ enteredAt }) => Date.parse(enteredAt));
  same(
    'order of a book',
    moments.every((at, i) => i === 0 || moments[i - 1]! <= at),
    true,
    about,
  );
  for (const { sequence, dated } of plain) {
    const beside = lines.filter((line) => line.inserted && line.sequence === sequence);
    const letters = beside.map(({ number }) => /\d\.([A-Z]+)(?=[./]|$)/.exec(number)?.[1]).sort();
    same(
      'letters of inserted numbers',
      letters,
      letters.map((_, i) => String.fromCharCode(65 + i)),
      { ...about, sequence },
    );
    same(
      'dates of inserted numbers',
      beside.map((line) => line.dated),
      beside.map(() => dated),
      { ...about, sequence },
    );
  }
  same('numbers that stand twice', lines.length - new Set(lines.map(({ number }) => number)).size, 0, about);
}

function ofCases(office: Office, agency: string, book: string, lines: readonly BookLine[]): void {
  const found = new Map<string | null, BookLine[]>();
  for (const line of lines) found.set(line.applicationId, [...(found.get(line.applicationId) ?? []), line]);
  let known = 0;
  for (const kase of office.of(agency)) {
    const mine = kase.lines.filter((line) => line.book === book);
    known += mine.length;
    const expected = mine.map((line) => `${line.dated} ${iso(line.enteredAt)} ${line.beside ? 'inserted' : ''} ${standing(line)}`);
    const shown = (found.get(kase.id) ?? []).map(
      ({ dated, enteredAt, inserted, status }) => `${dated} ${enteredAt} ${inserted ? 'inserted' : ''} ${status}`,
    );
    same('lines of a case in a book', shown.sort(), expected.sort(), { case: kase.number, book });
  }
  const outside = office.outside.filter((line) => line.agency === agency && line.book === book);
  same('lines of a book', lines.length, known + outside.length, { agency, book });
}

/** A line follows its letter, also in the dispatch book. */
function standing({ voided, letter }: ModelLine): string {
  if (voided) return 'voided';
  if (letter?.revoked) return 'revoked';
  return letter?.replacedBy ? 'replaced' : 'valid';
}

/** Every letter of some cases: how it stands, its date, and what the public is told. */
export async function checkLetters(office: Office, http: Http, cases: readonly ModelCase[]): Promise<void> {
  for (const kase of cases)
    for (const letter of kase.letters) {
      const about = { case: kase.number, letter: letter.id };
      const shown = await http.get<LetterShown>(readerOf(office, kase.table.agency), `/v1/letters/${letter.id}`);
      same('status of a letter', shown.status, letter.status, about);
      same('number of a letter', shown.number !== null, letter.numberedAt !== null, about);
      same('when a letter was numbered', shown.numberedAt, iso(letter.numberedAt), about);
      if (letter.numberedAt !== null) same('date of a letter', shown.dated, letter.dated, about);
      const links = { replaces: shown.replaces, replacedBy: shown.replacedBy };
      same(
        'letters that replace each other',
        links,
        { replaces: letter.replaces?.id ?? null, replacedBy: letter.replacedBy?.id ?? null },
        about,
      );
      await checkVerification(http, letter, shown, about);
    }
}

/** What the public is told about a letter that has been handed over. */
async function checkVerification(http: Http, letter: ModelLetter, { verificationCode, number }: LetterShown, about: object): Promise<void> {
  if (!verificationCode || !letter.acknowledged) return;
  const told = await http.get<{ status: string; number: string | null; date: string }>('', `/v1/verify/${verificationCode}`);
  const status = letter.revoked ? 'revoked' : letter.replacedBy ? 'replaced' : 'valid';
  same('verification of a letter', told, { ...told, status, number, date: letter.dated }, about);
}
