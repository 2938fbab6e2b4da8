import { boot, type Booted } from './support/boot.js';
import { ok, type Problem } from './support/client.js';

interface CalendarAnswer {
  readonly profiles: readonly { readonly name: string }[];
  readonly days: readonly { readonly date: string }[];
}

const week = { 'mon-thu': { hours: '08:00-15:00', breaks: ['12:00-12:30'] }, fri: ['08:00-11:30', '12:30-15:30'] };

let service: Booted;
beforeAll(async () => {
  service = await boot();
});
afterAll(() => service.close());

const admin = () => service.as('admin');
const calendar = async () => ok(await (await admin()).get<CalendarAnswer>('/v1/calendar'));

const profile = (more: object) => ({ name: 'Jam lain', from: '2028-01-03', until: '2028-01-07', week, ...more });
const run = (from: string, days: number) =>
  Array.from({ length: days }, (_, day) => ({
    date: new Date(Date.parse(from) + day * 86_400_000).toISOString().slice(0, 10),
    name: 'Tutup',
  }));

describe('refused is', () => {
  it.each<[string, string, object, number, string, string[] | undefined]>([
    ['a year of 9999', 'profiles/x', profile({ until: '9999-12-31' }), 422, 'INPUT_INVALID', ['/until']],
    ['a year 0', 'profiles/x', profile({ from: '0000-01-01' }), 422, 'INPUT_INVALID', ['/from']],
    ['a date that is none', 'profiles/x', profile({ from: '2028-02-30' }), 422, 'INPUT_INVALID', ['/from']],
    ['an end before the beginning', 'profiles/x', profile({ until: '2028-01-01' }), 422, 'INPUT_INVALID', ['/until']],
    ['an hour of 25', 'profiles/x', profile({ week: { mon: ['25:00-26:00'] } }), 422, 'INPUT_INVALID', ['/week/mon/0']],
    ['hours upside down', 'profiles/x', profile({ week: { mon: ['16:00-07:30'] } }), 422, 'INPUT_INVALID', ['/week/mon/0']],
    ['hours that overlap', 'profiles/x', profile({ week: { mon: ['08:00-12:00', '11:00-15:00'] } }), 422, 'INPUT_INVALID', ['/week/mon/1']],
    [
      'a break outside the hours',
      'profiles/x',
      profile({ week: { fri: { hours: '08:00-12:00', breaks: ['11:30-12:30'] } } }),
      422,
      'INPUT_INVALID',
      ['/week/fri/breaks/0'],
    ],
    ['a weekday that is none', 'profiles/x', profile({ week: { senin: [] } }), 422, 'INPUT_INVALID', ['/week/senin']],
    ['a week that is none', 'profiles/x', profile({ week: [] }), 422, 'INPUT_INVALID', ['/week']],
    ['no week', 'profiles/x', { name: 'x' }, 422, 'INPUT_INVALID', ['/week']],
    ['a profile over another', 'profiles/x', profile({ from: '2027-03-01', until: '2027-03-20' }), 422, 'INPUT_INVALID', ['/from']],
    ['a second ordinary week', 'profiles/x', { name: 'x', week }, 422, 'INPUT_INVALID', ['/from']],
    ['a week in which nobody ever works', 'profiles/hari-kerja-biasa', { name: 'x', week: {} }, 422, 'INPUT_INVALID', ['/week']],
    ['an ordinary week that ends', 'profiles/hari-kerja-biasa', { name: 'x', until: '2030-12-31', week }, 422, 'INPUT_INVALID', ['/week']],
    ['years of nothing', 'profiles/x', profile({ until: '2031-01-01', week: {} }), 422, 'INPUT_INVALID', ['/week']],
    ['something unknown', 'profiles/x', profile({ zone: 'Asia/Tokyo' }), 422, 'INPUT_INVALID', ['/zone']],
    ['a code that is none', 'profiles/Ramadan%201448', profile({}), 400, 'PROFILE_CODE_INVALID', undefined],
    ['a code like a path', 'profiles/..%2f..%2fetc', profile({}), 400, 'PROFILE_CODE_INVALID', undefined],
    ['a holiday in 9999', 'holidays/9999-12-31', { name: 'x' }, 400, 'DATE_INVALID', undefined],
    ['an import of nothing', 'holidays', { days: [] }, 422, 'INPUT_INVALID', ['/days']],
    ['an import of what are no days', 'holidays', { days: [1, 'x', null] }, 422, 'INPUT_INVALID', ['/days']],
    ['an import of too much', 'holidays', { days: run('2030-01-01', 501) }, 422, 'INPUT_INVALID', ['/days']],
    ['an import of a year and more of nothing', 'holidays', { days: run('2030-01-01', 400) }, 422, 'INPUT_INVALID', ['/days']],
    [
      'an import with several mistakes',
      'holidays',
      {
        days: [
          { date: '2028-02-30', name: 'x' },
          { date: '2028-02-01' },
          { date: '2028-02-03', name: 'x', kind: 'pesta' },
          { date: '2028-02-03', name: 'x', foo: 1 },
          { date: '2028-02-03', name: 'x', kind: 'short', intervals: ['12:00-07:30'] },
          { date: 5, name: 'x' },
        ],
      },
      422,
      'INPUT_INVALID',
      [
        '/days/0/date',
        '/days/1/name',
        '/days/2/kind',
        '/days/3/foo',
        '/days/3/date',
        '/days/4/intervals/0',
        '/days/4/intervals',
        '/days/4/date',
        '/days/5/date',
      ],
    ],
  ])('%s', async (_, url, body, status, code, pointers) => {
    const answer = await (await admin()).put<Problem>(`/v1/calendar/${url}`, body);
    expect([answer.status, answer.body.code, answer.body.errors?.map(({ pointer }) => pointer)]).toEqual([status, code, pointers]);
  });

  it('and leaves the calendar as it was', async () => {
    const { profiles, days } = await calendar();
    expect(profiles.map(({ name }) => name)).toEqual(['Hari kerja biasa', 'Ramadan 1446 H', 'Ramadan 1447 H', 'Ramadan 1448 H']);
    expect(days.some(({ date }) => date > '2027-12-31')).toBe(false);
  });

  it.each(['put', 'delete'] as const)('whoever is no administrator, by %s', async (method) => {
    const session = await service.as('kadis');
    for (const url of ['holidays', 'holidays/2028-01-01', 'profiles/x', 'holidays/2027-03-10/confirmation', 'profiles/x/confirmation']) {
      const answer =
        method === 'put' ? await session.put<Problem>(`/v1/calendar/${url}`, {}) : await session.delete<Problem>(`/v1/calendar/${url}`);
      expect([url, [403, 404, 405].includes(answer.status)]).toEqual([url, true]);
    }
  });
});
