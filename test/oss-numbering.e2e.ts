import type { ApplicationDetailView } from '../src/workflow/application-detail.view.js';
import type { ApplicationView } from '../src/workflow/application.view.js';
import { ok } from './support/client.js';
import { OssTown } from './support/oss-town.js';
import { until } from './support/until.js';
import { readPdf } from './support/pdf.js';
import { SopFolder } from './support/sop-folder.js';

const folder = new SopFolder();
folder.edit('agencies/dpmptspk-dairi.yaml', 'numbering: agency }', 'numbering: oss }');

let town: OssTown;
beforeAll(async () => {
  town = await OssTown.found({ sopDir: folder.path });
});
afterAll(async () => {
  await town.leave();
  folder.remove();
});

it('has OSS give the number first, prints it on the permit, and hands in that file; a correction updates the same licence', async () => {
  const { application, idIzin } = await town.apply();
  town.oss.faults.add({ method: 'receiveLicense', kind: 'drop-after', times: 1 });
  const done = await town.walkBy(application);
  expect(await town.told(application.id)).toEqual(['10', '20', '40', '45', '49', '50']);
  await town.oss.idle();
  const licence = () => town.oss.memory.licence(idIzin)!;
  expect(licence().issues).toHaveLength(1);
  const [issue] = licence().issues;
  expect(issue!.fetched).toMatch(/^\d+ bytes/);
  const known = await until(
    async () => (await town.state(application.id)).licence!,
    ({ signedFile }) => signedFile !== null,
  );
  expect(known).toMatchObject({ number: issue!.number, signedFile: licence().signedFile });
  const permit = Buffer.from(await (await fetch(issue!.file!)).arrayBuffer());
  expect((await readPdf(permit)).text).toContain(issue!.number);

  const head = await town.service.as('kadis');
  const { records } = ok(await head.get<ApplicationDetailView>(`/v1/applications/${done.id}`));
  const letter = records.findLast(({ kind }) => kind === 'letter')!;
  const again = ok(await head.post<ApplicationView>(`/v1/letters/${letter.id}/correct`, { reason: 'Nama usaha salah tulis.' }));
  expect((await town.walkBy(again)).status).toBe('granted');
  expect((await town.told(application.id)).slice(-2)).toEqual(['50', '50']);
  expect(licence()).toMatchObject({ updates: 1 });
  expect(licence().issues).toHaveLength(1);
});
