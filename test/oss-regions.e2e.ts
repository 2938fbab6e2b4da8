import type { OssCallView, OssReplayView } from '../src/modules/oss/journal/journal.view.js';
import type { OssStateView } from '../src/modules/oss/oss-state.view.js';
import { exampleNib } from '../src/oss-simulator/example-nib.js';
import type { ApplicationView } from '../src/workflow/application.view.js';
import { ok, type PageOf } from './support/client.js';
import { OssTown } from './support/oss-town.js';
import { SopFolder } from './support/sop-folder.js';
import { until } from './support/until.js';

/** The second agency is on OSS as well, with a service of its own. */
const folder = new SopFolder();
folder.edit(
  'agencies/dpmptsp-contoh-timur.yaml',
  'calendar: perpres-21-2023',
  "calendar: perpres-21-2023\noss: { mode: api, kdDaerah: '9401', kewenangan: '02', numbering: agency }",
);
folder.edit(
  'agencies/dpmptsp-contoh-timur.yaml',
  '  - { code: agency-head, title: Kepala }',
  '  - { code: agency-head, title: Kepala }\n  - { code: admin, title: Admin }',
);
folder.edit('agencies/dpmptsp-contoh-timur.yaml', "  - { username: timur.kepala,", "  - { username: timur.admin, name: Admin Timur, roles: [{ role: admin }] }\n  - { username: timur.kepala,"); // prettier-ignore
folder.write(
  'izin-singkat.yaml',
  `${folder.read('izin-singkat.yaml')}
oss:
  kdIzin: ['111111111111']
  assistant: front-office
  submit: true
  applicant:
    - { field: name, from: [nama_user_proses] }
    - { field: nik, from: [no_id_user_proses], as: digits }
  form:
    - { field: purpose, from: [data_proyek.0.uraian_usaha] }
  issued: '50'
  moments:
    - { when: { does: issue-receipt }, status: '10', note: Berkas lengkap }
`,
);

let town: OssTown;
beforeAll(async () => {
  town = await OssTown.found({ sopDir: folder.path });
});
afterAll(async () => {
  await town.leave();
  folder.remove();
});

let serial = 500;

/** A business with a licence to apply for in each of two regions. */
function inTwoRegions(): { nib: string; here: string; there: string; data: Record<string, unknown> } {
  const data = exampleNib({}, town.service.clock.now(), ++serial);
  const [item] = data['data_checklist'] as [Record<string, string>];
  const there = { ...item, id_izin: `${item['id_izin']}9`, kd_izin: '111111111111', kd_daerah: '9401010001' };
  const both = { ...data, data_checklist: [item, there] };
  const { nib } = town.oss.memory.know(both);
  return { nib, here: item['id_izin']!, there: there.id_izin, data: both };
}

const serviceOf = async (username: string, id: string) =>
  ok(await (await town.service.as(username)).get<ApplicationView>(`/v1/applications/${id}`)).service;
async function licences(nib: string): Promise<{ agency: string; id_izin: string; application_id: string }[]> {
  return until(
    () =>
      town.service.sql<{ agency: string; id_izin: string; application_id: string }>(
        'select agency, id_izin, application_id from oss_licences where nib = $1 order by agency',
        [nib],
      ),
    ({ length }) => length === 2,
  );
}
const inCalls = async (username: string, nib: string) =>
  ok(await (await town.service.as(username)).get<PageOf<OssCallView>>('/v1/oss/journal?direction=in&limit=200')).items.filter(
    ({ request, method }) => method === 'receiveNIB' && request.includes(nib),
  );

it('a NIB with licences of two agencies is processed by each of them: a case, a journal and a licence of its own', async () => {
  const { nib, here, there, data } = inTwoRegions();
  const { answer } = await town.oss.callbacks.receiveNIB(nib, data);
  expect(JSON.stringify(answer)).toContain('Data diterima.');
  const [away, home] = await licences(nib);
  expect([away, home]).toMatchObject([
    { agency: 'dpmptsp-contoh-timur', id_izin: there },
    { agency: 'dpmptspk-dairi', id_izin: here },
  ]);
  expect(await serviceOf('frontoffice', home!.application_id)).toBe('iumk');
  expect(await serviceOf('timur.loket', away!.application_id)).toBe('izin-singkat');
  for (const username of ['admin', 'timur.admin']) expect(await inCalls(username, nib)).toHaveLength(1);
  const [call] = await inCalls('timur.admin', nib);
  const admin = await town.service.as('timur.admin');
  expect(ok(await admin.post<OssReplayView>(`/v1/oss/journal/${call!.id}/replay`)).state).toBe('queued');
  expect(JSON.stringify((await town.oss.callbacks.receiveNIB(nib, data)).answer)).toContain('sudah pernah');
  expect(await licences(nib)).toHaveLength(2);
});

it('the file of a licence reaches the agency that has it', async () => {
  const { nib, there, data } = inTwoRegions();
  const url = `${town.oss.origin}/simulator/files/${there}`;
  expect(JSON.stringify((await town.oss.callbacks.receiveFileDS(nib, there, url)).answer)).toContain('tidak ditemukan');
  await town.oss.callbacks.receiveNIB(nib, data);
  const id = (await licences(nib))[0]!.application_id;
  const clerk = await town.service.as('timur.loket');
  const state = async () => ok(await clerk.get<OssStateView>(`/v1/applications/${id}/oss`)).licence!.signedFile;
  expect(await until(state)).toBe(url);
  const again = `${url}?2`;
  expect(JSON.stringify((await town.oss.callbacks.receiveFileDS(nib, there, again)).answer)).toContain('Berkas diterima');
  expect(await until(state, (now) => now === again)).toBe(again);
});

it('that ends, ends at both', async () => {
  const { nib, data } = inTwoRegions();
  await town.oss.callbacks.receiveNIB(nib, data);
  const rows = await licences(nib);
  await town.oss.callbacks.receiveNIB(nib, { ...data, 'tipe_dokumen ': '3' });
  const statuses = () =>
    town.service.sql<{ status: string }>('select status from applications where id = any($1::uuid[])', [
      rows.map(({ application_id: id }) => id),
    ]);
  expect(await until(statuses, (now) => now.every(({ status }) => status === 'withdrawn'))).toHaveLength(2);
});

it('with a licence that one of them does not serve is the other’s alone', async () => {
  const { nib, data } = inTwoRegions();
  const [item, other] = data['data_checklist'] as [object, object];
  await town.oss.callbacks.receiveNIB(nib, { ...data, data_checklist: [item, { ...other, kd_izin: '222222222222' }] });
  const kept = await until(
    () => town.service.sql<{ status: string }>('select status from oss_inbox where nib = $1 order by agency', [nib]),
    (rows) => rows.some(({ status }) => status === 'processed'),
  );
  expect(kept.map(({ status }) => status)).toEqual(['ignored', 'processed']);
});
