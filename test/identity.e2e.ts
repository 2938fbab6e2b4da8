import { randomBytes, scryptSync } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { AccountView, MeView, TokenView } from '../src/modules/identity/identity.view.js';
import { SignInRetention } from '../src/modules/identity/sign-in-retention.js';
import { boot, type Booted } from './support/boot.js';
import { ok, type Answer, type Problem, type Session } from './support/client.js';
import { SopFolder } from './support/sop-folder.js';

const SENTENCE = 'kuda putih di tepi danau';
const OTHER = 'perahu kecil menyeberang';

let service: Booted;
let anybody: Session;
beforeAll(async () => {
  service = await boot();
  anybody = service.client.anonymous();
});
afterAll(() => service.close());
// The clock does not move by itself: no test inherits the failures of another.
beforeEach(() => service.sql('delete from sign_in_failures'));

const signIn = (username: string, password: string, from: Session = anybody) =>
  from.post<TokenView & Problem>('/v1/auth/token', { username, password });
const refresh = (refreshToken: string) => anybody.post<TokenView & Problem>('/v1/auth/refresh', { refreshToken });
const me = (accessToken: string) => anybody.get<MeView & Problem>('/v1/me', { authorization: `Bearer ${accessToken}` });
const noted = async (kind: string) => {
  const rows = await service.sql<{ name: string }>(
    `select body::jsonb->'actor'->>'name' as name from audit_log where kind = $1 order by agency, seq`,
    [kind],
  );
  return rows.map(({ name }) => name);
};
const refused = ({ status, body }: Answer<Problem>) => [status, body.code];

describe('signing in', () => {
  test('answers with an access token and a refresh token, neither of which outlives its time', async () => {
    const tokens = ok(await signIn('kadis', 'terbit'));
    expect(tokens).toMatchObject({ tokenType: 'Bearer', expiresIn: 3600, refreshExpiresIn: 28_800 });
    expect(ok(await me(tokens.accessToken))).toMatchObject({ name: 'Kadis (demo)', roles: [{ role: 'agency-head' }] });
    service.pass(61);
    expect(refused(await me(tokens.accessToken))).toEqual([401, 'TOKEN_INVALID']);
    expect((await me(ok(await refresh(tokens.refreshToken)).accessToken)).status).toBe(200);
  });

  test('a session lasts no longer than it may, however often it is refreshed', async () => {
    let tokens = ok(await signIn('kadis', 'terbit'));
    for (let hours = 0; hours < 11; hours++) {
      service.pass(60);
      tokens = ok(await refresh(tokens.refreshToken));
    }
    service.pass(30);
    expect(ok(await refresh(tokens.refreshToken))).toMatchObject({ expiresIn: 1800, refreshExpiresIn: 1800 });
    service.pass(31);
    expect(refused(await refresh(tokens.refreshToken))).toEqual([401, 'REFRESH_FAILED']);
  });

  test('keeps argon2id hashes, and replaces one of before when its owner signs in', async () => {
    await anybody.post('/v1/auth/register', { username: 'lama.sekali', name: 'Pemohon Lama', password: SENTENCE });
    const salt = randomBytes(16);
    const old = [
      'scrypt',
      '16384,1',
      salt.toString('base64url'),
      scryptSync(OTHER, salt, 32, { N: 16_384, r: 8, p: 1 }).toString('base64url'),
    ];
    await service.sql(`update users set password_hash = $1 where username = 'lama.sekali'`, [old.join('$')]);
    expect(refused(await signIn('lama.sekali', SENTENCE))).toEqual([401, 'SIGN_IN_FAILED']);
    expect((await signIn('lama.sekali', OTHER)).status).toBe(200);
    const [row] = await service.sql<{ password_hash: string }>(`select password_hash from users where username = 'lama.sekali'`);
    expect(row!.password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,(p=1,t=2|t=2,p=1)\$/);
    expect((await signIn('lama.sekali', OTHER)).status).toBe(200);
  });

  test('of tokens only hashes are kept', async () => {
    const { refreshToken } = ok(await signIn('umum', 'terbit'));
    const [row] = await service.sql<{ found: boolean }>(
      'select exists (select 1 from refresh_tokens where hash = $1 or strpos($2, hash) > 0) as found',
      [refreshToken.split('.').at(-1), refreshToken],
    );
    expect(row!.found).toBe(false);
  });
});

describe('refresh tokens', () => {
  test('are good for one use; one that comes again later ends the session, also for who holds the newer one, and is noted', async () => {
    const first = ok(await signIn('kabid', 'terbit'));
    const second = ok(await refresh(first.refreshToken));
    expect(second.refreshToken).not.toBe(first.refreshToken);
    service.pass(0.6);
    expect(refused(await refresh(first.refreshToken))).toEqual([401, 'REFRESH_FAILED']);
    expect(refused(await refresh(second.refreshToken))).toEqual([401, 'REFRESH_FAILED']);
    expect(refused(await me(second.accessToken))).toEqual([401, 'SESSION_ENDED']);
    expect(await noted('refresh-token-reused')).toEqual(['Kabid. Pelayanan (demo)']);
  });

  test('of two tabs at once, or after a lost answer, both live in the one session', async () => {
    const { refreshToken } = ok(await signIn('sekretaris', 'terbit'));
    const tabs = await Promise.all([refresh(refreshToken), refresh(refreshToken)]);
    service.pass(0.4);
    const again = await refresh(refreshToken);
    for (const answer of [...tabs, again]) {
      const { accessToken, refreshToken: next } = ok(answer);
      expect((await me(accessToken)).status).toBe(200);
      expect((await refresh(next)).status).toBe(200);
    }
    expect(new Set([...tabs, again].map(({ body }) => body.refreshToken)).size).toBe(3);
    const sid = (token: string) => (JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString()) as { sid: string }).sid;
    expect(new Set([...tabs, again].map(({ body }) => sid(body.accessToken))).size).toBe(1);
    service.pass(0.2);
    expect(refused(await refresh(refreshToken))).toEqual([401, 'REFRESH_FAILED']);
    expect(refused(await me(again.body.accessToken))).toEqual([401, 'SESSION_ENDED']);
  });

  test.each([
    'x',
    'a.b.c',
    `dpmptspk-dairi.00000000-0000-7000-8000-000000000000.${'a'.repeat(43)}`,
    `../x.${'-'.repeat(36)}.${'a'.repeat(43)}`,
  ])('of nobody are refused: %s', async (token) => expect(refused(await refresh(token))).toEqual([401, 'REFRESH_FAILED']));

  test('end with signing out, on every node', async () => {
    const { accessToken, refreshToken } = ok(await signIn('sekretaris', 'terbit'));
    const other = await service.beside();
    try {
      const there = () => other.client.anonymous().get<Problem>('/v1/me', { authorization: `Bearer ${accessToken}` });
      expect((await there()).status).toBe(200);
      expect((await anybody.post('/v1/auth/logout', {}, { authorization: `Bearer ${accessToken}` })).status).toBe(204);
      expect(refused(await me(accessToken))).toEqual([401, 'SESSION_ENDED']);
      expect(refused(await refresh(refreshToken))).toEqual([401, 'REFRESH_FAILED']);
      // The other node looks again once a second.
      for (let tries = 0; (await there()).status === 200 && tries < 200; tries++) await new Promise((again) => setTimeout(again, 20));
      expect(refused(await there())).toEqual([401, 'SESSION_ENDED']);
    } finally {
      await other.app.close();
    }
  });

  test('are forgotten when they are long over', async () => {
    service.pass(60 * 24 * 40);
    await service.app.get(SignInRetention).run();
    expect(await service.sql('select count(*)::int as sessions from sessions')).toEqual([{ sessions: 0 }]);
    expect(await service.sql('select count(*)::int as tokens from refresh_tokens')).toEqual([{ tokens: 0 }]);
  });
});

describe('an applicant makes an account', () => {
  const register = (more: object = {}) =>
    anybody.post<AccountView & Problem>('/v1/auth/register', {
      name: 'Pemohon Baru',
      username: 'pemohon.baru',
      password: SENTENCE,
      ...more,
    });

  test('and is an applicant, nothing more', async () => {
    const account = ok(await register());
    expect(account).toMatchObject({ username: 'pemohon.baru', agency: 'dpmptspk-dairi' });
    const { accessToken } = ok(await signIn('pemohon.baru', SENTENCE));
    expect(ok(await me(accessToken))).toMatchObject({ id: account.id, name: 'Pemohon Baru', roles: [{ role: 'applicant' }] });
    expect(refused(await register())).toEqual([409, 'USERNAME_TAKEN']);
    expect(refused(await register({ username: 'x', roles: [{ role: 'admin' }] }))).toEqual([422, 'INPUT_INVALID']);
    expect(refused(await register({ username: 'lain', password: 'bismillah123' }))).toEqual([422, 'INPUT_INVALID']);
    expect(refused(await register({ username: 'lain', agency: 'nowhere' }))).toEqual([422, 'INPUT_INVALID']);
  });

  test('unless that is closed', async () => {
    await service.restart({ env: { REGISTRATION: 'false' } });
    const answer = await service.client.anonymous().post<Problem>('/v1/auth/register', { name: 'A', username: 'aaa', password: SENTENCE });
    expect(refused(answer)).toEqual([403, 'REGISTRATION_CLOSED']);
    await service.restart({ env: {} });
    anybody = service.client.anonymous();
  });
});

describe('without demo users', () => {
  test('each agency that has one is given its first administrator, once', async () => {
    const sops = new SopFolder();
    const { accessToken } = ok(await signIn('kadis', 'terbit'));
    try {
      await service.restart({ env: { DEMO: 'false' }, sopDir: sops.path });
      anybody = service.client.anonymous();
      expect(refused(await signIn('kadis', 'terbit'))).toEqual([401, 'SIGN_IN_FAILED']);
      expect(refused(await me(accessToken))).toEqual([401, 'SESSION_ENDED']);
      const file = join(service.dataDir, 'first-admin-dpmptspk-dairi.txt');
      expect(statSync(file).mode & 0o777).toBe(0o600);
      // The second agency has no such role.
      expect(existsSync(join(service.dataDir, 'first-admin-dpmptsp-contoh-timur.txt'))).toBe(false);
      const [, username, password] = /^username: (\S+)\npassword: (\S+)\n/.exec(readFileSync(file, 'utf8'))!;
      expect(refused(await signIn(username!, password!))).toEqual([403, 'PASSWORD_CHANGE_NEEDED']);
      const body = { username, currentPassword: password, newPassword: OTHER };
      const tokens = ok(await anybody.post<TokenView>('/v1/auth/password', body));
      expect(ok(await me(tokens.accessToken)).roles).toEqual([{ role: 'admin' }]);
      await service.restart({ env: { DEMO: 'false' }, sopDir: sops.path });
      anybody = service.client.anonymous();
      expect((await signIn(username!, OTHER)).status).toBe(200);
      const admins = await service.sql(`select username from users where roles @> '[{"role": "admin"}]'`);
      expect(admins).toEqual([{ username }]);
    } finally {
      sops.remove();
    }
  });
});
