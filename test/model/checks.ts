import type { Http } from './client.js';
import { compareFresh, takeSystemEvents, type CaseView } from './compare.js';
import { same } from './finding.js';
import type { Office } from './office.js';
import type { Random } from './random.js';

interface Page<T> {
  readonly items: T[];
  readonly next: string | null;
}

/** Somebody who sees a whole agency: the head. */
export function readerOf(office: Office, agency: string): string {
  return office.holders(agency, 'agency-head')[0]!;
}

/** A whole list, page by page; each line once. */
export async function allOf<T extends { readonly id: string }>(http: Http, user: string, path: string, limit: number): Promise<T[]> {
  const items: T[] = [];
  for (let after = ''; ;) {
    const page = await http.get<Page<T>>(user, `${path}${path.includes('?') ? '&' : '?'}limit=${limit}${after}`);
    items.push(...page.items);
    if (page.next === null) break;
    after = `&after=${encodeURIComponent(page.next)}`;
  }
  same(`lines of ${path} that stand twice`, items.length - new Set(items.map(({ id }) => id)).size, 0, { user, limit });
  return items;
}

/** Every list against the model: all cases, the inbox of everybody, and how full it is. */
export async function checkLists(office: Office, http: Http, random: Random): Promise<void> {
  for (const { code: agency } of office.agencies) {
    const reader = readerOf(office, agency);
    const cases = office.of(agency);
    const limit = 3 + random.int(9) + Math.floor(cases.length / 10);
    const listed = await allOf<CaseView>(http, reader, '/v1/applications', limit);
    same('cases in the list of applications', listed.map(({ id }) => id).sort(), cases.map(({ id }) => id).sort(), { agency, limit });
    for (const view of listed)
      await compareFresh(
        http,
        reader,
        cases.find(({ id }) => id === view.id)!,
        view,
        office.now,
      );
    await checkInboxes(office, http, agency, limit);
  }
}

async function checkInboxes(office: Office, http: Http, agency: string, limit: number): Promise<void> {
  const open = office.of(agency).filter((kase) => kase.open);
  for (const { username, disabled, roles } of office.people.values()) {
    if (disabled || office.people.get(username)!.agency !== agency) continue;
    if (roles.some(({ role }) => ['applicant', 'admin', 'reports', 'auditor'].includes(role))) continue;
    const mine = open.filter((kase) => {
      const { role, section } = office.turnOf(kase);
      return role !== 'applicant' && office.heldFor(username, role, section) !== undefined;
    });
    const expected = mine.map((kase) => kase.open!.task).sort();
    const listed = await allOf<{ id: string; claimedBy: string | null }>(http, username, '/v1/tasks', limit);
    same('tasks in an inbox', listed.map(({ id }) => id).sort(), expected, { username, limit });
    for (const { id, claimedBy } of listed) {
      const by = mine.find((kase) => kase.open!.task === id)!.open!.claimedBy;
      same('who has claimed a task', claimedBy, by === null ? null : http.idOf(by), { username, id });
    }
    const counts = await http.get<{ total: number; claimed: number; overdue: number; waiting: number }>(username, '/v1/tasks/counts');
    const isLate = (due: number | null) => due !== null && due < office.now;
    const recount = {
      total: mine.length,
      claimed: mine.filter((kase) => kase.open!.claimedBy !== null).length,
      overdue: mine.filter((kase) => isLate(kase.dueAt())).length,
      waiting: mine.filter((kase) => kase.dueAt() === null).length,
    };
    const { total, claimed, overdue, waiting } = counts;
    same('how full an inbox is', { total, claimed, overdue, waiting }, recount, { username });
  }
}

interface DeskLine {
  readonly role: string;
  readonly section: string | null;
  readonly waiting: number;
  readonly claimed: number;
  readonly overdue: number;
}

/** The report of the workload against a recount by the model: each task counts where the inbox has it. */
export async function checkReports(office: Office, http: Http): Promise<void> {
  const agency = 'dpmptspk-dairi';
  const { items } = await http.get<{ items: DeskLine[] }>(readerOf(office, agency), '/v1/reports/workload');
  const recount = new Map<string, { waiting: number; claimed: number; overdue: number }>();
  for (const kase of office.of(agency)) {
    if (!kase.open) continue;
    const desk = `${kase.desk}/${kase.open.row.section ?? ''}`;
    const line = recount.get(desk) ?? { waiting: 0, claimed: 0, overdue: 0 };
    const due = kase.dueAt();
    line.waiting++;
    if (kase.open.claimedBy !== null) line.claimed++;
    if (due !== null && due < office.now) line.overdue++;
    recount.set(desk, line);
  }
  const found = items.map(({ role, section, waiting, claimed, overdue }) => [`${role}/${section ?? ''}`, { waiting, claimed, overdue }]);
  same('report of the workload', found.sort(), [...recount].sort(), { agency });
}

/** Every case with its journal, and every letter of it. */
export async function checkJournals(office: Office, http: Http): Promise<void> {
  for (const kase of office.cases) {
    const reader = readerOf(office, kase.table.agency);
    const items = await takeSystemEvents(http, reader, kase);
    const done = items.filter(({ type }) => type === 'completed').map(({ step, outcome }) => `${step} ${outcome}`);
    same(
      'steps in the journal',
      done,
      kase.completed.map(({ step, outcome }) => `${step} ${outcome}`),
      { case: kase.number },
    );
    await compareFresh(http, reader, kase, await http.get<CaseView>(reader, `/v1/applications/${kase.id}`), office.now);
  }
}
