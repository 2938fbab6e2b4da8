import { Inject, Injectable } from '@nestjs/common';
import { Readable } from 'node:stream';
import type { Principal } from '../../kernel/principal.js';
import { notAllowed } from '../../platform/auth/auth-refusals.js';
import { permitted } from '../../platform/auth/permissions.js';
import { aNumber, decodeCursor, encodeCursor } from '../../platform/api/paging.js';
import type { Language } from '../../platform/api/request-context.js';
import type { Chart } from '../../platform/charts/chart.js';
import { draw } from '../../platform/charts/draw.js';
import { csv } from '../../platform/tables/csv.js';
import { LiteralMasks, readsMasked } from '../../platform/auth/literal-masks.js';
import { maskedTable, type Table } from '../../platform/tables/table.js';
import { xlsx } from '../../platform/tables/xlsx.js';
import { CalendarProposals, type ProposalRow } from '../../workflow/calendar-proposals.js';
import { groupNotFound, noPicture, reportNotFound } from './report-refusals.js';
import { reportTable } from './report-table.js';
import { REPORTS, type Line, type PagedView, type Report, type ReportSource, type ReportView, type ReportScope } from './report.js';
import type { ReportPageQuery, ReportQuery } from './report.query.js';
import type { ReportListView, ReportPageView } from './report.view.js';
import { Scopes } from './scopes.js';

export const CSV = 'text/csv; charset=utf-8; header=present';
export const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
export const SVG = 'image/svg+xml';

const WRITERS = { csv: { type: CSV, write: csv }, xlsx: { type: XLSX, write: xlsx } } as const satisfies Record<
  string,
  { readonly type: string; readonly write: (table: Table) => Readable }
>;

export type ReportFileKind = 'csv' | 'xlsx' | 'svg';

/** A report to take along. */
export interface ReportFile {
  readonly name: string;
  readonly type: string;
  readonly content: Readable;
}

/** A report that was found, with what is asked of it. */
interface Asked {
  readonly report: Report;
  readonly group: string;
  readonly view: ReportView;
  readonly scope: ReportScope;
}

const MOST_AT_ONCE = 200;

/** Reports by name, in whichever form they are wanted. */
@Injectable()
export class ReportsService {
  private readonly reports: readonly Report[];

  constructor(
    private readonly scopes: Scopes,
    private readonly masks: LiteralMasks,
    private readonly proposals: CalendarProposals,
    @Inject(REPORTS) sources: readonly ReportSource[],
  ) {
    this.reports = sources.map(({ report }) => report);
  }

  list(principal: Principal, language: Language): ReportListView {
    const items = this.readable(principal).map(({ name, title, about, when, groups }) => ({
      ...{ name, title: title[language], about: about[language], when },
      groups: Object.entries(groups).map(([group, view]) => ({ group, picture: view.chart !== undefined })),
    }));
    return { items, next: null };
  }

  async page(principal: Principal, name: string, query: ReportPageQuery, language: Language): Promise<ReportPageView> {
    const asked = this.find(principal, name, query, language);
    const { report, group, view, scope } = asked;
    const list = [name, group, scope.from, scope.until, scope.service ?? ''].join(' ');
    const { items, next } = view.kind === 'paged' ? await paged(view, scope, list, query) : sliced(await view.lines(scope), list, query);
    const period = report.when === 'period';
    return {
      name,
      title: report.title[language],
      group,
      from: period ? scope.from : null,
      until: period ? scope.until : null,
      service: scope.service,
      at: scope.now.toISOString(),
      columns: view.columns.map(({ key, title }) => ({ key, title: title[language] })),
      items: items.map((line) => Object.fromEntries(view.columns.map(({ key }) => [key, line[key] ?? null]))),
      notes: period ? await this.notes(scope) : [],
      next,
    };
  }

  /** What a reader has to know of the figures: changes of the calendar that were made after the time had passed. */
  async notes({ agency, from, until, language }: ReportScope): Promise<string[]> {
    return (await this.proposals.corrections(agency.code, from, until)).map((correction) => calendarNote(correction, language));
  }

  /** What cannot be read is refused before the first byte is sent: the beginning is read first. */
  async file(principal: Principal, name: string, kind: ReportFileKind, query: ReportQuery, language: Language): Promise<ReportFile> {
    const asked = this.find(principal, name, query, language);
    const fileName = `${fileNameOf(asked)}.${kind}`;
    if (kind === 'svg') {
      if (!asked.view.chart) throw noPicture();
      return { name: fileName, type: SVG, content: Readable.from([draw(await chartOf(asked.view, asked.scope))]) };
    }
    const { type, write } = WRITERS[kind];
    const table = await reportTable(asked.report, asked.view, asked.scope);
    return {
      name: fileName,
      type,
      content: write(readsMasked(principal) ? maskedTable(table, (before) => this.masks.next(principal, before)) : table),
    };
  }

  /** The picture of a report with its lines, for a page that shows both. */
  async shown(
    scope: ReportScope,
    name: string,
    group: string,
  ): Promise<{ readonly chart: Chart; readonly lines: readonly Line[]; readonly view: ReportView }> {
    const { view } = this.ask(scope, name, group);
    if (!view.chart || view.kind !== 'whole') throw noPicture();
    const lines = await view.lines(scope);
    return { chart: view.chart(scope, lines), lines, view };
  }

  hasPicture(principal: Principal, name: string, query: ReportQuery, language: Language): boolean {
    return this.find(principal, name, query, language).view.chart !== undefined;
  }

  private find(principal: Principal, name: string, query: ReportQuery, language: Language): Asked {
    return this.ask(this.scopes.of(principal, query, language), name, query.group);
  }

  private ask(scope: ReportScope, name: string, asked?: string): Asked {
    const report = this.reports.find((each) => each.name === name);
    const known = this.readable(scope.principal);
    if (!report) throw reportNotFound({ report: name.slice(0, 100), known: known.map((each) => each.name).join(', ') });
    if (!known.includes(report)) throw notAllowed();
    const groups = Object.keys(report.groups);
    const group = asked || groups[0]!;
    if (!groups.includes(group)) throw groupNotFound({ group: group.slice(0, 100), known: groups.join(', ') });
    return { report, group, view: report.groups[group]!, scope };
  }

  private readable(principal: Principal): Report[] {
    return this.reports.filter(({ action }) => permitted(principal, action));
  }
}

const NOTES = {
  id: (date: string, on: string, by: string, second: string, source: string, n: number) =>
    `Jam kerja mulai ${date} diubah pada ${on} sesudah berjalan (${source}): diusulkan ${by}, disetujui ${second}; ${n} permohonan tersentuh.`,
  en: (date: string, on: string, by: string, second: string, source: string, n: number) =>
    `Working hours from ${date} on were changed on ${on} after the time had passed (${source}): proposed by ${by}, approved by ${second}; ${n} applications concerned.`,
};

function calendarNote(row: ProposalRow, language: Language): string {
  const on = row.decided_at!.toISOString().slice(0, 10);
  return NOTES[language](row.first_date, on, row.proposed_by_name, row.decided_by_name!, row.source, row.applications);
}

async function chartOf(view: ReportView, scope: ReportScope): Promise<Chart> {
  return view.chart!(scope, view.kind === 'whole' ? await view.lines(scope) : []);
}

interface Lines {
  readonly items: readonly Line[];
  readonly next: string | null;
}

async function paged(view: PagedView, scope: ReportScope, list: string, { limit = MOST_AT_ONCE, after }: ReportPageQuery): Promise<Lines> {
  const place = after === undefined ? null : decodeCursor(list, after, view.cursor);
  const rows = await view.page(scope, place, limit + 1);
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return { items: rows.slice(0, limit).map(({ line }) => line), next: last ? encodeCursor(list, last.place) : null };
}

function sliced(lines: readonly Line[], list: string, { limit = lines.length, after }: ReportPageQuery): Lines {
  const begin = after === undefined ? 0 : Number(decodeCursor(list, after, [aNumber])[0]);
  const end = begin + limit;
  return { items: lines.slice(begin, end), next: end < lines.length ? encodeCursor(list, [String(end)]) : null };
}

function fileNameOf({ report, group, scope }: Asked): string {
  const part = Object.keys(report.groups)[0] === group ? '' : `-${group}`;
  const when = report.when === 'period' ? `${scope.from}_${scope.until}` : scope.now.toISOString().slice(0, 10);
  return `${report.name}${part}${scope.service ? `-${scope.service}` : ''}-${when}`;
}
