import { createHmac } from 'node:crypto';
import type { TokenView } from '../src/modules/identity/identity.view.js';
import { TokenKeys } from '../src/platform/auth/token-keys.js';
import { boot, type Booted } from './support/boot.js';
import { ok, type Answer, type Problem, type Session } from './support/client.js';
import { BOUNDARY, form } from './support/hostile.js';
import { until } from './support/until.js';

const GIVEN = 'diberikan oleh administrator';
const FIRST = 'kuda putih di tepi danau';
const SECOND = 'perahu kecil menyeberang';

let service: Booted;
let anybody: Session;
let admin: Session;
beforeAll(async () => {
  service = await boot();
  anybody = service.client.anonymous();
  admin = await service.as('admin');
});
afterAll(() => service.close());

const refused = ({ status, body }: Answer<Problem>) => [status, body.code];
const signIn = (username: string, password: string) => anybody.post<TokenView & Problem>('/v1/auth/token', { username, password });
const me = (token: string) => anybody.get<Problem>('/v1/me', { authorization: `Bearer ${token}` });
const refresh = (refreshToken: string) => anybody.post<TokenView & Problem>('/v1/auth/refresh', { refreshToken });

let people = 0;
/** Somebody who has chosen a password of their own. */
async function member(role = 'front-office'): Promise<{ id: string; username: string }> {
  const username = `pegawai.${++people}`;
  const body = { username, name: 'Pegawai', password: GIVEN, roles: [{ role }] };
  const added = ok(await admin.post<{ id: string; username: string }>('/v1/staff', body));
  ok(await anybody.post('/v1/auth/password', { username, currentPassword: GIVEN, newPassword: FIRST }));
  return added;
}

/** Signs in again and again while something happens; answers with what was got. */
async function whileSigningIn(username: string, what: () => Promise<unknown>): Promise<TokenView[]> {
  const got: TokenView[] = [];
  let over = false;
  const loop = async () => {
    while (!over) {
      const answer = await signIn(username, FIRST);
      if (answer.status === 200) got.push(answer.body);
    }
  };
  const loops = [loop(), loop(), loop()];
  await until(() => got.length > 1);
  await what();
  over = true;
  await Promise.all(loops);
  return got;
}

describe('a sign-in under way', () => {
  const changes: [string, (id: string, username: string) => Promise<unknown>][] = [
    ['a new password', (_, username) => anybody.post('/v1/auth/password', { username, currentPassword: FIRST, newPassword: SECOND })],
    ['a password that an administrator sets', (id) => admin.put(`/v1/staff/${id}/password`, { password: SECOND })],
    ['being disabled', (id) => admin.post(`/v1/staff/${id}/disable`)],
  ];
  test.each(changes)(
    'does not outlive %s',
    async (_, change) => {
      for (let run = 0; run < 3; run++) {
        const { id, username } = await member();
        const got = await whileSigningIn(username, async () => ok((await change(id, username)) as Answer<unknown>));
        expect(got.length).toBeGreaterThan(0);
        for (const { accessToken, refreshToken } of got) {
          expect((await me(accessToken)).status).toBe(401);
          expect((await refresh(refreshToken)).status).toBe(401);
        }
        await service.sql('delete from sign_in_failures');
      }
    },
    60_000,
  );

  test('has the roles of afterwards, or none', async () => {
    const { id, username } = await member();
    const got = await whileSigningIn(username, () => admin.put(`/v1/staff/${id}/roles`, { roles: [{ role: 'reports' }] }));
    const alive = [];
    for (const { accessToken } of got) {
      const { status, body } = await me(accessToken);
      if (status === 200) alive.push((body as unknown as { roles: object[] }).roles);
    }
    expect(alive.filter((roles) => JSON.stringify(roles) !== '[{"role":"reports"}]')).toEqual([]);
  }, 60_000);

  test('is not started by what was verified before: neither is a refresh', async () => {
    const { id, username } = await member();
    const { refreshToken } = ok(await signIn(username, FIRST));
    const [refreshed] = await Promise.all([refresh(refreshToken), admin.post(`/v1/staff/${id}/disable`)]);
    if (refreshed.status === 200) expect((await me(refreshed.body.accessToken)).status).toBe(401);
    expect(refused(await refresh(refreshToken))).toEqual([401, 'REFRESH_FAILED']);
  });
});

describe('a token of our own', () => {
  const made = async (claims: object): Promise<string> => {
    const seconds = Math.floor(service.clock.now().getTime() / 1000);
    const whole = {
      iss: 'terbit',
      aud: 'terbit',
      agency: 'dpmptspk-dairi',
      name: 'x',
      roles: [{ role: 'admin' }],
      iat: seconds,
      exp: seconds + 600,
      ...claims,
    };
    const text = [{ alg: 'HS256', typ: 'JWT' }, whole].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
    return `${text}.${createHmac('sha256', await service.app.get(TokenKeys).signing())
      .update(text)
      .digest('base64url')}`;
  };
  const claimsOf = (token: string) => JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString()) as Record<string, unknown>;

  test('opens nothing without a session that is alive, and is of that user, whoever has signed it', async () => {
    const { accessToken } = ok(await signIn('frontoffice', 'terbit'));
    const { sub, sid } = claimsOf(accessToken);
    const other = claimsOf(ok(await signIn('kadis', 'terbit')).accessToken);
    expect(refused(await me(await made({ sub })))).toEqual([401, 'TOKEN_INVALID']);
    expect(refused(await me(await made({ sub: '00000000-0000-7000-8000-000000000000', sid })))).toEqual([401, 'SESSION_ENDED']);
    expect(refused(await me(await made({ sub: other['sub'], sid })))).toEqual([401, 'SESSION_ENDED']);
    expect(refused(await me(await made({ sub, sid: '00000000-0000-7000-8000-000000000000' })))).toEqual([401, 'SESSION_ENDED']);
    expect(refused(await me(await made({ sub, sid, agency: 'dpmptsp-contoh-timur' })))).toEqual([401, 'SESSION_ENDED']);
    expect(refused(await me(await made({ sub, sid: "' or true --" })))).toEqual([401, 'TOKEN_INVALID']);
    // What it says of roles is not believed: they are those of the user.
    const answer = await me(await made({ sub, sid }));
    expect(answer.body).toMatchObject({ roles: [{ role: 'front-office' }] });
    await service.sql('delete from users where id = $1 and agency = $2', [(await member()).id, 'dpmptspk-dairi']);
  });

  test('ends with its user', async () => {
    const { id, username } = await member();
    const { accessToken } = ok(await signIn(username, FIRST));
    await service.sql('delete from users where id = $1', [id]);
    expect(refused(await me(accessToken))).toEqual([401, 'SESSION_ENDED']);
  });

  test('holds no longer than the setting says, whatever it says itself', async () => {
    const { accessToken } = ok(await signIn('frontoffice', 'terbit'));
    const { sub, sid, iat } = claimsOf(accessToken);
    const long = await made({ sub, sid, exp: (iat as number) + 10 * 365 * 86_400 });
    expect((await me(long)).status).toBe(200);
    service.pass(61);
    expect(refused(await me(long))).toEqual([401, 'TOKEN_INVALID']);
    service.pass(-61);
    expect(refused(await me(await made({ sub, sid, iat: undefined })))).toEqual([401, 'TOKEN_INVALID']);
    expect(refused(await me(await made({ sub, sid, iat: (iat as number) + 600, exp: (iat as number) + 1200 })))).toEqual([
      401,
      'TOKEN_INVALID',
    ]);
  });

  test('does not come back from signing out when tokens are made to hold shorter', async () => {
    await service.restart({ env: { TOKEN_TTL_SECONDS: '28800' } });
    anybody = service.client.anonymous();
    const [{ accessToken }, kept] = [ok(await signIn('umum', 'terbit')), ok(await signIn('umum', 'terbit'))];
    expect((await anybody.post('/v1/auth/logout', {}, { authorization: `Bearer ${accessToken}` })).status).toBe(204);
    expect(refused(await me(accessToken))).toEqual([401, 'SESSION_ENDED']);
    await service.restart({ env: { TOKEN_TTL_SECONDS: '60' } });
    anybody = service.client.anonymous();
    expect((await me(kept.accessToken)).status).toBe(200);
    service.pass(3);
    expect((await me(accessToken)).status).toBe(401);
    expect((await me(kept.accessToken)).status).toBe(401);
    await service.restart({ env: {} });
    anybody = service.client.anonymous();
    admin = await service.as('admin');
  }, 60_000);
});

describe('a disabled account', () => {
  test('is locked by the right password as by a wrong one', async () => {
    const [right, wrong] = [await member(), await member()];
    for (const { id } of [right, wrong]) ok(await admin.post(`/v1/staff/${id}/disable`));
    const tries = async (username: string, password: string) => {
      const answers = [];
      for (let n = 0; n < 12; n++) answers.push(refused(await signIn(username, password)).join(' '));
      return answers;
    };
    const answers = await tries(right.username, FIRST);
    expect(answers.slice(9)).toEqual(['401 SIGN_IN_FAILED', '429 SIGN_IN_LOCKED', '429 SIGN_IN_LOCKED']);
    expect(answers).toEqual(await tries(wrong.username, 'x'));
  }, 60_000);
});

test('registering, signing in and signing out are noted', async () => {
  const account = ok(
    await anybody.post<{ id: string }>('/v1/auth/register', { name: 'Pemohon Tercatat', username: 'pemohon.tercatat', password: FIRST }),
  );
  const { accessToken } = ok(await signIn('pemohon.tercatat', FIRST));
  await anybody.post('/v1/auth/logout', {}, { authorization: `Bearer ${accessToken}` });
  const rows = await service.sql<{ kind: string }>('select kind from audit_log where actor_id = $1 order by seq', [account.id]);
  expect(rows.map(({ kind }) => kind)).toEqual(['registered', 'signed-in', 'signed-out']);
});

describe('the session of the page of reports', () => {
  const post = (url: string, cookie?: string, payload?: Buffer) =>
    service.app.inject({
      method: 'POST',
      url,
      headers: {
        host: 'reports.example',
        ...(cookie && { cookie }),
        ...(payload && { 'content-type': `multipart/form-data; boundary=${BOUNDARY}` }),
      },
      ...(payload && { payload }),
    });
  const begin = async (username: string) =>
    post(
      '/reports/sign-in',
      undefined,
      form([
        { name: 'username', data: username },
        { name: 'password', data: 'terbit' },
      ]),
    );
  const cookieOf = ({ headers }: { headers: Record<string, unknown> }) => String(headers['set-cookie']).split(';')[0]!;
  const page = async (cookie: string) => (await service.app.inject({ url: '/reports', headers: { cookie } })).body.includes('Lima angka');

  test('opens neither API, and no token of the API opens the page', async () => {
    const cookie = cookieOf(await begin('kadis'));
    expect(await page(cookie)).toBe(true);
    const token = cookie.split('=')[1]!;
    expect(refused(await me(token))).toEqual([401, 'TOKEN_INVALID']);
    const graphql = await anybody.graphql('{ me { id } }', {}, { authorization: `Bearer ${token}` });
    expect(graphql.body.errors?.[0]?.extensions.code).toBe('TOKEN_INVALID');
    const { accessToken } = ok(await signIn('kadis', 'terbit'));
    expect(await page(`terbit_reports=${accessToken}`)).toBe(false);
  });

  test('ends with signing out, also for who has a copy of its cookie', async () => {
    const cookie = cookieOf(await begin('kadis'));
    expect(await page(cookie)).toBe(true);
    const answer = await post('/reports/sign-out', cookie);
    expect([answer.statusCode, answer.headers['set-cookie']]).toEqual([303, expect.stringContaining('Max-Age=0')]);
    expect(await page(cookie)).toBe(false);
  });

  test('is not left behind by somebody who may not read reports', async () => {
    expect((await begin('frontoffice')).statusCode).toBe(403);
    expect(
      await service.sql(
        `select 1 from sessions where kind = 'reports' and ended_at is null and user_id in (select id from users where username = 'frontoffice')`,
      ),
    ).toEqual([]);
  });
});
