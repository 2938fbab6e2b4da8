import { randomUUID } from 'node:crypto';
import { DataSource } from 'typeorm';
import type { TaskView } from '../src/modules/tasks/task.view.js';
import type { ApplicationView } from '../src/workflow/application.view.js';
import { boot, type Booted } from './support/boot.js';
import { ok, type Answer, type PageOf, type Problem, type Session } from './support/client.js';
import { choices, exampleOf, open, STOP, walk } from './support/walk.js';

type Reply = Answer<ApplicationView & Problem>;

let service: Booted;
let clerk: Session;
let applicant: Session;
beforeAll(async () => {
  service = await boot();
  [clerk, applicant] = await Promise.all([service.as('frontoffice'), service.as('pemohon')]);
  // A colleague at the same counter, with a session of her own.
  await service.sql(
    `insert into users select agency, gen_random_uuid(), 'frontoffice2', 'Front Office Dua', password_hash, roles, true from users where username = 'frontoffice'`,
  );
});
afterAll(() => service.close());

const times = <T>(n: number, make: (i: number) => Promise<T>) => Promise.all(Array.from({ length: n }, (_, i) => make(i)));
const statuses = (answers: readonly Answer<unknown>[]) => {
  const counts: Record<number, number> = {};
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
};
const events = (id: string) =>
  service.sql<{ seq: number; type: string }>('select seq, type from events where application_id = $1 order by seq', [id]);

/** A case that waits at the counter, with its completeness check and the input for it. */
async function atTheCounter(): Promise<{ readonly application: ApplicationView; readonly task: TaskView; readonly input: object }> {
  const { application } = await walk(service, 'iumk', choices({ 2: STOP }));
  const task = ok(await clerk.get<TaskView>(`/v1/tasks/${application.openTasks[0]!.id}`));
  return { application, task, input: exampleOf(task, 'complete') };
}

async function newApplication(): Promise<{ readonly service: string; readonly form: object; readonly applicant: object }> {
  const { form } = ok(await applicant.get<{ form: { examples: object[] } }>('/v1/services/iumk'));
  return { service: 'iumk', form: form.examples[0]!, applicant: { name: 'Nama Pemohon' } };
}

describe('40 hands on one task', () => {
  it.each([
    ['of one clerk', ['frontoffice']],
    ['of two clerks', ['frontoffice', 'frontoffice2']],
  ])('%s: one wins, 39 are told the present state, and one event is written', async (_, usernames) => {
    const { application, task, input } = await atTheCounter();
    const sessions = await Promise.all(usernames.map((username) => service.as(username)));
    const answers = await times(40, (i): Promise<Reply> => sessions[i % sessions.length]!.complete(task.id, 'complete', input));
    expect(statuses(answers)).toEqual({ 200: 1, 409: 39 });
    const won = answers.find(({ status }) => status === 200)!;
    expect(won.body).toMatchObject({ version: application.version + 1, openTasks: [{ step: 3 }] });
    for (const lost of answers.filter(({ status }) => status === 409)) {
      expect(lost.headers['content-type']).toContain('application/problem+json');
      expect(lost.body).toMatchObject({ status: 409, code: 'TASK_NOT_OPEN', application: won.body });
    }
    expect(await events(application.id)).toHaveLength(application.version + 1);
    const checks = await service.sql('select 1 from document_checks where application_id = $1', [application.id]);
    expect(checks).toHaveLength(1);
    const tasks = await service.sql<{ step: number; status: string }>(
      'select step, status from tasks where application_id = $1 order by step',
      [application.id],
    );
    expect(tasks.map(({ step, status }) => `${step} ${status}`)).toEqual(['1 done', '2 done', '3 open']);
  });

  it('with different outcomes leave the case at one of them', async () => {
    const { application, task } = await atTheCounter();
    const answers = await times(10, (i): Promise<Reply> =>
      clerk.complete(task.id, i % 2 ? 'complete' : 'incomplete', exampleOf(task, i % 2 ? 'complete' : 'incomplete')),
    );
    expect(statuses(answers)).toEqual({ 200: 1, 409: 9 });
    const now = ok(await clerk.get<ApplicationView>(`/v1/applications/${application.id}`));
    expect(now).toMatchObject(answers.find(({ status }) => status === 200)!.body);
  });

  it('one of which withdraws: either the step is done first or the case is closed, never half of each', async () => {
    const { application, task, input } = await atTheCounter();
    const [withdrawn, completed] = await Promise.all([
      applicant.post<ApplicationView & Problem>(`/v1/applications/${application.id}/withdraw`, {}),
      clerk.complete(task.id, 'complete', input),
    ]);
    expect(withdrawn.status).toBe(200);
    expect([200, 409]).toContain(completed.status);
    const { status, openTasks } = ok(await clerk.get<ApplicationView>(`/v1/applications/${application.id}`));
    expect([status, openTasks]).toEqual(['withdrawn', []]);
    expect(await service.sql(`select 1 from tasks where application_id = $1 and status = 'open'`, [application.id])).toEqual([]);
  });
});

describe('40 applications at once', () => {
  const numbers = async (year = 2026) =>
    (
      await service.sql<{ n: number }>(`select right(number, 6)::integer as n from applications where number like $1 order by 1`, [
        `IUMK-${year}-%`,
      ])
    ).map(({ n }) => n);

  it('are numbered from 1 to 40 without a gap', async () => {
    service.setTime('2027-01-04T09:00:00+07:00');
    const body = await newApplication();
    const answers = await times(40, () => applicant.post('/v1/applications', body));
    expect(statuses(answers)).toEqual({ 201: 40 });
    expect(await numbers(2027)).toEqual(Array.from({ length: 40 }, (_, i) => i + 1));
  });

  it('leave no gap where some of them fail after their number was taken', async () => {
    service.setTime('2028-01-03T09:00:00+07:00');
    // Half of the names do not fit in the end: the number is taken by then, and goes back with everything else.
    await service.sql(`create function refuse_some() returns trigger language plpgsql as $$
      begin
        if exists (select 1 from applications a where a.id = new.application_id and a.applicant_name like 'Gagal%') then
          raise exception 'refused by the test';
        end if;
        return new;
      end $$`);
    await service.sql('create trigger refuse_some before insert on application_forms for each row execute function refuse_some()');
    const body = await newApplication();
    const answers = await times(40, (i) =>
      applicant.post('/v1/applications', { ...body, applicant: { name: i % 3 === 0 ? `Gagal ${i}` : `Jadi ${i}` } }),
    );
    await service.sql('drop trigger refuse_some on application_forms');
    expect(statuses(answers)).toEqual({ 201: 26, 500: 14 });
    expect(await numbers(2028)).toEqual(Array.from({ length: 26 }, (_, i) => i + 1));
    expect(await service.sql(`select 1 from applications where applicant_name like 'Gagal%'`)).toEqual([]);
    const orphans = await service.sql(
      'select 1 from events e where not exists (select 1 from applications a where a.id = e.application_id)',
    );
    expect(orphans).toEqual([]);
  });

  it('with one Idempotency-Key are one application, ten times the same answer, and one number', async () => {
    service.setTime('2029-01-02T09:00:00+07:00');
    const body = await newApplication();
    const headers = { 'idempotency-key': randomUUID() };
    const answers = await times(10, () => applicant.post<ApplicationView>('/v1/applications', body, headers));
    expect(statuses(answers)).toEqual({ 201: 10 });
    for (const answer of answers) {
      expect(answer.body).toEqual(answers[0]!.body);
      expect(answer.headers['etag']).toBe('"1"');
    }
    expect(await numbers(2029)).toEqual([1]);
    ok(await applicant.post('/v1/applications', body, { 'idempotency-key': randomUUID() }));
    expect(await numbers(2029)).toEqual([1, 2]);
  });
});

describe('an Idempotency-Key', () => {
  it('repeats the answer of a completion, also when the case has gone on since', async () => {
    const { task, input } = await atTheCounter();
    const headers = { 'idempotency-key': 'satu' };
    const first = await clerk.complete(task.id, 'complete', input, headers);
    ok(await clerk.complete(first.body.openTasks[0]!.id, 'issued'));
    const again = await clerk.complete(task.id, 'complete', input, headers);
    expect([again.status, again.body]).toEqual([200, first.body]);
    expect(await events(first.body.id)).toHaveLength(4);
  });

  it('is refused for another request, and leaves nothing behind', async () => {
    const { application, task, input } = await atTheCounter();
    const headers = { 'idempotency-key': 'dua' };
    ok(await applicant.post('/v1/applications', await newApplication(), headers));
    const other = await applicant.post<Problem>('/v1/applications', { ...(await newApplication()), applicant: { name: 'Lain' } }, headers);
    expect([other.status, other.body.code]).toEqual([422, 'IDEMPOTENCY_KEY_REUSED']);
    expect(await service.sql(`select 1 from applications where applicant_name = 'Lain'`)).toEqual([]);
    // The key is the applicant's: a clerk's key of the same name is another one.
    expect((await clerk.complete(task.id, 'complete', input, headers)).status).toBe(200);
    expect(await events(application.id)).toHaveLength(3);
  });

  it('is not used up by a request that was refused', async () => {
    const { task, input } = await atTheCounter();
    const headers = { 'idempotency-key': 'tiga' };
    expect((await clerk.complete(task.id, 'complete', { findings: [] }, headers)).status).toBe(422);
    expect((await clerk.complete(task.id, 'complete', input, headers)).status).toBe(200);
  });

  it('serves once for two completions that come at the same time', async () => {
    const { application, task, input } = await atTheCounter();
    const answers = await times(10, (): Promise<Reply> => clerk.complete(task.id, 'complete', input, { 'idempotency-key': 'empat' }));
    expect(statuses(answers)).toEqual({ 200: 10 });
    for (const answer of answers) expect(answer.body).toEqual(answers[0]!.body);
    expect(await events(application.id)).toHaveLength(3);
  });
});

describe('If-Match', () => {
  it('refuses a stale version with the present state, and lets the right one through', async () => {
    const { application, task, input } = await atTheCounter();
    const seen = await clerk.get(`/v1/applications/${application.id}`);
    expect(seen.headers['etag']).toBe('"2"');
    const stale = await clerk.complete(task.id, 'complete', input, { 'if-match': '"1"' });
    expect([stale.status, stale.body.code]).toEqual([412, 'VERSION_STALE']);
    expect(stale.body.application).toEqual(application);
    const right = await clerk.complete(task.id, 'complete', input, { 'if-match': String(seen.headers['etag']) });
    expect([right.status, right.headers['etag']]).toEqual([200, '"3"']);
    expect((await applicant.post(`/v1/applications/${application.id}/withdraw`, {}, { 'if-match': '"2"' })).status).toBe(412);
    expect((await applicant.post(`/v1/applications/${application.id}/withdraw`, {}, { 'if-match': '*' })).status).toBe(200);
  });
});

describe('a claimed task', () => {
  it('is its claimer’s until it is released', async () => {
    const { application, task, input } = await atTheCounter();
    const colleague = await service.as('frontoffice2');
    const url = `/v1/tasks/${task.id}`;
    expect((await clerk.post<Problem>(`${url}/release`)).body.code).toBe('TASK_NOT_CLAIMED');
    const claimed = await times(10, (i) => (i % 2 ? clerk : colleague).post<ApplicationView>(`${url}/claim`));
    const holder = ok(await clerk.get<TaskView>(url)).claimedBy === clerk.principal!.id ? clerk : colleague;
    const other = holder === clerk ? colleague : clerk;
    expect(statuses(claimed)).toEqual({ 200: 5, 409: 5 });
    for (const answer of [await other.post<Problem>(`${url}/claim`), await other.complete(task.id, 'complete', input)]) {
      expect([answer.status, answer.body.code]).toEqual([409, 'TASK_CLAIMED']);
      expect(answer.body.application!.openTasks[0]!.id).toBe(task.id);
    }
    const mine = ok(await holder.get<PageOf<TaskView>>(`/v1/tasks?assignee=me&role=front-office`));
    expect(mine.items.map(({ id }) => id)).toEqual([task.id]);
    expect(ok(await other.get<PageOf<TaskView>>('/v1/tasks?assignee=me')).items).toEqual([]);
    expect((await (await service.as('kadis')).post<Problem>(`${url}/claim`)).body.code).toBe('NOT_YOUR_TASK');
    ok(await holder.post(`${url}/release`));
    expect((await other.complete(task.id, 'complete', input)).status).toBe(200);
    const types = (await events(application.id)).map(({ type }) => type);
    expect(types.filter((type) => type !== 'claimed')).toEqual(['opened', 'completed', 'released', 'completed']);
  });
});

describe('one connection less than there are commands', () => {
  it('does not stop a node when its cases began with a version that another node has published', async () => {
    // The pool of this node is smaller than the number of commands, and it has to look the version up first.
    const old = await service.beside({ env: { DATABASE_POOL: '2' } });
    try {
      const { application } = await walk(service, 'iumk', choices({ 2: STOP }));
      const copies = await times(6, () => open(service, 'iumk'));
      const sha = 'f'.repeat(64);
      await service.app
        .get(DataSource)
        .query(
          `insert into sop_definitions select agency, service, $1, 99, definition, source, published_at from sop_definitions where service = 'iumk' and version = 1`,
          [sha],
        );
      await service.sql('update applications set definition = $1 where id = any($2)', [sha, copies.map(({ id }) => id)]);
      const session = await old.as('pemohon');
      const answers = await Promise.all(copies.map(({ openTasks }) => session.complete(openTasks[0]!.id, 'submitted')));
      expect(statuses(answers)).toEqual({ 200: 6 });
      expect(application.status).toBe('open');
    } finally {
      await old.app.close();
    }
  });
});
