import { APPLICANT } from '../kernel/principal.js';
import { hours } from '../kernel/testing/calendars.js';
import { compileCalendar } from '../kernel/working-time.js';
import type { OpenTask } from './case-events.js';
import { dueEscalation, nextEscalation, sendableAt, type Escalation } from './escalation.js';
import type { Step } from './sop-definition.js';

const day = hours('08:00-16:00');
const working = compileCalendar({
  zone: 'Asia/Jakarta',
  profiles: [{ name: 'ordinary', week: { 1: day, 2: day, 3: day, 4: day, 5: day } }],
  days: {},
});
const policy = { remindAt: 0.75, superiors: ['back-office', 'service-head', 'secretary'] };
const step = { no: 2, standardTime: { amount: 2, unit: 'hour', text: '2 Jam' } } as Step;
const at = (time: string) => new Date(`${time}+07:00`);
const task = (over: Partial<OpenTask> = {}): OpenTask => ({
  ...{ id: 't', step: 2, role: 'front-office', section: null, openedAt: at('2026-11-23T09:00').toISOString() },
  ...{ left: { days: 0, ms: 7_200_000 }, claimedBy: null, rung: 0 },
  ...over,
});
const local = ({ at: moment }: Pick<Escalation, 'at'>) => new Date(moment.getTime() + 7 * 3_600_000).toISOString().slice(0, 16);

/** Records every level that is due while a service looks at the given moments, as a worker does. */
function run(start: OpenTask, moments: readonly string[]): string[] {
  let open = start;
  const seen: string[] = [];
  for (const moment of moments) {
    const now = at(moment);
    for (let level = dueEscalation(open, step, policy, working, now); level; level = dueEscalation(open, step, policy, working, now)) {
      seen.push(`${moment} ${level.kind} ${level.to}${level.overtaken ? ' (overtaken)' : ''}`);
      open = { ...open, rung: level.no + 1, escalatedAt: now.toISOString() };
    }
  }
  return seen;
}

test('a task in time is reminded of, then late, then one superior hears of it a working day', () => {
  const days = ['23', '24', '25', '26'].flatMap((date) => ['10:29', '10:30', '11:00', '15:00'].map((time) => `2026-11-${date}T${time}`));
  expect(run(task(), days)).toEqual([
    '2026-11-23T10:30 reminder front-office',
    '2026-11-23T11:00 overdue front-office',
    '2026-11-24T11:00 escalated back-office',
    '2026-11-25T11:00 escalated service-head',
    '2026-11-26T11:00 escalated secretary',
  ]);
});

test('after five weeks without the service each task says once that it is late, and superiors hear one a working day from the morning on', () => {
  const night = '2026-12-30T23:57';
  const moments = [
    night,
    '2026-12-31T03:00',
    '2026-12-31T07:59',
    '2026-12-31T08:00',
    '2026-12-31T15:00',
    '2027-01-01T08:00',
    '2027-01-02T10:00',
  ];
  expect(run(task(), [...moments, '2027-01-04T07:00', '2027-01-04T08:00'])).toEqual([
    `${night} reminder front-office (overtaken)`,
    `${night} overdue front-office`,
    '2026-12-31T08:00 escalated back-office',
    '2027-01-01T08:00 escalated service-head',
    '2027-01-04T08:00 escalated secretary',
  ]);
});

test('a superior is not notified at night when the service starts between two levels', () => {
  const late = task({ rung: 2, escalatedAt: at('2026-11-23T11:00').toISOString() });
  const level = nextEscalation(late, step, policy, working)!;
  expect(local(level)).toBe('2026-11-24T11:00');
  expect(sendableAt(level, at('2026-11-25T22:00'), working)).toEqual(at('2026-11-26T08:00'));
  expect(sendableAt(level, at('2026-11-24T11:00:01'), working)).toEqual(level.at);
});

test('a level that is due at closing time does not wait for the next morning', () => {
  const level = nextEscalation(task({ openedAt: at('2026-11-23T14:00').toISOString(), rung: 2 }), step, policy, working)!;
  expect(local(level)).toBe('2026-11-24T16:00');
  expect(sendableAt(level, at('2026-11-24T16:00:05'), working)).toEqual(level.at);
});

test('only the applicant is reminded of a task that lies with the applicant, by working days, and no superior hears of it', () => {
  const lies = task({ role: APPLICANT, left: null });
  expect(run(lies, ['2026-11-23T11:15', '2026-11-24T09:00', '2026-11-30T09:00', '2026-12-07T09:00', '2027-06-01T09:00'])).toEqual([
    '2026-11-24T09:00 reminder applicant',
    '2026-11-30T09:00 reminder applicant',
    '2026-12-07T09:00 reminder applicant',
  ]);
  // From before the clock stood still for it: the task has a deadline, and still no superior.
  expect(run(task({ role: APPLICANT }), ['2026-11-23T11:00', '2027-06-01T09:00'])).toEqual([
    '2026-11-23T11:00 reminder applicant (overtaken)',
    '2026-11-23T11:00 overdue applicant',
  ]);
});

test('the agency says after how many working days applicants are reminded', () => {
  const lies = task({ role: APPLICANT, left: null });
  expect(nextEscalation(lies, step, { ...policy, remindApplicantAfter: [] }, working)).toBeUndefined();
  expect(local(nextEscalation(lies, step, { ...policy, remindApplicantAfter: [3] }, working)!)).toBe('2026-11-26T09:00');
});
