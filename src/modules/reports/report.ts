import type { Principal } from '../../kernel/principal.js';
import type { Sentence } from '../../kernel/refusal.js';
import type { CursorPart } from '../../platform/api/paging.js';
import type { Language } from '../../platform/api/request-context.js';
import type { Action } from '../../platform/auth/permissions.js';
import type { Chart } from '../../platform/charts/chart.js';
import type { Cell } from '../../platform/tables/table.js';
import type { Agency } from '../../sop/sop-definition.js';

/** Of which agency, period and service a report is, and for whom it is written. */
export interface ReportScope {
  readonly agency: Agency;
  readonly principal: Principal;
  /** Days in the zone of the agency, both included. */
  readonly from: string;
  readonly until: string;
  readonly service: string | null;
  readonly language: Language;
  readonly now: Date;
  /** What a service is called in little room. */
  readonly short: (service: Cell | undefined) => string;
}

/** A line of a report, by the keys of its columns. */
export type Line = Readonly<Record<string, Cell>>;

export interface ReportColumn {
  readonly key: string;
  readonly title: Sentence;
  /** Width in characters, for media that have one. */
  readonly width: number;
  /** As people read it in a table, where that is not the value itself. */
  readonly text?: (value: Cell, scope: ReportScope) => Cell;
}

interface AnyView {
  readonly columns: readonly ReportColumn[];
  /** Drawn from all lines; absent where a picture says no more. */
  readonly chart?: (scope: ReportScope, lines: readonly Line[]) => Chart;
}

/** Lines without end, read page by page in an order that stays. */
export interface PagedView extends AnyView {
  readonly kind: 'paged';
  readonly cursor: readonly CursorPart[];
  readonly page: (scope: ReportScope, after: readonly string[] | null, limit: number) => Promise<readonly PlacedLine[]>;
}

export interface PlacedLine {
  readonly line: Line;
  readonly place: readonly string[];
}

/** Sums, as many as there are things to be summed up by. */
export interface WholeView extends AnyView {
  readonly kind: 'whole';
  readonly lines: (scope: ReportScope) => Promise<readonly Line[]>;
}

export type ReportView = PagedView | WholeView;

/** One report with the ways to group it, the usual one first. */
export interface Report {
  readonly name: string;
  readonly title: Sentence;
  readonly about: Sentence;
  readonly action: Action;
  /** Of a period, or as things stand now. */
  readonly when: 'period' | 'now';
  readonly groups: Readonly<Record<string, ReportView>>;
}

/** What makes a report: a class with the queries it needs. */
export interface ReportSource {
  readonly report: Report;
}

/** Nest token for the list of all reports. */
export const REPORTS = Symbol('reports');
