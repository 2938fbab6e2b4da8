import type { Cell, Table } from '../../platform/tables/table.js';
import type { Line, PagedView, PlacedLine, Report, ReportView, Scope } from './report.js';

const BATCH = 2000;

/** A report as a table for any medium, in the words of the reader; rows are read as they are written. */
export async function reportTable(report: Report, view: ReportView, scope: Scope): Promise<Table> {
  const { agency, language, service, from, until, now } = scope;
  const lines = view.kind === 'whole' ? await view.lines(scope) : onwards(view, scope, await view.page(scope, null, BATCH));
  return {
    title: report.title[language],
    lines: [agency.name, report.when === 'period' ? `${from} – ${until}` : '', service ?? ''].filter((line) => line !== ''),
    at: now,
    columns: view.columns.map(({ title, width }) => ({ title: title[language], width })),
    rows: rows(view, scope, lines),
  };
}

async function* onwards(view: PagedView, scope: Scope, first: readonly PlacedLine[]): AsyncGenerator<Line> {
  for (let page = first; ; page = await view.page(scope, page.at(-1)!.place, BATCH)) {
    for (const { line } of page) yield line;
    if (page.length < BATCH) return;
  }
}

async function* rows(view: ReportView, scope: Scope, lines: Iterable<Line> | AsyncIterable<Line>): AsyncGenerator<readonly Cell[]> {
  for await (const line of lines) yield cellsOf(view, scope, line);
}

/** The cells of a line as people read them. */
export function cellsOf({ columns }: ReportView, scope: Scope, line: Line): Cell[] {
  return columns.map(({ key, text }) => {
    const value = line[key] ?? null;
    return text ? text(value, scope) : value;
  });
}
