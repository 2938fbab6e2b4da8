import type { TaskView } from '../src/modules/tasks/task.view.js';
import type { OssCallView } from '../src/modules/oss/journal/journal.view.js';
import { ok, type PageOf } from './support/client.js';
import { OssTown } from './support/oss-town.js';
import { until } from './support/until.js';
import { choices, doStep, STOP, walkOn } from './support/walk.js';

let town: OssTown;
beforeAll(async () => {
  town = await OssTown.found();
});
beforeEach(() => town.oss.faults.clear());
afterAll(() => town.leave());

const GRANTED = ['10', '20', '40', '45', '50'];
const journal = async (query: string) =>
  ok(await (await town.service.as('admin')).get<PageOf<OssCallView>>(`/v1/oss/journal?${query}`)).items;
const licence = (idIzin: string) => town.oss.memory.licence(idIzin)!;

describe('a whole case by web service', () => {
  it('comes as a NIB, is told step by step, and is issued once', async () => {
    const { application, idIzin, nib } = await town.apply();
    expect(application).toMatchObject({ service: 'iumk', applicantName: 'Pemohon (demo)', openTasks: [{ step: 2, role: 'front-office' }] });
    const done = await town.walkBy(application);
    expect(done.status).toBe('granted');
    expect(await town.told(application.id)).toEqual(GRANTED);
    expect(licence(idIzin).issues).toHaveLength(1);
    const { licence: known, messages } = await town.state(application.id);
    expect(known).toMatchObject({ nib, idIzin, number: licence(idIzin).issues[0]!.number, accepted: '50' });
    expect(messages.map(({ call, code, state }) => [call, code, state])).toEqual([
      ['status', '10', 'accepted'],
      ['status', '20', 'accepted'],
      ['status', '40', 'accepted'],
      ['status', '45', 'accepted'],
      ['validate', null, 'accepted'],
      ['publish', '50', 'accepted'],
    ]);
  });
});

describe('a case that is refused', () => {
  it('is told so with the letter, and is no licence', async () => {
    const { application, idIzin } = await town.apply();
    const done = await town.walkBy(application, { 8: 'denied' });
    expect(done.status).toBe('rejected');
    expect(await town.told(application.id)).toEqual(['10', '20', '40', '93', '90']);
    expect(licence(idIzin).issues).toEqual([]);
    const { messages } = await town.state(application.id);
    expect(messages.at(-1)).toMatchObject({ code: '90', name: 'Ditolak', state: 'accepted' });
    const [call] = await journal(`application=${application.id}&method=receiveLicenseStatus`);
    const { file_lampiran: link } = (JSON.parse(call!.request) as { IZINSTATUS: { file_lampiran: string } }).IZINSTATUS;
    const letter = await fetch(link);
    expect([letter.status, letter.headers.get('content-type')]).toEqual([200, 'application/pdf']);
    expect((await fetch(link.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')))).status).toBe(404);
    town.service.pass(8 * 24 * 60);
    expect((await fetch(link)).status).toBe(404);
  });

  it('comes back to the applicant: 11, then 09; and 43, then 44', async () => {
    const { application } = await town.apply();
    const back = await town.handIn(await doStep(town.service, application, 'incomplete'));
    const at5 = (await walkOn(town.service, back, choices({ 5: STOP }))).application;
    const again = await doStep(town.service, at5, 'correct');
    expect((await town.walkBy(await town.handIn(again), { 5: 'refuse' })).status).toBe('rejected');
    expect(await town.told(application.id)).toEqual(['11', '09', '10', '20', '43', '44', '10', '20', '90']);
  });

  it('is withdrawn, and OSS hears of it', async () => {
    const { application } = await town.apply();
    const clerk = await town.service.as('frontoffice');
    ok(await clerk.post(`/v1/applications/${application.id}/withdraw`, { reason: 'Batal.' }));
    expect(await town.told(application.id)).toEqual(['90']);
  });
});

describe('OSS that does not answer', () => {
  it('is down from the recommendation to the end: the clerk is not stuck, and it is told all in order when it is back', async () => {
    const { application, idIzin } = await town.apply();
    const { application: at16 } = await walkOn(town.service, application, choices({ 16: STOP }));
    await town.told(application.id);
    town.oss.faults.add({ method: '*', kind: 'error-504' });
    const { application: at22 } = await walkOn(town.service, at16, choices({ 22: STOP }));
    const clerk = await town.service.as('backoffice1');
    const outside = async () => ok(await clerk.get<TaskView>(`/v1/tasks/${at22.openTasks[0]!.id}`)).outside;
    expect(await until(outside)).toMatchObject({ system: 'oss', state: 'sending' });
    // Down or not: what the form gives as an example is accepted as it stands.
    const { application: at23 } = await walkOn(town.service, at22, choices({ 23: STOP }));
    expect(at23.openTasks[0]!.step).toBe(23);
    town.oss.faults.clear();
    const issued = await town.reaches(application.id, 24);
    expect((await walkOn(town.service, issued)).application.status).toBe('granted');
    expect(await town.told(application.id)).toEqual(GRANTED);
    expect(licence(idIzin).issues).toHaveLength(1);
    // A call that was under way when the clerk was done is answered as well.
    const { messages } = await town.state(application.id);
    expect(messages.at(-1)).toMatchObject({ call: 'publish', state: 'accepted' });
    expect(['by-hand', 'accepted']).toContain(messages.at(-2)!.state);
  });

  it('has acted, and only the answer is lost: it is looked up, and nothing is issued twice', async () => {
    for (const kind of ['drop-after', 'error-500-after', 'timeout-after'] as const) {
      const { application, idIzin } = await town.apply();
      town.oss.faults.add({ method: 'receiveLicense', kind, times: 1 });
      town.oss.faults.add({ method: 'receiveLicenseStatus', kind, times: 1 });
      expect((await town.walkBy(application)).status).toBe('granted');
      expect(await town.told(application.id)).toEqual(GRANTED);
      expect(licence(idIzin).issues).toHaveLength(1);
      expect((await town.state(application.id)).licence!.number).toBe(licence(idIzin).issues[0]!.number);
    }
  });

  it('says no: the task shows its sentence, the clerk does it by hand or asks again', async () => {
    const { application, idIzin } = await town.apply();
    const { application: at21 } = await walkOn(town.service, application, choices({ 21: STOP }));
    town.oss.faults.add({ method: 'checkNIB', kind: 'refuse', times: 1, keterangan: 'NIB sedang diverifikasi' });
    const { application: at22 } = await walkOn(town.service, at21, choices({ 22: STOP }));
    const clerk = await town.service.as('backoffice1');
    const shown = await until(
      async () => ok(await clerk.get<TaskView>(`/v1/tasks/${at22.openTasks[0]!.id}`)).outside,
      (outside) => outside?.state === 'refused',
    );
    expect(shown!.detail).toBe('NIB sedang diverifikasi');
    ok(await clerk.post(`/v1/applications/${application.id}/oss/resend`));
    await town.reaches(application.id, 24);
    expect(licence(idIzin).issues).toHaveLength(1);
  });
});
