import pg from 'pg';
import type { CalendarHistoryView } from '../src/modules/calendar/calendar.view.js';
import type { TimelineEntryView } from '../src/modules/applications/timeline.view.js';
import { Alarms } from '../src/workflow/alarms.js';
import type { ApplicationView } from '../src/workflow/application.view.js';
import { Deadlines } from '../src/workflow/deadlines.js';
import { boot, type Booted } from './support/boot.js';
import { ok, type PageOf } from './support/client.js';
import { SopFolder } from './support/sop-folder.js';
import { until } from './support/until.js';
import { doStep, open } from './support/walk.js';

interface Change {
  readonly version: number;
  readonly moved: number;
  readonly complete: boolean;
  readonly tasks: readonly { readonly id: string }[];
}

const EAST = 'agencies/dpmptsp-contoh-timur.yaml';

let sops: SopFolder;
let service: Booted;
let other: Booted;
beforeAll(async () => {
  sops = new SopFolder()
    .edit(EAST, '  - { code: agency-head, title: Kepala }', '  - { code: agency-head, title: Kepala }\n  - { code: admin, title: Admin }')
    .edit(EAST, 'demoUsers:\n', 'demoUsers:\n  - { username: timur.admin, name: Admin Timur, roles: [{ role: admin }] }\n');
  service = await boot({ sopDir: sops.path });
  other = await service.beside();
});
afterAll(async () => {
  await other.app.close();
  await service.close();
  sops.remove();
});

/** The first row with two working hours at the counter. */
async function atTheCounter(time: string, code = 'iumk'): Promise<ApplicationView> {
  service.setTime(time);
  return doStep(service, await open(service, code));
}

async function dueAt(node: Booted, { id }: ApplicationView, as = 'frontoffice') {
  const { items } = ok(await (await node.as(as)).get<PageOf<ApplicationView>>('/v1/applications?limit=200'));
  return items.find((item) => item.id === id)?.openTasks[0]?.dueAt;
}

/** The row that the inbox is ordered by. */
async function rowOf(application: ApplicationView) {
  const [row] = await service.sql<{ due_at: Date }>(`select due_at from tasks where application_id = $1 and status = 'open'`, [
    application.id,
  ]);
  return row!.due_at.toISOString();
}

const put = async (date: string, body: object, as = 'admin') =>
  ok(await (await service.as(as)).put<Change>(`/v1/calendar/holidays/${date}`, body));
const takeBack = async (date: string, as = 'admin') => ok(await (await service.as(as)).delete<Change>(`/v1/calendar/holidays/${date}`));

describe('two nodes', () => {
  it('show the same deadlines at once, without a command in between', async () => {
    const application = await atTheCounter('2026-11-23T15:30:00+07:00');
    expect(await dueAt(other, application)).toBe('2026-11-24T02:00:00.000Z');
    await put('2026-11-24', { name: 'Libur' });
    await until(
      () => dueAt(other, application),
      (due) => due === '2026-11-25T02:00:00.000Z',
      1000,
    );
    await takeBack('2026-11-24');
    await until(
      () => dueAt(other, application),
      (due) => due === '2026-11-24T02:00:00.000Z',
      1000,
    );
  });

  it('bring a task after the calendar that the other one opened by the old one while it was changed', async () => {
    service.setTime('2026-11-23T15:30:00+07:00');
    const application = await open(service, 'iumk');
    const blocker = new pg.Client({ connectionString: service.databaseUrl });
    await blocker.connect();
    await blocker.query('begin; lock table events in exclusive mode');
    // The other node has read the calendar, and waits with the new task in its hands.
    const completing = (await other.as('pemohon')).complete(application.openTasks[0]!.id, 'submitted');
    await until(
      async () =>
        (await service.sql(`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`)).length > 0,
    );
    const changing = put('2026-11-24', { name: 'Libur' });
    await until(async () => (await service.sql(`select from calendar_days where date = '2026-11-24'`)).length > 0);
    await blocker.query('commit');
    await blocker.end();
    const after = ok(await completing);
    expect(await changing).toMatchObject({ complete: true, moved: expect.any(Number) });
    expect((await changing).tasks.map(({ id }) => id)).toContain(after.openTasks[0]!.id);
    expect(await rowOf(after)).toBe('2026-11-25T02:00:00.000Z');
    await takeBack('2026-11-24');
    expect(await rowOf(after)).toBe('2026-11-24T02:00:00.000Z');
  });

  it('leave no task behind that is opened, completed or rung while calendars change on both', async () => {
    service.setTime('2026-11-23T15:30:00+07:00');
    const admins = await Promise.all([service.as('admin'), other.as('admin')]);
    const dates = ['2026-11-24', '2026-11-25', '2026-11-26', '2026-11-27'];
    const working = Array.from({ length: 12 }, async (_, i) => {
      const node = i % 2 ? service : other;
      return doStep(node, await open(node, 'iumk'));
    });
    const changing = dates.map((date, i) => admins[i % 2]!.put<Change>(`/v1/calendar/holidays/${date}`, { name: 'Libur' }));
    const ringing = [service, other].map((node) => node.app.get(Alarms).ringDue());
    const versions = (await Promise.all(changing)).map((answer) => ok(answer).version).sort((a, b) => a - b);
    expect(versions).toEqual(versions.map((_, i) => versions[0]! + i));
    await Promise.all(ringing);
    const rows = await Promise.all((await Promise.all(working)).map(rowOf));
    expect(new Set(rows)).toEqual(new Set(['2026-11-30T02:00:00.000Z']));
    for (const date of dates) await takeBack(date);
  });

  it('take up what a node left behind that died over it', async () => {
    const application = await atTheCounter('2026-11-23T15:30:00+07:00');
    await service.sql(`update tasks set due_at = due_at + interval '1 year' where application_id = $1`, [application.id]);
    await service.sql(`update calendar_versions set stale_from = '2026-11-01', sweeping_until = clock_timestamp() + interval '1 minute'`);
    expect(await other.app.get(Deadlines).catchUp()).toBe(0);
    await service.sql(`update calendar_versions set sweeping_until = clock_timestamp()`);
    expect(await other.app.get(Deadlines).catchUp()).toBe(2);
    expect(await rowOf(application)).toBe('2026-11-24T02:00:00.000Z');
    expect(await service.sql(`select from calendar_versions where stale_from is not null`)).toEqual([]);
  });
});

describe('over Lebaran', () => {
  const ringAt = async (time: string) => {
    service.setTime(time);
    await service.app.get(Alarms).ringDue();
  };
  const rings = async ({ id }: ApplicationView) => {
    const { items } = ok(await (await service.as('frontoffice')).get<PageOf<TimelineEntryView>>(`/v1/applications/${id}/timeline`));
    return items.filter(({ type }) => type === 'rang').map(({ at }) => at);
  };

  it.each([
    ['2026', '2026-03-17T14:30:00+07:00', ['18', '19', '20', '21', '22', '23', '24'].map((day) => `2026-03-${day}`), '2026-03-25'],
    [
      '2027',
      '2027-03-05T15:00:00+07:00',
      ['06', '07', '08', '09', '10', '11', '12', '13', '14', '15'].map((day) => `2027-03-${day}`),
      '2027-03-16',
    ],
  ])('%s nothing is late and nobody is called; the day after it goes on', async (_, opened, free, after) => {
    const application = await atTheCounter(opened);
    // Half an hour was left of the last day of Ramadan that is worked, and an hour and a half is left for the first day after.
    expect(application.openTasks[0]!.dueAt).toBe(new Date(`${after}T09:00:00+07:00`).toISOString());
    for (const day of free) await ringAt(`${day}T12:00:00+07:00`);
    expect(await rings(application)).toEqual([]);
    await ringAt(`${after}T08:29:00+07:00`);
    expect(await rings(application)).toEqual([]);
    for (const time of ['08:30', '09:00']) await ringAt(`${after}T${time}:00+07:00`);
    expect(await rings(application)).toHaveLength(2);
  });

  it('a longer leave that is announced in the middle of it moves the deadline and the escalation levels', async () => {
    const application = await atTheCounter('2027-03-05T15:00:00+07:00');
    service.setTime('2027-03-13T10:00:00+07:00');
    await put('2027-03-16', { kind: 'joint-leave', name: 'Cuti bersama Idulfitri', source: 'SKB perubahan' });
    await ringAt('2027-03-16T12:00:00+07:00');
    expect(await rings(application)).toEqual([]);
    await ringAt('2027-03-17T08:30:00+07:00');
    expect(await rings(application)).toHaveLength(1);
    expect(await dueAt(other, application)).toBe('2027-03-17T02:00:00.000Z');
    service.setTime('2027-03-13T10:00:00+07:00');
    await takeBack('2027-03-16');
  });
});

describe('two agencies in two zones', () => {
  it('have each their own daylight and their own days', async () => {
    // One in the afternoon in Sidikalang is three in the afternoon in the east, where work ends at four.
    const west = await atTheCounter('2026-11-23T13:00:00+07:00');
    const east = await atTheCounter('2026-11-23T13:00:00+07:00', 'izin-singkat');
    expect([west, east].map((application) => application.openTasks[0]!.dueAt)).toEqual([
      '2026-11-23T08:00:00.000Z',
      '2026-11-23T23:30:00.000Z',
    ]);

    const change = await put('2026-11-24', { name: 'Hari jadi' }, 'timur.admin');
    expect(change).toMatchObject({ moved: 1, tasks: [{ id: east.openTasks[0]!.id }] });
    expect(await rowOf(east)).toBe('2026-11-24T23:30:00.000Z');
    expect(await rowOf(west)).toBe('2026-11-23T08:00:00.000Z');
    const calendars = await Promise.all(
      ['admin', 'timur.admin'].map(async (name) => {
        const { agency, zone, zoneName, days } = ok(
          await (await service.as(name)).get<{ agency: string; zone: string; zoneName: string; days: { date: string }[] }>('/v1/calendar'),
        );
        return [agency, zone, zoneName, days.some(({ date }) => date === '2026-11-24')];
      }),
    );
    expect(calendars).toEqual([
      ['dpmptspk-dairi', 'Asia/Jakarta', 'WIB', false],
      ['dpmptsp-contoh-timur', 'Asia/Jayapura', 'WIT', true],
    ]);
    const west24 = await put('2026-11-24', { name: 'Libur barat' });
    expect(west24.tasks.map(({ id }) => id)).not.toContain(east.openTasks[0]!.id);
    await takeBack('2026-11-24');
    expect(await rowOf(east)).toBe('2026-11-24T23:30:00.000Z');
    await takeBack('2026-11-24', 'timur.admin');
  });
});

it('a calendar file that has another day after a restart moves the deadlines too, and stands in the history', async () => {
  const application = await atTheCounter('2026-11-23T15:30:00+07:00');
  sops.edit('calendars/perpres-21-2023.yaml', 'days:\n', 'days:\n  2026-11-24: { kind: holiday, name: Libur baru, source: SKB }\n');
  await service.restart();
  expect(await service.app.get(Deadlines).catchUp()).toBe(2);
  expect(await rowOf(application)).toBe('2026-11-25T02:00:00.000Z');
  const { items } = ok(await (await service.as('admin')).get<PageOf<CalendarHistoryView>>('/v1/calendar/changes?limit=1'));
  expect(items).toMatchObject([{ actorId: 'system', changes: [{ kind: 'file', key: 'perpres-21-2023' }] }]);
});
