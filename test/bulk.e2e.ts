import type { CompletedTasksView } from '../src/modules/tasks/completed-tasks.view.js';
import type { ApplicationView } from '../src/workflow/application.view.js';
import { boot, type Booted } from './support/boot.js';
import { ok, type Problem, type Session } from './support/client.js';
import { choices, STOP, walk } from './support/walk.js';

let service: Booted;
let head: Session;
beforeAll(async () => {
  service = await boot();
  head = await service.as('kadis');
});
afterAll(() => service.close());

const at = async (step: number) => (await walk(service, 'iumk', choices({ [step]: STOP }))).application;
const taskOf = ({ openTasks }: ApplicationView) => openTasks[0]!.id;
const complete = (items: unknown, headers = {}, session = head) =>
  session.post<CompletedTasksView & Problem>('/v1/tasks/complete', { items }, headers);
const results = ({ items }: CompletedTasksView) =>
  items.map(({ status, application, problem }) => [status, application?.openTasks[0]?.step ?? (problem as Problem).code]);

it('signs many letters in one request, with one result each', async () => {
  const [first, second, third, inbox] = await Promise.all([at(20), at(20), at(20), at(18)]);
  const foreign = '00000000-0000-7000-8000-000000000000';
  const answer = ok(
    await complete([
      { task: taskOf(first), outcome: 'signed', version: first.version },
      { task: taskOf(second), outcome: 'signed', version: 1 },
      { task: taskOf(third).toUpperCase(), outcome: 'revise', input: { reason: 'Perbaiki.' } },
      { task: taskOf(inbox), outcome: 'ok' },
      { task: foreign, outcome: 'signed' },
    ]),
  );
  expect(results(answer)).toEqual([
    [200, 21],
    [412, 'VERSION_STALE'],
    [200, 17],
    [403, 'NOT_YOUR_TASK'],
    [404, 'TASK_NOT_FOUND'],
  ]);
  expect(answer.items.map(({ task }) => task)).toEqual([...[first, second, third, inbox].map(taskOf), foreign]);
  const missing = ok(await complete([{ task: taskOf(second), outcome: 'revise' }]));
  expect(missing.items[0]!.problem).toMatchObject({ status: 422, errors: [{ pointer: '/input/reason' }] });
  const { body } = await service.client.anonymous().post<Problem>('/v1/tasks/complete', { items: [] });
  expect(body.status).toBe(401);
});

it('initials many letters through GraphQL as well', async () => {
  const applications = await Promise.all([at(18), at(18)]);
  const items = applications.map((application) => ({ task: taskOf(application), outcome: 'ok' }));
  const session = await service.as('kabid');
  const { completeTasks } = await session.query<{ completeTasks: CompletedTasksView }>(
    'mutation ($input: CompleteTasksInput!) { completeTasks(input: $input) { items { task status problem application { openTasks { step } } } } }',
    { input: { items } },
  );
  expect(results(completeTasks)).toEqual([
    [200, 19],
    [200, 19],
  ]);
});

it('does the same once for the same key, and does what had failed', async () => {
  const [first, second] = [await at(20), await at(19)];
  const items = [first, second].map((application) => ({ task: taskOf(application), outcome: 'signed' }));
  const key = { 'idempotency-key': 'bundel-1' };
  const one = ok(await complete(items, key));
  expect(results(one)).toEqual([[200, 21], [403, 'NOT_YOUR_TASK']]); // prettier-ignore
  const two = ok(await complete(items, key));
  expect(two.items[0]).toEqual(one.items[0]);
  expect((await service.sql('select 1 from letter_marks where kind = $1 and letter_id = (select id from letters where application_id = $2)', ['signature', first.id]))).toHaveLength(1); // prettier-ignore
  const other = ok(await complete([{ ...items[0], note: 'lain' }], key));
  expect(results(other)).toEqual([[422, 'IDEMPOTENCY_KEY_REUSED']]);
});

it('is for steps that allow it', async () => {
  const application = await at(21);
  const keeper = await service.as('umum');
  const answer = ok(await complete([{ task: taskOf(application), outcome: 'numbered' }], {}, keeper));
  expect(results(answer)).toEqual([[422, 'NOT_IN_BULK']]);
  expect((await keeper.complete(taskOf(application), 'numbered')).status).toBe(200);
});

it.each<[string, unknown]>([
  ['no list', { task: 'x' }],
  ['nothing', []],
  ['nobody', [null]],
  ['a text', ['x']],
  ['a task twice', ['a', 'A'].map((last) => ({ task: `00000000-0000-7000-8000-00000000000${last}`, outcome: 'ok' }))],
  ['more than fifty', Array.from({ length: 51 }, (_, i) => ({ task: `00000000-0000-7000-8000-0000000000${10 + i}`, outcome: 'ok' }))],
  ['no id', [{ task: 'x', outcome: 'ok' }]],
  ['no outcome', [{ task: '00000000-0000-7000-8000-000000000000' }]],
  ['something unknown', [{ task: '00000000-0000-7000-8000-000000000000', outcome: 'ok', force: true }]],
])('refuses %s', async (_, items) => {
  const answer = await complete(items);
  expect([answer.status, answer.body.code]).toEqual([422, 'INPUT_INVALID']);
  expect(answer.body.errors![0]!.pointer).toMatch(/^\/items/);
});
