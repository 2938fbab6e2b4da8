import type { Cell, Table } from '../../platform/tables/table.js';
import type { Line, PagedView, PlacedLine, Report, ReportView, ReportScope } from './report.js';

/** Small enough to be forgotten young: larger batches grow the heap of the process. */
const BATCH = 200;

/** A report as a table for any medium, in the words of the reader; rows are read as they are written. */
export async function reportTable(report: Report, view: ReportView, scope: ReportScope): Promise<Table> {
  const { agency, language, service, from, until, now } = scope;
  const rows =
    view.kind === 'whole' ? listed(view, scope, await view.lines(scope)) : onwards(view, scope, await view.page(scope, null, BATCH));
  return {
    title: report.title[language],
    lines: [agency.name, report.when === 'period' ? `${from} – ${until}` : '', service ?? ''].filter((line) => line !== ''),
    at: now,
    columns: view.columns.map(({ title, width }) => ({ title: title[language], width })),
    rows,
  };
}

async function* onwards(view: PagedView, scope: ReportScope, first: readonly PlacedLine[]): AsyncGenerator<readonly Cell[]> {
  for (let page = first; ; page = await view.page(scope, page.at(-1)!.place, BATCH)) {
    for (const { line } of page) yield cellsOf(view, scope, line);
    if (page.length < BATCH) return;
  }
}

// eslint-disable-next-line @typescript-eslint/require-await -- tables are read as they come
async function* listed(view: ReportView, scope: ReportScope, lines: readonly Line[]): AsyncGenerator<readonly Cell[]> {
  for (const line of lines) yield cellsOf(view, scope, line);
}

/** The cells of a line as people read them. */
export function cellsOf({ columns }: ReportView, scope: ReportScope, line: Line): Cell[] {
  return columns.map(({ key, text }) => {
    const value = line[key] ?? null;
    return text ? text(value, scope) : value;
  });
}
