import type { CalendarChangeView, CalendarProposalView } from '../src/modules/calendar/calendar.view.js';
import type { TaskView } from '../src/modules/tasks/task.view.js';
import { boot, type Booted } from './support/boot.js';
import { ok, type PageOf, type Problem } from './support/client.js';
import { doStep, open } from './support/walk.js';

let service: Booted;
beforeAll(async () => {
  service = await boot();
});
afterAll(() => service.close());
beforeEach(() => service.setTime('2026-11-25T09:00:00+07:00'));

const TODAY = '/v1/calendar/holidays/2026-11-25';
const holiday = (source?: string) => ({ kind: 'holiday', name: 'Libur mendadak', ...(source && { source }) });
const version = async () => ok(await (await service.as('admin')).get<{ version: number }>('/v1/calendar')).version;

/** A task of two hours that is overdue. */
async function overdue() {
  service.setTime('2026-11-24T09:00:00+07:00');
  const application = await doStep(service, await open(service, 'iumk'));
  service.setTime('2026-11-25T09:00:00+07:00');
  const task = async () => ok(await (await service.as('frontoffice')).get<TaskView>(`/v1/tasks/${application.openTasks[0]!.id}`));
  return { application, task };
}

test('late work does not become timely by a holiday that is put and taken away', async () => {
  const { application, task } = await overdue();
  const admin = await service.as('admin');
  expect(await task()).toMatchObject({ overdue: true });
  for (const date of ['2026-11-25', '2026-11-24', '2026-01-05']) {
    const put = ok(await admin.put<CalendarChangeView>(`/v1/calendar/holidays/${date}`, holiday('SE Bupati')));
    expect(put).toMatchObject({ changes: [], moved: 0, proposal: expect.any(String) as string });
  }
  expect(await task()).toMatchObject({ overdue: true });
  const done = await doStep(service, application);
  expect(done.openTasks).toHaveLength(1);
});

test('a change of today needs a source and somebody else, names what it touches, and stands under the reports', async () => {
  const { application, task } = await overdue();
  const admin = await service.as('admin');
  const before = await version();
  const refused = await admin.put<Problem>(TODAY, holiday());
  expect([refused.status, refused.body.errors![0]!.pointer]).toEqual([422, '/source']);
  const { proposal } = ok(await admin.put<CalendarChangeView>(TODAY, holiday('SE Bupati 12/2026')));
  expect(await version()).toBe(before);
  const own = await admin.post<Problem>(`/v1/calendar/proposals/${proposal}/approve`);
  expect([own.status, own.body.code]).toEqual([403, 'SECOND_PERSON_NEEDED']);
  for (const nobody of ['frontoffice', 'pemohon', 'kabid']) {
    expect((await (await service.as(nobody)).post(`/v1/calendar/proposals/${proposal}/approve`)).status).toBe(403);
  }
  const head = await service.as('kadis');
  const approved = ok(await head.post<CalendarProposalView>(`/v1/calendar/proposals/${proposal}/approve`));
  expect(approved).toMatchObject({ decision: 'approved', source: 'SE Bupati 12/2026', firstDate: '2026-11-25', version: before + 1 });
  expect(approved.firstApplications).toContain(application.number);
  expect(approved.applications).toBeGreaterThanOrEqual(1);
  expect(await task()).toMatchObject({ overdue: true });
  const again = await head.post<Problem>(`/v1/calendar/proposals/${proposal}/approve`);
  expect([again.status, again.body.code]).toEqual([409, 'CALENDAR_PROPOSAL_DECIDED']);
  const report = ok(await head.get<{ notes: string[] }>('/v1/reports/sla?from=2026-11-01&until=2026-11-30'));
  expect(report.notes.filter((note) => note.includes('SE Bupati 12/2026') && note.includes('2026-11-25'))).toHaveLength(1);
  expect(ok(await head.get<{ notes: string[] }>('/v1/reports/sla?from=2026-01-01&until=2026-01-31')).notes).toEqual([]);
  const { items } = ok(await admin.get<PageOf<{ kind: string; data: { firstApplications?: string[] } }>>('/v1/audit?limit=100'));
  const proposed = items.find(({ kind }) => kind === 'calendar-proposed')!;
  expect(proposed.data.firstApplications).toContain(application.number);
  expect(items.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['calendar-approved', 'calendar-changed']));
});

test('taking back a day of the past, importing days and changing hours that hold already are no ways around it', async () => {
  const admin = await service.as('admin');
  const week = { mon: ['08:00-12:00'], tue: ['08:00-12:00'], wed: ['08:00-12:00'], thu: ['08:00-12:00'], fri: ['08:00-12:00'] };
  const before = await version();
  const { body } = await admin.get<{ days: { date: string }[] }>('/v1/calendar');
  expect(body.days.some(({ date }) => date === '2026-08-17')).toBe(true);
  const ordinary = { kind: 'ordinary', name: 'Masuk', source: 'SE' };
  expect(ok(await admin.put<CalendarChangeView>('/v1/calendar/holidays/2026-08-17', ordinary)).proposal).not.toBeNull();
  const days = [
    { date: '2026-12-30', ...holiday('SE') },
    { date: '2026-11-24', ...holiday('SE') },
  ];
  expect(ok(await admin.put<CalendarChangeView>('/v1/calendar/holidays', { days })).proposal).not.toBeNull();
  const profile = { name: 'Jam baru', from: '2026-11-01', until: '2026-11-30', week };
  expect((await admin.put('/v1/calendar/profiles/jam-baru', profile)).status).toBe(422);
  expect(ok(await admin.put<CalendarChangeView>('/v1/calendar/profiles/jam-baru', { ...profile, source: 'SE' })).proposal).not.toBeNull();
  expect(await version()).toBe(before);
});

test('days to come are changed by one person at once; a proposal can be rejected', async () => {
  const admin = await service.as('admin');
  const tomorrow = ok(await admin.put<CalendarChangeView>('/v1/calendar/holidays/2026-11-26', holiday()));
  expect(tomorrow).toMatchObject({ proposal: null, changes: [{ key: '2026-11-26' }] });
  ok(await admin.delete('/v1/calendar/holidays/2026-11-26'));
  const { proposal } = ok(await admin.put<CalendarChangeView>('/v1/calendar/holidays/2026-11-23', holiday('SE')));
  expect(ok(await admin.post<CalendarProposalView>(`/v1/calendar/proposals/${proposal}/reject`))).toMatchObject({ decision: 'rejected' });
  expect((await (await service.as('kadis')).post<Problem>(`/v1/calendar/proposals/${proposal}/approve`)).status).toBe(409);
  expect((await admin.post('/v1/calendar/proposals/x/approve')).status).toBe(404);
});

test('a delete that changes nothing makes no version', async () => {
  const before = await version();
  ok(await (await service.as('admin')).delete('/v1/calendar/holidays/2027-06-07'));
  expect(await version()).toBe(before);
});
