import { createPublicKey, randomUUID } from 'node:crypto';
import { importJWK, SignJWT, UnsecuredJWT, type JWK, type JWTPayload } from 'jose';
import { SystemClock } from '../src/kernel/clock.js';
import type { MeView } from '../src/modules/identity/identity.view.js';
import { Tokens } from '../src/platform/auth/tokens.js';
import { boot, type Booted } from './support/boot.js';
import { ok, type Answer, type PageOf, type Problem, type Session } from './support/client.js';
import { OidcProvider, signingKey } from './support/oidc.js';

/** What the provider says of everybody, in its own words. */
const PEOPLE = {
  kasi: { org: { code: 'org-12' }, groups: ['kasi-1', 'offline_access'], name: 'Kepala Seksi Satu' },
  kadis: { org: { code: 'org-12' }, groups: ['agency-head'], name: 'Kepala Dinas' },
  seksi: { org: { code: 'org-12' }, groups: ['back-office'], section: 'II', name: 'Kepala Seksi Dua' },
  warga: { org: { code: 'org-12' }, groups: ['offline_access'], name: 'Warga' },
  asing: { org: { code: 'org-99' }, groups: ['agency-head'], name: 'Orang Asing' },
};

const SETTINGS = {
  OIDC_AGENCY_CLAIM: 'org.code',
  OIDC_AGENCY_MAP: 'org-12=dpmptspk-dairi',
  OIDC_ROLES_CLAIM: 'groups',
  OIDC_ROLE_MAP: 'kasi-1=back-office/I,agency-head=agency-head,back-office=back-office,secretary=secretary,office-admin=admin',
  OIDC_DEFAULT_ROLE: 'applicant',
  OIDC_KEYS_COOLDOWN_MS: '0',
};

let provider: OidcProvider;
let service: Booted;
let anybody: Session;
let key: JWK;
beforeAll(async () => {
  key = await signingKey('first');
  provider = await OidcProvider.start([key], PEOPLE);
  service = await boot({ clock: new SystemClock(), env: { ...SETTINGS, OIDC_ISSUER: provider.issuer } });
  anybody = service.client.anonymous();
});
afterAll(async () => {
  await service.close();
  await provider.stop();
});

const me = (token: string) => anybody.get<MeView & Problem>('/v1/me', { authorization: `Bearer ${token}` });
const refused = ({ status, body }: Answer<Problem>) => [status, body.code];

/** A token made by hand, right in everything but what is said. */
async function made(claims: JWTPayload = {}, header: { alg?: string; kid?: string; typ?: string } = {}, by: JWK = key): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  const whole = { iss: provider.issuer, aud: 'terbit', sub: 'kadis', iat: now, exp: now + 600, ...PEOPLE.kadis, ...claims };
  const signer = new SignJWT(JSON.parse(JSON.stringify(whole)) as JWTPayload);
  return signer.setProtectedHeader({ alg: 'RS256', kid: by.kid!, ...header }).sign(await importJWK(by, header.alg ?? 'RS256'));
}

describe('somebody who has signed in at the provider', () => {
  test('is who the provider says, by the words that are mapped', async () => {
    const who = ok(await me(await provider.signIn('kasi')));
    expect(who).toMatchObject({ name: 'Kepala Seksi Satu', agency: 'dpmptspk-dairi', roles: [{ role: 'back-office', section: 'I' }] });
    expect(ok(await me(await provider.signIn('kasi'))).id).toBe(who.id);
    expect(ok(await me(await provider.signIn('kadis'))).roles).toEqual([{ role: 'agency-head' }]);
    expect(ok(await me(await provider.signIn('seksi'))).roles).toEqual([{ role: 'back-office', section: 'II' }]);
    expect(ok(await me(await provider.signIn('warga'))).roles).toEqual([{ role: 'applicant' }]);
  });

  test('may do what their role says, and opens an application as an applicant', async () => {
    const as = async (username: string) => ({ authorization: `Bearer ${await provider.signIn(username)}` });
    const warga = await as('warga');
    const { body } = await anybody.get<{ form: { examples: object[] }; applicant: { examples: object[] } }>('/v1/services/iumk', warga);
    const input = { service: 'iumk', form: body.form.examples[0], applicant: body.applicant.examples[0] };
    const opened = ok(await anybody.post<{ id: string }>('/v1/applications', input, warga));
    expect((await anybody.get(`/v1/applications/${opened.id}`, warga)).status).toBe(200);
    expect((await anybody.get(`/v1/applications/${opened.id}`, await as('kadis'))).status).toBe(200);
    expect(refused(await anybody.post<Problem>('/v1/applications', input, await as('kadis')))).toEqual([403, 'NOT_ALLOWED']);
  });

  test('stands in for somebody who names them by their subject or id, and never by a name of their own choice, once they have been here', async () => {
    const as = async (claims: JWTPayload) => ({ authorization: `Bearer ${await made(claims)}` });
    const head = await as({});
    const name = async (user: string) => {
      const body = { user, role: 'agency-head', kind: 'plh', until: new Date(Date.now() + 86_400_000).toISOString() };
      return anybody.post<Problem & { id: string }>('/v1/stand-ins', body, head);
    };
    const deputy = await as({ sub: 'sekretaris-77', preferred_username: 'ibu.sekretaris', groups: ['secretary'], name: 'Ibu Sekretaris' });
    const unknown = await name('ibu.sekretaris');
    expect([unknown.status, unknown.body.errors![0]!.pointer]).toEqual([422, '/user']);
    ok(await anybody.get('/v1/me', deputy));
    // An applicant is not remembered, and stands in for nobody.
    ok(await anybody.get('/v1/me', await as({ sub: 'warga-1', preferred_username: 'warga.satu', groups: [], name: 'Warga' })));
    expect((await name('warga.satu')).status).toBe(422);
    expect((await name('ibu.sekretaris')).status).toBe(422);
    const [known] = await service.sql<{ id: string }>(`select id from known_people where subject = 'sekretaris-77'`);
    const { id } = ok(await name(known!.id));
    expect(ok(await anybody.get<MeView>('/v1/me', deputy)).actingFor).toEqual([expect.objectContaining({ role: 'agency-head' })]);
    ok(await anybody.post(`/v1/stand-ins/${id}/end`, {}, head));
    ok(await anybody.post(`/v1/stand-ins/${ok(await name('sekretaris-77')).id}/end`, {}, head));
    // Somebody else signs in as what is this one's subject: nobody can tell whom the word means.
    ok(await anybody.get('/v1/me', await as({ sub: 'lain/1', preferred_username: 'sekretaris-77', groups: ['secretary'], name: 'Lain' })));
    expect((await name('sekretaris-77')).status).toBe(422);
    expect(await service.sql('select subject, username, name from known_people where subject like $1', ['%-%'])).toEqual([
      { subject: 'sekretaris-77', username: 'ibu.sekretaris', name: 'Ibu Sekretaris' },
    ]);
  });

  test('has a role that nobody here can say is held: no case is called an orphan for it', async () => {
    const admin = { authorization: `Bearer ${await made({ sub: 'admin-1', groups: ['office-admin'], name: 'Admin' })}` };
    expect(ok(await anybody.get<PageOf<object>>('/v1/tasks/orphans', admin)).items).toEqual([]);
  });

  test('of an agency that is not known here is told so', async () => {
    expect(refused(await me(await provider.signIn('asing')))).toEqual([403, 'AGENCY_UNKNOWN']);
  });

  test('has no role here by a word that the map does not name, nor an agency', async () => {
    const roles = async (groups: unknown) => ok(await me(await made({ groups }))).roles;
    expect(await roles(['admin', 'reports', 'offline_access'])).toEqual([{ role: 'applicant' }]);
    expect(await roles('admin secretary')).toEqual([{ role: 'secretary' }]);
    expect(await roles(['back-office/I', '__proto__', 'kasi-1/II'])).toEqual([{ role: 'applicant' }]);
    expect(refused(await me(await made({ org: { code: 'dpmptspk-dairi' } })))).toEqual([403, 'AGENCY_UNKNOWN']);
  });

  test('has a name of one line, whatever the issuer writes', async () => {
    const name = async (text: unknown) => ok(await me(await made({ name: text, sub: 'nama' }))).name;
    expect(await name('Kepala\u202e\u0007 Dinas\r\n\u2028Retribusi:\u200b Rp 5\ufeff')).toBe('Kepala Dinas Retribusi: Rp 5');
    expect(await name('\u0001\n\u202e')).toBe('nama');
    expect(await name('Siti Nurhaliza, S.T.')).toBe('Siti Nurhaliza, S.T.');
    expect([...(await name('𝒜'.repeat(500)))]).toHaveLength(200);
  });

  test('with a token for somebody else is nobody here', async () => {
    expect(refused(await me(await provider.signIn('kadis', 'urn:other')))).toEqual([401, 'TOKEN_INVALID']);
  });
});

describe('a token is refused', () => {
  test('unless all of it is right', async () => {
    expect((await me(await made())).status).toBe(200);
  });

  const now = () => Math.floor(Date.now() / 1000);
  test.each<[string, () => Promise<string>]>([
    ['of another issuer', () => made({ iss: 'http://127.0.0.1:1' })],
    ['of an issuer that looks like it', () => made({ iss: `${provider.issuer}/` })],
    ['for another audience', () => made({ aud: 'front-end' })],
    ['for nobody', () => made({ aud: undefined })],
    ['that has expired', () => made({ exp: now() - 60 })],
    ['without an end', () => made({ exp: undefined })],
    ['that begins later', () => made({ nbf: now() + 120 })],
    ['of nobody', () => made({ sub: undefined })],
    ['with a signature that is not allowed', () => made({}, { alg: 'RS512' })],
    ['that holds for a year', () => made({ exp: now() + 365 * 86_400 })],
    ['that holds for ever', () => made({ exp: 1e15 })],
    ['that does not say since when, and holds for long', () => made({ iat: undefined, exp: now() + 100_000 })],
    ['that was issued later', () => made({ iat: now() + 120 })],
    ['of signing out', () => made({ events: { 'http://schemas.openid.net/event/backchannel-logout': {} } }, { typ: 'logout+jwt' })],
    ['of signing out, as a plain JWT', () => made({ events: {} }, { typ: 'JWT' })],
    ['that is an ID token', () => made({ nonce: 'n-1', typ: 'ID', azp: 'other' }, { typ: 'JWT' })],
    ['that is an ID token by its nonce alone', () => made({ nonce: 'n-1' })],
    ['that is an ID token by its hash alone', () => made({ at_hash: 'x' })],
    ['that is an ID token by its type', () => made({ typ: 'ID' })],
    ['that refreshes', () => made({ typ: 'Refresh' })],
    ['of another type', () => made({}, { typ: 'secevent+jwt' })],
    ['of another use', () => made({ token_use: 'id' })],
    ['by another key of the same name', async () => made({}, {}, { ...(await signingKey('first')), kid: 'first' })],
    ['by a key that is not known', async () => made({}, {}, await signingKey('unknown'))],
  ])('%s', async (_, token) => expect(refused(await me(await token()))).toEqual([401, 'TOKEN_INVALID']));

  test('with no signature at all', async () => {
    const token = new UnsecuredJWT({ ...PEOPLE.kadis }).setIssuer(provider.issuer).setAudience('terbit').setSubject('kadis');
    const text = token.setExpirationTime(now() + 600).encode();
    expect(refused(await me(`${text}AAAA`))).toEqual([401, 'TOKEN_INVALID']);
    expect(refused(await me(text))).toEqual([401, 'SIGN_IN_NEEDED']);
  });

  test('signed with the public key as if it were a secret', async () => {
    const { d: _, p, q, dp, dq, qi, ...open } = key;
    const pem = createPublicKey({ key: open as never, format: 'jwk' }).export({ type: 'spki', format: 'pem' });
    const secret = Buffer.from(pem);
    const claims = { iss: provider.issuer, aud: 'terbit', sub: 'kadis', exp: now() + 600, ...PEOPLE.kadis };
    const token = await new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid: 'first' }).sign(secret);
    expect([p, q, dp, dq, qi]).not.toContain(undefined);
    expect(refused(await me(token))).toEqual([401, 'TOKEN_INVALID']);
  });

  test('of the built-in issuer', async () => {
    const principal = { agency: 'dpmptspk-dairi', id: 'kadis', name: 'Kadis', kind: 'person', roles: [{ role: 'agency-head' }] } as const;
    expect(refused(await me(await service.app.get(Tokens).issue(principal, 600, randomUUID())))).toEqual([401, 'TOKEN_INVALID']);
  });

  test('only when it is wrong by more than clocks differ', async () => {
    expect((await me(await made({ exp: now() - 10 }))).status).toBe(200);
    expect((await me(await made({ nbf: now() + 10 }))).status).toBe(200);
  });
});

test('an access token is one by its type, whichever way the issuer writes it', async () => {
  for (const typ of ['JWT', 'at+jwt', 'AT+JWT', 'application/at+jwt'])
    expect((await me(await made({ typ: 'Bearer' }, { typ }))).status).toBe(200);
});

test('where clients are listed, a token of another one opens nothing', async () => {
  const listed = await service.beside({
    env: { OIDC_ISSUER: provider.issuer, OIDC_AGENCY: 'dpmptspk-dairi', OIDC_DEFAULT_ROLE: 'applicant', OIDC_CLIENTS: 'front-end,kiosk' },
  });
  const status = async (claims: JWTPayload) => {
    const authorization = `Bearer ${await made({ agency: undefined, ...claims })}`;
    return (await listed.client.anonymous().get('/v1/me', { authorization })).status;
  };
  try {
    expect(await status({ azp: 'kiosk' })).toBe(200);
    expect(await status({ client_id: 'front-end' })).toBe(200);
    expect(await status({ azp: 'kiosk', client_id: 'other' })).toBe(401);
    expect(await status({ azp: 'other' })).toBe(401);
    expect(await status({})).toBe(401);
  } finally {
    await listed.app.close();
  }
});

test('the built-in issuer is off, and says where people sign in', async () => {
  for (const [path, body] of Object.entries({
    token: { username: 'kadis', password: 'terbit' },
    password: { username: 'kadis', currentPassword: 'terbit', newPassword: 'kuda putih di tepi danau' },
    register: { username: 'siapa', name: 'Siapa', password: 'kuda putih di tepi danau' },
  })) {
    const answer = await anybody.post<Problem & { issuer: string }>(`/v1/auth/${path}`, body);
    expect(refused(answer)).toEqual([409, 'ISSUER_ELSEWHERE']);
    expect(answer.body.issuer).toBe(provider.issuer);
  }
  expect(await service.sql('select count(*)::int as demo from users where demo')).toEqual([{ demo: 0 }]);
});

test('with STEP_UP_MINUTES, administration needs a recent auth_time in the token', async () => {
  const strict = await service.beside({ env: { ...SETTINGS, OIDC_ISSUER: provider.issuer, STEP_UP_MINUTES: '10' } });
  try {
    const now = Math.floor(Date.now() / 1000);
    const seed = async (claims: JWTPayload) => {
      const token = await made({ sub: 'admin-2', groups: ['office-admin'], name: 'Admin', ...claims });
      const body = { url: 'https://example.com/hook' };
      const answer = await strict.client.anonymous().post<Problem>('/v1/webhooks', body, { authorization: `Bearer ${token}` });
      return [answer.status, answer.body.code];
    };
    expect(await seed({ auth_time: now - 60 })).toEqual([201, undefined]);
    for (const claims of [{ auth_time: now - 700 }, {}, { auth_time: now + 3600 }, { auth_time: 'now' }])
      expect(await seed(claims)).toEqual([403, 'STEP_UP_REQUIRED']);
    const token = await made({ auth_time: now - 700 });
    const renewed = await strict.client
      .anonymous()
      .post<Problem>('/v1/auth/step-up', { password: 'x' }, { authorization: `Bearer ${token}` });
    expect(refused(renewed)).toEqual([409, 'STEP_UP_ELSEWHERE']);
  } finally {
    await strict.app.close();
  }
});

test('what a withdrawn key has signed counts no longer, however well it was known', async () => {
  const [next, shown] = [await signingKey('after'), await made({ jti: 'shown', sub: 'shown' })];
  expect((await me(shown)).status).toBe(200);
  await provider.useKeys([next]);
  expect(refused(await me(await made({}, {}, await signingKey('nobody'))))).toEqual([401, 'TOKEN_INVALID']);
  expect(refused(await me(shown))).toEqual([401, 'TOKEN_INVALID']);
  await provider.useKeys([key, next]);
  expect((await me(await made({ jti: 'back' }))).status).toBe(200);
}, 60_000);

test('keys are rotated while the service runs, and what is cached outlives the provider', async () => {
  const old = await provider.signIn('kadis');
  const [next, unseen] = [await signingKey('second'), await made({ jti: 'unseen' })];
  await provider.useKeys([next, key]);
  expect((await me(await provider.signIn('kadis'))).status).toBe(200);
  expect((await me(old)).status).toBe(200);
  await provider.useKeys([next]);
  // A token by a key that nobody knows has the keys fetched anew: the old one has been withdrawn since.
  expect(refused(await me(await made({}, {}, await signingKey('third'))))).toEqual([401, 'TOKEN_INVALID']);
  expect(refused(await me(unseen))).toEqual([401, 'TOKEN_INVALID']);
  const known = await provider.signIn('kadis');
  expect((await me(known)).status).toBe(200);
  await provider.stop();
  expect((await me(known)).status).toBe(200);
  expect(refused(await me(await made({}, {}, await signingKey('fourth'))))).toEqual([503, 'ISSUER_AWAY']);
}, 60_000);
