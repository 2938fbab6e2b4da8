import type { Principal } from '../src/kernel/principal.js';
import { boot, type Booted } from './support/boot.js';
import { ok, Session, type PageOf } from './support/client.js';
import { READING, WAYS } from './support/reading.js';
import { agencyOf, doStep, open } from './support/walk.js';
import { tokensOf } from './support/tokens.js';

const AGENCY = 'dpmptspk-dairi';
const NEIGHBOUR = '00000000-0000-7001-8000-000000000000';

let service: Booted;
beforeAll(async () => {
  service = await boot();
});
afterAll(() => service.close());

/** Whether somebody should see a case that has come as far as a row, by the reading of the SOPs. */
function shouldSee(username: string, code: string, rowsSoFar: readonly number[]): boolean {
  if (username.startsWith('backoffice')) return READING[code]![5]!.section === (username === 'backoffice1' ? 'I' : 'II');
  return username !== 'timteknis' || rowsSoFar.some((no) => READING[code]![no]!.role === 'technical-team');
}

/** Rows after which everything is looked at, and not the case and its task alone. */
const CLOSELY = [1, 5, 8, 22];

describe.each(['iumk', 'sik-perekam-medis'])('every task of %s', (code) => {
  test('is seen by who may see the case, worked on by its role, and hidden from the other section and from neighbours', async () => {
    const neighbour = await stranger({ agency: AGENCY, id: NEIGHBOUR, name: 'Tetangga', kind: 'person', roles: [{ role: 'applicant' }] });
    const passed: number[] = [];
    const wrong: unknown[] = [];
    for (let application = await open(service, code); application.openTasks.length > 0; application = await doStep(service, application)) {
      const { id: task, step } = application.openTasks[0]!;
      passed.push(step);
      for (const { username } of agencyOf(service, code).demoUsers) {
        const session = await service.as(username);
        const sees = shouldSee(username, code, passed);
        const paths = [`/v1/applications/${application.id}`, `/v1/tasks/${task}`];
        if (CLOSELY.includes(step)) paths.push(`${paths[0]}/timeline`, `${paths[0]}/documents`);
        for (const path of paths) if (((await session.get(path)).status === 200) !== sees) wrong.push({ step, username, path, sees });
        if (CLOSELY.includes(step)) {
          const listed = await lists(session);
          if (listed.applications.includes(application.id) !== sees) wrong.push({ step, username, list: 'applications', sees });
          if (listed.tasks.includes(task) !== sees) wrong.push({ step, username, list: 'tasks', sees });
        }
        // An outcome that no step has: whoever may work on it is told so, everybody else that it is not theirs.
        const { body } = await session.complete(task, 'no-such-outcome');
        const refused = body.code === 'NOT_YOUR_TASK' || body.code === 'TASK_NOT_FOUND';
        if (refused === holds(session, code, step)) wrong.push({ step, username, code: body.code });
      }
      for (const path of [`/v1/applications/${application.id}`, `/v1/tasks/${task}`])
        if ((await neighbour.get(path)).status !== 404) wrong.push({ step, neighbour: path });
      if ((await neighbour.complete(task, 'submitted')).status !== 404) wrong.push({ step, neighbour: 'complete' });
    }
    expect(wrong).toEqual([]);
    expect(passed).toEqual(WAYS[code]!.granted);
  }, 120_000);
});

function holds(session: Session, code: string, step: number): boolean {
  const row = READING[code]![step]!;
  return session.principal!.roles.some(({ role, section }) => role === row.role && (!row.section || section === row.section));
}

async function lists(session: Session): Promise<{ applications: string[]; tasks: string[] }> {
  const [applications, tasks] = [
    ok(await session.get<PageOf<{ id: string }>>('/v1/applications?limit=200')),
    ok(await session.get<PageOf<{ id: string }>>('/v1/tasks?role=any&limit=200')),
  ];
  return { applications: applications.items.map(({ id }) => id), tasks: tasks.items.map(({ id }) => id) };
}

async function stranger(principal: Principal): Promise<Session> {
  return new Session(service.app, await tokensOf(service.app, principal), principal);
}
