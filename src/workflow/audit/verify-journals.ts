import type { ClientBase } from 'pg';
import type { CaseEvent } from '../../sop/case-events.js';
import { eventHash, GENESIS } from '../journal.js';
import type { Broken } from './broken.js';
import { literal, rowsOf } from './rows.js';

/** In the order of the primary key, with what the case says of itself and what was sealed. */
const events = (agency?: string) => `
  select e.agency, e.application_id::text, e.seq::text, round(extract(epoch from e.at) * 1000)::bigint::text, e.type, e.actor_id, e.body::text,
         e.prev_hash, e.hash, a.version::text, a.head_hash, l.hash, l.day::text
    from events e
    left join applications a on a.agency = e.agency and a.id = e.application_id
    left join audit_seal_leaves l on l.agency = e.agency and l.application_id = e.application_id and l.seq = e.seq
  ${agency === undefined ? '' : `where e.agency = ${literal(agency)}`}
   order by e.agency, e.application_id, e.seq`;

/** What a seal has seen and is no longer there. */
const cutOffs = (agency?: string) => `
  select l.agency, l.application_id::text, l.seq::text, l.day::text from audit_seal_leaves l
   where not exists (select from events e where e.agency = l.agency and e.application_id = l.application_id and e.seq = l.seq)
     ${agency === undefined ? '' : `and l.agency = ${literal(agency)}`}
   order by l.agency, l.application_id, l.seq limit 1`;

const withoutJournals = (agency?: string) => `
  select a.agency, a.id::text, a.version::text from applications a
   where not exists (select from events e where e.agency = a.agency and e.application_id = a.id)
     ${agency === undefined ? '' : `and a.agency = ${literal(agency)}`}
   order by a.agency, a.id limit 1`;

interface Place {
  readonly agency: string;
  readonly application: string;
  readonly seq: number;
  readonly hash: string;
  readonly version: string | null;
  readonly head: string | null;
}

/** Goes through every journal; answers how many events there are, or what is the first that does not hold. */
export async function verifyJournals(client: ClientBase, agency?: string): Promise<{ readonly events: number; readonly broken?: Broken }> {
  let count = 0;
  let last: Place | undefined;
  for await (const rows of rowsOf(client, events(agency))) {
    for (const row of rows) {
      const broken = verifyEvent(row, last);
      if (broken) return { events: count, broken };
      const [code, application, seq] = row as [string, string, string];
      last = { agency: code, application, seq: Number(seq), hash: row[8]!, version: row[9] ?? null, head: row[10] ?? null };
      count++;
    }
  }
  const broken =
    (last && endOf(last)) ??
    (await first(client, cutOffs(agency), cutOff)) ??
    (await first(client, withoutJournals(agency), withoutJournal));
  return { events: count, ...(broken && { broken }) };
}

function verifyEvent(row: readonly (string | null)[], last: Place | undefined): Broken | undefined {
  const [agency, application, number, at, type, actor, body, previous, hash, , , sealed, day] = row as [string, ...string[]];
  const seq = Number(number);
  const same = last?.agency === agency && last.application === application;
  const end = last && !same ? endOf(last) : undefined;
  if (end) return end;
  const broken = (what: string): Broken => ({ agency, where: `case ${application}, event ${seq}`, what });
  const expected = same ? last.seq + 1 : 1;
  if (seq !== expected) return { agency, where: `case ${application}, event ${expected}`, what: `is missing: after it comes event ${seq}` };
  const before = same ? last.hash : GENESIS;
  if (previous !== before) return broken(`does not follow the one before it: says ${previous}, should say ${before}`);
  const event = JSON.parse(body!) as CaseEvent;
  const right = eventHash(application!, seq, event, before);
  if (hash !== right) return broken(`its content does not fit its hash: has ${hash}, its content gives ${right}`);
  if (type !== event.type) return broken(`its column "type" says ${type}, its content ${event.type}`);
  if (actor !== event.actor.id) return broken(`its column "actor_id" says ${actor}, its content ${event.actor.id}`);
  if (Number(at) !== Date.parse(event.at))
    return broken(`its column "at" says ${new Date(Number(at)).toISOString()}, its content ${event.at}`);
  if (sealed && sealed !== hash) return broken(`was another one when ${day} was sealed: ${sealed}, and is ${hash} now`);
  return undefined;
}

/** A journal ends where its case says that it does. */
function endOf({ agency, application, seq, hash, version, head }: Place): Broken | undefined {
  const where = `case ${application}, event ${seq}`;
  if (version === null) return { agency, where, what: 'belongs to a case that is gone' };
  if (Number(version) > seq)
    return { agency, where: `case ${application}, event ${seq + 1}`, what: `is missing: the case has come to ${version}` };
  if (Number(version) < seq) return { agency, where, what: `is one too many: the case has come to ${version}` };
  return head === hash ? undefined : { agency, where, what: `is not what the case ends with: it says ${head}, the journal ${hash}` };
}

async function first(client: ClientBase, sql: string, tell: (row: string[]) => Broken): Promise<Broken | undefined> {
  const { rows } = await client.query<string[]>({ text: sql, rowMode: 'array' });
  return rows[0] && tell(rows[0]);
}

function cutOff([agency, application, seq, day]: string[]): Broken {
  return { agency: agency!, where: `case ${application}, event ${seq}`, what: `is missing: it was there when ${day} was sealed` };
}

function withoutJournal([agency, application, version]: string[]): Broken {
  return {
    agency: agency!,
    where: `case ${application}, event 1`,
    what: `is missing: the case has come to ${version}, and has no journal`,
  };
}
