import { TOTP } from 'otpauth';
import type { TokenView } from '../src/modules/identity/identity.view.js';
import type { RecoveryCodesView, SecondFactorSecretView, StepUpView } from '../src/modules/identity/second-factor/second-factor.view.js';
import type { StaffView } from '../src/modules/identity/staff.view.js';
import type { ApplicationView } from '../src/workflow/application.view.js';
import { boot, type Booted } from './support/boot.js';
import { ok, Session, type Answer, type Problem } from './support/client.js';
import { STOP, walk } from './support/walk.js';

const GIVEN = 'diberikan oleh administrator';
const SENTENCE = 'kuda putih di tepi danau';
const MINUTES = 10;

let service: Booted;
let anybody: Session;
beforeAll(async () => {
  service = await boot({ env: { STEP_UP_MINUTES: String(MINUTES) } });
  anybody = service.client.anonymous();
});
afterAll(() => service.close());

const refused = ({ status, body }: Answer<Problem>) => [status, body.code];
const signedIn = async (username: string, password = 'terbit') =>
  new Session(service.app, ok(await anybody.post<TokenView>('/v1/auth/token', { username, password })).accessToken);
const stepUp = (session: Session, body: object) => session.post<StepUpView & Problem>('/v1/auth/step-up', body);

/** A case whose next row is one of that activity, and its task. */
async function upTo(does: 'sign' | 'initial'): Promise<{ application: ApplicationView; task: string }> {
  const { application } = await walk(service, 'iumk', ({ step }) => (step.does === does ? STOP : undefined));
  return { application, task: application.openTasks[0]!.id };
}

const sign = (session: Session, task: string) => session.complete(task, 'signed');
const signTogether = async (session: Session, tasks: string[]) => {
  const body = { items: tasks.map((task) => ({ task, outcome: 'signed' })) };
  return ok(await session.post('/v1/tasks/complete', body));
};

describe('signing', () => {
  test('needs an authentication of the last minutes, alone, in bulk and by GraphQL; initials and reading do not', async () => {
    const { task } = await upTo('sign');
    const boss = await signedIn('kadis');
    service.pass(MINUTES + 1);
    const answer = await sign(boss, task);
    expect(refused(answer)).toEqual([403, 'STEP_UP_REQUIRED']);
    expect(answer.body.detail).toContain('POST /v1/auth/step-up');
    expect(JSON.stringify(await signTogether(boss, [task]))).toContain('STEP_UP_REQUIRED');
    const mutation = 'mutation ($id: String!) { completeTask(id: $id, input: { outcome: "signed" }) { status } }';
    expect((await boss.graphql(mutation, { id: task })).body.errors![0]!.extensions).toMatchObject({
      code: 'STEP_UP_REQUIRED',
      status: 403,
    });
    expect((await boss.get(`/v1/tasks/${task}`)).status).toBe(200);
    expect(refused(await stepUp(boss, { password: 'salah' }))).toEqual([401, 'SIGN_IN_FAILED']);
    expect(refused(await stepUp(boss, {}))).toEqual([422, 'INPUT_INVALID']);
    expect(refused(await sign(boss, task))).toEqual([403, 'STEP_UP_REQUIRED']);
    const renewed = ok(await stepUp(boss, { password: 'terbit' }));
    expect(new Date(renewed.until!).getTime() - new Date(renewed.authenticatedAt).getTime()).toBe(MINUTES * 60_000);
    service.pass(MINUTES - 1);
    expect((await sign(boss, task)).status).toBe(200);
    const { task: another } = await upTo('initial');
    const [{ role, section }] = (await service.sql<{ role: string; section: string }>('select role, section from tasks where id = $1', [
      another,
    ])) as [{ role: string; section: string }];
    const who = await service.sql<{ username: string }>(`select username from users where roles @> $1`, [
      JSON.stringify([{ role, ...(section && { section }) }]),
    ]);
    const other = await signedIn(who[0]!.username);
    service.pass(MINUTES + 1);
    expect((await other.complete(another, 'ok')).status).toBe(200);
    const kinds = await service.sql<{ data: object }>(`select body::jsonb->'data' as data from audit_log where kind = 'stepped-up'`);
    expect(kinds).toEqual([{ data: { by: 'password' } }]);
  }, 60_000);

  test('back to the author is no signature', async () => {
    const { task } = await upTo('sign');
    const boss = await signedIn('kadis');
    service.pass(MINUTES + 1);
    expect((await boss.complete(task, 'revise', { reason: 'Mohon diperbaiki isinya.' })).status).toBe(200);
  }, 60_000);
});

describe('administration', () => {
  const commands: [string, (session: Session, id: string) => Promise<Answer<Problem>>][] = [
    [
      'adding staff',
      (session) => session.post('/v1/staff', { username: 'x.y.z', name: 'X', password: GIVEN, roles: [{ role: 'secretary' }] }),
    ],
    ['roles', (session, id) => session.put(`/v1/staff/${id}/roles`, { roles: [{ role: 'secretary' }] })],
    ['a password', (session, id) => session.put(`/v1/staff/${id}/password`, { password: GIVEN })],
    ['a NIK', (session, id) => session.put(`/v1/staff/${id}/nik`, {})],
    ['a second factor', (session, id) => session.post(`/v1/staff/${id}/second-factor/disable`)],
    ['disabling', (session, id) => session.post(`/v1/staff/${id}/disable`)],
    ['an applicant', (session, id) => session.post(`/v1/applicants/${id}/disable`)],
    [
      'a deputy',
      (session, id) => session.post('/v1/stand-ins', { user: id, role: 'agency-head', kind: 'plt', until: '2027-01-01T00:00:00Z' }),
    ],
    ['a book', (session) => session.put('/v1/books/permits/seed', { first: 10 })],
    ['the calendar', (session) => session.put('/v1/calendar/holidays/2027-03-01', { name: 'Libur', source: 'SK' })],
    ['a webhook', (session) => session.post('/v1/webhooks', { url: 'https://example.com/hook' })],
  ];

  test.each(commands)('%s needs a fresh authentication', async (_, command) => {
    const admin = await signedIn('admin');
    const [{ id }] = (await service.sql<{ id: string }>(`select id from users where username = 'umum'`)) as [{ id: string }];
    service.pass(MINUTES + 1);
    expect(refused(await command(admin, id))).toEqual([403, 'STEP_UP_REQUIRED']);
    ok(await stepUp(admin, { password: 'terbit' }));
    expect((await command(admin, id)).body.code).not.toBe('STEP_UP_REQUIRED');
    await service.sql(`update users set disabled_at = null where username = 'umum'`);
  });

  test('by GraphQL as well, and by a code where there is a second factor; lists do not', async () => {
    const admin = await signedIn('admin');
    const added = { username: 'admin.dua', name: 'Admin Dua', password: GIVEN, roles: [{ role: 'admin' }] };
    ok(await admin.post<StaffView>('/v1/staff', added));
    const { accessToken } = ok(
      await anybody.post<TokenView>('/v1/auth/password', { username: 'admin.dua', currentPassword: GIVEN, newPassword: SENTENCE }),
    );
    const other = new Session(service.app, accessToken);
    const { secret } = ok(await other.post<SecondFactorSecretView>('/v1/me/second-factor', { password: SENTENCE }));
    const code = () => new TOTP({ secret }).generate({ timestamp: service.clock.now().getTime() });
    ok(await other.post<RecoveryCodesView>('/v1/me/second-factor/confirm', { code: code() }));
    service.pass(MINUTES + 1);
    const mutation = 'mutation { createWebhook(input: { url: "https://example.com/other" }) { id } }';
    const codeOf = async () => (await other.graphql(mutation)).body.errors?.[0]!.extensions.code;
    expect(await codeOf()).toBe('STEP_UP_REQUIRED');
    expect((await other.get('/v1/staff')).status).toBe(200);
    await other.query('{ staff { next } }');
    expect(refused(await stepUp(other, { password: SENTENCE }))).toEqual([401, 'SECOND_FACTOR_REQUIRED']);
    expect(refused(await stepUp(other, { password: SENTENCE, code: '000000' }))).toEqual([401, 'SECOND_FACTOR_FAILED']);
    await other.query('mutation ($input: StepUpInput!) { stepUp(input: $input) { until } }', { input: { code: code() } });
    expect(await codeOf()).toBeUndefined();
  });

  test('is as before where it is off', async () => {
    await service.restart({ env: { STEP_UP_MINUTES: '0' } });
    anybody = service.client.anonymous();
    const admin = await signedIn('admin');
    service.pass(50);
    expect((await admin.put('/v1/books/permits/seed', { first: 100 })).status).not.toBe(403);
  });
});

describe('a password that somebody else has reset', () => {
  test('keeps its owner from initials and signatures for a day, however it is changed then', async () => {
    const admin = await service.as('admin');
    const roles = [{ role: 'agency-head' }, { role: 'service-head' }];
    const { id } = ok(await admin.post<StaffView>('/v1/staff', { username: 'kepala.baru', name: 'Kepala Baru', password: GIVEN, roles }));
    const change = (currentPassword: string, newPassword: string) =>
      anybody.post<TokenView>('/v1/auth/password', { username: 'kepala.baru', currentPassword, newPassword });
    const sessionOf = (tokens: Answer<TokenView>) => new Session(service.app, ok(tokens).accessToken);
    const [first, second, initial] = [(await upTo('sign')).task, (await upTo('sign')).task, (await upTo('initial')).task];
    // Whoever is new signs at once.
    expect((await sign(sessionOf(await change(GIVEN, SENTENCE)), first)).status).toBe(200);
    ok(await admin.put(`/v1/staff/${id}/password`, { password: GIVEN }));
    service.pass(60);
    const session = sessionOf(await change(GIVEN, SENTENCE));
    const answer = await sign(session, second);
    expect(refused(answer)).toEqual([403, 'SIGNING_PAUSED']);
    expect(answer.body.detail).toContain('24');
    expect(JSON.stringify(await signTogether(session, [second]))).toContain('SIGNING_PAUSED');
    const [{ role }] = (await service.sql<{ role: string }>('select role from tasks where id = $1', [initial])) as [{ role: string }];
    expect(roles.map((held) => held.role)).toContain(role);
    expect(refused(await session.complete(initial, 'ok'))).toEqual([403, 'SIGNING_PAUSED']);
    // Another password of their own does not shorten it.
    const again = sessionOf(await change(SENTENCE, 'perahu kecil menyeberang'));
    expect(refused(await sign(again, second))).toEqual([403, 'SIGNING_PAUSED']);
    service.pass(23 * 60 + 1);
    expect((await sign(await signedIn('kepala.baru', 'perahu kecil menyeberang'), second)).status).toBe(200);
  }, 90_000);
});
