import { parseCalendar } from './parse-calendar.js';

const WIB = 'Asia/Jakarta';
const good = () => ({
  profiles: [
    { name: 'Biasa', source: 'Perpres 21/2023', week: { 'mon-thu': ['07:30-12:00', '13:00-16:00'], fri: ['07:30-24:00'] } },
    { name: 'Ramadan', confirmed: false, from: '2027-02-08', until: '2027-03-09', week: {} },
  ] as Record<string, unknown>[],
  days: {
    '2026-12-25': { kind: 'holiday', name: 'Natal', source: 'SKB' },
    '2026-12-31': { kind: 'short', name: 'Tutup buku', intervals: ['07:30-12:00'], confirmed: true },
  } as Record<string, unknown>,
});

function pointers(data: unknown, zone = WIB): string[] {
  const parsed = parseCalendar(data, zone);
  return parsed.ok ? [] : parsed.problems.map(({ pointer }) => pointer);
}

it('reads a calendar, and what an administrator is to confirm', () => {
  const day = [
    { from: 450, to: 720 },
    { from: 780, to: 960 },
  ];
  expect(parseCalendar(good(), WIB)).toEqual({
    ok: true,
    calendar: {
      zone: WIB,
      profiles: [
        { name: 'Biasa', source: 'Perpres 21/2023', week: { 1: day, 2: day, 3: day, 4: day, 5: [{ from: 450, to: 1440 }] } },
        { name: 'Ramadan', confirmed: false, from: '2027-02-08', until: '2027-03-09', week: {} },
      ],
      days: {
        '2026-12-25': { kind: 'holiday', name: 'Natal', intervals: [], source: 'SKB' },
        '2026-12-31': { kind: 'short', name: 'Tutup buku', intervals: [{ from: 450, to: 720 }] },
      },
    },
    unconfirmed: [{ pointer: '/profiles/1', name: 'Ramadan' }],
  });
});

it.each<[unknown, string]>([
  ['25:00-26:00', 'no such hour'],
  ['07:60-12:00', 'no such minute'],
  ['07:30-24:01', 'after midnight'],
  ['7:30-12:00', 'one digit'],
  ['07:30', 'no end'],
  ['12:00-07:30', 'reversed'],
  ['12:00-12:00', 'nothing in between'],
  ['15:00-17:00', 'overlapping the one before'],
  ['09:00-10:00', 'out of order'],
  [450, 'a number'],
  [null, 'nothing'],
])('refuses the hours %p: %s', (hours) => {
  const data = good();
  data.profiles[0]!['week'] = { mon: ['13:00-16:00', hours] };
  expect(pointers(data)).toEqual(['/profiles/0/week/mon/1']);
});

it.each(['2026-02-30', '2026-13-01', '2026-2-1', '26-02-01', 'x', '', '__proto__', '+010000-01-01'])('refuses the date %p', (date) => {
  expect(
    pointers({ ...good(), days: JSON.parse(JSON.stringify({ KEY: { kind: 'closed', name: 'x' } }).replace('KEY', date)) as unknown }),
  ).toEqual([`/days/${date}`]);
  const data = good();
  data.profiles[1]!['from'] = date;
  expect(pointers(data)).toEqual(['/profiles/1/from']);
});

it.each([
  ['/zone', (_: ReturnType<typeof good>) => undefined, 'Asia/Dairi'],
  ['/zone', (_: ReturnType<typeof good>) => undefined, '+07:00'],
  ['/zone', (_: ReturnType<typeof good>) => undefined, ''],
  ['/timeZone', (data: ReturnType<typeof good>) => Object.assign(data, { timeZone: WIB })],
  ['/profiles', (data: ReturnType<typeof good>) => (data.profiles = [])],
  ['/profiles/0/weeks', (data: ReturnType<typeof good>) => (data.profiles[0]!['weeks'] = {})],
  ['/profiles/0/name', (data: ReturnType<typeof good>) => delete data.profiles[0]!['name']],
  ['/profiles/0/week', (data: ReturnType<typeof good>) => delete data.profiles[0]!['week']],
  ['/profiles/0/week/monday', (data: ReturnType<typeof good>) => (data.profiles[0]!['week'] = { monday: [] })],
  ['/profiles/0/week/fri-mon', (data: ReturnType<typeof good>) => (data.profiles[0]!['week'] = { 'fri-mon': [] })],
  ['/profiles/0/week/tue', (data: ReturnType<typeof good>) => (data.profiles[0]!['week'] = { 'mon-thu': [], tue: [] })],
  ['/profiles/0/week/mon', (data: ReturnType<typeof good>) => (data.profiles[0]!['week'] = { mon: '07:30-12:00' })],
  ['/profiles/1/until', (data: ReturnType<typeof good>) => (data.profiles[1]!['until'] = '2027-02-07')],
  ['/profiles/1/confirmed', (data: ReturnType<typeof good>) => (data.profiles[1]!['confirmed'] = 'no')],
  ['/profiles/1', (data: ReturnType<typeof good>) => (data.profiles[1] = [] as never)],
  ['/days', (data: ReturnType<typeof good>) => (data.days = [] as never)],
  ['/days/2026-12-25/kind', (data: ReturnType<typeof good>) => (data.days['2026-12-25'] = { kind: 'party', name: 'x' })],
  ['/days/2026-12-25/name', (data: ReturnType<typeof good>) => (data.days['2026-12-25'] = { kind: 'holiday', name: ' ' })],
  [
    '/days/2026-12-25/intervals',
    (data: ReturnType<typeof good>) => (data.days['2026-12-25'] = { kind: 'holiday', name: 'x', intervals: ['07:30-12:00'] }),
  ],
  ['/days/2026-12-25/intervals', (data: ReturnType<typeof good>) => (data.days['2026-12-25'] = { kind: 'extra', name: 'x' })],
  ['/days/2026-12-25/a~1b~0c', (data: ReturnType<typeof good>) => (data.days['2026-12-25'] = { kind: 'closed', name: 'x', 'a/b~c': 1 })],
])('says what is wrong at %s', (pointer, spoil, zone = WIB) => {
  const data = good();
  spoil(data);
  expect(pointers(data, zone)).toEqual([pointer]);
});

it('refuses a calendar in which nobody ever works', () => {
  expect(pointers({ profiles: [{ name: 'x', week: { mon: [] } }] })).toEqual(['/profiles']);
});

it('says all that is wrong, in both languages', () => {
  const data = good();
  data.profiles[0]!['week'] = { mon: ['25:00-26:00'], someday: [] };
  data.days['2026-02-30'] = { kind: 'holiday', name: 'x' };
  expect(parseCalendar(data, 'WIB')).toMatchObject({ ok: false, problems: { length: 4 } });
  const parsed = parseCalendar({ ...good(), days: { x: { kind: 'closed', name: 'x' } } }, WIB);
  expect(parsed).toMatchObject({
    problems: [{ detail: { id: 'x bukan tanggal, misalnya "2026-11-23".', en: 'x is no date, such as "2026-11-23".' } }],
  });
});

it.each([
  undefined,
  null,
  1,
  'x',
  [],
  [[]],
  new Date(0),
  new Map(),
  { profiles: 1, days: 1 },
  { profiles: [null, 1, 'x', {}] },
  { profiles: Array(101).fill(1) },
])('takes anything without falling over: %p', (data) => expect(parseCalendar(data, WIB)).toMatchObject({ ok: false }));

it('does not drown in problems', () => {
  const days = Object.fromEntries(Array.from({ length: 20_000 }, (_, i) => [`day ${i}`, i]));
  expect(pointers({ ...good(), days }).length).toBeLessThanOrEqual(201);
});

it('cuts breaks out of the hours of a day, and refuses those outside', () => {
  const data = good();
  data.profiles[0]!['week'] = { mon: { hours: '07:30-16:00', breaks: ['10:00-10:15', '12:00-13:00'] }, tue: { hours: '08:00-09:00' } };
  expect(parseCalendar(data, WIB)).toMatchObject({
    calendar: {
      profiles: [
        {
          week: {
            1: [
              { from: 450, to: 600 },
              { from: 615, to: 720 },
              { from: 780, to: 960 },
            ],
            2: [{ from: 480, to: 540 }],
          },
        },
        {},
      ],
    },
  });
  data.profiles[0]!['week'] = {
    mon: { hours: '07:30-16:00', breaks: ['06:00-07:45', '15:30-16:30'], lunch: true },
    tue: { hours: '16:00-07:30' },
    wed: { breaks: [] },
    thu: { hours: '07:30-16:00', breaks: ['12:00-13:00', '11:00-11:30'] },
  };
  const at = (rest: string) => `/profiles/0/week/${rest}`;
  expect(pointers(data)).toEqual([
    at('mon/lunch'),
    at('mon/breaks/0'),
    at('mon/breaks/1'),
    at('tue/hours'),
    at('wed/hours'),
    at('thu/breaks/1'),
  ]);
});
