import type { TimelineEntryView } from '../src/modules/applications/timeline.view.js';
import { StatutoryAlarms } from '../src/workflow/statutory-alarms.js';
import type { ApplicationView } from '../src/workflow/application.view.js';
import { boot, WORKING, type Booted } from './support/boot.js';
import { ok, type PageOf } from './support/client.js';
import { sent } from './support/notices.js';
import { SopFolder } from './support/sop-folder.js';
import { until } from './support/until.js';
import { choices, doStep, open, STOP, walk, walkOn } from './support/walk.js';

/** The shipped SOPs, and one of another agency with a law and a clock of its own. */
const sops = new SopFolder()
  .edit(
    'izin-singkat.yaml',
    'applicantRequires: [nik]',
    `applicantRequires: [nik]
statutory: { workingDays: 1, startsAfter: 20, metBy: signed, effect: none, to: [agency-head, back-office], legalBasis: Peraturan contoh }`,
  )
  .edit('izin-singkat.yaml', 'standardTime: 2 Jam', 'standardTime: 2 Jam\n    clock: restart');

let service: Booted;
beforeAll(async () => {
  service = await boot({ sopDir: sops.path });
});
afterAll(async () => {
  await service.close();
  sops.remove();
});

const wib = (time: string) => new Date(`${time.replace(' ', 'T')}:00+07:00`).toISOString();
const at = (time: string) => service.setTime(wib(time));
const read = async (id: string, by = 'frontoffice') => ok(await (await service.as(by)).get<ApplicationView>(`/v1/applications/${id}`));
const timeline = async (id: string, by = 'frontoffice') =>
  ok(await (await service.as(by)).get<PageOf<TimelineEntryView>>(`/v1/applications/${id}/timeline`)).items;
const warnings = async (id: string, by?: string) => (await timeline(id, by)).filter(({ type }) => type === 'warned');
const warn = () => service.app.get(StatutoryAlarms).warnDue();

/** A case that stands at a row, all before it done in the same moment. */
async function arriving(row: number, time: string, code: string): Promise<ApplicationView> {
  at(time);
  let application = await open(service, code);
  while (application.openTasks[0]!.step !== row) application = await doStep(service, application);
  return application;
}

describe('the clock of a case', () => {
  it('stands still while the applicant has it, shows what paused it, and goes on where it stood', async () => {
    let application = await arriving(2, '2026-11-23 07:30', 'iumk');
    const standard = { days: 4, minutes: 690 };
    expect(application.clock).toMatchObject({ ending: 'granted', standard, standardTime: '4 Hari 11 Jam 30 Menit', runningSince: wib('2026-11-23 07:30'), pausedBy: null }); // prettier-ignore
    // Four days end on Thursday at closing time, 11 h 30 min later it is Monday 11:30.
    expect(application.clock.dueAt).toBe(wib('2026-11-30 11:30'));
    at('2026-11-23 11:15');
    application = await doStep(service, application, 'incomplete');
    const paused = { used: { days: 0.5, minutes: 0 }, left: { days: 3.5, minutes: 690 }, dueAt: null, runningSince: null };
    for (const time of ['2026-11-23 11:15', '2026-11-27 10:00']) {
      at(time);
      const { clock } = await read(application.id);
      expect(clock).toMatchObject({ ...paused, pausedBy: 'applicant', pausedAtStep: 1, pausedSince: wib('2026-11-23 11:15') });
    }
    at('2026-11-30 07:30');
    application = await doStep(service, application);
    expect(application.clock).toMatchObject({ dueAt: wib('2026-12-07 07:45'), runningSince: wib('2026-11-30 07:30'), overdue: false });
    const visits = (await timeline(application.id)).flatMap(({ clock, step }) => (clock ? [{ ...clock, step }] : []));
    expect(visits).toEqual([
      { step: 1, unit: 'minute', standard: 15, used: 0, total: 0, left: 15, pausedBy: 'applicant', pausedSince: wib('2026-11-23 07:30') },
      { step: 2, unit: 'minute', standard: 120, used: 225, total: 225, left: -105, pausedBy: null, pausedSince: null },
      { step: 1, unit: 'minute', standard: 15, used: 0, total: 0, left: 15, pausedBy: 'applicant', pausedSince: wib('2026-11-23 11:15') },
    ]);
  });

  it('is measured by the way that it takes, and shows used against standard when it is over', async () => {
    let application = await arriving(8, '2026-11-23 07:30', 'sik-perekam-medis');
    expect(application.clock).toMatchObject({ ending: 'granted', standardTime: '4 Hari 15 Jam 45 Menit' });
    at('2026-11-23 11:15');
    application = await doStep(service, application, 'denied');
    expect(application.clock).toMatchObject({
      ending: 'rejected',
      standardTime: '3 Hari 18 Jam 45 Menit',
      used: { days: 0.5, minutes: 0 },
    });
    while (application.openTasks.length > 0) application = await doStep(service, application);
    const closed = {
      ending: 'rejected',
      used: { days: 0.5, minutes: 0 },
      left: { days: 2.5, minutes: 1125 },
      dueAt: null,
      runningSince: null,
    };
    expect(application.clock).toMatchObject(closed);
    at('2027-03-01 09:00');
    expect((await read(application.id)).clock).toMatchObject({ ...closed, overdue: false });
    const { applications } = await (await service.as('frontoffice')).query<{ applications: { items: { id: string; clock: object; statutory: object }[] } }>(
      '{ applications(limit: 50) { items { id clock { ending used { days minutes } left { days minutes } overdue } statutory { status } } } }',
    ); // prettier-ignore
    expect(applications.items.find(({ id }) => id === application.id)).toMatchObject({
      clock: { ending: 'rejected', used: { days: 0.5, minutes: 0 }, overdue: false },
      statutory: { status: 'met' },
    });
  });

  it('counts what the open row took until a withdrawal', async () => {
    const { id } = await arriving(2, '2026-11-23 07:30', 'iumk');
    at('2026-11-23 11:15');
    const applicant = await service.as('pemohon');
    const withdrawn = ok(await applicant.post<ApplicationView>(`/v1/applications/${id}/withdraw`, { reason: 'Pindah.' }));
    expect(withdrawn.clock).toMatchObject({ ending: 'granted', used: { days: 0.5, minutes: 0 }, runningSince: null, pausedBy: null });
    expect(withdrawn.statutory).toMatchObject({ status: 'not-started' });
  });
});

describe.each(['iumk', 'sik-perekam-medis'])('the time that a law gives for %s', (code) => {
  const superiors = ['back-office', 'service-head', 'secretary', 'agency-head'];

  it('starts when the file is complete, warns in time, passes, and decides nothing', async () => {
    const before = await arriving(2, '2026-11-23 09:00', code);
    expect(before.statutory).toMatchObject({ status: 'not-started', workingDays: 5, dueAt: null, effect: 'deemed-granted' });
    const { id, statutory } = await doStep(service, before);
    expect(statutory).toMatchObject({ status: 'running', startedAt: wib('2026-11-23 09:00'), dueAt: wib('2026-11-30 16:00'), daysLeft: 5 });
    const seen: [string, string | undefined, number | null][] = [];
    for (const time of ['11-27 07:29', '11-27 07:30', '11-30 07:30', '11-30 15:59', '11-30 16:00', '12-01 09:00']) {
      at(`2026-${time}`);
      await warn();
      const last = (await warnings(id)).at(-1)?.data as { kind: string; to: string[] } | undefined;
      if (last) expect(last.to).toEqual(superiors);
      seen.push([time, last?.kind, (await read(id)).statutory!.daysLeft]);
    }
    expect(seen).toEqual([
      ['11-27 07:29', undefined, 2],
      ['11-27 07:30', 'statutory-reminder', 2],
      ['11-30 07:30', 'statutory-reminder', 1],
      ['11-30 15:59', 'statutory-reminder', 1],
      ['11-30 16:00', 'statutory-passed', 0],
      ['12-01 09:00', 'statutory-passed', -1],
    ]);
    expect(await warnings(id)).toHaveLength(3);
    const passed = await read(id);
    expect([passed.status, passed.statutory!.status]).toEqual(['open', 'passed']);
    const closed = (await walkOn(service, passed)).application;
    expect([closed.status, closed.statutory!.status]).toEqual(['granted', 'passed']);
  });

  it('starts anew when a file that was sent back is complete, and is met by the signature', async () => {
    let application = await arriving(5, '2026-11-23 09:00', code);
    at('2026-11-26 09:00');
    application = await doStep(service, application, 'correct');
    expect(application.statutory).toMatchObject({ status: 'not-started', dueAt: null, daysLeft: null });
    at('2026-12-02 09:00');
    expect(await warn()).toBe(0);
    application = (await walkOn(service, application, choices({ 20: STOP }))).application;
    expect(application.statutory).toMatchObject({ status: 'running', dueAt: wib('2026-12-09 16:00') });
    application = await doStep(service, application);
    expect(application).toMatchObject({ status: 'open', statutory: { status: 'met', daysLeft: null } });
    at('2026-12-31 09:00');
    expect(await warn()).toBe(0);
    expect(await warnings(application.id)).toEqual([]);
  });

  it('stops when the applicant withdraws', async () => {
    const { id } = await arriving(3, '2026-11-23 09:00', code);
    ok(await (await service.as('pemohon')).post(`/v1/applications/${id}/withdraw`, { reason: 'Pindah.' }));
    at('2026-12-31 09:00');
    expect(await warn()).toBe(0);
    expect((await read(id)).statutory).toMatchObject({ status: 'stopped', daysLeft: null });
  });
});

it('follows the calendar: a holiday moves the end and the warnings, and its withdrawal moves them back', async () => {
  const admin = await service.as('admin');
  const { id } = await arriving(3, '2026-11-23 09:00', 'iumk');
  ok(await admin.put('/v1/calendar/holidays/2026-11-25', { name: 'Pilkada', source: 'Keppres' }));
  expect((await read(id)).statutory).toMatchObject({ dueAt: wib('2026-12-01 16:00'), daysLeft: 5 });
  at('2026-11-24 14:00');
  ok(await admin.delete('/v1/calendar/holidays/2026-11-25'));
  expect((await read(id)).statutory).toMatchObject({ dueAt: wib('2026-11-30 16:00'), daysLeft: 5 });
  await warn();
  expect(await warnings(id)).toEqual([]);
  at('2026-11-27 14:00');
  await warn();
  expect((await warnings(id)).map(({ data }) => data)).toMatchObject([
    { kind: 'statutory-reminder', dueAt: wib('2026-11-30 16:00'), daysLeft: 2 },
  ]);
});

it.each([2, 12])('ended with the first signature: a correction %i working days later does not start it again', async (days) => {
  const { application } = await walkOn(service, await arriving(3, '2026-11-23 09:00', 'iumk'));
  const met = (await read(application.id)).statutory!;
  expect(met).toMatchObject({ status: 'met', dueAt: wib('2026-11-30 16:00'), daysLeft: null });
  at(days === 2 ? '2026-11-25 09:00' : '2026-12-09 09:00');
  const head = await service.as('kadis');
  const { records } = ok(await head.get<{ records: { kind: string; id: string }[] }>(`/v1/applications/${application.id}`));
  const letter = records.find(({ kind }) => kind === 'letter')!.id;
  const again = ok(await head.post<ApplicationView>(`/v1/letters/${letter}/correct`, { reason: 'Nama keliru.' }));
  expect(again.statutory).toEqual(met);
  const { id } = await doStep(service, again, 'drafted');
  expect((await read(id)).statutory).toEqual(met);
  await warn();
  expect(await warnings(id)).toEqual([]);
});

it('is warned of once by two workers', async () => {
  const cases = [];
  for (let i = 0; i < 6; i++) cases.push(await arriving(3, '2026-11-23 09:00', 'iumk'));
  at('2026-12-08 09:00');
  const other = await service.beside();
  const elsewhere = other.app.get(StatutoryAlarms);
  await Promise.all([warn(), elsewhere.warnDue(), warn(), elsewhere.warnDue()]);
  await warn();
  await other.app.close();
  for (const { id } of cases) {
    const kinds = (await warnings(id)).map(({ data }) => (data as { kind: string }).kind);
    expect(kinds).toEqual(['statutory-reminder', 'statutory-reminder', 'statutory-passed']);
  }
});

it('belongs to the SOP of another agency in its own words: zone, law, who hears, and a row that starts anew', async () => {
  service.setTime('2026-11-23T08:00:00+09:00');
  const { application } = await walk(service, 'izin-singkat', choices({ 20: STOP }));
  service.setTime('2026-11-23T09:00:00+09:00');
  const again = await doStep(service, await doStep(service, application, 'kurang'));
  const { clock } = ok(await (await service.as('timur.loket')).get<{ clock: object }>(`/v1/tasks/${again.openTasks[0]!.id}`));
  expect(clock).toMatchObject({ standard: 120, used: 0, left: 120 });
  const { id, statutory } = await doStep(service, again, 'lengkap-mendesak');
  expect(statutory).toMatchObject({ status: 'running', dueAt: new Date('2026-11-24T16:00:00+09:00').toISOString(), effect: 'none' });
  service.setTime('2026-11-24T16:00:00+09:00');
  expect(await warn()).toBe(1);
  const [passed] = await warnings(id, 'timur.loket');
  expect(passed).toMatchObject({ role: 'system', data: { kind: 'statutory-passed', to: ['agency-head', 'back-office'], daysLeft: 0 } });
});

it('is told to the superiors by a worker of its own accord', async () => {
  const working = await boot({ env: WORKING });
  try {
    working.setTime('2026-11-23T09:00:00+07:00');
    const { application } = await walk(working, 'iumk', choices({ 4: STOP }));
    working.setTime('2026-11-30T16:00:00+07:00');
    const told = await until(
      async () => (await sent(working, `&application=${application.id}`)).filter(({ kind }) => kind.startsWith('statutory')),
      ({ length }) => length === 4,
      20_000,
    );
    const passed = told.filter(({ kind }) => kind === 'statutory-passed');
    expect(passed.map(({ recipient }) => recipient).sort()).toEqual(['role:agency-head', 'role:back-office/I', 'role:secretary', 'role:service-head']); // prettier-ignore
    expect(passed[0]!.body).toContain('dianggap dikabulkan (fiktif positif)');
    expect(told.every(({ body }) => !body.includes('{{'))).toBe(true);
  } finally {
    await working.close();
  }
});
