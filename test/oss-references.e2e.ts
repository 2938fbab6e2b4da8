import type { OssLicenceView } from '../src/modules/oss/oss-state.view.js';
import type { ReferenceFetchView, ReferenceView } from '../src/modules/oss/references/reference.view.js';
import { ok, type PageOf, type Problem, type Session } from './support/client.js';
import { OssTown } from './support/oss-town.js';
import { until } from './support/until.js';
import { choices, STOP, walkOn } from './support/walk.js';

const KIND = '000000000000';

let town: OssTown;
let clerk: Session;
beforeAll(async () => {
  town = await OssTown.found();
  clerk = await town.service.as('backoffice1');
});
beforeEach(() => town.oss.faults.clear());
afterAll(() => town.leave());

const list = async (query: string) => ok(await clerk.get<PageOf<ReferenceView>>(`/v1/oss/references?${query}`));
const table = (kode: string) =>
  town.service.sql<{ fetched_at: Date | null; due_at: Date; reason: string | null }>(
    'select fetched_at, due_at, reason from oss_reference_tables where kode = $1',
    [kode],
  );

describe('the tables of OSS', () => {
  it('are fetched by themselves, and listed page by page in both doors', async () => {
    const kinds = await until(
      () => list('table=8'),
      ({ items }) => items.length > 0,
    );
    expect(kinds.items).toContainEqual({ code: KIND, name: 'Izin Usaha Mikro Kecil', remark: null });
    const first = await until(
      () => list('table=10&limit=20'),
      ({ items }) => items.length > 0,
    );
    const second = await list(`table=10&limit=200&after=${first.next}`);
    const codes = [...first.items, ...second.items].map(({ code }) => code);
    expect(codes).toEqual([...new Set(codes)].sort());
    expect(codes).toEqual(expect.arrayContaining(['10', '20', '46', '90']));
    const { ossReferences } = await clerk.query<{ ossReferences: PageOf<ReferenceView> }>(
      '{ ossReferences(table: "10", limit: 20) { items { code name remark } next } }',
    );
    expect(ossReferences).toEqual(first);
  });

  it('give a name to a code that nobody here knows, on the case and among the differences', async () => {
    const { application, idIzin } = await town.apply();
    await walkOn(town.service, application, choices({ 5: STOP }));
    await town.told(application.id);
    town.sets(idIzin, '46');
    ok(await clerk.post('/v1/oss/reconciliation', { application: application.id }));
    const licence = await until(
      async () => (await town.state(application.id)).licence!,
      ({ remote }) => remote === '46',
    );
    const named = {
      kdIzinName: 'Izin Usaha Mikro Kecil',
      remoteName: 'Perbaikan Persyaratan (simulator)',
      difference: 'OSS 46 (Perbaikan Persyaratan (simulator)), here 20 (Validasi)',
    };
    expect(licence).toMatchObject(named);
    const { items } = ok(await clerk.get<PageOf<OssLicenceView>>('/v1/oss/differences'));
    expect(items.find(({ applicationId }) => applicationId === application.id)).toMatchObject(named);
  });

  it('are fetched anew on demand, one or all; a new kind of licence is there then', async () => {
    const data = town.oss.memory.allBusinesses()[0]!.data;
    const [item] = data['data_checklist'] as [object];
    town.oss.memory.know({
      ...data,
      data_checklist: [item, { ...item, id_izin: 'I-9', kd_izin: '333333333333', nama_izin: 'Izin <Baru>' }],
    });
    expect(ok(await clerk.post<ReferenceFetchView>('/v1/oss/references', { table: '8' }))).toEqual({ tables: ['8'] });
    const found = ({ items }: PageOf<ReferenceView>) => items.some(({ code, name }) => code === '333333333333' && name === 'Izin <Baru>');
    await until(() => list('table=8'), found);
    const { fetchOssReferences } = await clerk.query<{ fetchOssReferences: ReferenceFetchView }>(
      'mutation ($input: FetchReferencesInput!) { fetchOssReferences(input: $input) { tables } }',
      { input: {} },
    );
    expect([...fetchOssReferences.tables].sort()).toEqual(['10', '8']);
  });

  it('stay as they were while OSS does not answer, answers no, or has nothing in them', async () => {
    const before = await list('table=8');
    for (const fault of [{ kind: 'error-500' }, { kind: 'refuse', keterangan: 'Sedang diperbaiki' }, { kind: 'unreadable' }] as const) {
      town.service.pass(1);
      town.oss.faults.add({ method: 'getDataReferensi', ...fault });
      ok(await clerk.post('/v1/oss/references', { table: '8' }));
      const now = town.service.clock.now();
      const [row] = await until(
        () => table('8'),
        ([state]) => state!.reason !== null && state!.due_at > now,
      );
      expect(row!.reason).not.toBe('');
      expect(await list('table=8')).toEqual(before);
      town.oss.faults.clear();
      ok(await clerk.post('/v1/oss/references', { table: '8' }));
      await until(
        () => table('8'),
        ([state]) => state!.reason === null,
      );
    }
  });

  it('are for those who work with OSS, and no others are asked for', async () => {
    expect((await (await town.service.as('pemohon')).get('/v1/oss/references?table=8')).status).toBe(403);
    expect((await (await town.service.as('kadis')).post('/v1/oss/references', {})).status).toBe(403);
    for (const query of ['', 'table=1', 'table=08', 'table=8&table=10', 'table=8&limit=0'])
      expect((await clerk.get<Problem>(`/v1/oss/references?${query}`)).status).toBe(422);
    expect((await clerk.post('/v1/oss/references', { table: 8 })).status).toBe(422);
    const first = await list('table=10&limit=1');
    expect((await clerk.get(`/v1/oss/references?table=8&after=${first.next}`)).status).toBe(400);
  });
});
