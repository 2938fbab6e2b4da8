import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Amount } from './hours.js';

/** One row of an SOP as the model reads it: a line of a table. */
export interface Row {
  readonly no: number;
  readonly does: string;
  readonly role: string;
  readonly section: string | null;
  readonly standard: Amount;
  readonly outcomes: readonly { readonly key: string; readonly means: string; readonly leadsTo: number | string }[];
  readonly letter: string | undefined;
  readonly book: string | undefined;
}

export interface Law {
  readonly workingDays: number;
  readonly startsAfter: number;
  readonly remindBefore: readonly number[];
}

export interface Table {
  readonly agency: string;
  readonly code: string;
  readonly rows: ReadonlyMap<number, Row>;
  readonly start: number;
  readonly law: Law | undefined;
  readonly requirements: readonly string[];
}

export interface Person {
  readonly agency: string;
  readonly username: string;
  readonly roles: readonly { readonly role: string; readonly section?: string }[];
}

export interface AgencyTable {
  readonly code: string;
  readonly offset: number;
  readonly calendar: string;
  readonly books: readonly { readonly code: string; readonly kind: string }[];
  readonly people: readonly Person[];
}

const OFFSETS: Readonly<Record<string, number>> = { 'Asia/Jakarta': 7, 'Asia/Makassar': 8, 'Asia/Jayapura': 9 };

interface SopFile {
  agency: string;
  code: string;
  actors: { role: string; section?: string }[];
  requirements?: { code: string }[];
  statutory?: { workingDays: number; startsAfter: number; remindBefore?: number[] };
  steps: {
    no: number;
    does: string;
    roles: string[];
    standardTime: string;
    with?: { letter?: string; book?: string };
    outcomes: { key: string; means?: string; leadsTo: number | string }[];
  }[];
}

interface AgencyFile {
  code: string;
  timeZone: string;
  calendar: string;
  books: { code: string; kind: string }[];
  demoUsers: { username: string; roles: { role: string; section?: string }[] }[];
}

/** Reads the definitions as tables, by nothing but the YAML. */
export function readTables(folder: string): { readonly tables: Table[]; readonly agencies: AgencyTable[] } {
  const read = (path: string): unknown => parse(readFileSync(path, 'utf8'), { merge: true });
  const yamls = (under: string) => readdirSync(under).filter((name) => name.endsWith('.yaml'));
  const tables = yamls(folder).map((name) => tableOf(read(join(folder, name)) as SopFile));
  const agencies = yamls(join(folder, 'agencies')).map((name) => agencyOf(read(join(folder, 'agencies', name)) as AgencyFile, folder));
  return { tables: tables.map((table) => withoutCounters(table, agencies)), agencies };
}

/** A counter keeps no lines: what is numbered from one is in no book. */
function withoutCounters(table: Table, agencies: readonly AgencyTable[]): Table {
  const { books } = agencies.find(({ code }) => code === table.agency)!;
  const isBook = (code: string | undefined) => books.some((book) => book.code === code && book.kind !== 'counter');
  const rows = [...table.rows.values()].map((row) => ({ ...row, book: isBook(row.book) ? row.book : undefined }));
  return { ...table, rows: new Map(rows.map((row) => [row.no, row])) };
}

function tableOf({ agency, code, actors, requirements = [], statutory, steps }: SopFile): Table {
  const rows = steps.map((step): Row => {
    const [role] = step.roles;
    return {
      no: step.no,
      does: step.does,
      role: role!,
      section: actors.find((actor) => actor.role === role)?.section ?? null,
      standard: amount(step.standardTime),
      outcomes: step.outcomes.map(({ key, means = key, leadsTo }) => ({ key, means, leadsTo })),
      letter: step.with?.letter,
      book: step.with?.book,
    };
  });
  return {
    agency,
    code,
    rows: new Map(rows.map((row) => [row.no, row])),
    start: rows[0]!.no,
    law: statutory && { remindBefore: [], ...statutory },
    requirements: requirements.map((each) => each.code),
  };
}

function agencyOf({ code, timeZone, calendar, books, demoUsers }: AgencyFile, folder: string): AgencyTable {
  return {
    code,
    offset: OFFSETS[timeZone]! * 3_600_000,
    calendar: join(folder, 'calendars', `${calendar}.yaml`),
    books,
    people: demoUsers.map(({ username, roles }) => ({ agency: code, username, roles })),
  };
}

function amount(text: string): Amount {
  const sum = { days: 0, ms: 0 };
  for (const [, count, unit] of text.toLowerCase().matchAll(/(\d+) (hari|jam|menit)/g)) {
    if (unit === 'hari') sum.days += Number(count);
    else sum.ms += Number(count) * (unit === 'jam' ? 3_600_000 : 60_000);
  }
  return sum;
}
