import type { OrphanView, TaskCountsView } from '../src/modules/tasks/inbox.view.js';
import type { TaskSummaryView } from '../src/modules/tasks/task.view.js';
import type { ServiceView } from '../src/modules/catalogue/service.view.js';
import type { ApplicationView } from '../src/workflow/application.view.js';
import { boot, type Booted } from './support/boot.js';
import { ok, type PageOf, type Problem, type Session } from './support/client.js';
import { choices, doStep, STOP, walk } from './support/walk.js';

const BUCKETS = ['overdue', 'today', 'this-week', 'later', 'waiting'] as const;

let service: Booted;
let admin: Session;
let clerk: Session;
let atCounter: ApplicationView;

/** Cases at many rows of both SOPs, some overdue, some waiting for their applicants. */
beforeAll(async () => {
  service = await boot();
  [admin, clerk] = await Promise.all([service.as('admin'), service.as('frontoffice')]);
  for (const at of [2, 5, 18, 20]) await walk(service, 'iumk', choices({ [at]: STOP }));
  service.pass(2 * 24 * 60);
  for (const at of [5, 8]) await walk(service, 'sik-perekam-medis', choices({ [at]: STOP }));
  await walk(service, 'iumk', ({ step: { no } }, visit) => (no === 5 ? 'correct' : visit === 2 ? STOP : undefined));
  const { form } = ok(await clerk.get<ServiceView>('/v1/services/iumk'));
  const filled = (form as { examples: object[] }).examples[0];
  atCounter = ok(await clerk.post('/v1/applications', { service: 'iumk', applicant: { name: 'Pemohon di loket' }, form: filled }));
}, 60_000);
afterAll(() => service.close());

const counts = async (session: Session, query = '') => ok(await session.get<TaskCountsView>(`/v1/tasks/counts?${query}`));
const list = async (session: Session, query = '') => ok(await session.get<PageOf<TaskSummaryView>>(`/v1/tasks?limit=200&${query}`)).items;
const orphans = async () => ok(await admin.get<PageOf<OrphanView>>('/v1/tasks/orphans')).items;

describe('the counts of an inbox', () => {
  it.each([
    ['admin', ''],
    ['frontoffice', ''],
    ['backoffice1', ''],
    ['backoffice2', 'role=any'],
    ['kabid', 'role=any'],
    ['kabid', 'role=back-office&section=I'],
    ['admin', 'service=iumk'],
    ['pemohon', ''],
  ])('of %s (%s) are those of its lists, pile by pile', async (username, query) => {
    const session = await service.as(username);
    const counted = await counts(session, query);
    const piles = await Promise.all(BUCKETS.map(async (bucket) => (await list(session, `${query}&bucket=${bucket}`)).length));
    const { overdue, today, thisWeek, later, waiting } = counted;
    expect(piles).toEqual([overdue, today, thisWeek, later, waiting]);
    const all = await list(session, query);
    expect(counted.total).toBe(all.length);
    expect(counted.total).toBe(piles.reduce((sum, pile) => sum + pile, 0));
    expect(counted.groups.reduce((sum, group) => sum + group.total, 0)).toBe(counted.total);
    for (const group of counted.groups)
      expect(all.filter((task) => task.service === group.service && task.section === group.section).length).toBeGreaterThanOrEqual(
        group.total,
      );
  });

  it('say what lies where, and who has taken it', async () => {
    const { total, groups } = await counts(admin);
    expect(total).toBe(8);
    const desk = (role: string, code = 'iumk') => groups.find((group) => group.role === role && group.service === code);
    expect(desk('back-office')).toMatchObject({ section: 'I', total: 1, overdue: 1, claimed: 0 });
    expect(desk('technical-team', 'sik-perekam-medis')).toMatchObject({ section: null, total: 1, overdue: 0 });
    expect(desk('applicant')).toMatchObject({ total: 1, waiting: 1 });
    const head = await service.as('kadis');
    const [task] = await list(head);
    ok(await head.post(`/v1/tasks/${task!.id}/claim`));
    expect((await counts(head)).claimed).toBe(1);
    expect((await list(head, 'assignee=me')).map(({ id }) => id)).toEqual([task!.id]);
    expect(await list(head, 'assignee=nobody')).toEqual([]);
    expect((await counts(head, 'assignee=nobody')).total).toBe(0);
    ok(await head.post(`/v1/tasks/${task!.id}/release`));
  });

  it('end with the day and the week of the agency', async () => {
    const { at, endOfToday, endOfWeek } = await counts(clerk);
    expect([at, endOfToday, endOfWeek]).toEqual([
      service.clock.now().toISOString(),
      '2026-11-25T17:00:00.000Z',
      '2026-11-29T17:00:00.000Z',
    ]);
  });
});

describe('an inbox', () => {
  it('is searched by the words of its cases', async () => {
    expect((await list(clerk, 'q=loket')).map(({ application }) => application.id)).toEqual([atCounter.id]);
    expect(await list(clerk, 'q=tidakadayangbegini')).toEqual([]);
    expect((await list(clerk, `q=${atCounter.number}&bucket=waiting`)).length).toBe(0);
  });

  it('of one section holds nothing of another', async () => {
    const mine = await list(await service.as('backoffice2'), 'role=any');
    expect(mine.some(({ section }) => section === 'I')).toBe(false);
    expect(await list(await service.as('backoffice2'), 'role=back-office&section=I')).toEqual([]);
  });

  it('of a counter holds the rows of applicants who have no account, and of nobody else’s', async () => {
    const [task] = await list(clerk, 'q=loket');
    expect(task).toMatchObject({ role: 'applicant', step: { no: 1 } });
    const inOthers = await Promise.all(['pemohon', 'kabid'].map(async (user) => list(await service.as(user), 'q=loket')));
    expect(inOthers).toEqual([[], []]);
    const returned = await doStep(service, ok(await clerk.complete(task!.id, 'submitted')), 'incomplete');
    expect(returned.openTasks[0]).toMatchObject({ role: 'applicant', dueAt: null });
    expect((await list(clerk, 'q=loket&role=applicant')).map(({ id }) => id)).toEqual([returned.openTasks[0]!.id]);
    expect((await list(clerk, 'q=loket&bucket=waiting')).map(({ id }) => id)).toEqual([returned.openTasks[0]!.id]);
  });

  it.each([
    ['a pile of its own', 'bucket=tomorrow', '/bucket'],
    ['one letter', 'q=a', '/q'],
    ['ten thousand letters', `q=${'a'.repeat(10_000)}`, '/q'],
    ['a section without end', `section=${'I'.repeat(50)}`, '/section'],
    ['no limit', 'limit=0', '/limit'],
  ])('is not asked for %s', async (_, query, pointer) => {
    const { status, body } = await clerk.get<Problem>(`/v1/tasks?${query}`);
    expect([status, body.code, body.errors?.[0]?.pointer]).toEqual([422, 'INPUT_INVALID', pointer]);
  });
});

describe('open cases in nobody’s inbox', () => {
  it('are none, wherever both SOPs can be', async () => {
    expect(await orphans()).toEqual([]);
    const everybody = ['pemohon', 'frontoffice', 'umum', 'backoffice1', 'backoffice2', 'timteknis', 'kabid', 'sekretaris', 'kadis'];
    const inboxes = await Promise.all(everybody.map(async (user) => list(await service.as(user))));
    const open = ok(await admin.get<PageOf<ApplicationView>>('/v1/applications?status=open&limit=200')).items.map(({ id }) => id);
    expect(new Set(inboxes.flat().map(({ application }) => application.id))).toEqual(new Set(open));
  });

  it('are found, with why', async () => {
    await walk(service, 'iumk', choices({ 19: STOP }));
    await service.sql(`update users set roles = '[{"role":"front-office"}]' where username = 'kabid'`);
    await service.sql(`update users set disabled_at = now() where username = 'sekretaris'`);
    await service.sql(`update tasks set role = 'archive' where status = 'open' and role = 'agency-head'`);
    await service.sql(`update tasks set desk = null where status = 'open' and role = 'applicant' and application_id = $1`, [atCounter.id]);
    const lone = (await walk(service, 'iumk', choices({ 3: STOP }))).application;
    await service.sql(`update tasks set status = 'done' where status = 'open' and application_id = $1`, [lone.id]);
    const found = await orphans();
    expect(found.map(({ reason, role }) => [reason, role])).toEqual(
      expect.arrayContaining([
        ['no-holder', 'service-head'],
        ['no-holder', 'secretary'],
        ['no-desk', 'archive'],
        ['no-applicant', 'applicant'],
        ['no-task', null],
      ]),
    );
    expect(found).toHaveLength(5);
    expect(found.find(({ reason }) => reason === 'no-task')).toMatchObject({ application: lone.id, number: lone.number, task: null });
    const first: PageOf<OrphanView> = ok(await admin.get('/v1/tasks/orphans?limit=3'));
    const rest: PageOf<OrphanView> = ok(await admin.get(`/v1/tasks/orphans?limit=3&after=${first.next}`));
    expect([...first.items, ...rest.items]).toEqual(found);
  });

  it('are for administrators to look at', async () => {
    expect((await clerk.get<Problem>('/v1/tasks/orphans')).body.code).toBe('NOT_ALLOWED');
    expect((await admin.get<Problem>('/v1/tasks/orphans?after=x')).body.code).toBe('CURSOR_INVALID');
  });
});
