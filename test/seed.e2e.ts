import pg from 'pg';
import { FixedClock } from '../src/kernel/clock.js';
import type { BookEntryView } from '../src/modules/letters/book-entry.view.js';
import { RollupBuilder } from '../src/modules/reports/rollups/rollup-builder.js';
import { readConfig } from '../src/platform/config/config.js';
import { readOptions } from '../src/seed/main.js';
import { NotEmpty, seed, type SeedOptions } from '../src/seed/seed.js';
import type { CaseEvent, CaseState } from '../src/sop/case-events.js';
import { evolve } from '../src/sop/evolve.js';
import type { ApplicationView } from '../src/workflow/application.view.js';
import { DefinitionRegistry } from '../src/workflow/definition-registry.js';
import { eventHash, GENESIS } from '../src/workflow/journal.js';
import { TrackingCodes } from '../src/workflow/tracking-codes.js';
import { boot, cloneTemplate, dropDatabase, type Booted } from './support/boot.js';
import { ok, type PageOf } from './support/client.js';
import { agencyOf, doStep, userFor, walk } from './support/walk.js';

const UNTIL = new Date('2026-11-24T00:00:00+07:00');
const HISTORY: SeedOptions = { applications: 260, seed: 'b', from: new Date('2024-10-01T00:00:00Z'), until: UNTIL, append: false };
/** The history is sealed with the master key that the service opens it with. */
const DATA_KEY = Buffer.alloc(32, 7).toString('base64');
const config = readConfig({ SOP_DIR: 'sop', LOG_LEVEL: 'silent', DATA_KEY });

let service: Booted;
beforeAll(async () => {
  const databaseUrl = await cloneTemplate();
  await seed({ ...config, databaseUrl }, HISTORY);
  service = await boot({ databaseUrl, env: { DATA_KEY }, clock: new FixedClock(new Date('2026-11-24T09:00:00+07:00')) });
}, 60_000);
afterAll(() => service.close());

/** The tracking code of a case, as its receipt has it. */
async function codeOf(id: string): Promise<string | null> {
  const [row] = await service.sql<{ agency: string; code: string }>(
    'select agency, tracking_code as code from applications where id = $1',
    [id],
  );
  return service.app.get(TrackingCodes).opened(row!.agency, id, row!.code);
}

describe('a history', () => {
  it('has every service, every ending, and cases that are open now', async () => {
    const rows = await service.sql<{ service: string; status: string; n: number }>(
      'select service, status, count(*)::int as n from applications group by 1, 2',
    );
    expect(rows.reduce((sum, { n }) => sum + n, 0)).toBe(HISTORY.applications);
    const services = service.app.get(DefinitionRegistry).services(agencyOf(service, rows[0]!.service).code);
    for (const { definition } of services) {
      const statuses = rows.filter((row) => row.service === definition.code).map(({ status }) => status);
      expect(statuses.filter((status) => status !== 'open').sort()).toEqual(['granted', 'rejected', 'withdrawn']);
    }
    expect(rows.some(({ status }) => status === 'open')).toBe(true);
    const types = await service.sql<{ type: string }>('select distinct type from events order by 1');
    expect(types.map(({ type }) => type)).toEqual(['claimed', 'completed', 'opened', 'rang', 'warned', 'withdrawn']);
  });

  it('is what the events say, hash by hash', async () => {
    const registry = service.app.get(DefinitionRegistry);
    const cases = await service.sql<StoredCase>('select * from applications');
    const events = await service.sql<StoredEvent>('select * from events order by application_id, seq');
    const byCase = new Map<string, StoredEvent[]>();
    for (const event of events) byCase.set(event.application_id, [...(byCase.get(event.application_id) ?? []), event]);
    const broken: string[] = [];
    for (const row of cases) {
      const { definition } = await registry.version(row.agency, row.service, row.definition);
      let [state, hash]: [CaseState | undefined, string] = [undefined, GENESIS];
      for (const [index, event] of byCase.get(row.id)!.entries()) {
        const before = hash;
        hash = eventHash(row.id, event.seq, event.body, before);
        if (event.seq !== index + 1 || event.prev_hash !== before || event.hash !== hash) broken.push(`${row.id} ${event.seq}`);
        state = evolve(definition, state, event.body);
      }
      expect([row.head_hash, row.version, row.state]).toEqual([hash, byCase.get(row.id)!.length, state]);
    }
    expect(broken).toEqual([]);
  });

  it('has open tasks in the rows exactly where the cases say so, with their deadlines', async () => {
    const rows = await service.sql<OpenTask>(`select id, service, role, section, due_at from tasks where status = 'open' order by id`);
    const open = await service.sql<{ state: CaseState }>(`select state from applications where status = 'open'`);
    expect(rows.map(({ id }) => id)).toEqual(open.flatMap(({ state }) => state.open.map(({ id }) => id)).sort());
    for (const row of rows.filter(({ role }) => role !== 'applicant')) {
      const official = await service.as(userFor(agencyOf(service, row.service), row.role, row.section));
      const { items } = ok(await official.get<PageOf<{ id: string; dueAt: string | null }>>('/v1/tasks?limit=100'));
      expect(items).toContainEqual(expect.objectContaining({ id: row.id, dueAt: row.due_at?.toISOString() ?? null }));
    }
  });
});

describe('its sums', () => {
  it('are what comes out when they are made anew from the journals', async () => {
    const agency = agencyOf(service, 'iumk').code;
    const counted = await sums();
    expect(counted.every(({ rows }) => rows > 0)).toBe(true);
    expect(await service.app.get(RollupBuilder).build(agency)).toBe(HISTORY.applications);
    expect(await sums()).toEqual(counted);
  });

  /** Every sum; of the single times it matters not in which order they were added. */
  function sums(): Promise<{ name: string; rows: number; hash: string }[]> {
    const told = ['step_days', 'case_days'].map(
      (table) => `select '${table}' as name, count(*)::int as rows, md5(string_agg(row, ',' order by row)) as hash
         from (select (to_jsonb(t) - 'used')::text || (select array_agg(u order by u)::text from unnest(t.used) u) as row from ${table} t) as told`,
    );
    const turns = `select 'case_turns', count(*)::int, md5(string_agg(t::text, ',' order by application_id, seq)) from case_turns t`;
    return service.sql([...told, turns].join(' union all '));
  }
});

describe('the service on it', () => {
  it('shows an old case with its timeline, papers and letter, and the letter is genuine', async () => {
    const clerk = await service.as('frontoffice');
    const [granted] = ok(await clerk.get<PageOf<ApplicationView>>('/v1/applications?status=granted&limit=1')).items;
    const detail = ok(await clerk.get<ApplicationView & { records: { kind: string; href: string }[] }>(`/v1/applications/${granted!.id}`));
    const timeline = ok(await clerk.get<PageOf<object>>(`/v1/applications/${granted!.id}/timeline`));
    expect(timeline.items).toHaveLength(detail.version);
    for (const { href } of detail.records) ok(await clerk.get(href));
    const receipt = detail.records.find(({ kind }) => kind === 'receipt')!;
    expect((await clerk.get(`${receipt.href}/pdf`)).raw.subarray(0, 5).toString()).toBe('%PDF-');
    const [letter] = await service.sql<{ verification_code: string; number: string }>(
      'select verification_code, number from letters where application_id = $1 and number is not null',
      [granted!.id],
    );
    const verified = ok(await service.client.anonymous().get<{ number: string }>(`/v1/verify/${letter!.verification_code}`));
    expect(verified.number).toBe(letter!.number);
    const track = `/v1/track/${encodeURIComponent(detail.receiptNumber!)}?code=${await codeOf(granted!.id)}`;
    expect((await service.client.anonymous().get(track)).status).toBe(200);
    expect(
      ok(await clerk.get<PageOf<ApplicationView>>(`/v1/applications?q=${encodeURIComponent(detail.applicantName)}`)).items,
    ).toContainEqual(expect.objectContaining({ id: granted!.id }));
  });

  it('has books without a gap, and goes on with the next number', async () => {
    const clerk = await service.as('umum');
    const permits = async () => ok(await clerk.get<PageOf<BookEntryView>>('/v1/books/permits?year=2026&limit=200')).items;
    const before = await permits();
    expect(before.map(running)).toEqual(before.map((_, index) => index + 1));
    expect(before.map(({ enteredAt }) => enteredAt)).toEqual(before.map(({ enteredAt }) => enteredAt).sort());
    const { definition } = service.app.get(DefinitionRegistry).services(agencyOf(service, 'iumk').code)[0]!;
    expect((await walk(service, definition.code)).application.status).toBe('granted');
    const after = await permits();
    expect(after).toHaveLength(before.length + 1);
    expect(running(after.at(-1)!)).toBe(before.length + 1);
  });

  it('lets an official go on with a task that is open', async () => {
    const [task] = await service.sql<{ application_id: string }>(
      `select application_id from tasks where status = 'open' and role <> 'applicant' and claimed_by is null order by id limit 1`,
    );
    const head = await service.as('kadis');
    const before = ok(await head.get<ApplicationView>(`/v1/applications/${task!.application_id}`));
    const after = await doStep(service, before);
    expect(after.version).toBe(before.version + 1);
    expect(after.openTasks[0]?.id).not.toBe(before.openTasks[0]!.id);
  });

  it('is of the demo applicant, too', async () => {
    const applicant = await service.as(userFor(agencyOf(service, 'iumk'), 'applicant'));
    expect(ok(await applicant.get<PageOf<ApplicationView>>('/v1/applications')).items.length).toBeGreaterThan(0);
  });
});

describe('seeding', () => {
  it('makes the same of the same seed, something else of another, and mixes with nothing unless it is told to', async () => {
    const [one, other] = [await cloneTemplate(), await cloneTemplate()];
    const few = { ...HISTORY, applications: 25 };
    try {
      await seed({ ...config, databaseUrl: one }, few);
      await seed({ ...config, databaseUrl: other }, few);
      const first = await digest(one);
      expect(await digest(other)).toEqual(first);
      await expect(seed({ ...config, databaseUrl: other }, few)).rejects.toBeInstanceOf(NotEmpty);
      expect(await digest(other)).toEqual(first);
      await seed({ ...config, databaseUrl: other }, { ...few, seed: 'a', append: true });
      const both = await digest(other);
      expect(both['applications']).not.toBe(first['applications']);
      const numbers = await sql<{ n: number; last: number }>(
        other,
        `select (select count(distinct number)::int from applications) as n, (select sum(last)::int from book_counters where book = 'applications') as last`,
      );
      expect(numbers).toEqual([{ n: 50, last: 50 }]);
    } finally {
      await dropDatabase(one);
      await dropDatabase(other);
    }
  }, 90_000);

  it.each([
    [['--applications', '0']],
    [['--applications', '1e9']],
    [['--from', '2026-02-30']],
    [['--from', '2026', '--until', '2025']],
    [['--sede', '1']],
  ])('refuses %j', (args) => {
    expect(() => readOptions(args, UNTIL)).toThrow(/npm run seed/);
  });
});

/** The running number in a number such as 503/0042/…/2026. */
function running({ number }: BookEntryView): number {
  return Number(number.split('/')[1]);
}

interface OpenTask {
  readonly id: string;
  readonly service: string;
  readonly role: string;
  readonly section: string | null;
  readonly due_at: Date | null;
}

interface StoredCase {
  readonly agency: string;
  readonly id: string;
  readonly service: string;
  readonly definition: string;
  readonly version: number;
  readonly state: CaseState;
  readonly head_hash: string;
}

interface StoredEvent {
  readonly application_id: string;
  readonly seq: number;
  readonly body: CaseEvent;
  readonly prev_hash: string;
  readonly hash: string;
}

/** All rows of every table that a history fills, as one hash each; what is sealed comes out different each time, by intent. */
async function digest(url: string): Promise<Record<string, string>> {
  const made = [
    'applications',
    'application_forms',
    'tasks',
    'events',
    'document_checks',
    'receipts',
    'dispositions',
    'recommendations',
    'oss_records',
  ];
  const more = ['letters', 'letter_drafts', 'letter_marks', 'book_entries', 'book_counters'];
  // The ciphertext differs each time, and with it the hash of a form, and the hashes of events that name it.
  const parts = [...made, ...more].map(
    (table) => `select '${table}' as name, md5(string_agg(row, ',' order by row)) as hash
         from (select regexp_replace(t::text, '([\\w-]{43}\\|)?\\$sealed[^,}]*|[0-9a-f]{64}', '', 'g') as row from ${table} t) as told`,
  );
  const rows = await sql<{ name: string; hash: string }>(url, parts.join(' union all '));
  return Object.fromEntries(rows.map(({ name, hash }) => [name, hash]));
}

async function sql<Row extends object>(url: string, text: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(text)).rows;
  } finally {
    await client.end();
  }
}
