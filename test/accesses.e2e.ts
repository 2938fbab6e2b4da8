import type { AccessView } from '../src/modules/privacy/access.view.js';
import type { PersonExportView } from '../src/modules/privacy/person-export.view.js';
import { AccessLog } from '../src/platform/audit/access-log.js';
import type { ApplicationDetailView } from '../src/workflow/application-detail.view.js';
import type { ApplicationView } from '../src/workflow/application.view.js';
import { boot, type Booted } from './support/boot.js';
import { ok, PDF, type PageOf, type Session } from './support/client.js';
import { open, walkOn } from './support/walk.js';

let service: Booted;
let applicant: Session;
let clerk: Session;
let application: ApplicationView;
let document: { id: string };
beforeAll(async () => {
  service = await boot();
  [applicant, clerk] = [await service.as('pemohon'), await service.as('frontoffice')];
  application = await open(service, 'iumk');
  document = ok(await applicant.upload(`/v1/applications/${application.id}/documents`, { requirement: 'ktp', bytes: PDF }));
  application = (await walkOn(service, application)).application;
});
afterAll(() => service.close());

const mine = async (query = '') => ok(await applicant.get<PageOf<AccessView>>(`/v1/me/accesses${query}`));
const last = async () => BigInt((await mine('?limit=1')).items[0]?.id ?? '0');

/** What entries a read leaves. */
async function leaves(read: () => Promise<unknown>): Promise<[role: string, kind: string, times: number][]> {
  const before = await last();
  await read();
  return (await mine('?limit=200')).items.filter(({ id }) => BigInt(id) > before).map(({ role, kind, times }) => [role, kind, times]);
}

it('is left by every way to read a case, and the person gets the list in one call', async () => {
  const { records } = ok(await clerk.get<ApplicationDetailView>(`/v1/applications/${application.id}`));
  const href = (kind: string) => records.find((each) => each.kind === kind)!.href;
  const head = await service.as('kadis');
  const admin = await service.as('admin');
  const path = `/v1/applications/${application.id}`;
  const ways: [who: Session, role: string, kind: string, read: string][] = [
    [clerk, 'front-office', 'case', path],
    [clerk, 'front-office', 'case', `${path}/timeline`],
    [clerk, 'front-office', 'case', `${path}/documents`],
    [clerk, 'front-office', 'document', `${path}/documents/${document.id}`],
    [clerk, 'front-office', 'list', `/v1/applications?q=${application.number}`],
    [clerk, 'front-office', 'list', `/v1/tasks?application=${application.id}&role=any&status=done`],
    [clerk, 'front-office', 'record', href('receipt')],
    [clerk, 'front-office', 'record', `${href('receipt')}/pdf`],
    [clerk, 'front-office', 'record', href('disposition')],
    [clerk, 'front-office', 'record', href('letter')],
    [clerk, 'front-office', 'book', '/v1/books/dispatch?limit=200'],
    [clerk, 'front-office', 'book', '/v1/books/dispatch.csv'],
    [head, 'agency-head', 'report', '/v1/reports/applications.json'],
    [head, 'agency-head', 'report', '/v1/reports/permits.csv'],
    [admin, 'admin', 'export', `${path}/journal/export`],
    [admin, 'admin', 'case', path],
  ];
  for (const [who, role, kind, read] of ways) {
    const left = await leaves(async () => expect([read, (await who.get(read)).status]).toEqual([read, 200]));
    expect({ read, left: left.map(([by, what]) => [by, what]) }).toEqual({ read, left: expect.arrayContaining([[role, kind]]) });
  }
  const field = `query ($id: String!) { application(id: $id) { number timeline { note } documents { fileName } letters { content } } }`;
  const left = await leaves(() => clerk.query(field, { id: application.id }));
  expect(new Set(left.map(([, kind]) => kind))).toEqual(new Set(['case', 'list', 'record']));
});

it('tells when, which application, which office and which role, and no name', async () => {
  const { items } = await mine('?limit=1');
  const { agency: office } = ok(await applicant.get<PersonExportView>('/v1/me/export'));
  expect(items).toEqual([
    expect.objectContaining({
      applicationId: application.id,
      number: application.number,
      at: expect.stringMatching(/^2026-11-23T/),
      office,
    }),
  ]);
  expect(items[0]!.roleTitle).not.toBe(items[0]!.role);
  expect(JSON.stringify(await mine('?limit=200'))).not.toContain('(demo)');
  const { myAccesses } = await applicant.query<{ myAccesses: PageOf<AccessView> }>(
    '{ myAccesses(first: 1) { items { id at applicationId number office role roleTitle kind times } } }',
  );
  expect(myAccesses.items).toEqual(items);
});

it('comes in pages, the newest first, and is in the export of everything', async () => {
  const first = await mine('?limit=2');
  const second = await mine(`?limit=2&after=${first.next}`);
  const ids = [...first.items, ...second.items].map(({ id }) => Number(id));
  expect(ids).toEqual([...ids].sort((a, b) => b - a));
  expect(new Set(ids).size).toBe(4);
  const { reads } = ok(await applicant.get<PersonExportView>('/v1/me/export'));
  expect(reads).toEqual(expect.arrayContaining([expect.objectContaining({ role: 'front-office', kind: 'document' })]));
});

it('is left by no applicant, and other people see none of it', async () => {
  expect(await leaves(() => applicant.get(`/v1/applications/${application.id}`))).toEqual([]);
  for (const who of [clerk, await service.as('admin')]) expect((await who.get('/v1/me/accesses')).status).toBe(403);
  const session = { username: 'orang.lain', name: 'Orang Lain', password: 'kuda-baterai-jepit-benar' };
  ok(await service.client.anonymous().post('/v1/auth/register', session));
  const other = await service.as('orang.lain');
  expect(ok(await other.get<PageOf<AccessView>>('/v1/me/accesses')).items).toEqual([]);
});

it('is written in batches, one entry for the same read in a moment, and cannot be changed', async () => {
  await service.app.get(AccessLog).flush();
  const left = await leaves(async () => {
    for (let i = 0; i < 5; i++) await clerk.get(`/v1/applications/${application.id}`);
  });
  expect(left.reduce((sum, [, , times]) => sum + times, 0)).toBe(5);
  await expect(service.sql('update access_log set role = $1', ['x'])).rejects.toThrow();
  await expect(service.sql('delete from access_log')).rejects.toThrow();
});

it('waits while the database does not take it, and is written at the end', async () => {
  const log = service.app.get(AccessLog);
  const before = await last();
  await service.sql('alter table access_log rename to access_log_away');
  await clerk.get(`/v1/applications/${application.id}`);
  await log.flush();
  await service.sql('alter table access_log_away rename to access_log');
  await service.restart();
  [applicant, clerk] = [await service.as('pemohon'), await service.as('frontoffice')];
  expect(await last()).toBeGreaterThan(before);
});
