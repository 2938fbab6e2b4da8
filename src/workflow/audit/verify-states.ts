import type { ClientBase } from 'pg';
import { canonical } from '../../kernel/canonical.js';
import type { CaseEvent, CaseState } from '../../sop/case-events.js';
import { evolve } from '../../sop/evolve.js';
import { letterStory } from '../../sop/letter-story.js';
import type { SopDefinition } from '../../sop/sop-definition.js';
import { formHash } from '../form-hash.js';
import type { Broken } from './broken.js';
import { foldedTasks } from './folded-tasks.js';

/** Cases at once: a page of journals and rows is in memory, whatever there is in all. */
const PAGE = 200;
const MOST = 1000;

/** What was looked at, and what was found. */
export interface VerifiedStates {
  readonly cases: number;
  /** Revisions of forms whose event is from before it carried their hash. */
  readonly beforeHashes: number;
  readonly findings: readonly Broken[];
}

interface CaseRow {
  readonly id: string;
  readonly service: string;
  readonly definition: string;
  readonly status: string;
  readonly state: CaseState;
  readonly receipt_number: string | null;
  readonly erased: boolean;
}
interface OfCase {
  readonly application_id: string;
}
interface TaskRow extends OfCase {
  readonly id: string;
  readonly step: number;
  readonly role: string;
  readonly status: string;
  readonly claimed_by: string | null;
  readonly outcome: string | null;
}
interface LetterRow extends OfCase {
  readonly id: string;
  readonly content_hash: string;
  readonly number: string | null;
  readonly revoked: boolean;
}
interface DocumentRow extends OfCase {
  readonly id: string;
  readonly sha256: string;
  readonly requirement: string;
  readonly removed: boolean;
}
interface FormRow extends OfCase {
  readonly revision: number;
  readonly applicant: unknown;
  readonly form: unknown;
}
interface NumberRow extends OfCase {
  readonly label: string;
}

/** The rows of a page of cases, by case. */
interface Page {
  readonly events: ReadonlyMap<string, readonly (OfCase & { readonly body: CaseEvent })[]>;
  readonly tasks: ReadonlyMap<string, readonly TaskRow[]>;
  readonly letters: ReadonlyMap<string, readonly LetterRow[]>;
  readonly documents: ReadonlyMap<string, readonly DocumentRow[]>;
  readonly forms: ReadonlyMap<string, readonly FormRow[]>;
  readonly numbers: ReadonlyMap<string, readonly NumberRow[]>;
}

const CASES = `select id::text, service, definition, status, state, receipt_number, erased_at is not null as erased from applications
  where agency = $1 and id > $2 order by id limit ${PAGE}`;
const OF_CASES = 'where agency = $1 and application_id = any($2::uuid[])';
const ROWS = {
  events: `select application_id::text, body from events ${OF_CASES} order by application_id, seq`,
  tasks: `select application_id::text, id::text, step, role, status, claimed_by, outcome from tasks ${OF_CASES}`,
  letters: `select application_id::text, id::text, content_hash, number, revoked is not null as revoked from letters ${OF_CASES}`,
  documents: `select application_id::text, id::text, sha256, requirement, removed_at is not null as removed from documents ${OF_CASES}`,
  forms: `select application_id::text, revision, applicant, form from application_forms ${OF_CASES}`,
  numbers: `select application_id::text, label from book_entries ${OF_CASES}`,
};

/** Folds the journal of every case and compares what follows from it with the rows, in the caller's transaction. */
export async function verifyStates(client: Pick<ClientBase, 'query'>, only?: string): Promise<VerifiedStates> {
  const findings: Broken[] = [];
  const definitions = await definitionsOf(client);
  let [cases, beforeHashes] = [0, 0];
  const { rows: agencies } = await client.query<{ agency: string }>('select agency from applications group by agency order by agency');
  for (const { agency } of agencies) {
    if (only !== undefined && agency !== only) continue;
    for await (const page of pagesOf(client, agency)) {
      for (const row of page.cases) {
        const definition = definitions.get(`${agency} ${row.service} ${row.definition}`);
        const events = (page.rows.events.get(row.id) ?? []).map(({ body }) => body);
        const what = definition ? faultsOf(definition, row, events, page.rows) : ['its definition is gone'];
        if (findings.length < MOST) findings.push(...what.map((each) => ({ agency, where: `case ${row.id}`, what: each })));
        beforeHashes += (page.rows.forms.get(row.id) ?? []).length - formHashes(events).length;
      }
      cases += page.cases.length;
    }
  }
  return { cases, beforeHashes: Math.max(0, beforeHashes), findings };
}

async function definitionsOf(client: Pick<ClientBase, 'query'>): Promise<Map<string, SopDefinition>> {
  const { rows } = await client.query<{ agency: string; service: string; sha256: string; definition: SopDefinition }>(
    'select agency, service, sha256, definition from sop_definitions',
  );
  return new Map(rows.map(({ agency, service, sha256, definition }) => [`${agency} ${service} ${sha256}`, definition]));
}

async function* pagesOf(
  client: Pick<ClientBase, 'query'>,
  agency: string,
): AsyncGenerator<{ readonly cases: readonly CaseRow[]; readonly rows: Page }> {
  for (let after = '00000000-0000-0000-0000-000000000000'; ;) {
    const { rows: cases } = await client.query<CaseRow>(CASES, [agency, after]);
    if (cases.length === 0) return;
    const ids = cases.map(({ id }) => id);
    const rows: Record<string, Map<string, OfCase[]>> = {};
    for (const [name, sql] of Object.entries(ROWS)) {
      const found = await client.query<OfCase>(sql, [agency, ids]);
      rows[name] = byCase(found.rows);
    }
    yield { cases, rows: rows as unknown as Page };
    after = ids.at(-1)!;
  }
}

function byCase<Row extends OfCase>(rows: readonly Row[]): Map<string, Row[]> {
  const map = new Map<string, Row[]>();
  for (const row of rows) {
    const own = map.get(row.application_id);
    if (own) own.push(row);
    else map.set(row.application_id, [row]);
  }
  return map;
}

function faultsOf(definition: SopDefinition, row: CaseRow, events: readonly CaseEvent[], page: Page): string[] {
  try {
    const state = events.reduce<CaseState | undefined>((before, event) => evolve(definition, before, event), undefined);
    if (!state) return [];
    return [
      ...(state.status === row.status ? [] : [`its status is ${row.status}, and ${state.status} by its journal`]),
      ...(canonical(state) === canonical(row.state) ? [] : ['its state does not follow from its journal']),
      ...taskFaults(events, page.tasks.get(row.id) ?? []),
      ...letterFaults(definition, events, page.letters.get(row.id) ?? []),
      ...numberFaults(row, events, page.numbers.get(row.id) ?? []),
      ...(row.erased ? [] : documentFaults(state, page.documents.get(row.id) ?? [])),
      ...(row.erased ? [] : formFaults(events, page.forms.get(row.id) ?? [])),
    ];
  } catch (error) {
    return [`its journal cannot be folded: ${(error as Error).message}`];
  }
}

function taskFaults(events: readonly CaseEvent[], rows: readonly TaskRow[]): string[] {
  const expected = foldedTasks(events);
  const wrong = rows.flatMap((row) => {
    const task = expected.get(row.id);
    expected.delete(row.id);
    if (!task) return [`task ${row.id} is not in its journal`];
    const same = task.step === row.step && task.role === row.role && task.status === row.status && task.outcome === row.outcome;
    // Who had claimed a task that was cancelled or done is not kept.
    const held = row.status !== 'open' || task.claimedBy === row.claimed_by;
    return same && held ? [] : [`task ${row.id} does not follow from its journal`];
  });
  return [...wrong, ...[...expected.keys()].map((id) => `task ${id} of its journal is gone`)];
}

function letterFaults(definition: SopDefinition, events: readonly CaseEvent[], rows: readonly LetterRow[]): string[] {
  return rows.flatMap((row) => {
    const { contentHash, number, revoked } = letterStory(definition, events, row.id);
    const wrong = [
      ...(contentHash === null || contentHash === row.content_hash ? [] : ['content_hash']),
      ...(number === row.number ? [] : ['number']),
      ...((revoked !== null) === row.revoked ? [] : ['revoked']),
    ];
    return wrong.length === 0 ? [] : [`letter ${row.id} does not follow from its journal: ${wrong.join(', ')}`];
  });
}

/** Numbers that steps have given stand in the books. */
function numberFaults(row: CaseRow, events: readonly CaseEvent[], rows: readonly NumberRow[]): string[] {
  const labels = new Set(rows.map(({ label }) => label));
  const given = events.flatMap((event) => {
    if (event.type !== 'completed') return [];
    return [event.data['number'], event.data['receiptNumber']].filter((number) => typeof number === 'string');
  });
  const missing = given.filter((number) => !labels.has(number)).map((number) => `its number ${number} stands in no book`);
  const receipt = events.findLast((event) => event.type === 'completed' && typeof event.data['receiptNumber'] === 'string');
  const number = receipt?.type === 'completed' ? receipt.data['receiptNumber'] : null;
  return number === row.receipt_number
    ? missing
    : [...missing, `its receipt number is ${row.receipt_number}, and ${String(number)} by its journal`];
}

function documentFaults({ documents = [] }: CaseState, rows: readonly DocumentRow[]): string[] {
  const present = new Map(rows.map((row) => [row.id, row]));
  return documents.flatMap(({ id, sha256, requirement }) => {
    const row = present.get(id);
    if (!row) return [`document ${id} of its journal is gone`];
    const same = row.sha256 === sha256 && row.requirement === requirement && !row.removed;
    return same ? [] : [`document ${id} does not follow from its journal`];
  });
}

function formFaults(events: readonly CaseEvent[], rows: readonly FormRow[]): string[] {
  const present = new Set(rows.map(({ applicant, form }) => formHash(applicant, form)));
  return formHashes(events).flatMap((hash) => (present.has(hash) ? [] : ['a revision of its form is not what its journal says']));
}

/** The hashes of the revisions that events have set. */
function formHashes(events: readonly CaseEvent[]): string[] {
  return events.flatMap((event) => {
    const hash = event.type === 'opened' ? event.formHash : event.type === 'completed' ? event.data['formHash'] : undefined;
    return typeof hash === 'string' ? [hash] : [];
  });
}
