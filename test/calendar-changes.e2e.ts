import type { CalendarHistoryView } from '../src/modules/calendar/calendar.view.js';
import type { ApplicationView } from '../src/workflow/application.view.js';
import { boot, type Booted } from './support/boot.js';
import { ok, type PageOf, type Problem } from './support/client.js';
import { doStep, open } from './support/walk.js';

interface Change {
  readonly version: number;
  readonly moved: number;
  readonly complete: boolean;
  readonly changes: readonly {
    readonly kind: string;
    readonly key: string;
    readonly before: object | null;
    readonly after: object | null;
  }[];
  readonly tasks: readonly { readonly id: string; readonly from: string; readonly to: string }[];
}

interface Profile {
  readonly code: string;
  readonly name: string;
  readonly confirmed: boolean;
  readonly shipped: boolean;
  readonly from?: string;
  readonly until?: string;
  readonly week: Readonly<Record<string, readonly string[]>>;
}

interface CalendarAnswer {
  readonly version: number;
  readonly zone: string;
  readonly zoneName: string;
  readonly profiles: readonly Profile[];
  readonly days: readonly { readonly date: string; readonly kind: string; readonly confirmed: boolean; readonly shipped: boolean }[];
  readonly ordinary: readonly { readonly date: string }[];
  readonly unconfirmed: readonly { readonly pointer: string; readonly date?: string; readonly code?: string }[];
}

const RAMADAN = '/v1/calendar/profiles/ramadan-1448-h';
const week = { 'mon-thu': { hours: '08:00-15:00', breaks: ['12:00-12:30'] }, fri: ['08:00-11:30', '12:30-15:30'] };

let service: Booted;
beforeAll(async () => {
  service = await boot();
});
afterAll(() => service.close());

const admin = () => service.as('admin');
const calendar = async () => ok(await (await admin()).get<CalendarAnswer>('/v1/calendar'));
const dueAt = async ({ id }: ApplicationView) =>
  ok(await (await service.as('frontoffice')).get<ApplicationView>(`/v1/applications/${id}`)).openTasks[0]?.dueAt;

/** Row 2: two working hours. */
async function atTheCounter(time: string): Promise<ApplicationView> {
  service.setTime(time);
  return doStep(service, await open(service, 'iumk'));
}

describe('a profile', () => {
  it('is shown with the time it holds for, and in the words in which it is changed', async () => {
    const { zone, zoneName, profiles, unconfirmed } = await calendar();
    expect([zone, zoneName]).toEqual(['Asia/Jakarta', 'WIB']);
    expect(profiles.at(-1)).toEqual({
      code: 'ramadan-1448-h',
      name: 'Ramadan 1448 H',
      source: expect.any(String),
      confirmed: false,
      shipped: true,
      from: '2027-02-08',
      until: '2027-03-09',
      week: expect.objectContaining({ mon: ['08:00-12:00', '12:30-15:00'], fri: ['08:00-11:30', '12:30-15:30'] }),
    });
    expect(unconfirmed).toContainEqual(expect.objectContaining({ pointer: '/profiles/3', code: 'ramadan-1448-h' }));
  });

  it('is set when the ministry announces it, deadlines follow, and goes back to what the file says', async () => {
    const session = await admin();
    // 07:30 to 09:30 by the ordinary week, 08:00 to 10:00 if Ramadan begins on that Friday.
    const application = await atTheCounter('2027-02-04T16:00:00+07:00');
    const joint = await dueAt(application);
    expect(joint).toBe('2027-02-08T03:00:00.000Z');
    const body = { name: 'Ramadan 1448 H', source: 'Sidang isbat 8 Februari 2027', from: '2027-02-09', until: '2027-03-10', week };
    const set = ok(await session.put<Change>(RAMADAN, body));
    expect(set).toMatchObject({ moved: 1, complete: true, tasks: [{ from: joint, to: '2027-02-08T02:30:00.000Z' }] });
    expect(set.changes).toMatchObject([
      {
        kind: 'profile',
        key: 'ramadan-1448-h',
        before: { from: '2027-02-08', confirmed: false },
        after: { from: '2027-02-09', confirmed: true },
      },
    ]);
    expect(await dueAt(application)).toBe('2027-02-08T02:30:00.000Z');
    const { profiles, unconfirmed } = await calendar();
    expect(profiles.at(-1)).toMatchObject({
      from: '2027-02-09',
      shipped: false,
      changed: { by: 'Admin (demo)' },
      week: { mon: ['08:00-12:00', '12:30-15:00'] },
    });
    expect(unconfirmed.some(({ code }) => code === 'ramadan-1448-h')).toBe(false);

    // What is read can be sent back as it stands.
    const { name, from, until, week: read } = profiles.at(-1)!;
    expect(ok(await session.put<Change>(RAMADAN, { name, from, until, week: read }))).toMatchObject({ moved: 0 });
    expect(ok(await session.delete<Change>(RAMADAN))).toMatchObject({ moved: 1, complete: true });
    expect(await dueAt(application)).toBe(joint);
    expect((await calendar()).profiles.at(-1)).toMatchObject({ from: '2027-02-08', shipped: true });
  });

  it('that holds from a day on lies above the ordinary week, and below Ramadan', async () => {
    service.setTime('2026-12-01T09:00:00+07:00');
    const session = await admin();
    const url = '/v1/calendar/profiles/jam-2027';
    ok(await session.put(url, { name: 'Jam kerja 2027', from: '2027-01-01', week: { 'mon-fri': ['09:00-12:00', '13:00-15:00'] } }));
    expect((await calendar()).profiles.map(({ code }) => code)).toEqual([
      'hari-kerja-biasa',
      'jam-2027',
      'ramadan-1446-h',
      'ramadan-1447-h',
      'ramadan-1448-h',
    ]);
    expect(await dueAt(await atTheCounter('2027-01-18T08:00:00+07:00'))).toBe('2027-01-18T04:00:00.000Z');
    expect(await dueAt(await atTheCounter('2027-02-15T07:00:00+07:00'))).toBe('2027-02-15T03:00:00.000Z');
    // Before it holds: once it does, a second person is needed.
    service.setTime('2026-12-01T09:00:00+07:00');
    ok(await session.delete(url));
    const gone = await session.delete<Problem>(url);
    expect([gone.status, gone.body.code]).toEqual([404, 'CALENDAR_PROFILE_NOT_FOUND']);
  });
});

describe('days', () => {
  it('are imported in one change with one answer', async () => {
    const session = await admin();
    const application = await atTheCounter('2026-11-30T15:30:00+07:00');
    const { version } = await calendar();
    const days = [
      { date: '2026-12-01', kind: 'joint-leave', name: 'Cuti bersama', source: 'SKB' },
      { date: '2026-12-02', name: 'Libur', source: 'SKB' },
      { date: '2026-12-03', kind: 'short', name: 'Setengah hari', intervals: ['07:30-08:30'] },
      { date: '2026-12-05', kind: 'extra', name: 'Sabtu pengganti', intervals: ['08:00-12:00'] },
      { date: '2026-12-24', kind: 'ordinary', name: 'Cuti bersama dicabut' },
      { date: '2028-01-01', name: 'Tahun Baru 2028 Masehi', confirmed: false },
    ];
    const change = ok(await session.put<Change>('/v1/calendar/holidays', { days }));
    expect(change).toMatchObject({ version: version + 1, moved: 1, complete: true });
    expect(change.changes.map(({ key, after }) => [key, after && 'kind' in after ? after.kind : null])).toEqual([
      ['2026-12-01', 'joint-leave'],
      ['2026-12-02', 'holiday'],
      ['2026-12-03', 'short'],
      ['2026-12-05', 'extra'],
      ['2026-12-24', null],
      ['2028-01-01', 'holiday'],
    ]);
    // Half an hour on Monday, an hour on the short Thursday, half an hour on Friday.
    expect(await dueAt(application)).toBe('2026-12-04T01:00:00.000Z');
    const read = await calendar();
    expect(read.ordinary).toMatchObject([{ date: '2026-12-24', changed: { by: 'Admin (demo)' } }]);
    expect(read.days.map(({ date }) => date)).toEqual([...read.days.map(({ date }) => date)].sort());
    expect(read.unconfirmed).toContainEqual({ pointer: '/days/2028-01-01', date: '2028-01-01', name: 'Tahun Baru 2028 Masehi' });
    for (const { date } of days) ok(await session.delete(`/v1/calendar/holidays/${date}`));
  });

  it('that are expected are confirmed by an administrator, by name and time', async () => {
    service.setTime('2027-03-09T18:00:00+07:00');
    const session = await admin();
    const confirmed = ok(
      await session.put<Change>('/v1/calendar/holidays/2027-03-10/confirmation', { source: 'Sidang isbat 9 Maret 2027' }),
    );
    expect(confirmed).toMatchObject({ moved: 0, day: { kind: 'holiday', confirmed: true, source: 'Sidang isbat 9 Maret 2027' } });
    ok(await session.put(`${RAMADAN}/confirmation`, {}));
    const { days, profiles, unconfirmed } = await calendar();
    const changed = { by: 'Admin (demo)', at: '2027-03-09T11:00:00.000Z' };
    expect(days.find(({ date }) => date === '2027-03-10')).toMatchObject({ name: 'Idulfitri 1448 Hijriah', confirmed: true, changed });
    expect(profiles.at(-1)).toMatchObject({ until: '2027-03-09', confirmed: true, changed });
    expect(unconfirmed.map(({ date, code }) => date ?? code)).toEqual(['2027-03-11', '2027-05-17']);
    const nothing = await session.put<Problem>('/v1/calendar/holidays/2027-04-01/confirmation', {});
    expect([nothing.status, nothing.body.code]).toEqual([404, 'CALENDAR_DAY_NOT_FOUND']);
  });
});

describe('a change', () => {
  it('is kept for good, with who, when, what, and the tasks that moved', async () => {
    const application = await atTheCounter('2026-12-07T15:30:00+07:00');
    const session = await admin();
    const { version } = ok(await session.put<Change>('/v1/calendar/holidays/2026-12-08', { name: 'Pilkada' }));
    ok(await session.delete('/v1/calendar/holidays/2026-12-08'));
    const staff = await service.as('kabid');
    const { items, next } = ok(await staff.get<PageOf<CalendarHistoryView>>('/v1/calendar/changes?limit=2'));
    expect(items).toMatchObject([
      { version: version + 1, changes: [{ key: '2026-12-08', before: { name: 'Pilkada' }, after: null }], moved: 1 },
      {
        version,
        at: '2026-12-07T08:30:00.000Z',
        actorName: 'Admin (demo)',
        changes: [{ kind: 'day', key: '2026-12-08', before: null, after: { kind: 'holiday', name: 'Pilkada' } }],
        moved: 1,
      },
    ]);
    const rest = ok(await staff.get<PageOf<CalendarHistoryView>>(`/v1/calendar/changes?limit=200&after=${next}`));
    expect(rest.items.at(-1)).toMatchObject({ version: 1, actorId: 'system', changes: [{ kind: 'file', key: 'perpres-21-2023' }] });
    const moved = ok(await staff.get<PageOf<object>>(`/v1/calendar/changes/${version}/tasks`));
    expect(moved).toEqual({
      items: [
        {
          id: application.openTasks[0]!.id,
          application: application.number,
          step: 2,
          from: '2026-12-08T02:00:00.000Z',
          to: '2026-12-09T02:00:00.000Z',
        },
      ],
      next: null,
    });
    await expect(service.sql('update calendar_changes set actor_name = $1', ['nobody'])).rejects.toThrow('append-only');
    for (const unknown of ['999', 'x', '-1', '1e3']) {
      const answer = await staff.get<Problem>(`/v1/calendar/changes/${unknown}/tasks`);
      expect([answer.status, answer.body.code]).toEqual([404, 'CALENDAR_VERSION_NOT_FOUND']);
    }
    const applicant = await (await service.as('pemohon')).get<Problem>('/v1/calendar/changes');
    expect([applicant.status, applicant.body.code]).toEqual([403, 'NOT_ALLOWED']);
  });

  it('is refused by If-Match when somebody was faster, and done once by Idempotency-Key', async () => {
    const session = await admin();
    await atTheCounter('2026-12-07T15:30:00+07:00');
    const read = await session.get<CalendarAnswer>('/v1/calendar');
    const etag = String(read.headers['etag']);
    expect(etag).toBe(`"${read.body.version}"`);
    const url = '/v1/calendar/holidays/2026-12-08';
    const headers = { 'if-match': etag, 'idempotency-key': 'pilkada' };
    const first = await session.put<Change>(url, { name: 'Pilkada' }, headers);
    expect([first.status, first.headers['etag']]).toEqual([200, `"${read.body.version + 1}"`]);
    const again = await session.put<Change>(url, { name: 'Pilkada' }, headers);
    expect(again.body).toEqual(first.body);
    const late = await session.put<Problem>(url, { name: 'Lain' }, { 'if-match': etag });
    expect([late.status, late.body.code]).toEqual([412, 'VERSION_STALE']);
    expect((await calendar()).version).toBe(read.body.version + 1);
    ok(await session.delete(url));
  });
});
