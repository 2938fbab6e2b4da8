import type { TimelineEntryView } from '../src/modules/applications/timeline.view.js';
import type { TaskSummaryView, TaskView } from '../src/modules/tasks/task.view.js';
import type { ApplicationView } from '../src/workflow/application.view.js';
import { boot, type Booted } from './support/boot.js';
import { ok, type PageOf } from './support/client.js';
import { doStep, open } from './support/walk.js';

let service: Booted;
beforeAll(async () => {
  service = await boot();
});
afterAll(() => service.close());

/** A moment in Sidikalang, as a clerk would write it. */
const wib = (time: string) => new Date(`${time.replace(' ', 'T')}:00+07:00`).toISOString();
const due = (application: ApplicationView) => application.openTasks[0]!.dueAt;
const used = async ({ id }: ApplicationView) => {
  const { items } = ok(await (await service.as('frontoffice')).get<PageOf<TimelineEntryView>>(`/v1/applications/${id}/timeline`));
  return items.filter(({ type }) => type === 'completed').map((entry) => [entry.step, entry.used!.minutes]);
};

/** A case that comes to a row at that moment, all rows before it done a moment earlier. */
async function arriving(row: number, time: string, code = 'iumk'): Promise<ApplicationView> {
  service.setTime(wib(time));
  let application = await open(service, code);
  while (application.openTasks[0]!.step !== row) application = await doStep(service, application);
  return application;
}

async function goesOn(application: ApplicationView, time: string, outcome?: string): Promise<ApplicationView> {
  service.setTime(wib(time));
  return doStep(service, application, outcome);
}

describe('a deadline counts working time', () => {
  it.each([
    ['2 Jam from Saturday end on Monday', 'iumk', 2, '2026-11-21 10:00', '2026-11-23 09:30'],
    ['2 Jam before opening end two hours after it', 'iumk', 2, '2026-11-23 05:00', '2026-11-23 09:30'],
    ['2 Jam from Friday 15:30 end on Monday 08:30', 'iumk', 2, '2026-11-20 15:30', '2026-11-23 08:30'],
    ['2 Jam go around the break at noon', 'iumk', 2, '2026-11-24 11:30', '2026-11-24 14:30'],
    ['2 Jam go around the longer break of Friday', 'iumk', 2, '2026-11-27 11:00', '2026-11-27 14:30'],
    ['1 Hari from Thursday 15:00 is used up on Friday 15:30', 'iumk', 6, '2026-11-19 15:00', '2026-11-20 15:30'],
    ['1 Hari from opening ends at closing', 'iumk', 6, '2026-11-23 07:30', '2026-11-23 16:00'],
    ['2 Hari from Friday go over the weekend', 'iumk', 7, '2026-11-20 13:00', '2026-11-24 11:30'],
    ['1 Hari goes around joint leave, holiday and weekend', 'iumk', 6, '2026-12-23 15:00', '2026-12-28 15:00'],
    ['1 Hari of half an ordinary day and half a day of Ramadan is one Hari', 'iumk', 6, '2026-02-18 11:15', '2026-02-19 11:15'],
  ])('%s', async (_, code, row, time, expected) => {
    expect(due(await arriving(row, time, code))).toBe(wib(expected));
  });

  it.each(['iumk', 'sik-perekam-medis'])('has none for the row of the applicant: no clock of the office runs (%s)', async (code) => {
    const application = await arriving(1, '2026-11-23 09:00', code);
    expect(due(application)).toBeNull();
    expect(application.clock).toMatchObject({ used: { days: 0, minutes: 0 }, runningSince: null, pausedBy: 'applicant' });
    const handedIn = await goesOn(application, '2026-11-25 10:00');
    expect(handedIn.clock).toMatchObject({ used: { days: 0, minutes: 0 }, runningSince: wib('2026-11-25 10:00') });
  });

  it('is the same in the inbox, the task and the case', async () => {
    const application = await arriving(2, '2026-11-20 15:30');
    const clerk = await service.as('frontoffice');
    const { id } = application.openTasks[0]!;
    expect(ok(await clerk.get<TaskView>(`/v1/tasks/${id}`)).dueAt).toBe(due(application));
    const { items } = ok(await clerk.get<PageOf<TaskSummaryView>>(`/v1/tasks?application=${application.id}`));
    expect(items).toMatchObject([
      { id, dueAt: due(application), overdue: false, application: { openTasks: [{ dueAt: due(application) }] } },
    ]);
  });
});

describe('the clock of a step that the case comes back to', () => {
  it('stands still while the applicant has the ball, and goes on where it stood', async () => {
    let application = await arriving(2, '2026-11-23 09:00');
    expect(due(application)).toBe(wib('2026-11-23 11:00'));
    application = await goesOn(application, '2026-11-23 09:30', 'incomplete');
    expect([application.openTasks[0]!.step, due(application)]).toEqual([1, null]);
    // Three days later half an hour of the two is still used, and no more.
    application = await goesOn(application, '2026-11-26 10:00');
    expect(due(application)).toBe(wib('2026-11-26 11:30'));
    application = await goesOn(application, '2026-11-26 10:45', 'incomplete');
    application = await goesOn(application, '2026-11-27 10:45');
    expect(due(application)).toBe(wib('2026-11-27 11:30'));
    application = await goesOn(application, '2026-11-27 13:30');
    expect(application.openTasks[0]!.step).toBe(3);
    expect(await used(application)).toEqual([[1, 0], [2, 30], [1, 0], [2, 45], [1, 0], [2, 75]]); // prettier-ignore
  });

  it('has nothing left when it was used up, and is late from its first moment', async () => {
    let application = await arriving(2, '2026-11-23 09:00');
    application = await goesOn(application, '2026-11-23 14:00', 'incomplete');
    application = await goesOn(application, '2026-11-25 10:00');
    expect(due(application)).toBe(wib('2026-11-25 10:00'));
    service.setTime(wib('2026-11-25 10:01'));
    const { overdue } = ok(await (await service.as('frontoffice')).get<TaskView>(`/v1/tasks/${application.openTasks[0]!.id}`));
    expect(overdue).toBe(true);
  });

  it('goes on for every row between, each by what it has used itself', async () => {
    let application = await arriving(5, '2026-11-23 09:00');
    application = await goesOn(application, '2026-11-23 10:00', 'correct');
    application = await goesOn(application, '2026-11-24 08:00');
    application = await goesOn(application, '2026-11-24 09:00');
    expect([application.openTasks[0]!.step, due(application)]).toEqual([3, wib('2026-11-24 09:30')]);
    application = await goesOn(application, '2026-11-24 09:10');
    application = await goesOn(application, '2026-11-24 09:20');
    expect([application.openTasks[0]!.step, due(application)]).toEqual([5, wib('2026-11-24 10:20')]);
  });

  it('goes on at the drafting too, where a signature is refused', async () => {
    let application = await arriving(17, '2026-11-23 09:00');
    application = await goesOn(application, '2026-11-23 09:20');
    application = await goesOn(application, '2026-11-23 09:30', 'revise');
    expect([application.openTasks[0]!.step, due(application)]).toEqual([17, wib('2026-11-23 09:40')]);
  });

  it('counts half of a Hari that was used as half', async () => {
    let application = await arriving(20, '2026-11-23 07:30', 'sik-perekam-medis');
    expect(due(application)).toBe(wib('2026-11-23 16:00'));
    // Half of a day of 7 h 30 min are gone at 11:15.
    application = await goesOn(application, '2026-11-23 11:15', 'revise');
    application = await goesOn(application, '2026-11-24 07:30');
    application = await goesOn(application, '2026-11-24 07:30');
    application = await goesOn(application, '2026-11-24 07:30');
    expect([application.openTasks[0]!.step, due(application)]).toEqual([20, wib('2026-11-24 11:15')]);
  });
});

describe('the inbox', () => {
  it('puts the most urgent first, knows what is late, due today and due this week, and takes pages', async () => {
    const clerk = await service.as('frontoffice');
    const late = await arriving(2, '2027-06-14 08:00');
    const soon = await arriving(3, '2027-06-14 12:00');
    const later = await arriving(4, '2027-06-14 15:30');
    service.setTime(wib('2027-06-14 13:05'));
    const ours = [late, soon, later].map(({ id }) => id);
    const list = async (query: string) => {
      const { items } = ok(await clerk.get<PageOf<TaskSummaryView>>(`/v1/tasks?limit=200&${query}`));
      return items.map((task) => task.application.id).filter((id) => ours.includes(id));
    };
    expect(await list('')).toEqual(ours);
    expect(await list('due=overdue')).toEqual([late.id]);
    expect(await list('due=today')).toEqual([late.id, soon.id]);
    expect(await list('due=week')).toEqual(ours);
    const all: string[] = [];
    for (let after: string | null = ''; after !== null;) {
      const page: PageOf<TaskSummaryView> = ok(await clerk.get(`/v1/tasks?limit=2${after && `&after=${after}`}`));
      all.push(...page.items.map(({ id }) => id));
      after = page.next;
    }
    expect(all).toEqual(ok(await clerk.get<PageOf<TaskSummaryView>>('/v1/tasks?limit=200')).items.map(({ id }) => id));
    expect(new Set(all).size).toBe(all.length);
  });
});
