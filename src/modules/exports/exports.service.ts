import { Injectable } from '@nestjs/common';
import { Readable } from 'node:stream';
import type { Principal } from '../../kernel/principal.js';
import { refusal } from '../../kernel/refusal.js';
import { decodeCursor, encodeCursor, pageOf } from '../../platform/api/paging.js';
import { ReadDatabase } from '../../platform/database/read-database.js';
import { line } from '../../platform/tables/csv.js';
import type { Cell } from '../../platform/tables/table.js';
import { beginning, cursorParts, EXPORT_VIEWS, placeOf, type ExportView } from './export-views.js';
import type { ExportListView, ExportPageView } from './export.view.js';

export const exportNotFound = refusal('not-found', 'EXPORT_NOT_FOUND', {
  id: 'Tidak ada tampilan "{view}"; yang ada: {known}.',
  en: 'There is no view "{view}"; there are: {known}.',
});

type Row = Record<string, unknown>;

/** Media in which a whole view is taken along, each row as it is read. */
const WRITERS = {
  csv: {
    head: (columns: readonly string[]) => line(columns),
    row: (columns: readonly string[], row: Row) => line(columns.map((c) => cell(row[c]))),
  },
  jsonl: { head: () => '', row: (_: readonly string[], row: Row) => `${JSON.stringify(row)}\n` },
} as const;

/** Rows of one read while a whole view is written: what is in memory at a time, whatever the size of the view. */
const BATCH = 2000;

/** The views of the `reporting` schema over HTTP, for tools that have no way to the database. */
@Injectable()
export class ExportsService {
  constructor(private readonly database: ReadDatabase) {}

  list(): ExportListView {
    return { items: EXPORT_VIEWS.map(({ name, columns, key }) => ({ name, columns: [...columns], key: key.map(({ column }) => column) })) };
  }

  async page({ agency }: Principal, name: string, after: string | undefined, limit: number): Promise<ExportPageView> {
    const view = viewOf(name);
    const rows = await this.database.read<Row>(view.page, [agency, limit + 1, ...from(view, after)]);
    const page = pageOf(
      rows,
      limit,
      (row) => row,
      (row) => cursorOf(view, row),
    );
    return { items: [...page.items], next: page.next };
  }

  file({ agency }: Principal, name: string, kind: keyof typeof WRITERS, after?: string): Readable {
    const view = viewOf(name);
    return Readable.from(this.pieces(agency, view, from(view, after), kind));
  }

  /** One chunk per read; the next is read when the consumer has taken this one. */
  private async *pieces(agency: string, view: ExportView, start: readonly string[], kind: keyof typeof WRITERS): AsyncGenerator<string> {
    const { head, row: write } = WRITERS[kind];
    yield head(view.columns);
    for (let place = start; ;) {
      const rows = await this.database.read<Row>(view.page, [agency, BATCH, ...place]);
      if (rows.length > 0) yield rows.map((row) => write(view.columns, row)).join('');
      const last = rows.at(-1);
      if (rows.length < BATCH || !last) return;
      place = placeOf(view, last);
    }
  }
}

function viewOf(name: string): ExportView {
  const view = EXPORT_VIEWS.find((candidate) => candidate.name === name);
  if (!view) throw exportNotFound({ view: name.slice(0, 100), known: EXPORT_VIEWS.map((known) => known.name).join(', ') });
  return view;
}

function cursorOf(view: ExportView, row: Row): string {
  return encodeCursor(`export ${view.name}`, placeOf(view, row));
}

function from(view: ExportView, after: string | undefined): string[] {
  return after === undefined ? beginning(view) : decodeCursor(`export ${view.name}`, after, cursorParts(view));
}

function cell(value: unknown): Cell {
  if (value === null || value === undefined) return null;
  if (value instanceof Date) return value.toISOString();
  // Fewer than sixteen digits after the point: in a text file nothing else distinguishes a share from a NIK.
  if (typeof value === 'number' && !Number.isInteger(value)) return Number(value.toPrecision(10));
  return typeof value === 'number' || typeof value === 'string' ? value : JSON.stringify(value);
}
