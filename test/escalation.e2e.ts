import pg from 'pg';
import { Alarms } from '../src/workflow/alarms.js';
import type { ApplicationView } from '../src/workflow/application.view.js';
import { boot, type Booted } from './support/boot.js';
import { ok, type PageOf } from './support/client.js';

interface Entry {
  readonly type: string;
  readonly step: number;
  readonly role: string;
  readonly at: string;
  readonly data: { readonly kind?: string; readonly to?: string; readonly rung?: number; readonly overtaken?: boolean } | null;
}

/** Monday to Friday of a week without holidays. */
const MONDAY = '2026-11-23T09:00:00+07:00';

let service: Booted;
beforeAll(async () => {
  service = await boot();
});
afterAll(() => service.close());
beforeEach(() => service.setTime(MONDAY));

async function opened(): Promise<ApplicationView> {
  const applicant = await service.as('pemohon');
  const { form } = ok(await applicant.get<{ form: { examples: object[] } }>('/v1/services/iumk'));
  return ok(await applicant.post<ApplicationView>('/v1/applications', { service: 'iumk', form: form.examples[0] }));
}

/** At the counter: row 2, two hours of standard time. */
async function atTheCounter(): Promise<ApplicationView> {
  const application = await opened();
  return ok(await (await service.as('pemohon')).complete(application.openTasks[0]!.id, 'submitted'));
}

async function rings(id: string): Promise<Entry[]> {
  const { items } = ok(await (await service.as('frontoffice')).get<PageOf<Entry>>(`/v1/applications/${id}/timeline`));
  return items.filter((entry) => entry.type === 'rang');
}

const ring = () => service.app.get(Alarms).ringDue();

test('a task rings at three quarters of its time, when it is late, and then each working day one superior up', async () => {
  const { id } = await atTheCounter();
  const seen: [string, string | undefined, string | undefined][] = [];
  // 2 Jam from Monday 09:00: reminded at 10:30, late at 11:00, then a working day later each.
  for (const at of ['10:29', '10:30', '10:59', '11:00']) {
    service.setTime(`2026-11-23T${at}:00+07:00`);
    await ring();
    const last = (await rings(id)).at(-1);
    seen.push([at, last?.data?.kind, last?.data?.to]);
  }
  expect(seen).toEqual([
    ['10:29', undefined, undefined],
    ['10:30', 'reminder', 'front-office'],
    ['10:59', 'reminder', 'front-office'],
    ['11:00', 'overdue', 'front-office'],
  ]);
  const superiors: (string | undefined)[] = [];
  for (const day of ['24', '25', '26', '27', '30']) {
    service.setTime(`2026-11-${day}T11:10:00+07:00`);
    await ring();
    superiors.push((await rings(id)).at(-1)?.data?.to);
  }
  expect(superiors).toEqual(['back-office', 'service-head', 'secretary', 'agency-head', 'agency-head']);
  expect(await rings(id)).toHaveLength(6);
});

test('after a week without the service a task says once that it is late, and superiors hear one a working day, in working hours', async () => {
  const { id } = await atTheCounter();
  const seen: [string, number | undefined, boolean | undefined][] = [];
  const moments = ['11-30T23:57', '12-01T05:00', '12-01T07:30', '12-01T15:00', '12-02T07:30', '12-03T07:30', '12-04T07:30', '12-07T09:00'];
  for (const moment of moments) {
    service.setTime(`2026-${moment}:00+07:00`);
    await ring();
    await ring();
    const known = seen.length;
    for (const { data } of (await rings(id)).slice(known)) seen.push([moment, data?.rung, data?.overtaken]);
  }
  expect(seen).toEqual([
    ['11-30T23:57', 0, true],
    ['11-30T23:57', 1, undefined],
    ['12-01T07:30', 2, undefined],
    ['12-02T07:30', 3, undefined],
    ['12-03T07:30', 4, undefined],
    ['12-04T07:30', 5, undefined],
  ]);
});

test('an application that is opened and not handed in reminds the applicant, and no official', async () => {
  const { id, openTasks } = await opened();
  expect(openTasks[0]).toMatchObject({ step: 1, dueAt: null });
  for (const moment of ['11-23T10:00', '11-24T09:00', '11-30T09:00', '12-07T09:00', '12-14T09:00']) {
    service.setTime(`2026-${moment}:00+07:00`);
    await ring();
  }
  expect((await rings(id)).map(({ at, data }) => [at, data?.kind, data?.to])).toEqual([
    ['2026-11-24T02:00:00.000Z', 'reminder', 'applicant'],
    ['2026-11-30T02:00:00.000Z', 'reminder', 'applicant'],
    ['2026-12-07T02:00:00.000Z', 'reminder', 'applicant'],
  ]);
});

test('two workers at once escalate each level once', async () => {
  const cases = await Promise.all(Array.from({ length: 12 }, atTheCounter));
  service.setTime('2026-11-23T11:15:00+07:00');
  const other = await service.beside();
  await Promise.all([ring(), other.app.get(Alarms).ringDue(), ring(), other.app.get(Alarms).ringDue()]);
  await other.app.close();
  for (const { id } of cases) expect((await rings(id)).map((entry) => entry.data?.rung)).toEqual([0, 1]);
});

test('no official is notified of a task that is done, or that waits for the applicant', async () => {
  const counter = await service.as('frontoffice');
  const { id, openTasks } = await atTheCounter();
  const input = { findings: [{ requirement: 'ktp', status: 'missing' }] };
  const returned = ok(await counter.complete(openTasks[0]!.id, 'incomplete', input));
  expect(returned.openTasks[0]).toMatchObject({ step: 1, dueAt: null });
  service.setTime('2026-12-11T12:00:00+07:00');
  await ring();
  expect(new Set((await rings(id)).map(({ data }) => data?.to))).toEqual(new Set(['applicant']));
});

test('a case that cannot be escalated delays no other', async () => {
  const [broken, sound] = [await atTheCounter(), await atTheCounter()];
  await service.sql(`update applications set definition = 'no such version' where id = $1`, [broken.id]);
  service.setTime('2026-11-23T10:45:00+07:00');
  await ring();
  expect(await rings(sound.id)).toHaveLength(1);
});

test('a locked case is escalated as soon as it is unlocked, and delays no other', async () => {
  const [held, sound] = [await atTheCounter(), await atTheCounter()];
  const client = new pg.Client({ connectionString: service.databaseUrl });
  await client.connect();
  try {
    await client.query('begin');
    await client.query('select from applications where id = $1 for update', [held.id]);
    service.setTime('2026-11-23T10:45:00+07:00');
    await ring();
    expect(await rings(sound.id)).toHaveLength(1);
    expect(await rings(held.id)).toEqual([]);
  } finally {
    await client.end();
  }
  service.setTime('2026-11-23T10:45:01+07:00');
  await ring();
  expect(await rings(held.id)).toHaveLength(1);
});

test('a worker that is stopped releases what it has claimed', async () => {
  const { id } = await atTheCounter();
  service.setTime('2026-11-23T10:45:00+07:00');
  expect(await service.app.get(Alarms).ringDue(AbortSignal.abort())).toBe(0);
  expect(await rings(id)).toEqual([]);
  await ring();
  expect(await rings(id)).toHaveLength(1);
});

test('a task shows what is used and left of its time, and what paused it', async () => {
  const counter = await service.as('frontoffice');
  const { openTasks } = await atTheCounter();
  const clockOf = async (id: string) => ok(await counter.get<{ clock: object | null }>(`/v1/tasks/${id}`)).clock;
  const id = openTasks[0]!.id;
  service.setTime('2026-11-23T10:30:00+07:00');
  expect(await clockOf(id)).toEqual({ unit: 'minute', standard: 120, used: 90, left: 30, pausedBy: null, pausedSince: null });
  // Over the break and half an hour beyond the deadline.
  service.setTime('2026-11-23T11:30:00+07:00');
  expect(await clockOf(id)).toMatchObject({ used: 150, left: -30 });
  const returned = ok(await counter.complete(id, 'incomplete', { findings: [{ requirement: 'ktp', status: 'missing' }] }));
  expect(await clockOf(returned.openTasks[0]!.id)).toMatchObject({ standard: 15, left: null, pausedBy: 'applicant' });
  expect(await clockOf(returned.openTasks[0]!.id)).toMatchObject({ pausedSince: '2026-11-23T04:30:00.000Z' });
  expect(await clockOf(id)).toBeNull();
});
