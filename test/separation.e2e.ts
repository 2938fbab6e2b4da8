import type { Principal } from '../src/kernel/principal.js';
import type { StaffView } from '../src/modules/identity/staff.view.js';
import type { StandInView } from '../src/modules/identity/stand-in.view.js';
import { StaffingCheck } from '../src/modules/identity/staffing-check.js';
import type { TaskSummaryView, TaskView } from '../src/modules/tasks/task.view.js';
import { Separation1770050000000 } from '../src/platform/database/migrations/1770050000000-separation.js';
import type { ApplicationView } from '../src/workflow/application.view.js';
import { boot, type Booted } from './support/boot.js';
import { ok, type PageOf, type Problem, type Session } from './support/client.js';
import { choices, doStep, exampleOf, open, STOP, walk } from './support/walk.js';

/** As the example of both forms has it. */
const NIK = '1211014508900001';
const OTHER_NIK = '1211014508900002';
const OFFICE = ['front-office', 'general-affairs', 'technical-team', 'service-head', 'secretary', 'agency-head'].map((role) => ({ role }));
const ALL = [...OFFICE, { role: 'back-office', section: 'I' }, { role: 'back-office', section: 'II' }];
const KEPT = ['initial', 'sign', 'number'];

let service: Booted;
let admin: Session;
beforeAll(async () => {
  service = await boot();
  admin = await service.as('admin');
});
afterAll(() => service.close());

async function member(username: string, roles: Principal['roles']): Promise<{ id: string; session: Session }> {
  const body = { username, name: username, password: 'kata-sandi-yang-panjang', roles };
  const { id } = ok(await admin.post<StaffView>('/v1/staff', body));
  await service.sql('update users set must_change = false where id = $1', [id]);
  return { id, session: await service.as(username) };
}

const taskOf = async (session: Session, { openTasks }: ApplicationView) => ok(await session.get<TaskView>(`/v1/tasks/${openTasks[0]!.id}`));

/** Forward by one person as far as they may; whatever they are kept from, the demo user of the role does. */
async function alone(
  session: Session,
  code: string,
  way: Parameters<typeof choices>[0],
): Promise<{ does: string; status: number; code: string }[]> {
  const refused: { does: string; status: number; code: string }[] = [];
  let application = await open(service, code);
  const pick = choices(way);
  while (application.openTasks.length > 0) {
    const task = await taskOf(session, application);
    const { role } = application.openTasks[0]!;
    if (role === 'applicant') {
      application = await doStep(service, application);
      continue;
    }
    service.pass(1);
    const choice = pick(task, 1) as string | undefined;
    // A task that they are kept from offers nothing.
    const seen = task.keptFrom === null ? task : await taskOf(admin, application);
    const outcome = choice ?? seen.outcomes[0]!.key;
    const answer = await session.complete(task.id, outcome, exampleOf(seen, outcome));
    if (answer.status === 200) {
      application = answer.body;
      continue;
    }
    expect([task.keptFrom, task.outcomes]).toEqual([answer.body.code, []]);
    const claim = await session.post<Problem>(`/v1/tasks/${task.id}/claim`);
    const { errors } = (await session.graphql('mutation ($id: String!) { claimTask(id: $id) { id } }', { id: task.id })).body;
    expect([claim.body.code, errors?.[0]?.extensions.code]).toEqual([answer.body.code, answer.body.code]);
    refused.push({ does: task.step.does, status: answer.status, code: answer.body.code });
    application = await doStep(service, application, outcome);
  }
  return refused;
}

const WAYS = [
  ['iumk', { 5: 'ready' }, ['initial', 'initial', 'sign', 'number']],
  ['iumk', { 5: 'refuse' }, ['initial', 'initial', 'sign', 'number']],
  ['sik-perekam-medis', { 8: 'granted' }, ['initial', 'initial', 'sign', 'number']],
  ['sik-perekam-medis', { 8: 'denied' }, ['initial', 'initial', 'sign', 'number']],
] as const;

describe('one account with every role', () => {
  let one: Session;
  beforeAll(async () => {
    one = (await member('serba.bisa', ALL)).session;
  });

  it.each(WAYS)(
    'does not come alone through %s by %j',
    async (code, way, kept) => {
      const refused = await alone(one, code, way);
      expect(refused.map(({ does }) => does)).toEqual(kept);
      expect(new Set(refused.map(({ status, code }) => `${status} ${code}`))).toEqual(new Set(['403 SEPARATION_OF_DUTIES']));
    },
    120_000,
  );
});

describe('one deputy for everybody', () => {
  const until = '2027-11-01';
  const heaps = [
    ['backoffice1', 'iumk', 'backoffice1'],
    ['backoffice2', 'sik-perekam-medis', 'backoffice2'],
  ] as const;

  it.each(heaps)(
    '%s does not initial, sign or number what they drafted in %s',
    async (deputy, code) => {
      const named: string[] = [];
      for (const [holder, role] of [
        ['timteknis', 'technical-team'],
        ['kabid', 'service-head'],
        ['sekretaris', 'secretary'],
        ['kadis', 'agency-head'],
        ['umum', 'general-affairs'],
        ['frontoffice', 'front-office'],
      ]) {
        // prettier-ignore
        const body = { user: deputy, role, kind: 'plh', until };
        named.push(ok(await (await service.as(holder!)).post<StandInView>('/v1/stand-ins', body)).id);
      }
      const refused = await alone(await service.as(deputy), code, {});
      expect([...new Set(refused.map(({ does }) => does))]).toEqual(KEPT);
      expect(refused.every(({ status, code }) => status === 403 && code === 'SEPARATION_OF_DUTIES')).toBe(true);
      for (const id of named) ok(await admin.post(`/v1/stand-ins/${id}/end`));
    },
    120_000,
  );
});

describe('an application of somebody who works here', () => {
  const setNik = (id: string, nik: string | null) => admin.put<{ nikKnown: boolean } & Problem>(`/v1/staff/${id}/nik`, { nik });

  it('is not worked on by who has its NIK: neither shown as theirs to do, claimed nor completed', async () => {
    const { id, session } = await member('petugas.loket', [{ role: 'front-office' }]);
    const { application } = await walk(service, 'iumk', choices({ 2: STOP }));
    const task = application.openTasks[0]!.id;
    const inList = async () => {
      const { items } = ok(await session.get<PageOf<TaskSummaryView>>(`/v1/tasks?application=${application.id}`));
      return items.map(({ keptFrom }) => keptFrom);
    };
    expect(await inList()).toEqual([null]);
    expect(ok(await setNik(id, NIK))).toEqual({ id, nikKnown: true });
    expect(await inList()).toEqual(['OWN_APPLICATION']);
    const answers = [await session.post<Problem>(`/v1/tasks/${task}/claim`), await session.complete(task, 'complete')];
    expect(answers.map(({ status, body }) => `${status} ${body.code}`)).toEqual(['403 OWN_APPLICATION', '403 OWN_APPLICATION']);
    ok(await setNik(id, OTHER_NIK));
    expect((await session.post(`/v1/tasks/${task}/claim`)).status).toBe(200);
    expect(await service.sql('select 1 from users u where u::text like $1', [`%${OTHER_NIK}%`])).toEqual([]);
    expect(await service.sql('select 1 from audit_log a where a::text like $1', [`%${OTHER_NIK}%`])).toEqual([]);
  });

  it('is not opened at the counter by themselves', async () => {
    const { id, session } = await member('loket.dua', [{ role: 'front-office' }]);
    ok(await setNik(id, NIK));
    const { form } = ok(await session.get<{ form: { examples: object[] } }>('/v1/services/iumk'));
    const opened = await session.post<Problem>('/v1/applications', {
      service: 'iumk',
      form: form.examples[0],
      applicant: { name: 'Budi' },
    });
    expect([opened.status, opened.body.code]).toEqual([403, 'OWN_APPLICATION']);
  });

  it('is not handed in by them either, with the NIK written in at the last moment', async () => {
    const { id, session } = await member('loket.tiga', [{ role: 'front-office' }]);
    ok(await setNik(id, OTHER_NIK));
    const { form } = ok(await session.get<{ form: { examples: Record<string, unknown>[] } }>('/v1/services/iumk'));
    const filled = form.examples[0]!;
    const application = ok(
      await session.post<ApplicationView>('/v1/applications', { service: 'iumk', form: filled, applicant: { name: 'Budi' } }),
    );
    const input = { form: { ...filled, nik: OTHER_NIK } };
    expect((await session.complete(application.openTasks[0]!.id, 'submitted', input)).body.code).toBe('OWN_APPLICATION');
  });

  it('is not worked on for them by who stands in for them', async () => {
    const [{ id: kadis }] = (await service.sql<{ id: string }>(`select id from users where username = 'kadis'`)) as [{ id: string }];
    const { application } = await walk(service, 'iumk', choices({ 20: STOP }));
    ok(
      await (
        await service.as('kadis')
      ).post('/v1/stand-ins', { user: 'sekretaris', role: 'agency-head', kind: 'plh', until: '2027-11-01' }),
    );
    ok(await setNik(kadis, NIK));
    const answer = await (await service.as('sekretaris')).complete(application.openTasks[0]!.id, 'signed');
    expect([answer.status, answer.body.code]).toEqual([403, 'OWN_APPLICATION']);
    ok(await setNik(kadis, null));
    expect((await (await service.as('sekretaris')).complete(application.openTasks[0]!.id, 'signed')).status).toBe(200);
  });

  it('takes no number that is none, of nobody who is not there, from nobody but an administrator', async () => {
    const [{ id }] = (await service.sql<{ id: string }>(`select id from users where username = 'umum'`)) as [{ id: string }];
    const [applicant] = await service.sql<{ id: string }>(`select id from users where username = 'pemohon'`);
    expect((await setNik(id, '123')).body).toMatchObject({ status: 422, errors: [{ pointer: '/nik' }] });
    expect((await setNik(applicant!.id, NIK)).status).toBe(404);
    expect((await (await service.as('kadis')).put(`/v1/staff/${id}/nik`, { nik: NIK })).status).toBe(403);
  });
});

it('says at start which steps the staff cannot do apart', async () => {
  expect(await service.app.get(StaffingCheck).problems()).toEqual([]);
  await service.sql(
    `update users set disabled_at = now() where roles @> '[{"role": "general-affairs"}]' or roles @> '[{"role": "technical-team"}]'`,
  );
  await member('sendiri', [{ role: 'general-affairs' }, { role: 'technical-team' }]);
  expect(await service.app.get(StaffingCheck).problems()).toContainEqual(
    expect.stringMatching(/iumk: step 21 \(general-affairs\) is not by who did step 8/),
  );
});

// Last: the running service has prepared its statements for the columns of before.
it('migrates cases from before as their events have it', async () => {
  const states = () => service.sql('select id, state from applications order by id');
  const before = await states();
  expect(before.filter(({ state }) => 'doneBy' in (state as object)).length).toBeGreaterThan(3);
  const runner = (await service.owner()).createQueryRunner();
  const migration = new Separation1770050000000();
  await migration.down(runner);
  expect((await states()).filter(({ state }) => 'doneBy' in (state as object))).toEqual([]);
  await migration.up(runner);
  await runner.release();
  expect(await states()).toEqual(before);
});
