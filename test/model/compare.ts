import type { ModelCase } from './case.js';
import type { Http } from './client.js';
import { Finding, same } from './finding.js';

/** An application as both transports show it. */
export interface CaseView {
  readonly id: string;
  readonly number: string;
  readonly status: string;
  readonly version: number;
  readonly closedAt: string | null;
  readonly openTasks: readonly {
    readonly id: string;
    readonly step: number;
    readonly role: string;
    readonly section: string | null;
    readonly dueAt: string | null;
  }[];
  readonly statutory: {
    readonly status: string;
    readonly startedAt: string | null;
    readonly dueAt: string | null;
    readonly endedAt: string | null;
  } | null;
  readonly records?: readonly { readonly kind: string; readonly id: string }[];
}

export interface TimelineEntry {
  readonly type: string;
  readonly step: number | null;
  readonly outcome: string | null;
  readonly role: string;
  readonly data: { readonly kind?: string; readonly because?: string } | null;
}

const iso = (at: number | null) => (at === null ? null : new Date(at).toISOString());

/** What only the system does; a person releases, too. */
export function isBySystem({ type, role }: TimelineEntry): boolean {
  return type === 'rang' || type === 'warned' || (type === 'released' && role === 'system');
}

/** Compares a case as it was answered with the model. Deadlines may differ by the rounding of one millisecond and the sum of two. */
export function compareCase(kase: ModelCase, view: CaseView, now: number): void {
  const about = { case: kase.number, service: kase.table.code };
  same('status', view.status, kase.status, about);
  same('version', view.version, kase.version, about);
  same('moment of ending', view.closedAt, iso(kase.closedAt), about);
  const { open } = kase;
  const turns = view.openTasks.map(({ step, role, section }) => ({ step, role, section }));
  same('whose turn it is', turns, open ? [{ step: open.row.no, role: open.row.role, section: open.row.section }] : [], about);
  if (open) {
    same('task', view.openTasks[0]!.id, open.task, about);
    sameMoment(`deadline of row ${open.row.no}`, view.openTasks[0]!.dueAt, kase.dueAt(), {
      ...about,
      left: open.left,
      openedAt: iso(open.openedAt),
    });
  }
  const { law } = kase;
  const found = view.statutory && { status: view.statutory.status, startedAt: view.statutory.startedAt, endedAt: view.statutory.endedAt };
  const expected = kase.table.law
    ? { status: kase.lawStatus(now), startedAt: iso(law?.startedAt ?? null), endedAt: iso(law?.endedAt ?? null) }
    : null;
  same('statutory clock', found, expected, about);
  if (view.statutory) sameMoment('statutory deadline', view.statutory.dueAt, kase.lawDue(), about);
}

function sameMoment(what: string, found: string | null, expected: number | null, about: object): void {
  const near = found !== null && expected !== null && Math.abs(Date.parse(found) - expected) <= 2;
  same(what, near ? 'near' : found, near ? 'near' : iso(expected), about);
}

/** Reads the whole journal of a case and takes in what the system has done since: escalations, warnings and ended claims. */
export async function takeSystemEvents(http: Http, reader: string, kase: ModelCase): Promise<TimelineEntry[]> {
  const { items } = await http.get<{ items: TimelineEntry[] }>(reader, `/v1/applications/${kase.id}/timeline`);
  const system = items.filter(isBySystem);
  const fresh = system.slice(kase.systemEvents);
  kase.version += fresh.length;
  kase.systemEvents = system.length;
  if (kase.law && !kase.law.final && kase.law.endedAt === null) kase.law.warnings += fresh.filter(({ type }) => type === 'warned').length;
  if (items.length !== kase.version)
    throw new Finding('events in the journal', kase.version, items.length, { case: kase.number, last: items.slice(-3) });
  return items;
}

/**
 * Compares a case that was just read or answered. A task that comes back with nothing left is escalated at once, by a worker, so that the
 * journal may be some events ahead of what the model has done; whatever those are, they have to be the system's.
 */
export async function compareFresh(http: Http, reader: string, kase: ModelCase, view: CaseView, now: number): Promise<void> {
  const before = kase.version;
  if (view.version === before) return compareCase(kase, view, now);
  await takeSystemEvents(http, reader, kase);
  const between = before <= view.version && view.version <= kase.version;
  if (!between) throw new Finding('version', [before, kase.version], view.version, { case: kase.number });
  compareCase(kase, { ...view, version: kase.version }, now);
}
