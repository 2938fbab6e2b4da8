import { TOTP } from 'otpauth';
import type { TokenView } from '../src/modules/identity/identity.view.js';
import type {
  RecoveryCodesView,
  SecondFactorSecretView,
  SecondFactorView,
} from '../src/modules/identity/second-factor/second-factor.view.js';
import type { StaffView } from '../src/modules/identity/staff.view.js';
import { boot, type Booted } from './support/boot.js';
import { ok, Session, type Answer, type Problem } from './support/client.js';
import { BOUNDARY, form } from './support/hostile.js';

const GIVEN = 'diberikan oleh administrator';
const SENTENCE = 'kuda putih di tepi danau';
const OTHER = 'perahu kecil menyeberang';

let service: Booted;
let anybody: Session;
let admin: Session;
beforeAll(async () => {
  service = await boot({ env: { SIGN_IN_FAILURES: '3' } });
  anybody = service.client.anonymous();
  admin = await service.as('admin');
});
afterAll(() => service.close());
beforeEach(() => service.sql('delete from sign_in_failures'));

const refused = ({ status, body }: Answer<Problem>) => [status, body.code];
const signIn = (username: string, password: string, code?: string) =>
  anybody.post<TokenView & Problem>('/v1/auth/token', { username, password, ...(code !== undefined && { code }) });
const codeOf = (secret: string, steps = 0) => new TOTP({ secret }).generate({ timestamp: service.clock.now().getTime() + steps * 30_000 });
/** To the next code: a used one is good for nothing any more. */
const nextStep = () => service.pass(0.5);
const withToken = (token: string) => new Session(service.app, token);
const audited = (user: string) =>
  service.sql<{ kind: string; data: object }>(
    `select kind, body::jsonb->'data' as data from audit_log
      where kind in ('second-factor-changed', 'sign-in-failed') and body::jsonb->'data'->>'user' = $1 or body::jsonb->'actor'->>'id' = $1 order by seq`,
    [user],
  );

let people = 0;
/** Somebody with a password of their own, and a session of it. */
async function member(
  roles: object[] = [{ role: 'front-office' }],
): Promise<{ id: string; username: string; session: Session; token: string }> {
  const username = `pegawai.${++people}`;
  const { id } = ok(await admin.post<StaffView>('/v1/staff', { username, name: 'Pegawai', password: GIVEN, roles }));
  const body = { username, currentPassword: GIVEN, newPassword: SENTENCE };
  const { accessToken } = ok(await anybody.post<TokenView>('/v1/auth/password', body));
  return { id, username, session: withToken(accessToken), token: accessToken };
}

async function enrol(session: Session, password = SENTENCE): Promise<{ secret: string; recoveryCodes: string[] }> {
  const { secret } = ok(await session.post<SecondFactorSecretView>('/v1/me/second-factor', { password }));
  const { recoveryCodes } = ok(await session.post<RecoveryCodesView>('/v1/me/second-factor/confirm', { code: codeOf(secret) }));
  nextStep();
  return { secret, recoveryCodes };
}

describe('a second factor that somebody has enrolled', () => {
  test('is asked for at every sign-in from then on, and counts only once it is confirmed', async () => {
    const { username, session } = await member();
    expect(refused(await session.post<Problem>('/v1/me/second-factor', { password: 'salah' }))).toEqual([401, 'SIGN_IN_FAILED']);
    const begun = ok(await session.post<SecondFactorSecretView>('/v1/me/second-factor', { password: SENTENCE }));
    expect(begun.uri).toMatch(
      new RegExp(`^otpauth://totp/.+:${username}\\?issuer=.+&secret=${begun.secret}&algorithm=SHA1&digits=6&period=30$`),
    );
    expect((await signIn(username, SENTENCE)).status).toBe(200);
    expect(refused(await session.post<Problem>('/v1/me/second-factor/confirm', { code: '000000' }))).toEqual([401, 'SECOND_FACTOR_FAILED']);
    const { recoveryCodes } = ok(await session.post<RecoveryCodesView>('/v1/me/second-factor/confirm', { code: codeOf(begun.secret) }));
    expect(new Set(recoveryCodes).size).toBe(10);
    expect(ok(await session.get<SecondFactorView>('/v1/me/second-factor'))).toEqual({
      enrolled: true,
      required: false,
      recoveryCodesLeft: 10,
    });
    expect(refused(await signIn(username, SENTENCE))).toEqual([401, 'SECOND_FACTOR_REQUIRED']);
    expect(refused(await signIn(username, 'salah', codeOf(begun.secret)))).toEqual([401, 'SIGN_IN_FAILED']);
    await service.sql('delete from sign_in_failures');
    // The code of the confirmation has been used.
    expect(refused(await signIn(username, SENTENCE, codeOf(begun.secret)))).toEqual([401, 'SECOND_FACTOR_FAILED']);
    nextStep();
    expect((await signIn(username, SENTENCE, codeOf(begun.secret))).status).toBe(200);
    expect(refused(await session.post<Problem>('/v1/me/second-factor', { password: SENTENCE }))).toEqual([409, 'SECOND_FACTOR_EXISTS']);
  });

  test('takes each code once, also of many at once, and one step before and after', async () => {
    const { username, session } = await member();
    const { secret } = await enrol(session);
    service.pass(2);
    expect(refused(await signIn(username, SENTENCE, codeOf(secret, -2)))).toEqual([401, 'SECOND_FACTOR_FAILED']);
    expect(refused(await signIn(username, SENTENCE, codeOf(secret, 2)))).toEqual([401, 'SECOND_FACTOR_FAILED']);
    expect((await signIn(username, SENTENCE, codeOf(secret, -1))).status).toBe(200);
    await service.sql('delete from sign_in_failures');
    const together = await Promise.all(Array.from({ length: 5 }, () => signIn(username, SENTENCE, codeOf(secret))));
    expect(together.filter(({ status }) => status === 200)).toHaveLength(1);
    await service.sql('delete from sign_in_failures');
    expect((await signIn(username, SENTENCE, codeOf(secret, 1))).status).toBe(200);
    // Earlier ones are over, too.
    expect(refused(await signIn(username, SENTENCE, codeOf(secret)))).toEqual([401, 'SECOND_FACTOR_FAILED']);
  });

  test('takes a recovery code once in its place', async () => {
    const { username, session } = await member();
    const { recoveryCodes } = await enrol(session);
    expect((await signIn(username, SENTENCE, recoveryCodes[0]!.toLowerCase())).status).toBe(200);
    expect(refused(await signIn(username, SENTENCE, recoveryCodes[0]))).toEqual([401, 'SECOND_FACTOR_FAILED']);
    expect(ok(await session.get<SecondFactorView>('/v1/me/second-factor'))).toMatchObject({ recoveryCodesLeft: 9 });
  });

  test('locks like a wrong password: guessing codes with the right password gets nowhere', async () => {
    const { id, username, session } = await member();
    const { secret } = await enrol(session);
    for (let tries = 0; tries < 3; tries++) {
      expect(refused(await signIn(username, SENTENCE, '000000'))).toEqual([401, 'SECOND_FACTOR_FAILED']);
      // The right password alone forgives nothing.
      expect(refused(await signIn(username, SENTENCE))).toEqual(tries < 2 ? [401, 'SECOND_FACTOR_REQUIRED'] : [429, 'SIGN_IN_LOCKED']);
    }
    expect(refused(await signIn(username, SENTENCE, codeOf(secret)))).toEqual([429, 'SIGN_IN_LOCKED']);
    expect((await audited(id)).filter(({ kind }) => kind === 'sign-in-failed').map(({ data }) => data)).toEqual(
      Array.from({ length: 3 }, () => ({ username, factor: 'code' })),
    );
  });

  test('is kept so that the database alone says nothing of it', async () => {
    const { id, session } = await member();
    const { secret, recoveryCodes } = await enrol(session);
    const rows = await service.sql(
      `select f::text as row from second_factors f where user_id = $1 union all select c::text from recovery_codes c where user_id = $1`,
      [id],
    );
    expect(rows).toHaveLength(11);
    for (const word of [secret, ...recoveryCodes, ...recoveryCodes.map((code) => code.replaceAll('-', ''))])
      expect(JSON.stringify(rows)).not.toContain(word);
    // Put there in the clear by whoever can write the database.
    await service.sql('update second_factors set secret = $2 where user_id = $1', [id, secret]);
    const { username } = (await service.sql<{ username: string }>('select username from users where id = $1', [id]))[0]!;
    expect(refused(await signIn(username, SENTENCE, codeOf(secret)))).toEqual([401, 'SECOND_FACTOR_FAILED']);
  });

  test('is asked for by a change of the password and by the page of reports, too', async () => {
    const { username, session } = await member([{ role: 'reports' }]);
    const { secret } = await enrol(session);
    const change = (code?: string) =>
      anybody.post<Problem>('/v1/auth/password', { username, currentPassword: SENTENCE, newPassword: OTHER, ...(code && { code }) });
    expect(refused(await change())).toEqual([401, 'SECOND_FACTOR_REQUIRED']);
    expect(refused(await change('000000'))).toEqual([401, 'SECOND_FACTOR_FAILED']);
    expect((await change(codeOf(secret))).status).toBe(200);
    nextStep();
    const page = async (fields: Record<string, string>) => {
      const response = await service.app.inject({
        method: 'POST',
        url: '/reports/sign-in',
        headers: { 'content-type': `multipart/form-data; boundary=${BOUNDARY}` },
        payload: form(Object.entries(fields).map(([name, data]) => ({ name, data }))),
      });
      return response.statusCode;
    };
    expect(await page({ username, password: OTHER })).toBe(401);
    expect(await page({ username, password: OTHER, code: codeOf(secret) })).toBe(303);
  });

  test('is taken away by its owner with password and code', async () => {
    const { id, username, session } = await member();
    const { secret } = await enrol(session);
    const disable = (password: string, code: string) => session.post<Problem>('/v1/me/second-factor/disable', { password, code });
    expect(refused(await disable('salah', codeOf(secret)))).toEqual([401, 'SIGN_IN_FAILED']);
    expect(refused(await disable(SENTENCE, '000000'))).toEqual([401, 'SECOND_FACTOR_FAILED']);
    expect((await disable(SENTENCE, codeOf(secret))).status).toBe(200);
    expect((await signIn(username, SENTENCE)).status).toBe(200);
    const changes = (await audited(id)).filter(({ kind }) => kind === 'second-factor-changed').map(({ data }) => data);
    expect(changes).toEqual([
      { change: 'enrolled', user: id },
      { change: 'removed', user: id },
    ]);
  });

  test('is taken away by an administrator for somebody else, never for themselves; sessions end', async () => {
    const { id, username, session } = await member();
    await enrol(session);
    const own = await member([{ role: 'admin' }]);
    await enrol(own.session);
    const remove = (user: string, by = own.session) => by.post<Problem>(`/v1/staff/${user}/second-factor/disable`);
    expect(refused(await remove(own.id))).toEqual([409, 'OWN_ACCOUNT']);
    expect(refused(await remove(id, session))).toEqual([403, 'NOT_ALLOWED']);
    expect((await remove(id)).status).toBe(200);
    expect(refused(await remove(id))).toEqual([409, 'SECOND_FACTOR_ABSENT']);
    expect(refused(await session.get<Problem>('/v1/me'))).toEqual([401, 'SESSION_ENDED']);
    expect((await signIn(username, SENTENCE)).status).toBe(200);
    expect((await audited(id)).map(({ data }) => data)).toContainEqual({ change: 'removed', user: id });
  });

  test('by GraphQL as well', async () => {
    const { username, session } = await member();
    const { beginSecondFactor } = await session.query<{ beginSecondFactor: SecondFactorSecretView }>(
      'mutation ($input: BeginSecondFactorInput!) { beginSecondFactor(input: $input) { secret uri } }',
      { input: { password: SENTENCE } },
    );
    const { secret } = beginSecondFactor;
    const confirm = 'mutation ($input: ConfirmSecondFactorInput!) { confirmSecondFactor(input: $input) { recoveryCodes } }';
    expect((await session.graphql(confirm, { input: { code: '000000' } })).body.errors![0]!.extensions.code).toBe('SECOND_FACTOR_FAILED');
    await session.query(confirm, { input: { code: codeOf(secret) } });
    nextStep();
    expect((await session.query<{ secondFactor: SecondFactorView }>('{ secondFactor { enrolled } }')).secondFactor.enrolled).toBe(true);
    expect(refused(await signIn(username, SENTENCE))).toEqual([401, 'SECOND_FACTOR_REQUIRED']);
    const disable = 'mutation ($input: DisableSecondFactorInput!) { disableSecondFactor(input: $input) { enrolled } }';
    await session.query(disable, { input: { password: SENTENCE, code: codeOf(secret) } });
    expect((await signIn(username, SENTENCE)).status).toBe(200);
  });

  test('applicants have none', async () => {
    const applicant = await service.as('pemohon');
    expect(refused(await applicant.post<Problem>('/v1/me/second-factor', { password: 'terbit' }))).toEqual([403, 'NOT_ALLOWED']);
  });
});

describe('where a second factor is required', () => {
  beforeAll(async () => {
    await service.restart({ env: { SIGN_IN_FAILURES: '3', SECOND_FACTOR: 'required' } });
    anybody = service.client.anonymous();
    admin = await service.as('admin');
  });

  test('administrators, signers and their deputies enrol it first; others work as before', async () => {
    // Made before it was required.
    const given = async (username: string) => withToken(ok(await signIn(username, 'terbit')).accessToken);
    const [boss, deputy] = [await given('kadis'), await given('kabid')];
    expect((await (await given('frontoffice')).get('/v1/tasks')).status).toBe(200);
    for (const session of [await given('admin'), boss]) {
      for (const url of ['/v1/tasks', '/v1/applications', '/v1/notifications'])
        expect(refused(await session.get<Problem>(url))).toEqual([403, 'SECOND_FACTOR_ENROLMENT_NEEDED']);
      const { body } = await session.graphql('{ tasks { next } }');
      expect(body.errors![0]!.extensions).toMatchObject({ code: 'SECOND_FACTOR_ENROLMENT_NEEDED', status: 403 });
      expect((await session.get('/v1/me')).status).toBe(200);
      expect(ok(await session.get<SecondFactorView>('/v1/me/second-factor'))).toMatchObject({ enrolled: false, required: true });
    }
    expect((await deputy.get('/v1/tasks')).status).toBe(200);
    await enrol(boss, 'terbit');
    // The very session goes on.
    expect((await boss.get('/v1/tasks')).status).toBe(200);
    const [{ id }] = (await service.sql<{ id: string }>(`select id from users where username = 'kabid'`)) as [{ id: string }];
    const until = new Date(service.clock.now().getTime() + 3_600_000).toISOString();
    ok(await boss.post('/v1/stand-ins', { user: id, role: 'agency-head', kind: 'plh', until }));
    expect(refused(await deputy.get<Problem>('/v1/tasks'))).toEqual([403, 'SECOND_FACTOR_ENROLMENT_NEEDED']);
    await enrol(deputy, 'terbit');
    expect((await deputy.get('/v1/tasks')).status).toBe(200);
  });

  test('another node learns at once that it was enrolled', async () => {
    const other = await service.beside({ env: { SECOND_FACTOR: 'required' } });
    try {
      const { accessToken } = ok(await signIn('admin', 'terbit'));
      const there = () => other.client.anonymous().get<Problem>('/v1/tasks', { authorization: `Bearer ${accessToken}` });
      expect(refused(await there())).toEqual([403, 'SECOND_FACTOR_ENROLMENT_NEEDED']);
      await enrol(withToken(accessToken), 'terbit');
      expect((await there()).status).toBe(200);
    } finally {
      await other.app.close();
    }
  });
});
