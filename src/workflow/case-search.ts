import { Injectable } from '@nestjs/common';
import { lowestId } from '../kernel/ids.js';
import type { Principal } from '../kernel/principal.js';
import { readsAsApplicant } from '../platform/auth/record-audiences.js';
import type { AccessKind } from '../platform/audit/access-log.js';
import { Conditions } from '../platform/database/conditions.js';
import { Database } from '../platform/database/database.js';
import type { ApplicationRow } from './application.entity.js';
import { CaseReader } from './case-reader.js';
import { addCasesInSight } from './case-sight.js';
import { NameWords } from './name-words.js';
import { allNoted, hits, textOf, type SearchText } from './search-hits.js';
import { askedFor, type SearchQuestion } from './search-text.js';
import { Sights } from './sights.js';

export const ORDERS = ['newest', 'oldest', 'urgent', 'relevance'] as const;
export type SearchOrder = (typeof ORDERS)[number];

/** A stretch of time, [from, until). */
export interface SearchPeriod {
  readonly from?: Date | undefined;
  readonly until?: Date | undefined;
}

/** Which cases to list. */
export interface CaseFilter {
  /** Words of a number, a receipt number, the number of a letter, a NIB, a name (misspelt, too), or a note. */
  readonly q?: string | undefined;
  /** Keyed hash of a number or an address of a person, in place of `q`. */
  readonly hash?: string | undefined;
  readonly service?: string | undefined;
  readonly status?: string | undefined;
  /** Row of the SOP at which it is now. */
  readonly step?: number | undefined;
  /** Id of who applies. */
  readonly applicant?: string | undefined;
  readonly opened?: SearchPeriod | undefined;
  readonly closed?: SearchPeriod | undefined;
  readonly order: SearchOrder;
  readonly limit: number;
  /** Place of the last case of the page before. */
  readonly after?: readonly string[] | undefined;
}

/** A case with its place in the list. */
export interface FoundCase {
  readonly row: ApplicationRow;
  readonly place: readonly string[];
}

/** Clocks of one service and its database's times may differ by that much; ids only narrow down where to look. */
const SLACK_MS = 60_000;
const MANY_NOTES = 2000;
const DUE = `coalesce(t.due_at, 'infinity'::timestamptz)`;
/** Moments as cursors have them: to the millisecond, as everything here is counted. */
const DUE_TEXT = `coalesce(to_char(t.due_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'infinity')`;

/**
 * Finds cases: one statement finds the ids of a page by indexes alone, a second reads the rows. Every statement is planned for its
 * own values, since a word that stands in every case wants another plan than one that stands in none.
 */
@Injectable()
export class CaseSearch {
  constructor(
    private readonly database: Database,
    private readonly cases: CaseReader,
    private readonly names: NameWords,
    private readonly sights: Sights,
  ) {}

  async find(principal: Principal, filter: CaseFilter, kind: AccessKind = 'list'): Promise<FoundCase[]> {
    const { sql, params } = await this.statement(principal, filter);
    const found = await this.database.source.query<{ id: string; place: string[] }[]>(sql, params);
    if (found.length === 0) return [];
    const rows = await this.cases.applicationsById(
      principal,
      found.map(({ id }) => id),
      kind,
    );
    const byId = new Map(rows.map((row) => [row.id, row]));
    return found.flatMap(({ id, place }) => {
      const row = byId.get(id);
      return row ? [{ row, place }] : [];
    });
  }

  /** The statement that finds the ids of a page; shown for what looks at its plan. */
  async statement(principal: Principal, filter: CaseFilter): Promise<{ readonly sql: string; readonly params: unknown[] }> {
    const where = this.where(principal, filter);
    const text = filter.q === undefined ? undefined : await this.text(principal, filter.q);
    const sql =
      filter.order === 'urgent'
        ? urgent(where, filter, text)
        : filter.order === 'relevance'
          ? hits(where, filter, text!)
          : byId(where, filter, text);
    return { sql, params: where.params };
  }

  private async text(principal: Principal, q: string): Promise<SearchText> {
    const { agency } = principal;
    const asked = askedFor(q);
    // An applicant does not learn from a hit what the office has noted.
    if (readsAsApplicant(principal)) return { ...textOf(asked, await this.names.like(agency, asked.names), false), noted: () => 'false' };
    const [similar, manyNotes] = await Promise.all([this.names.like(agency, asked.names), this.hasManyNotes(agency, asked)]);
    return textOf(asked, similar, manyNotes);
  }

  /**
   * Whether the words stand in many notes, by what the database knows of them without looking. One that stands in every note would
   * be found a million times by the index of notes, for the newest few.
   */
  private async hasManyNotes(agency: string, asked: SearchQuestion): Promise<boolean> {
    const where = new Conditions();
    const sql = allNoted(where, agency, asked);
    const [row] = await this.database.source.query<{ 'QUERY PLAN': { Plan: { 'Plan Rows': number } }[] }[]>(
      `explain (format json) ${sql}`,
      where.params,
    );
    return (row?.['QUERY PLAN'][0]?.Plan['Plan Rows'] ?? 0) > MANY_NOTES;
  }

  /** What holds of every case that is listed; who asks sees no other ones, whatever they ask for. */
  private where(principal: Principal, { hash, service, status, step, applicant, opened, closed }: CaseFilter): Conditions {
    const where = new Conditions();
    where.add(`a.agency = ${where.value(principal.agency)}`);
    const rules = this.sights.rules(principal, 'applications.read');
    if (rules) addCasesInSight(where, 'a', rules);
    where
      .given(hash, (value) => `a.id in (select p.application_id from personal_index p where p.agency = $1 and p.hash = ${value})`)
      .given(service, (value) => `a.service = ${value}`)
      .given(status, (value) => `a.status = ${value}`)
      .given(applicant, (value) => `a.applicant_id = ${value}`)
      .given(
        step,
        (value) => `a.id in (select s.application_id from tasks s where s.agency = $1 and s.status = 'open' and s.step = ${value})`,
      )
      .given(opened?.from, (value) => `a.opened_at >= ${value}::timestamptz`)
      .given(opened?.until, (value) => `a.opened_at < ${value}::timestamptz`)
      // Ids follow time: the list is not walked through from its end to where the period is.
      .given(opened?.from && lowestId(new Date(opened.from.getTime() - SLACK_MS)), (value) => `a.id >= ${value}::uuid`)
      .given(opened?.until && lowestId(new Date(opened.until.getTime() + SLACK_MS)), (value) => `a.id < ${value}::uuid`)
      .given(closed?.from, (value) => `a.closed_at >= ${value}::timestamptz`)
      .given(closed?.until, (value) => `a.closed_at < ${value}::timestamptz`);
    return where;
  }
}

/** The newest or the oldest first. */
function byId(where: Conditions, { order, after, limit }: CaseFilter, text: SearchText | undefined): string {
  const [direction, beyond] = order === 'oldest' ? ['asc', '>'] : ['desc', '<'];
  where.given(after?.[0], (id) => `a.id ${beyond} ${id}::uuid`);
  const most = where.value(limit);
  const page = (more: string) =>
    `select a.id from applications a where ${where.toString()}${more} order by a.id ${direction} limit ${most}`;
  if (!text) return `select id, array[id::text] as place from (${page('')}) page`;
  // Each way of being found gives its own page, by its own index; the page is the first of both together.
  const [named, noted] = [page(` and ${text.anyLike(where)}`), page(` and ${text.noted(where)}`)];
  return `select id, array[id::text] as place from ((${named}) union (${noted})) found order by id ${direction} limit ${most}`;
}

/** Those whose open row is due first; closed cases are due never, and not among them. */
function urgent(where: Conditions, { after, limit }: CaseFilter, text: SearchText | undefined): string {
  if (text) where.add(`(${text.anyLike(where)} or ${text.noted(where)})`);
  if (after) where.add(`(${DUE}, t.id) > (${where.value(after[0])}::timestamptz, ${where.value(after[1])}::uuid)`);
  return `select a.id, array[${DUE_TEXT}, t.id::text] as place
            from tasks t join applications a on a.agency = t.agency and a.id = t.application_id
           where t.agency = $1 and t.status = 'open' and ${where.toString()}
           order by ${DUE}, t.id limit ${where.value(limit)}`;
}
