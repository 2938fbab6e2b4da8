import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AuditEntryView } from '../src/modules/audit/audit.view.js';
import type { JournalExportView, SampleView } from '../src/modules/audit/inspection.view.js';
import { scopeOf } from '../src/platform/auth/permissions.js';
import { verifyExport, type JournalExport } from '../src/workflow/audit/verify-export.js';
import { boot, type Booted } from './support/boot.js';
import { ok, Session, type PageOf } from './support/client.js';
import { graphqlOperations, restOperations } from './support/operations.js';
import { tokensOf } from './support/tokens.js';
import { choices, open, STOP, walk } from './support/walk.js';

let service: Booted;
let auditor: Session;
let ids: string[];

beforeAll(async () => {
  service = await boot();
  ids = [];
  for (let n = 0; n < 8; n++) ids.push((await open(service, n % 2 ? 'iumk' : 'sik-perekam-medis')).id);
  ids.push((await walk(service, 'iumk', choices({ 5: STOP }))).application.id);
  const principal = {
    agency: 'dpmptspk-dairi',
    id: randomUUID(),
    name: 'Pemeriksa',
    kind: 'person',
    roles: [{ role: 'auditor' }],
  } as const;
  auditor = new Session(service.app, await tokensOf(service.app, principal), principal);
}, 120_000);
afterAll(() => service.close());

const TODAY = '2026-11-23';
const sample = async (query: string) => ok(await auditor.get<SampleView>(`/v1/audit/sample?until=${TODAY}&${query}`));
const idsOf = ({ items }: SampleView) => items.map(({ id }) => id);
const entries = async (kind: string) =>
  ok(await (await service.as('admin')).get<PageOf<AuditEntryView>>(`/v1/audit?kind=${kind}&actor=${auditor.principal!.id}`)).items;

describe('an auditor', () => {
  it('changes nothing: no operation that writes is open, but for their own session, account and notices', async () => {
    const own = ['public', 'me.read', 'sessions.end', 'notifications.read', 'sessions.step-up', 'second-factor.own', 'email.own'];
    const writes = [...(await restOperations(service)), ...graphqlOperations(service)].filter(({ name }) => !/^(GET|query) /.test(name));
    expect(writes.length).toBeGreaterThan(60);
    const opened = writes.filter(({ action }) => !own.includes(action!) && scopeOf('auditor', action as 'me.read') !== undefined);
    expect(opened.map(({ name }) => name)).toEqual([]);
  });

  it('reads cases, logs and registers of the agency, without personal data and without files', async () => {
    const { items } = ok(await auditor.get<PageOf<{ id: string }>>('/v1/applications'));
    expect(items.map(({ id }) => id).sort()).toEqual([...ids].sort());
    const answers = await Promise.all(
      [`/v1/applications/${ids[0]}`, `/v1/applications/${ids[0]}/timeline`, '/v1/audit', '/v1/reports', '/v1/books/receipts'].map((url) =>
        auditor.get(url),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect(answers.map(({ text }) => text).join('')).not.toContain('1211014508900001');
    for (const url of ['/v1/oss/journal', '/v1/webhooks', '/v1/oss/joins']) expect((await auditor.get(url)).status).toBe(403);
  });
});

describe('a sample', () => {
  it('is drawn again by its seed, through both contracts, and another by another', async () => {
    const first = await sample('size=4&seed=bpk-2026');
    expect(first).toMatchObject({ seed: 'bpk-2026', population: ids.length, until: TODAY, service: null });
    expect(new Set(idsOf(first)).size).toBe(4);
    expect(await sample('size=4&seed=bpk-2026')).toEqual(first);
    expect(idsOf(await sample('size=6&seed=bpk-2026')).slice(0, 4)).toEqual(idsOf(first));
    const query = `{ auditSample(size: 4, seed: "bpk-2026", until: "${TODAY}") { seed items { id } } }`;
    const { auditSample } = await auditor.query<{ auditSample: SampleView }>(query);
    expect(idsOf(auditSample)).toEqual(idsOf(first));
    const orders = await Promise.all(['a', 'b', 'c'].map((seed) => sample(`size=9&seed=${seed}`)));
    expect(new Set(orders.map((each) => idsOf(each).join())).size).toBe(3);
  });

  it('names the seed that was made for it, keeps to service and days, and is audited', async () => {
    const drawn = await sample('size=3&service=iumk');
    expect(drawn.seed).toMatch(/^[0-9a-f]{32}$/);
    expect(drawn.population).toBe(5);
    expect(drawn.items.every(({ service: code }) => code === 'iumk')).toBe(true);
    expect(await sample(`size=3&service=iumk&seed=${drawn.seed}`)).toEqual(drawn);
    expect((await entries('cases-sampled'))[0]).toMatchObject({ data: { seed: drawn.seed, size: 3, service: 'iumk', population: 5 } });
    expect(ok(await auditor.get<SampleView>('/v1/audit/sample'))).toMatchObject({ until: '2026-11-22', population: 0, items: [] });
  });

  it.each(['size=0', 'size=201', 'size=1e1', 'seed=a%20b', 'from=2026-02-30', 'from=2026-11-24', 'service=unknown', 'seed=a&seed=b'])(
    'is refused as %s, and noted not at all',
    async (query) => {
      const before = (await entries('cases-sampled')).length;
      const { status } = await auditor.get(`/v1/audit/sample?until=${TODAY}&${query}`);
      expect([400, 404, 422]).toContain(status);
      expect(await entries('cases-sampled')).toHaveLength(before);
    },
  );
});

describe('an exported journal', () => {
  const exported = async (id: string) => ok(await auditor.get<JournalExportView>(`/v1/applications/${id}/journal/export`));
  const verified = (view: object) => verifyExport(view as unknown as JournalExport);

  it('is signed over everything in it, and its events form the chain that the database has', async () => {
    const view = await exported(ids.at(-1)!);
    const rows = await service.sql<{ hash: string }>('select hash from events where application_id = $1 order by seq', [ids.at(-1)]);
    const { journal } = view as unknown as JournalExport;
    expect(journal.events.map(({ hash }) => hash)).toEqual(rows.map(({ hash }) => hash));
    expect(journal.events.length).toBeGreaterThan(3);
    expect(verified(view)).toMatchObject({ events: rows.length, certificate: expect.anything() });
    expect(verified(view).broken).toBeUndefined();
    expect((await entries('journal-exported'))[0]).toMatchObject({ data: { application: ids.at(-1), events: rows.length } });
  });

  it('does not verify when anything of it was changed', async () => {
    const view = await exported(ids.at(-1)!);
    const changed = (change: (journal: { events: { event: { at: string } }[]; head: string }) => void) => {
      const copy = structuredClone(view);
      change(copy.journal as never);
      return verified(copy).broken;
    };
    expect(changed(({ events }) => events.pop())).toBe('the signature is not of this content');
    expect(changed(({ events }) => (events[1]!.event.at = '2026-01-01T00:00:00.000Z'))).toBe('the signature is not of this content');
    expect(verified({ ...view, jws: view.jws.replace('..', '.e30.') }).broken).toBe('the signature is not of this content');
  });

  it('is verified by the command that the docs name', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'terbit-export-'));
    try {
      const view = await exported(ids[0]!);
      writeFileSync(join(folder, 'journal.json'), JSON.stringify(view));
      const script = join(import.meta.dirname, '../scripts/journal-verify.mjs');
      const run = (...args: string[]) => execFileSync(process.execPath, [script, join(folder, 'journal.json'), ...args], { stdio: 'pipe' });
      expect(run().toString()).toContain('Everything holds.');
      expect(() => run('--fingerprint', 'ab'.repeat(32))).toThrow('another certificate');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('is for auditors and administrators, of cases of their agency', async () => {
    expect((await (await service.as('kadis')).get(`/v1/applications/${ids[0]}/journal/export`)).status).toBe(403);
    expect((await (await service.as('pemohon')).get(`/v1/applications/${ids[0]}/journal/export`)).status).toBe(403);
    expect((await auditor.get(`/v1/applications/${randomUUID()}/journal/export`)).status).toBe(404);
    const { journalExport } = await auditor.query<{ journalExport: JournalExportView }>(
      `{ journalExport(application: "${ids[0]}") { journal jws test } }`,
    );
    expect(verified(journalExport)).toMatchObject({ masked: expect.any(Number) });
    expect(verified(journalExport).broken).toBeUndefined();
  });
});
