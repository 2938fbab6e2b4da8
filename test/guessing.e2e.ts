import type { TokenView } from '../src/modules/identity/identity.view.js';
import { boot, type Booted } from './support/boot.js';
import { ok, type Answer, type Problem, type Session } from './support/client.js';

const LIMITS = {
  env: {
    SIGN_IN_FAILURES: '3',
    SIGN_IN_FAILURES_PER_ACCOUNT: '6',
    SIGN_IN_FAILURES_PER_ADDRESS: '8',
    TRUSTED_PROXIES: '127.0.0.1',
  },
};

let service: Booted;
let anybody: Session;
beforeAll(async () => {
  service = await boot(LIMITS);
  anybody = service.client.anonymous();
});
afterAll(() => service.close());
// The clock does not move by itself: no test inherits the failures of another.
beforeEach(async () => {
  await service.sql('delete from sign_in_failures');
  await service.sql('delete from sign_in_places');
});

/** Somebody who asks from that network address. */
const from = (address: string): Session =>
  new Proxy(anybody, {
    get: (session, name) =>
      name === 'post'
        ? (url: string, body: object) => session.post(url, body, { 'x-forwarded-for': address })
        : (Reflect.get(session, name) as unknown),
  });

const signIn = (username: string, password: string, by: Session = anybody) =>
  by.post<TokenView & Problem>('/v1/auth/token', { username, password });
const refused = ({ status, body }: Answer<Problem>) => [status, body.code];

describe('guessing', () => {
  test('locks an account, for longer each time; the right password does not help then', async () => {
    for (let tries = 0; tries < 3; tries++) expect(refused(await signIn('umum', 'x'))).toEqual([401, 'SIGN_IN_FAILED']);
    const locked = await signIn('umum', 'terbit');
    expect(refused(locked)).toEqual([429, 'SIGN_IN_LOCKED']);
    expect(locked.headers['retry-after']).toBe('60');
    service.pass(1);
    expect(refused(await signIn('umum', 'x'))).toEqual([401, 'SIGN_IN_FAILED']);
    expect((await signIn('umum', 'terbit')).headers['retry-after']).toBe('120');
    service.pass(2);
    expect((await signIn('umum', 'terbit')).status).toBe(200);
    // Those were slips: counting begins anew.
    expect(refused(await signIn('umum', 'x'))).toEqual([401, 'SIGN_IN_FAILED']);
    expect((await signIn('umum', 'terbit')).status).toBe(200);
  });

  test('an account that does not exist is locked like one that does', async () => {
    for (let tries = 0; tries < 3; tries++) expect(refused(await signIn('nobody', 'x'))).toEqual([401, 'SIGN_IN_FAILED']);
    expect(refused(await signIn('nobody', 'x'))).toEqual([429, 'SIGN_IN_LOCKED']);
  });

  test('locks the account for that address alone, and an account that all addresses guess at where it has not signed in lately', async () => {
    const [guesser, owner, another] = ['203.0.113.1', '203.0.113.2', '203.0.113.3'].map(from) as [Session, Session, Session];
    expect((await signIn('kabid', 'terbit', owner)).status).toBe(200);
    for (let tries = 0; tries < 3; tries++) expect(refused(await signIn('kabid', 'x', guesser))).toEqual([401, 'SIGN_IN_FAILED']);
    expect(refused(await signIn('kabid', 'terbit', guesser))).toEqual([429, 'SIGN_IN_LOCKED']);
    expect((await signIn('kabid', 'terbit', another)).status).toBe(200);
    // As many from all addresses as one account may have.
    for (const n of [4, 5, 6]) expect(refused(await signIn('kabid', 'x', from(`203.0.113.${n}`)))).toEqual([401, 'SIGN_IN_FAILED']);
    expect(refused(await signIn('kabid', 'terbit', from('203.0.113.7')))).toEqual([429, 'SIGN_IN_LOCKED']);
    expect((await signIn('kabid', 'terbit', owner)).status).toBe(200);
  });

  test('from one address at many accounts locks it for accounts that have not signed in from there, and for no other', async () => {
    const office = from('198.51.100.7');
    expect((await signIn('kadis', 'terbit', office)).status).toBe(200);
    // More than one account may have, fewer than the address: whoever is new there still signs in.
    for (let n = 0; n < 7; n++) expect(refused(await signIn(`nobody${n}`, 'x', office))).toEqual([401, 'SIGN_IN_FAILED']);
    expect((await signIn('umum', 'terbit', office)).status).toBe(200);
    expect(refused(await signIn('nobody7', 'x', office))).toEqual([401, 'SIGN_IN_FAILED']);
    expect(refused(await signIn('sekretaris', 'terbit', office))).toEqual([429, 'SIGN_IN_LOCKED']);
    for (const username of ['kadis', 'umum']) expect((await signIn(username, 'terbit', office)).status).toBe(200);
    const answer = await office.post('/v1/auth/token', { agency: 'dpmptspk-dairi', username: 'kadis', password: 'terbit' });
    expect(answer.status).toBe(200);
    // A month without signing in: unknown again.
    await service.sql(`update sign_in_places set seen_at = seen_at - interval '31 days'`);
    expect(refused(await signIn('kadis', 'terbit', office))).toEqual([429, 'SIGN_IN_LOCKED']);
    expect((await signIn('kadis', 'terbit')).status).toBe(200);
  });

  test('one address is no way to lock somebody out of the office behind it: neither locks nor rates keep the others', async () => {
    await service.restart({ env: { RATE_SIGN_IN: '20/m', TRUSTED_PROXIES: '127.0.0.1' } });
    anybody = service.client.anonymous();
    const office = from('198.51.100.8');
    const tokens = ok(await signIn('kadis', 'terbit', office));
    const statuses: number[] = [];
    for (let n = 0; n < 40; n++) statuses.push((await signIn('umum', 'x', office)).status);
    expect(statuses.at(-1)).toBe(429);
    expect((await signIn('kadis', 'terbit', office)).status).toBe(200);
    expect((await office.post('/v1/auth/refresh', { refreshToken: tokens.refreshToken })).status).toBe(200);
    await service.restart(LIMITS);
    anybody = service.client.anonymous();
  });

  test('many at once are counted like one after the other', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => signIn('pelapor', 'x')));
    // Two are checked at once: no more than one of them can have begun before the last one that counts failed.
    expect(answers.filter(({ status }) => status === 401).length).toBeLessThanOrEqual(4);
    expect(refused(await signIn('pelapor', 'terbit'))).toEqual([429, 'SIGN_IN_LOCKED']);
  });

  test('a user name that was a password is not kept', async () => {
    await signIn('MyVerySecretPassword', 'x');
    const rows = await service.sql<{ subject: string }>('select subject from sign_in_failures');
    expect(JSON.stringify(rows)).not.toContain('Secret');
  });
});
