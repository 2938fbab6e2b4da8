import pg from 'pg';
import type { AuditEntryView, DailySealView } from '../src/modules/audit/audit.view.js';
import { DailyDigests } from '../src/workflow/audit/daily-digests.js';
import { verifyAudit, type VerifiedAudit } from '../src/workflow/audit/verify-audit.js';
import { boot, type Booted } from './support/boot.js';
import { ok, PDF, type PageOf } from './support/client.js';
import { choices, open, STOP, walk } from './support/walk.js';

let service: Booted;
beforeAll(async () => {
  service = await boot();
});
afterAll(() => service.close());

const entries = async (query = '', as = 'admin') => ok(await (await service.as(as)).get<PageOf<AuditEntryView>>(`/v1/audit${query}`)).items;

describe('the audit log', () => {
  it('holds logins and failed ones, and of an unknown name only its beginning', async () => {
    const anybody = service.client.anonymous();
    ok(await anybody.post('/v1/auth/token', { username: 'kabid', password: 'terbit' }));
    expect((await anybody.post('/v1/auth/token', { username: 'kabid', password: 'salah' })).status).toBe(401);
    expect((await anybody.post('/v1/auth/token', { username: 'rahasiaku-sendiri', password: 'x' })).status).toBe(401);
    const [failed, signedIn] = await entries('?limit=2');
    expect(failed).toMatchObject({ kind: 'sign-in-failed', actorName: 'Kabid. Pelayanan (demo)', data: { username: 'kabid' } });
    expect(signedIn).toMatchObject({ kind: 'signed-in', actorName: 'Kabid. Pelayanan (demo)' });
    const [unknown] = await service.sql<{ body: string }>(`select body from audit_log where agency = '-' order by seq desc limit 1`);
    expect(unknown!.body).toContain('"username":"rah…"');
  });

  it('holds refusals, those of the table and those of a case, by both doors; a flood of them is counted', async () => {
    const applicant = await service.as('pemohon');
    const { id, openTasks } = await open(service, 'iumk');
    const head = await service.as('kadis');
    expect((await applicant.get('/v1/books/permits')).status).toBe(403);
    expect((await head.complete(openTasks[0]!.id, 'submitted')).status).toBe(403);
    await head.graphql('mutation { seedBook: __typename }');
    await (await service.as('frontoffice')).graphql('{ audit { items { seq } } }');
    const refused = await entries('?kind=refused');
    expect(refused.map(({ data }) => data)).toEqual([
      { code: 'NOT_ALLOWED', what: 'audit.read' },
      { code: expect.stringMatching(/^[A-Z_]+$/), what: 'TasksController.complete' },
      { code: 'NOT_ALLOWED', what: 'books.read' },
    ]);
    for (let i = 0; i < 30; i++) await applicant.get('/v1/audit');
    service.pass(2);
    await applicant.get('/v1/audit');
    const own = await entries(`?kind=refused&actor=${applicant.principal!.id}&limit=200`);
    expect(own).toHaveLength(21);
    expect(own[0]!.data).toMatchObject({ unnotedBefore: 11 });
    expect(id).toBeTruthy();
  });

  it('holds looks at specific data, and searches for a person, without the number itself', async () => {
    const applicant = await service.as('pemohon');
    const { id } = await open(service, 'sik-perekam-medis');
    const url = `/v1/applications/${id}/documents`;
    const handIn = async (requirement: string) => ok(await applicant.upload<{ id: string }>(url, { requirement, bytes: PDF })).id;
    const [health] = await service.sql<{ code: string }>(
      `select r->>'code' as code from sop_definitions, jsonb_array_elements(definition->'requirements') r where (r->>'sensitive')::boolean`,
    );
    const document = await handIn(health!.code);
    const doctor = await service.as('backoffice2');
    ok(await doctor.get(`${url}/${document}`));
    ok(await doctor.get(`${url}/${await handIn('evidence')}`));
    ok(await doctor.get('/v1/applications?q=1211014508900001'));
    const [listed, searched, read, ...rest] = await entries(`?actor=${doctor.principal!.id}`);
    expect(listed).toMatchObject({ kind: 'applications-listed', data: { operation: 'GET /v1/applications' } });
    expect(searched).toMatchObject({ kind: 'person-searched', data: { by: 'nik' } });
    expect(JSON.stringify([listed, searched])).not.toContain('1211014508900001');
    expect(read).toMatchObject({ kind: 'specific-data-read', data: { application: id, document, requirement: health!.code } });
    expect(rest).toEqual([]);
  });

  it('holds changes of the calendar, of definitions and of who stands in for whom', async () => {
    const admin = await service.as('admin');
    ok(await admin.put('/v1/calendar/holidays/2027-03-05', { name: 'Libur daerah', kind: 'holiday', source: 'SE Bupati' }));
    const until = new Date(service.clock.now().getTime() + 86_400_000).toISOString();
    const holder = await service.as('kabid');
    const body = { role: 'service-head', user: 'sekretaris', kind: 'plh', until };
    const { id } = ok(await holder.post<{ id: string }>('/v1/stand-ins', body));
    ok(await holder.post(`/v1/stand-ins/${id}/end`));
    const [ended, named, changed] = await entries('?limit=3');
    expect([ended, named].map((entry) => [entry!.kind, (entry!.data as { id: string }).id])).toEqual([
      ['stand-in-ended', id],
      ['stand-in-named', id],
    ]);
    expect(changed).toMatchObject({ kind: 'calendar-changed', data: { changes: [{ kind: 'day', key: '2027-03-05' }] } });
    const published = await entries('?kind=definition-published', 'pelapor');
    expect(published.map(({ data }) => (data as { service: string }).service).sort()).toEqual(['iumk', 'sik-perekam-medis']);
  });

  it('is read page by page, by auditors alone, of their agency alone', async () => {
    const admin = await service.as('admin');
    const all = await entries('?limit=200');
    const first = ok(await admin.get<PageOf<AuditEntryView>>('/v1/audit?limit=4'));
    const second = ok(await admin.get<PageOf<AuditEntryView>>(`/v1/audit?limit=4&after=${first.next}`));
    expect([...first.items, ...second.items]).toEqual(all.slice(0, 8));
    const { audit } = await admin.query<{ audit: { items: AuditEntryView[] } }>('{ audit(limit: 2) { items { seq kind hash } } }');
    expect(audit.items).toEqual(all.slice(0, 2).map(({ seq, kind, hash }) => ({ seq, kind, hash })));
    for (const query of ['?kind=A%27', '?after=x', '?limit=0', '?actor=a&actor=b', `?kind=${'a'.repeat(61)}`])
      expect((await admin.get(`/v1/audit${query}`)).status).toBeGreaterThanOrEqual(400);
    expect((await (await service.as('kadis')).get('/v1/audit/seals')).status).toBe(403);
  });

  it.each(['audit_log', 'audit_seals', 'audit_seal_leaves'])('%s refuses to be changed', async (table) => {
    for (const sql of [`update ${table} set agency = agency`, `delete from ${table}`, `truncate ${table}`])
      await expect(service.sql(sql)).rejects.toThrow('append-only');
  });
});

describe('verification', () => {
  let first: string;
  let second: string;
  beforeAll(async () => {
    service.setTime('2026-12-07T08:00:00+07:00');
    first = (await walk(service, 'iumk', choices({ 5: STOP }))).application.id;
    expect(await service.app.get(DailyDigests).digestDue()).toBe(2);
    service.setTime('2026-12-08T08:00:00+07:00');
    second = (await walk(service, 'iumk', choices({ 4: STOP }))).application.id;
    expect(await service.app.get(DailyDigests).digestDue()).toBe(2);
    expect(await service.app.get(DailyDigests).digestDue()).toBe(0);
    service.setTime('2026-12-09T08:00:00+07:00');
    // Sealed with the next day only.
    await open(service, 'iumk');
  });

  /** Somebody who may do anything with the database changes something, and it is taken back after the look. */
  async function afterwards(...sql: string[]): Promise<VerifiedAudit> {
    const client = new pg.Client({ connectionString: service.databaseUrl });
    await client.connect();
    try {
      const clone = `set session_replication_role = replica`;
      const undo = await backup(client);
      for (const each of [clone, ...sql]) await client.query(each);
      try {
        return await verifyAudit(client);
      } finally {
        await undo();
      }
    } finally {
      await client.end();
    }
  }

  /** Copies of the tables, to be put back. */
  async function backup(client: pg.Client): Promise<() => Promise<void>> {
    const tables = ['events', 'applications', 'audit_log', 'audit_heads', 'audit_seals', 'audit_seal_leaves'];
    for (const table of tables) await client.query(`create temp table kept_${table} as table ${table}`);
    return async () => {
      for (const table of tables) {
        await client.query(`delete from ${table}`);
        await client.query(`insert into ${table} select * from kept_${table}`);
      }
    };
  }

  it('finds that everything holds', async () => {
    const found = await afterwards();
    expect(found.broken).toBeUndefined();
    expect(found.events).toBeGreaterThan(6);
    expect(found.entries).toBeGreaterThan(20);
    expect(found.digests).toBe(4);
    const seals = ok(await (await service.as('pelapor')).get<PageOf<DailySealView>>('/v1/audit/seals')).items;
    expect(seals.map(({ day }) => day)).toEqual(['2026-12-07', '2026-12-06']);
    expect(seals[0]!.cases).toBe(1);
  });

  it.each<[what: string, sql: () => string[], where: () => string, what: RegExp]>([
    [
      'one byte of an event',
      () => [`update events set body = jsonb_set(body, '{actor,name}', '"Pemohon (dem0)"') where application_id = '${first}' and seq = 2`],
      () => `case ${first}, event 2`,
      /content does not fit its hash/,
    ],
    [
      'a column beside the event',
      () => [`update events set actor_id = 'x' where application_id = '${first}' and seq = 3`],
      () => `case ${first}, event 3`,
      /column "actor_id" says x/,
    ],
    [
      'an event taken out',
      () => [`delete from events where application_id = '${first}' and seq = 2`],
      () => `case ${first}, event 2`,
      /is missing: after it comes event 3/,
    ],
    [
      'the last event cut off',
      () => [`delete from events e using applications a where a.id = e.application_id and a.id = '${second}' and e.seq = a.version`],
      () => `case ${second}, event`,
      /is missing: the case has come to/,
    ],
    [
      'the last event cut off, and the case brought after it',
      () => [
        `delete from events e using applications a where a.id = e.application_id and a.id = '${second}' and e.seq = a.version`,
        `update applications a set version = e.seq, head_hash = e.hash from (select seq, hash from events where application_id = '${second}' order by seq desc limit 1) e where id = '${second}'`,
      ],
      () => `case ${second}, event`,
      /was there when 2026-12-07 was sealed/,
    ],
    [
      'a whole case gone',
      () => [`delete from events where application_id = '${first}'`, `delete from applications where id = '${first}'`],
      () => `case ${first}`,
      /was there when 2026-12-06 was sealed/,
    ],
    ['an entry of the audit log', () => [`update audit_log set body = replace(body, 'kabid', 'kabit') where seq = 4 and agency <> '-'`], () => 'audit log, entry 4', /does not fit its hash/], // prettier-ignore
    ['the last entry of the audit log', () => [`delete from audit_log l using audit_heads h where l.agency = h.agency and l.seq = h.seq and h.agency <> '-'`], () => 'audit log, entry', /is missing: the log has come to/], // prettier-ignore
    [
      'a leaf of a seal with the event',
      () => [`delete from audit_seal_leaves where application_id = '${second}'`],
      () => 'seal of 2026-12-07',
      /covers 1 journals/,
    ],
    ['a seal', () => [`update audit_seals set root = repeat('0', 64) where day = '2026-12-06' and agency <> '-'`], () => 'seal of 2026-12-06', /does not fit its hash/], // prettier-ignore
    [
      'a seal taken out',
      () => [`delete from audit_seals where day = '2026-12-06' and agency <> '-'`],
      () => 'seal of 2026-12-07',
      /does not follow/,
    ],
  ])('names %s that was changed by hand', async (_, sql, where, what) => {
    const { broken } = await afterwards(...sql());
    expect(broken).toMatchObject({ where: expect.stringContaining(where()), what: expect.stringMatching(what) });
  });
});
