import { createRequire } from 'node:module';
import { FixedClock } from '../src/kernel/clock.js';
import type { ExportListView, ExportPageView } from '../src/modules/exports/export.view.js';
import { compileSchema } from '../src/platform/api/input-schema.js';
import { readConfig } from '../src/platform/config/config.js';
import { statement } from '../src/platform/database/tx.js';
import type { ReportListView, ReportPageView } from '../src/modules/reports/report.view.js';
import { ReadDatabase } from '../src/platform/database/read-database.js';
import { seed } from '../src/seed/seed.js';
import { boot, cloneTemplate, dropDatabase, type Booted } from './support/boot.js';
import { ok, type Problem, type Session } from './support/client.js';
import { OCEL_SCHEMA } from './support/ocel-schema.js';

/** What is seeded is sealed with the master key that the service opens it with. */
const DATA_KEY = Buffer.alloc(32, 7).toString('base64');
const UNTIL = new Date('2026-11-24T00:00:00+07:00');

let service: Booted;
let reader: Session;
let exported: ExportListView['items'];
beforeAll(async () => {
  const databaseUrl = await cloneTemplate();
  const config = { ...readConfig({ SOP_DIR: 'sop', LOG_LEVEL: 'silent', DATA_KEY }), databaseUrl };
  await seed(config, { applications: 60, seed: 'r', from: new Date('2026-06-01T00:00:00Z'), until: UNTIL, append: false });
  service = await boot({ databaseUrl, env: { DATA_KEY }, clock: new FixedClock(new Date('2026-11-24T09:00:00+07:00')) });
  reader = await service.as('pelapor');
  exported = ok(await reader.get<ExportListView>('/v1/exports')).items;
}, 60_000);
afterAll(() => service.close());

async function count(what: string): Promise<number> {
  const [row] = await service.sql<{ n: number }>(`select count(*)::int as n from ${what}`);
  return row!.n;
}

/** Everybody who stands in the cases by name, what they have filled in, and the ids of users. */
async function personal(): Promise<string[]> {
  const rows = await service.sql<{ text: string }>(
    `select applicant_name as text from applications union select body->'actor'->>'name' from events where type <> 'rang' and type <> 'warned'
     union select value from application_forms, jsonb_each_text(form) where length(value) > 8 union select distinct actor_id from events where actor_id <> 'system'
     union select applicant->>'nik' from application_forms where applicant ? 'nik'`,
  );
  return rows.map(({ text }) => text);
}

function tells(text: string, secrets: readonly string[]): string[] {
  return secrets.filter((secret) => text.includes(secret));
}

describe('the process log', () => {
  interface Ocel {
    readonly objectTypes: { readonly name: string }[];
    readonly eventTypes: { readonly name: string }[];
    readonly events: {
      readonly id: string;
      readonly type: string;
      readonly time: string;
      readonly relationships: { readonly objectId: string }[];
    }[];
    readonly objects: { readonly id: string; readonly type: string; readonly relationships: { readonly objectId: string }[] }[];
  }

  it('is OCEL 2.0, whole and without loose ends', async () => {
    const { status, text, headers } = await reader.get('/v1/reports/process-log.ocel.json');
    expect([status, headers['content-type']]).toEqual([200, 'application/json; charset=utf-8']);
    const log = JSON.parse(text) as Ocel;
    expect(compileSchema(OCEL_SCHEMA)(log)).toEqual([]);
    expect(log.events).toHaveLength(await count('events'));
    const objects = new Map(log.objects.map(({ id, type }) => [id, type]));
    expect(objects.size).toBe(log.objects.length);
    const byType = (type: string) => log.objects.filter((object) => object.type === type).length;
    expect([byType('application'), byType('task'), byType('letter')]).toEqual([
      await count('applications'),
      await count('tasks'),
      await count('letters'),
    ]);
    const loose = [...log.events, ...log.objects]
      .flatMap(({ relationships }) => relationships)
      .filter(({ objectId }) => !objects.has(objectId));
    expect(loose).toEqual([]);
    const declared = new Set(log.eventTypes.map(({ name }) => name));
    expect(log.events.filter(({ type }) => !declared.has(type))).toEqual([]);
    expect(new Set(log.objects.map(({ type }) => type))).toEqual(new Set(log.objectTypes.map(({ name }) => name)));
    expect(new Set(log.events.map(({ id }) => id)).size).toBe(log.events.length);
    expect(tells(text, await personal())).toEqual([]);
  });

  it('is XES that a process-mining library reads', async () => {
    const { text } = await reader.get('/v1/reports/process-log.xes');
    interface XesLog {
      readonly traces: readonly {
        readonly attributes: Readonly<Record<string, { readonly value: unknown }>>;
        readonly events: readonly { readonly attributes: Readonly<Record<string, { readonly value: unknown }>> }[];
      }[];
    }
    // Its reader alone: the whole library starts processes of its own.
    createRequire(import.meta.url)('pm4js/pm4js/objects/log/importer/xes/importer.js');
    const { XesImporter } = globalThis as unknown as { XesImporter: { apply(xml: string): XesLog } };
    const log = XesImporter.apply(text);
    expect(log.traces).toHaveLength(await count('applications'));
    const journal = await service.sql<{ application_id: string; at: Date }>(
      'select application_id, at from events order by application_id, seq',
    );
    const read = log.traces.flatMap(({ attributes, events }) =>
      events.map((event) => [attributes['concept:name']!.value, (event.attributes['time:timestamp']!.value as Date).getTime()]),
    );
    expect(read).toEqual(journal.map(({ application_id, at }) => [application_id, at.getTime()]));
    expect(
      new Set(log.traces.flatMap(({ events }) => events.map((event) => event.attributes['concept:name']!.value))).size,
    ).toBeGreaterThan(20);
    expect(tells(text, await personal())).toEqual([]);
  });

  it('is of the period and the service that are asked for', async () => {
    const [first] = await service.sql<{ service: string }>(
      `select service from applications where opened_at >= '2026-10-01T00:00:00+07:00' limit 1`,
    );
    const of = async (query: string) => (await reader.get(`/v1/reports/process-log.xes?${query}`)).text.split('<trace>').length - 1;
    const where = `opened_at >= '2026-08-01T00:00:00+07:00' and opened_at < '2026-11-01T00:00:00+07:00'`;
    expect(await of('from=2026-08-01&until=2026-10-31')).toBe(await count(`applications where ${where}`));
    const both = `from=2026-08-01&until=2026-10-31&service=${first!.service}`;
    expect(await of(both)).toBe(await count(`applications where ${where} and service = '${first!.service}'`));
    expect(await of('from=2020-01-01&until=2020-12-31')).toBe(0);
  });

  it.each([
    ['from=2026-02-01&until=2026-01-01', 422, 'PERIOD_UPSIDE_DOWN'],
    ['from=2026-02-30', 422, 'INPUT_INVALID'],
    ['from=0000-01-01', 422, 'INPUT_INVALID'],
    ['until=10000-01-01', 422, 'INPUT_INVALID'],
    ['service=none', 404, 'SERVICE_NOT_FOUND'],
    ['period=all', 422, 'INPUT_INVALID'],
  ])('refuses %s', async (query, status, code) => {
    for (const format of ['ocel.json', 'xes']) {
      const answer = await reader.get<Problem>(`/v1/reports/process-log.${format}?${query}`);
      expect([answer.status, answer.body.code]).toEqual([status, code]);
    }
  });
});

describe('exports', () => {
  it('give every view page by page, as a whole, and without personal data', async () => {
    const secrets = await personal();
    for (const { name, columns, key } of exported) {
      const rows: Record<string, unknown>[] = [];
      for (let after: string | null = ''; after !== null;) {
        const page: ExportPageView = ok(await reader.get<ExportPageView>(`/v1/exports/${name}?limit=97${after && `&after=${after}`}`));
        rows.push(...page.items);
        after = page.next;
      }
      expect(rows).toHaveLength(await count(`reporting.${name}`));
      expect(new Set(rows.map((row) => key.map((column) => String(row[column])).join(' '))).size).toBe(rows.length);
      const lines = (await reader.get(`/v1/exports/${name}.jsonl`)).text.trimEnd().split('\n');
      expect(lines.map((line) => JSON.parse(line) as object)).toEqual(rows);
      const csv = (await reader.get(`/v1/exports/${name}.csv`)).text;
      expect(csv.trimEnd().split('\r\n')).toHaveLength(rows.length + 1);
      expect(csv.split('\r\n')[0]).toBe(columns.join(','));
      expect(tells(csv, secrets)).toEqual([]);
      expect(csv).not.toMatch(/\d\.\d*•/);
    }
  });

  it('say the working time of a visit against its standard', async () => {
    const { items } = ok(await reader.get<ExportPageView>('/v1/exports/step_visits?limit=10000'));
    expect(items).toHaveLength(await count(`events where type = 'completed'`));
    for (const { used_seconds, used_days, used_share, standard_amount, standard_unit } of items as unknown as Visit[]) {
      const used = { day: used_days, hour: used_seconds / 3600, minute: used_seconds / 60 }[standard_unit];
      expect(used_share).toBeCloseTo(used / standard_amount, 9);
    }
  });

  interface Visit {
    readonly used_seconds: number;
    readonly used_days: number;
    readonly used_share: number;
    readonly standard_amount: number;
    readonly standard_unit: 'day' | 'hour' | 'minute';
  }

  it.each([
    ['/v1/exports/users', 404, 'EXPORT_NOT_FOUND'],
    ['/v1/exports/users.csv', 404, 'EXPORT_NOT_FOUND'],
    ['/v1/exports/tasks?limit=0', 422, 'INPUT_INVALID'],
    ['/v1/exports/tasks?limit=1000000', 422, 'INPUT_INVALID'],
    ['/v1/exports/tasks?after=x', 400, 'CURSOR_INVALID'],
    [`/v1/exports/tasks.csv?after=${Buffer.from('["export events","a","1"]').toString('base64url')}`, 400, 'CURSOR_INVALID'],
    [
      `/v1/exports/book_numbers.jsonl?after=${Buffer.from(JSON.stringify(['export book_numbers', '\0', '1', '1', '1'])).toString('base64url')}`,
      400,
      'CURSOR_INVALID',
    ],
  ])('refuse %s', async (url, status, code) => {
    const answer = await reader.get<Problem>(url);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });

  it('and logs are for whoever reads reports, and nobody else', async () => {
    for (const username of ['pemohon', 'frontoffice', 'timteknis']) {
      const session = await service.as(username);
      for (const url of [
        '/v1/exports',
        '/v1/exports/tasks',
        '/v1/exports/tasks.csv',
        '/v1/reports/process-log.xes',
        '/v1/reports/process-log.ocel.json',
      ])
        expect((await session.get(url)).status).toBe(403);
    }
    expect((await service.client.anonymous().get('/v1/exports/tasks')).status).toBe(401);
  });
});

describe('the reporting schema', () => {
  it('is all that its role may read', async () => {
    const views = await service.sql<{ name: string }>(
      `select table_name as name from information_schema.views where table_schema = 'reporting' order by 1`,
    );
    expect(views.map(({ name }) => name)).toEqual(exported.map(({ name }) => name).sort());
    for (const { name, columns } of exported) {
      const [row] = await asReportingTool(`select * from reporting.${name} limit 1`);
      expect(Object.keys(row!)).toEqual(['agency', ...columns]);
    }
    await expect(asReportingTool('select * from applications')).rejects.toThrow(/permission denied/);
    await expect(asReportingTool('delete from reporting.tasks')).rejects.toThrow(/permission denied/);
  });

  async function asReportingTool(sql: string): Promise<Record<string, unknown>[]> {
    return (await service.owner()).transaction(async (manager) => {
      await manager.query('set local role terbit_reporting');
      return manager.query<Record<string, unknown>[]>(sql);
    });
  }
});

describe('a replica', () => {
  it('is where reports are read, and nothing is written', async () => {
    // An empty database in its place: what comes from there is nothing.
    const replica = await cloneTemplate();
    const node = await service.beside({ env: { DATA_KEY, DATABASE_REPLICA_URL: replica } });
    try {
      const session = await node.as('pelapor');
      expect(ok(await session.get<ExportPageView>('/v1/exports/applications')).items).toEqual([]);
      expect(ok(await reader.get<ExportPageView>('/v1/exports/applications')).items).toHaveLength(60);
      expect((await namesWithRows(reader)).length).toBeGreaterThan(5);
      expect(await namesWithRows(session)).toEqual([]);
      const write = statement('test.write', `insert into service_secrets values ('x', 'y')`);
      await expect(node.app.get(ReadDatabase).read(write, [])).rejects.toThrow(/read-only/);
    } finally {
      await node.app.close();
      await dropDatabase(replica);
    }
  });
});

/** The reports in which a reader finds anything. */
async function namesWithRows(session: Session): Promise<string[]> {
  const list = ok(await session.get<ReportListView>('/v1/reports'));
  const found: string[] = [];
  for (const { name } of list.items) {
    const { items: rows } = ok(await session.get<ReportPageView>(`/v1/reports/${name}.json`));
    if (rows.some((row) => Object.values(row).some((value) => typeof value === 'number' && value > 0))) found.push(name);
  }
  return found;
}
