import type { LetterView } from '../src/modules/letters/letter.view.js';
import type { MeView } from '../src/modules/identity/identity.view.js';
import type { StandInView } from '../src/modules/identity/stand-in.view.js';
import type { TaskSummaryView } from '../src/modules/tasks/task.view.js';
import type { ApplicationView } from '../src/workflow/application.view.js';
import { boot, type Booted } from './support/boot.js';
import { ok, type PageOf, type Problem, type Session } from './support/client.js';
import { SopFolder } from './support/sop-folder.js';
import { choices, STOP, walk } from './support/walk.js';

let service: Booted;
let folder: SopFolder;
let head: Session;
let secretary: Session;
beforeAll(async () => {
  folder = new SopFolder();
  service = await boot({ sopDir: folder.path });
  [head, secretary] = await Promise.all([service.as('kadis'), service.as('sekretaris')]);
});
afterAll(async () => {
  await service.close();
  folder.remove();
});

const PLH = { user: 'sekretaris', role: 'agency-head', kind: 'plh', until: '2026-11-27' };
const name = (body: object = PLH, session = head) => session.post<StandInView & Problem>('/v1/stand-ins', body);
const end = (id: string, session = head) => session.post<StandInView & Problem>(`/v1/stand-ins/${id}/end`);
const me = async (session: Session) => ok(await session.get<MeView>('/v1/me'));
const inbox = async (session: Session) => ok(await session.get<PageOf<TaskSummaryView>>('/v1/tasks')).items.map(({ id }) => id);
const atSignature = async () => (await walk(service, 'iumk', choices({ 20: STOP }))).application;
const letterOf = async ({ id }: ApplicationView) => {
  const { records } = ok(await head.get<{ records: { kind: string; href: string }[] }>(`/v1/applications/${id}`));
  return ok(await head.get<LetterView>(records.find(({ kind }) => kind === 'letter')!.href));
};
/** Every test begins on its own Monday morning, with nobody standing in. */
let week = 0;
beforeEach(async () => {
  await service.sql('update stand_ins set ended_at = ends_at where ended_at is null');
  service.setTime(new Date(Date.parse('2026-11-23T09:00:00+07:00') + 7 * week++ * 86_400_000));
});
const day = (n: number) => new Date(service.clock.now().getTime() + n * 86_400_000).toISOString().slice(0, 10);
const plh = (more: object = {}) => ({ ...PLH, until: day(4), ...more });

it('signs in the place of who is away, and letter and journal name both', async () => {
  const application = await atSignature();
  const task = application.openTasks[0]!.id;
  expect((await secretary.complete(task, 'signed')).body.code).toBe('NOT_YOUR_TASK');
  const standIn = ok(await name(plh({ reason: 'SPT 800/12/2026' })));
  expect(standIn).toMatchObject({ status: 'running', holder: 'Kadis (demo)', user: 'Sekretaris (demo)', reason: 'SPT 800/12/2026' });
  expect(standIn.until).toBe(`${day(4)}T17:00:00.000Z`);
  const acting = { standIn: standIn.id, role: 'agency-head', kind: 'plh', holder: { name: 'Kadis (demo)' } };
  expect(await me(secretary)).toMatchObject({ roles: [{ role: 'secretary' }], actingFor: [acting] });
  expect((await me(head)).actingFor).toEqual([]);
  expect(await inbox(secretary)).toContain(task);
  expect((await secretary.complete(task, 'signed')).status).toBe(200);

  const letter = await letterOf(application);
  expect(letter.signatory).toMatchObject({
    name: 'Sekretaris (demo)',
    title: 'Plh. Kepala Dinas',
    onBehalfOf: { name: 'Kadis (demo)', kind: 'plh' },
  });
  expect(letter.marks.map(({ title, onBehalfOf }) => [title, onBehalfOf !== null])).toEqual([
    ['Backoffice / Kepala Seksi Pelayanan', false],
    ['Kepala Bidang Pelayanan', false],
    ['Sekretaris', false],
    ['Plh. Kepala Dinas', true],
  ]);
  const { items } = ok(await head.get<PageOf<object>>(`/v1/applications/${application.id}/timeline`));
  expect(items.at(-1)).toMatchObject({ by: 'Sekretaris (demo)', role: 'agency-head', onBehalfOf: { name: 'Kadis (demo)', kind: 'plh' } });
  expect(items.at(-2)).toMatchObject({ role: 'secretary', onBehalfOf: null });
});

it.each([
  ['plt', 'Plt. Kepala Dinas'],
  ['an', 'a.n. Kepala Dinas\nSekretaris'],
])('prints %s as "%s"', async (kind, title) => {
  ok(await name(plh({ kind })));
  const application = await atSignature();
  ok(await secretary.complete(application.openTasks[0]!.id, 'signed'));
  expect((await letterOf(application)).signatory).toMatchObject({ title });
});

it('begins and ends by itself', async () => {
  const { id } = ok(await name(plh({ from: day(1), until: day(2) })));
  const application = await atSignature();
  const task = application.openTasks[0]!.id;
  const status = async () => {
    const mine = ok(await secretary.get<PageOf<StandInView>>('/v1/stand-ins')).items.find((each) => each.id === id)!;
    return [mine.status, (await me(secretary)).actingFor.length, (await inbox(secretary)).includes(task)];
  };
  expect(await status()).toEqual(['planned', 0, false]);
  service.pass(15 * 60);
  expect(await status()).toEqual(['running', 1, true]);
  service.pass(2 * 24 * 60);
  expect(await status()).toEqual(['over', 0, false]);
  expect((await secretary.complete(task, 'signed')).status).toBe(403);
  expect((await end(id)).body.code).toBe('STAND_IN_ENDED');
});

it('is ended early by the holder, the stand-in or an administrator, on all nodes at once', async () => {
  const beside = await service.beside();
  try {
    for (const username of ['kadis', 'sekretaris', 'admin']) {
      const { id } = ok(await name(plh()));
      const application = await atSignature();
      const task = application.openTasks[0]!.id;
      expect((await end(id, await service.as('kabid'))).status).toBe(404);
      // The other node has just seen that it runs.
      const there = await beside.as('sekretaris');
      await new Promise((resolve) => setTimeout(resolve, 1100));
      expect((await me(there)).actingFor).toHaveLength(1);
      expect(ok(await end(id, await service.as(username)))).toMatchObject({ status: 'ended' });
      expect((await end(id)).body.code).toBe('STAND_IN_ENDED');
      const answer = await there.complete(task, 'signed');
      expect([answer.status, answer.body.code]).toEqual([403, 'STAND_IN_OVER']);
      expect((await secretary.complete(task, 'signed')).body.code).toBe('NOT_YOUR_TASK');
      expect((await head.complete(task, 'signed')).status).toBe(200);
    }
  } finally {
    await beside.app.close();
  }
});

it('is of a section, where a role exists once per section', async () => {
  const own = await service.as('backoffice1');
  const { openTasks, id } = (await walk(service, 'iumk', choices({ 5: STOP }))).application;
  const other = await service.as('backoffice2');
  expect((await other.get(`/v1/tasks/${openTasks[0]!.id}`)).status).toBe(404);
  ok(await name(plh({ user: 'backoffice2', role: 'back-office' }), own));
  expect((await other.get(`/v1/tasks/${openTasks[0]!.id}`)).status).toBe(200);
  ok(await other.complete(openTasks[0]!.id, 'ready', { findings: [] }));
  const { items } = ok(await head.get<PageOf<object>>(`/v1/applications/${id}/timeline`));
  expect(items.at(-1)).toMatchObject({ by: 'Ka Seksi Pel II (demo)', onBehalfOf: { name: 'Ka Seksi Pel I (demo)' } });
});

it('is not for who has no such role, oneself, overlapping times, another agency, or a chain of stand-ins', async () => {
  const refused = async (body: object, session = head) => {
    const { status, body: problem } = await name(body, session);
    return [status, problem.code, problem.errors?.[0]?.pointer];
  };
  expect(await refused(plh(), secretary)).toEqual([403, 'ROLE_NOT_HELD', undefined]);
  expect(await refused(plh({ role: 'applicant' }))).toEqual([403, 'ROLE_NOT_HELD', undefined]);
  expect((await name(plh({ role: 'applicant' }), await service.as('pemohon'))).status).toBe(403);
  expect(await refused(plh({ section: 'I' }))).toEqual([403, 'ROLE_NOT_HELD', undefined]);
  for (const user of ['kadis', 'timur.kepala', 'pemohon', 'tidak-ada', '__proto__'])
    expect(await refused(plh({ user }))).toEqual([422, 'INPUT_INVALID', '/user']);
  ok(await name(plh({ from: day(2), until: day(5) })));
  for (const [from, until] of [
    [0, 2],
    [3, 4],
    [5, 9],
    [1, 9],
  ] as const)
    // prettier-ignore
    expect(await refused(plh({ user: 'kabid', from: day(from), until: day(until) }))).toEqual([409, 'STAND_IN_OVERLAPS', undefined]);
  expect((await name(plh({ user: 'kabid', from: day(6), until: day(7) }))).status).toBe(201);
  // The secretary is to stand in, and would be away; and a stand-in names no other for the role.
  service.pass(3 * 24 * 60);
  expect(await refused(plh({ user: 'kabid', role: 'secretary', until: day(1) }), secretary)).toEqual([409, 'STANDING_IN_THEN', undefined]);
  expect(await refused(plh({ user: 'kabid', until: day(1) }), secretary)).toEqual([403, 'ROLE_NOT_HELD', undefined]);
  const [deputy] = [await service.as('umum')];
  ok(await name(plh({ user: 'timteknis', role: 'general-affairs', from: day(20), until: day(21) }), deputy));
  expect(await refused(plh({ user: 'umum', from: day(20), until: day(20) }))).toEqual([409, 'STAND_IN_CHAINED', undefined]);
  const race = await Promise.all([1, 2, 3].map(() => name(plh({ from: day(30), until: day(31) }))));
  expect(race.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
});

it('refuses periods that are none', async () => {
  const pointer = async (body: object) => (await name(plh(body))).body.errors?.[0]?.pointer;
  for (const until of ['2020-01-01', '2026-02-30', '2026-11-27T25:00:00Z', '9999-12-31', 'besok', day(400)]) expect(await pointer({ until })).toBe('/until'); // prettier-ignore
  expect(await pointer({ from: day(5), until: day(4) })).toBe('/until');
  expect(await pointer({ from: '3000-01-01', until: '3000-01-02' })).toBe('/from');
  expect(await pointer({ kind: 'wakil' })).toBe('/kind');
  expect(await pointer({ user: '' })).toBe('/user');
  expect((await end('00000000-0000-7000-8000-000000000000')).status).toBe(404);
  const list = ok(await (await service.as('admin')).get<PageOf<StandInView>>('/v1/stand-ins?limit=2'));
  expect(list.items).toHaveLength(2);
  expect((await head.get(`/v1/stand-ins?after=${list.next}`)).status).toBe(200);
  expect((await (await service.as('timur.kepala')).get<PageOf<StandInView>>('/v1/stand-ins')).body.items).toEqual([]);
});

it('hands on no role of an administrator, and ends with the role of the holder and with either account', async () => {
  const admin = await service.as('admin');
  const refused = await admin.post<Problem>('/v1/stand-ins', { ...plh(), role: 'admin' });
  expect([refused.status, refused.body.code]).toEqual([403, 'ROLE_NOT_DELEGABLE']);
  // One that was named before there was this rule gives nothing either.
  const { id: deputy } = secretary.principal!;
  await service.sql(
    `insert into stand_ins (agency, id, role, kind, holder_id, holder_name, deputy_id, deputy_name, starts_at, ends_at, created_at)
     values ($1, gen_random_uuid(), 'admin', 'plh', $2, 'a', $3, 'b', $4, $5, $4)`,
    [admin.principal!.agency, admin.principal!.id, deputy, service.clock.now(), new Date(service.clock.now().getTime() + 86_400_000)],
  );
  ok(await name(plh()));
  expect((await secretary.get('/v1/staff')).status).toBe(403);
  expect((await me(secretary)).actingFor).toHaveLength(1);

  const holder = head.principal!.id;
  ok(await admin.put(`/v1/staff/${holder}/roles`, { roles: [{ role: 'reports' }] }));
  expect((await me(secretary)).actingFor).toEqual([]);
  const vacant = { user: 'sekretaris', role: 'agency-head', kind: 'plt', until: day(4) };
  const named = ok(await admin.post<StandInView>('/v1/stand-ins', vacant));
  expect(named.holder).toBe('Kepala Dinas (lowong)');
  expect(await me(secretary)).toMatchObject({ actingFor: [{ role: 'agency-head', kind: 'plt' }] });
  ok(await admin.post(`/v1/staff/${deputy}/disable`));
  const [row] = await service.sql<{ ended_at: Date | null }>('select ended_at from stand_ins where id = $1', [named.id]);
  expect(row!.ended_at).not.toBeNull();
  ok(await admin.post(`/v1/staff/${deputy}/enable`));
  ok(await admin.put(`/v1/staff/${holder}/roles`, { roles: [{ role: 'agency-head' }] }));
  const taken = await admin.post<Problem>('/v1/stand-ins', vacant);
  expect([taken.status, taken.body.code]).toEqual([409, 'SEAT_TAKEN']);
});
