import { Injectable } from '@nestjs/common';
import { MoreThan } from 'typeorm';
import { Clock } from '../../kernel/clock.js';
import type { Principal } from '../../kernel/principal.js';
import { refusal } from '../../kernel/refusal.js';
import { aNumber, decodeCursor, encodeCursor, pageOf, type Page } from '../../platform/api/paging.js';
import { Database } from '../../platform/database/database.js';
import { dateIn } from '../../platform/numbering/number-format.js';
import { DefinitionRegistry } from '../../workflow/definition-registry.js';
import { BookEntryRow } from './book-entry.entity.js';
import { bookEntryView, type BookEntryView } from './book-entry.view.js';
import type { BookQuery } from './book.query.js';

export const bookNotFound = refusal('not-found', 'BOOK_NOT_FOUND', {
  id: 'Buku "{book}" tidak ada; yang ada: {known}.',
  en: 'There is no book "{book}"; there are: {known}.',
});

/** Agenda and dispatch books, as they are leafed through: one year, in the order of numbers. */
@Injectable()
export class BooksService {
  constructor(
    private readonly database: Database,
    private readonly registry: DefinitionRegistry,
    private readonly clock: Clock,
  ) {}

  async entries(principal: Principal, code: string, query: BookQuery): Promise<Page<BookEntryView>> {
    const agency = this.registry.agency(principal.agency);
    const books = agency.books.filter((book) => book.kind !== 'counter').map((book) => book.code);
    if (!books.includes(code)) throw bookNotFound({ book: code.slice(0, 100), known: books.join(', ') });
    const year = query.year ?? Number(dateIn(this.clock.now(), agency.timeZone).slice(0, 4));
    const list = `book ${code} ${year}`;
    const after = query.after === undefined ? 0 : Number(decodeCursor(list, query.after, [aNumber])[0]);
    const rows = await this.database.source.manager.find(BookEntryRow, {
      where: { agency: agency.code, book: code, year, number: MoreThan(after) },
      order: { number: 'ASC' },
      take: query.limit + 1,
    });
    return pageOf(rows, query.limit, bookEntryView, (row) => encodeCursor(list, [String(row.number)]));
  }
}
