import { Injectable } from '@nestjs/common';
import type { Readable } from 'node:stream';
import { Clock } from '../../kernel/clock.js';
import { dayNumber } from '../../kernel/local-time.js';
import type { Principal } from '../../kernel/principal.js';
import { refusal } from '../../kernel/refusal.js';
import { aNumber, decodeCursor, encodeCursor, pageOf, type Page } from '../../platform/api/paging.js';
import { inputInvalid } from '../../platform/api/problem.js';
import { LiteralMasks, readsMasked } from '../../platform/auth/literal-masks.js';
import { AccessLog } from '../../platform/audit/access-log.js';
import { CaseTexts } from '../../platform/crypto/case-texts.js';
import { Database } from '../../platform/database/database.js';
import { dateIn } from '../../platform/numbering/number-format.js';
import { csv } from '../../platform/tables/csv.js';
import { print } from '../../platform/tables/print.js';
import { maskedTable, type Table } from '../../platform/tables/table.js';
import { xlsx } from '../../platform/tables/xlsx.js';
import type { Agency, Book } from '../../sop/sop-definition.js';
import { DefinitionRegistry } from '../../workflow/definition-registry.js';
import { allLines, BEGINNING, placeOf, readLines, type BookPlace, type BookRange } from './book-lines.js';
import { bookEntryView, type BookEntryView } from './book-entry.view.js';
import { bookTable } from './book-table.js';
import type { BookQuery, BookRangeQuery } from './book.query.js';

export const bookNotFound = refusal('not-found', 'BOOK_NOT_FOUND', {
  id: 'Buku "{book}" tidak ada; yang ada: {known}.',
  en: 'There is no book "{book}"; there are: {known}.',
});

/** Media in which a book is taken along. */
const FILES = {
  csv: { type: 'text/csv; charset=utf-8; header=present', write: csv },
  pdf: { type: 'application/pdf', write: print },
  xlsx: { type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', write: xlsx },
} as const satisfies Record<string, { readonly type: string; readonly write: (table: Table) => Readable }>;

export type BookFileKind = keyof typeof FILES;

/** A book as a file. */
export interface BookFile {
  readonly name: string;
  readonly type: string;
  readonly content: Readable;
}

const CURSOR = [aNumber, aNumber, aNumber];

/** Agenda and dispatch books, as they are leafed through: a year or a period, in the order of numbers. */
@Injectable()
export class BooksService {
  constructor(
    readonly database: Database,
    readonly texts: CaseTexts,
    readonly accesses: AccessLog,
    private readonly masks: LiteralMasks,
    private readonly registry: DefinitionRegistry,
    private readonly clock: Clock,
  ) {}

  async entries(principal: Principal, code: string, query: BookQuery): Promise<Page<BookEntryView>> {
    const { range } = this.range(principal, code, query);
    const list = `book ${code} ${range.year ?? ''} ${range.from ?? ''} ${range.until ?? ''}`;
    const after = query.after === undefined ? BEGINNING : (decodeCursor(list, query.after, CURSOR).map(Number) as unknown as BookPlace);
    const rows = await readLines(this, principal, range, after, query.limit + 1);
    return pageOf(rows, query.limit, bookEntryView, (row) => encodeCursor(list, placeOf(row).map(String)));
  }

  file(principal: Principal, code: string, kind: BookFileKind, query: BookRangeQuery): BookFile {
    const { type, write } = FILES[kind];
    const table = this.table(principal, code, query);
    return { name: `${code}-${this.suffix(principal, code, query)}.${kind}`, type, content: write(table) };
  }

  /** The whole of it as a table, for any medium. */
  table(principal: Principal, code: string, query: BookRangeQuery): Table {
    const { agency, book, range } = this.range(principal, code, query);
    const table = bookTable(agency, book, range, allLines(this, principal, range), this.clock.now());
    return readsMasked(principal) ? maskedTable(table, (before) => this.masks.next(principal, before)) : table;
  }

  private suffix(principal: Principal, code: string, query: BookRangeQuery): string {
    const { year, from, until } = this.range(principal, code, query).range;
    return [year, from, until].filter((part) => part !== null).join('_');
  }

  private range(principal: Principal, code: string, query: BookRangeQuery): { agency: Agency; book: Book; range: BookRange } {
    const agency = this.registry.agency(principal.agency);
    const books = agency.books.filter((book) => book.kind !== 'counter');
    const book = books.find((candidate) => candidate.code === code);
    if (!book) throw bookNotFound({ book: code.slice(0, 100), known: books.map((known) => known.code).join(', ') });
    const { from = null, until = null } = query;
    for (const [name, day] of Object.entries({ from, until }))
      if (day !== null && (dayNumber(day) ?? -1) < 0) throw inputInvalid({}, [{ pointer: `/${name}`, detail: NO_DAY }]);
    const today = dateIn(this.clock.now(), agency.timeZone);
    const year = query.year ?? (from === null && until === null ? Number(today.slice(0, 4)) : null);
    return { agency, book, range: { agency: agency.code, book: code, year, from, until } };
  }
}

const NO_DAY = { id: 'Bukan tanggal yang ada.', en: 'There is no such day.' };
