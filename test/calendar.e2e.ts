import type { ApplicationView } from '../src/workflow/application.view.js';
import { boot, type Booted } from './support/boot.js';
import { ok, type Problem } from './support/client.js';

interface Change {
  readonly version: number;
  readonly moved: number;
  readonly day: { readonly kind: string } | null;
  readonly tasks: readonly { readonly id: string; readonly application: string; readonly from: string; readonly to: string }[];
}

interface CalendarAnswer {
  readonly zone: string;
  readonly days: readonly { readonly date: string; readonly kind: string; readonly name: string; readonly hours: readonly string[] }[];
}

let service: Booted;
beforeAll(async () => {
  service = await boot();
});
afterAll(() => service.close());

/** A task of two working hours, opened on a Monday at 15:30: due on Tuesday at 09:00. */
async function atTheCounter(): Promise<ApplicationView> {
  service.setTime('2026-11-23T15:30:00+07:00');
  const applicant = await service.as('pemohon');
  const { form } = ok(await applicant.get<{ form: { examples: object[] } }>('/v1/services/iumk'));
  const opened = ok(await applicant.post<ApplicationView>('/v1/applications', { service: 'iumk', form: form.examples[0] }));
  return ok(await applicant.complete(opened.openTasks[0]!.id, 'submitted'));
}

const dueAt = async (id: string) =>
  ok(await (await service.as('frontoffice')).get<ApplicationView>(`/v1/applications/${id}`)).openTasks[0]?.dueAt;

test('a holiday moves the deadlines of open tasks, says which, and its withdrawal moves them back', async () => {
  const admin = await service.as('admin');
  const application = await atTheCounter();
  const task = application.openTasks[0]!;
  expect(task.dueAt).toBe('2026-11-24T02:00:00.000Z');

  const holiday = ok(await admin.put<Change>('/v1/calendar/holidays/2026-11-24', { name: 'Pilkada', source: 'Keppres' }));
  expect(holiday).toMatchObject({ moved: 1, day: { kind: 'holiday' } });
  expect(holiday.tasks).toEqual([
    { id: task.id, application: application.number, step: 2, from: '2026-11-24T02:00:00.000Z', to: '2026-11-25T02:00:00.000Z' },
  ]);
  expect(await dueAt(application.id)).toBe('2026-11-25T02:00:00.000Z');
  const inbox = ok(await (await service.as('frontoffice')).get<{ items: { id: string; dueAt: string }[] }>('/v1/tasks'));
  expect(inbox.items.find(({ id }) => id === task.id)?.dueAt).toBe('2026-11-25T02:00:00.000Z');

  const again = ok(await admin.put<Change>('/v1/calendar/holidays/2026-11-24', { name: 'Pilkada serentak' }));
  expect(again).toMatchObject({ moved: 0, version: holiday.version + 1 });
  expect(ok(await admin.delete<Change>('/v1/calendar/holidays/2026-11-24'))).toMatchObject({ moved: 1, day: null });
  expect(await dueAt(application.id)).toBe('2026-11-24T02:00:00.000Z');
});

test('a short day counts with its own hours, and an ordinary one in spite of the file', async () => {
  const admin = await service.as('admin');
  const application = await atTheCounter();
  const short = { kind: 'short', name: 'Setengah hari', intervals: ['07:30-08:00'] };
  ok(await admin.put('/v1/calendar/holidays/2026-11-24', short));
  // Half an hour on Monday, half an hour on the short Tuesday, an hour on Wednesday.
  expect(await dueAt(application.id)).toBe('2026-11-25T01:30:00.000Z');
  ok(await admin.put('/v1/calendar/holidays/2026-12-25', { kind: 'ordinary', name: 'Natal tetap masuk' }));
  const calendar = ok(await admin.get<CalendarAnswer>('/v1/calendar'));
  expect(calendar.zone).toBe('Asia/Jakarta');
  expect(calendar.days.find(({ date }) => date === '2026-11-24')).toEqual({
    date: '2026-11-24',
    kind: 'short',
    name: 'Setengah hari',
    confirmed: true,
    hours: ['07:30-08:00'],
    shipped: false,
    changed: { by: 'Admin (demo)', at: '2026-11-23T08:30:00.000Z' },
  });
  expect(calendar.days.some(({ date }) => date === '2026-12-25')).toBe(false);
  ok(await admin.delete('/v1/calendar/holidays/2026-11-24'));
});

test('another node counts by the new calendar from its next command on', async () => {
  const admin = await service.as('admin');
  const other = await service.beside();
  ok(await admin.put('/v1/calendar/holidays/2026-11-24', { name: 'Libur' }));
  service.setTime('2026-11-23T15:30:00+07:00');
  const applicant = await other.as('pemohon');
  const { form } = ok(await applicant.get<{ form: { examples: object[] } }>('/v1/services/iumk'));
  const opened = ok(await applicant.post<ApplicationView>('/v1/applications', { service: 'iumk', form: form.examples[0] }));
  const submitted = ok(await applicant.complete(opened.openTasks[0]!.id, 'submitted'));
  expect(submitted.openTasks[0]?.dueAt).toBe('2026-11-25T02:00:00.000Z');
  await other.app.close();
  ok(await admin.delete('/v1/calendar/holidays/2026-11-24'));
});

test.each([
  ['2026-02-30', { name: 'Bukan tanggal' }, 400, 'DATE_INVALID', undefined],
  ['besok', { name: 'Bukan tanggal' }, 400, 'DATE_INVALID', undefined],
  ['2026-12-01', {}, 422, 'INPUT_INVALID', '/name'],
  ['2026-12-01', { name: 'Jam tanpa jenis', intervals: ['07:30-12:00'] }, 422, 'INPUT_INVALID', '/intervals'],
  ['2026-12-01', { name: 'Terbalik', kind: 'short', intervals: ['12:00-07:30'] }, 422, 'INPUT_INVALID', '/intervals/0'],
  ['2026-12-01', { name: 'Jenis', kind: 'pesta' }, 422, 'INPUT_INVALID', '/kind'],
])('a change of %s to %j is refused', async (date, body, status, code, pointer) => {
  const answer = await (await service.as('admin')).put<Problem>(`/v1/calendar/holidays/${date}`, body);
  expect([answer.status, answer.body.code]).toEqual([status, code]);
  if (pointer) expect(answer.body.errors?.map((error) => error.pointer)).toContain(pointer);
});

test('only an administrator changes the calendar', async () => {
  const answer = await (await service.as('kadis')).put<Problem>('/v1/calendar/holidays/2026-12-01', { name: 'Libur' });
  expect([answer.status, answer.body.code]).toEqual([403, 'NOT_ALLOWED']);
});
