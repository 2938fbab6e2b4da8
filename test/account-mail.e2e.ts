import type { AccountView, TokenView } from '../src/modules/identity/identity.view.js';
import type { AccountEmailView, RecoveredAccountView } from '../src/modules/identity/account-mail/account-mail.view.js';
import type { StaffView } from '../src/modules/identity/staff.view.js';
import type { NotificationView } from '../src/modules/notifications/notification.view.js';
import { Database } from '../src/platform/database/database.js';
import { boot, WORKING, type Booted } from './support/boot.js';
import { ok, Session, type Answer, type PageOf, type Problem } from './support/client.js';
import { letters } from './support/notices.js';
import { until } from './support/until.js';

const SENTENCE = 'kuda putih di tepi danau';
const OTHER = 'perahu kecil menyeberang';
const GIVEN = 'diberikan oleh administrator';
const CODE = /^([a-z0-9-]+\.[\w-]{43})\s*$/m;

let service: Booted;
let anybody: Session;
let admin: Session;
beforeAll(async () => {
  service = await boot({ env: { ...WORKING, RATE_PASSWORD_RESET: 'off', RATE_ACCOUNT_MAIL: '4/d' } });
  anybody = service.client.anonymous();
  admin = await service.as('admin');
});
afterAll(() => service.close());

const refused = ({ status, body }: Answer<Problem>) => [status, body.code];
const signIn = (username: string, password: string) => anybody.post<TokenView & Problem>('/v1/auth/token', { username, password });
const ask = (account: string, headers = {}) => anybody.post<{ validMinutes: number }>('/v1/auth/password-reset', { account }, headers);
const choose = (code: string, newPassword = OTHER) =>
  anybody.post<RecoveredAccountView & Problem>('/v1/auth/password-reset/confirm', { code, newPassword });

/** Lines that a mail breaks are put together again. */
const read = (mail: string) => mail.replace(/=\r\n/g, '').replaceAll('\r', '').replaceAll('=3D', '=');
const mailsTo = (address: string, subject = '') =>
  letters(service)
    .map(read)
    .filter((mail) => new RegExp(`^To: .*${address}`, 'm').test(mail) && mail.includes(subject));
const nextMail = (address: string, before: number, subject = '') =>
  until(
    () => Promise.resolve(mailsTo(address, subject)),
    (mails) => mails.length > before,
  ).then((mails) => mails.at(-1)!);
const codeIn = (mail: string) => CODE.exec(mail)![1]!;
/** Every request that was made is worked off. */
const settled = () =>
  until(
    () => service.sql<{ n: number }>('select count(*)::int as n from password_reset_requests'),
    ([row]) => row!.n === 0,
  );

let people = 0;
/** An applicant with an address; confirmed unless it says otherwise. */
async function applicant({ confirmed = true } = {}): Promise<{ id: string; username: string; email: string }> {
  const username = `warga.${++people}`;
  const email = `${username}@example.com`;
  const body = { username, name: 'Warga Dairi', password: SENTENCE, email };
  const { id } = ok(await anybody.post<AccountView>('/v1/auth/register', body));
  const code = codeIn(await nextMail(email, 0));
  if (confirmed) ok(await anybody.post('/v1/auth/email/confirm', { code }));
  return { id, username, email };
}

describe('the mail address of an account', () => {
  test('counts once a code that was sent to it has come back, which is good once and for a day', async () => {
    const { username, email } = await applicant({ confirmed: false });
    const session = new Session(service.app, ok(await signIn(username, SENTENCE)).accessToken);
    expect(ok(await session.get<AccountEmailView>('/v1/me/email'))).toEqual({ email: null, pending: null });
    const code = codeIn(mailsTo(email)[0]!);
    const confirm = (text: string) => anybody.post<AccountEmailView & Problem>('/v1/auth/email/confirm', { code: text });
    expect(refused(await confirm(`${code.slice(0, -1)}${code.endsWith('A') ? 'B' : 'A'}`))).toEqual([401, 'MAILED_CODE_EXPIRED']);
    expect(ok(await confirm(code)).email).toBe(email);
    expect(refused(await confirm(code))).toEqual([401, 'MAILED_CODE_EXPIRED']);
    expect(ok(await session.get<AccountEmailView>('/v1/me/email')).email).toBe(email);
    // Another one by the password; the old one is notified.
    const change = (password: string) => session.put<AccountEmailView & Problem>('/v1/me/email', { email: 'lain@example.com', password });
    expect(refused(await change('salah'))).toEqual([401, 'SIGN_IN_FAILED']);
    expect(ok(await change(SENTENCE))).toEqual({ email, pending: 'lain@example.com' });
    const late = codeIn(await nextMail('lain@example.com', 0));
    const { confirmEmail } = await anybody.query<{ confirmEmail: AccountEmailView }>(
      'mutation ($input: ConfirmEmailInput!) { confirmEmail(input: $input) { email } }',
      { input: { code: late } },
    );
    expect(confirmEmail.email).toBe('lain@example.com');
    expect(await nextMail(email, 1)).toContain('alamat surel lain');
    ok(await change(SENTENCE));
    const expired = codeIn(await nextMail('lain@example.com', 1));
    service.pass(24 * 60 + 1);
    expect(refused(await confirm(expired))).toEqual([401, 'MAILED_CODE_EXPIRED']);
  });

  test.each(['x', 'a@b', 'a b@example.com', 'a@example.com\nBcc: b@example.com', `${'a'.repeat(300)}@example.com`])(
    'is refused as %p',
    async (email) => {
      const body = { username: 'tak.jadi', name: 'X', password: SENTENCE, email };
      const answer = await anybody.post<Problem>('/v1/auth/register', body);
      expect([...refused(answer), answer.body.errors![0]!.pointer]).toEqual([422, 'INPUT_INVALID', '/email']);
    },
  );
});

describe('an applicant who has forgotten the password', () => {
  test('chooses another by a code from a mail: once, within 30 minutes; every session ends', async () => {
    const { id, username, email } = await applicant();
    const session = new Session(service.app, ok(await signIn(username, SENTENCE)).accessToken);
    expect(ok(await ask(username))).toEqual({ validMinutes: 30 });
    const first = codeIn(await nextMail(email, 1));
    ok(await ask(email.toUpperCase()));
    const second = codeIn(await nextMail(email, 2));
    expect(refused(await choose(first, 'pendek'))).toEqual([422, 'INPUT_INVALID']);
    expect(refused(await choose(first, `${username}.2026`))).toEqual([422, 'INPUT_INVALID']);
    expect((await session.get('/v1/me')).status).toBe(200);
    expect(ok(await choose(first))).toEqual({ agency: 'dpmptspk-dairi', username });
    expect(refused(await session.get<Problem>('/v1/me'))).toEqual([401, 'SESSION_ENDED']);
    for (const code of [first, second]) expect(refused(await choose(code))).toEqual([401, 'MAILED_CODE_EXPIRED']);
    expect(refused(await signIn(username, SENTENCE))).toEqual([401, 'SIGN_IN_FAILED']);
    expect((await signIn(username, OTHER)).status).toBe(200);
    expect(await nextMail(email, 3)).toContain('Kata sandi akun');
    const kinds = await service.sql<{ kind: string }>(
      `select kind from audit_log where kind like 'password-%' and (actor_id = $1 or body::jsonb->'data'->>'user' = $1) order by seq`,
      [id],
    );
    expect(kinds.map(({ kind }) => kind)).toEqual(['password-reset-sent', 'password-reset-sent', 'password-recovered']);
    ok(await ask(username));
    const late = codeIn(await nextMail(email, 4));
    service.pass(31);
    expect(refused(await choose(late))).toEqual([401, 'MAILED_CODE_EXPIRED']);
  });

  test('of many uses of one code at once, one works', async () => {
    const { username, email } = await applicant();
    ok(await ask(username, { 'accept-language': 'en' }));
    const mail = await nextMail(email, 1);
    expect(mail).toContain('Somebody asked for a new password');
    const answers = await Promise.all(Array.from({ length: 5 }, () => choose(codeIn(mail))));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  test('learns nothing of an account that is not there: the same answer after the same statements', async () => {
    const { username, email } = await applicant();
    const unconfirmed = await applicant({ confirmed: false });
    const closed = await applicant();
    ok(await admin.post(`/v1/applicants/${closed.id}/disable`));
    const database = service.app.get(Database);
    const seen = async (account: string) => {
      await settled();
      const byConnection = new Map<object, string[]>();
      database.observe((connection, statement) => {
        const names = byConnection.get(connection) ?? [];
        byConnection.set(connection, [...names, typeof statement === 'string' ? statement : statement.name]);
      });
      const { status, text } = await ask(account);
      database.observe(undefined);
      const names = [...byConnection.values()].find((each) => each.includes('password-reset.ask'))!;
      const asked = names.indexOf('password-reset.ask');
      return { status, text, names: names.slice(names.lastIndexOf('begin', asked), names.indexOf('commit', asked) + 1) };
    };
    const known = await seen(username);
    expect(known).toMatchObject({ status: 202, names: ['begin', 'password-reset.ask', 'commit'] });
    for (const account of [email, 'tidak.ada', 'tidak.ada@example.com', 'kadis', unconfirmed.username, unconfirmed.email, closed.username])
      expect(await seen(account)).toEqual(known);
    await settled();
    await nextMail(email, 2);
    expect(mailsTo(unconfirmed.email)).toHaveLength(1);
    expect(mailsTo(closed.email)).toHaveLength(1);
    const sent = await service.sql(
      `select 1 from notices where kind = 'password-reset' and application_id in (select id from users where username = 'kadis')`,
    );
    expect(sent).toEqual([]);
  });

  test('gets a few mails a day and no more, whoever asks for them', async () => {
    const { id, username } = await applicant();
    for (let n = 0; n < 8; n++) ok(await ask(username));
    await settled();
    const sent = await service.sql(`select 1 from notices where kind = 'password-reset' and application_id = $1`, [id]);
    expect(sent).toHaveLength(4);
  });

  test('by GraphQL as well', async () => {
    const { username, email } = await applicant();
    await anybody.query('mutation ($input: PasswordResetInput!) { requestPasswordReset(input: $input) { validMinutes } }', {
      input: { account: username, agency: 'dpmptspk-dairi' },
    });
    const code = codeIn(await nextMail(email, 1));
    const confirm = 'mutation ($input: ConfirmPasswordResetInput!) { confirmPasswordReset(input: $input) { username } }';
    await anybody.query(confirm, { input: { code, newPassword: OTHER } });
    const again = await anybody.graphql(confirm, { input: { code, newPassword: OTHER } });
    expect(again.body.errors![0]!.extensions).toMatchObject({ code: 'MAILED_CODE_EXPIRED', status: 401 });
    expect((await signIn(username, OTHER)).status).toBe(200);
    const aliases = Array.from({ length: 4 }, (_, n) => `a${n}: requestPasswordReset(input: { account: "x" }) { validMinutes }`);
    expect((await anybody.graphql(`mutation { ${aliases.join(' ')} }`)).text).toContain('ONLY_A_FEW');
  });

  test('leaves neither the address nor a code in the clear in the database', async () => {
    const { username, email } = await applicant();
    ok(await ask(username));
    const code = codeIn(await nextMail(email, 1));
    const rows = await service.sql<{ row: string }>(
      `select to_jsonb(u)::text as row from users u union all select to_jsonb(n)::text from notices n
        union all select to_jsonb(l)::text from account_links l union all select to_jsonb(p)::text from password_reset_requests p
        union all select body from audit_log`,
    );
    const all = rows.map(({ row }) => row).join('\n');
    expect(all).toContain(username);
    for (const word of [email, code, code.split('.')[1]!]) expect(all).not.toContain(word);
  });
});

describe('the owner of an account is notified', () => {
  test('of a reset, other roles and the second factor, by mail and in the application; an administrator does not read it', async () => {
    const username = 'kepala.seksi';
    const email = 'kepala.seksi@dairi.example';
    const roles = [{ role: 'secretary' }];
    const { id } = ok(await admin.post<StaffView>('/v1/staff', { username, name: 'Kepala', password: GIVEN, roles, email }));
    ok(await anybody.post('/v1/auth/email/confirm', { code: codeIn(await nextMail(email, 0)) }));
    const change = (currentPassword: string, newPassword: string) =>
      anybody.post<TokenView>('/v1/auth/password', { username, currentPassword, newPassword });
    ok(await change(GIVEN, SENTENCE));
    ok(await admin.put(`/v1/staff/${id}/password`, { password: GIVEN }));
    ok(await admin.put(`/v1/staff/${id}/roles`, { roles: [{ role: 'service-head' }] }));
    await nextMail(email, 3);
    const session = new Session(service.app, ok(await change(GIVEN, OTHER)).accessToken);
    await nextMail(email, 4);
    const mails = mailsTo(email).join('\n');
    for (const sentence of ['diatur ulang oleh administrator', 'Peran akun kepala.seksi diubah', 'Kata sandi akun kepala.seksi diganti'])
      expect(mails).toContain(sentence);
    const { items } = ok(await session.get<PageOf<NotificationView>>('/v1/notifications?kind=account-changed'));
    expect(items.map(({ body }) => body).join('\n')).toMatch(/peran akun kepala\.seksi berubah, diubah oleh administrator/);
    expect(items).toHaveLength(4);
    const others = ok(await admin.get<PageOf<NotificationView>>('/v1/notifications?scope=all&kind=account-changed&limit=200')).items;
    expect(others.filter(({ application }) => application === id).map(({ body }) => body)).toEqual(Array.from({ length: 8 }, () => '•••'));
  });
});
