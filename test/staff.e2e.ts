import type { MeView, TokenView } from '../src/modules/identity/identity.view.js';
import type { StaffView } from '../src/modules/identity/staff.view.js';
import { boot, type Booted } from './support/boot.js';
import { ok, type Answer, type PageOf, type Problem, type Session } from './support/client.js';

const SENTENCE = 'kuda putih di tepi danau';
const OTHER = 'perahu kecil menyeberang';

let service: Booted;
let anybody: Session;
let admin: Session;
beforeAll(async () => {
  service = await boot();
  anybody = service.client.anonymous();
  admin = await service.as('admin');
});
afterAll(() => service.close());

const signIn = (username: string, password: string) => anybody.post<TokenView & Problem>('/v1/auth/token', { username, password });
const refresh = (refreshToken: string) => anybody.post<TokenView & Problem>('/v1/auth/refresh', { refreshToken });
const me = (accessToken: string) => anybody.get<MeView & Problem>('/v1/me', { authorization: `Bearer ${accessToken}` });
const GIVEN = 'diberikan oleh administrator';
/** Somebody who has chosen a password of their own; with `given`, one who has not yet. */
const newStaff = async (username: string, roles: object[] = [{ role: 'front-office' }], { given = false } = {}) => {
  const password = given ? SENTENCE : GIVEN;
  const added = ok(await admin.post<StaffView>('/v1/staff', { username, name: 'Pegawai Baru', password, roles }));
  if (!given) ok(await anybody.post('/v1/auth/password', { username, currentPassword: GIVEN, newPassword: SENTENCE }));
  return added;
};
const refused = ({ status, body }: Answer<Problem>) => [status, body.code];

describe('an administrator manages the staff', () => {
  test('adds somebody, who may do what their roles say', async () => {
    const added = await newStaff('kasi.dua', [{ role: 'back-office', section: 'II' }]);
    expect(added).toMatchObject({ username: 'kasi.dua', status: 'active', roles: [{ role: 'back-office', section: 'II' }] });
    const { accessToken } = ok(await signIn('kasi.dua', SENTENCE));
    expect(ok(await me(accessToken)).roles).toEqual([{ role: 'back-office', section: 'II' }]);
    const { items } = ok(await admin.get<PageOf<StaffView>>('/v1/staff?q=kasi'));
    expect(items.map(({ username }) => username)).toEqual(['kasi.dua']);
  });

  test('other roles, and being disabled, hold at once: sessions end', async () => {
    const { id } = await newStaff('pindah.tugas');
    const before = ok(await signIn('pindah.tugas', SENTENCE));
    ok(await admin.put(`/v1/staff/${id}/roles`, { roles: [{ role: 'secretary' }] }));
    expect(refused(await me(before.accessToken))).toEqual([401, 'SESSION_ENDED']);
    expect(refused(await refresh(before.refreshToken))).toEqual([401, 'REFRESH_FAILED']);
    const after = ok(await signIn('pindah.tugas', SENTENCE));
    expect(ok(await me(after.accessToken)).roles).toEqual([{ role: 'secretary' }]);
    expect(ok(await admin.post<StaffView>(`/v1/staff/${id}/disable`))).toMatchObject({ status: 'disabled' });
    expect(refused(await me(after.accessToken))).toEqual([401, 'SESSION_ENDED']);
    expect(refused(await signIn('pindah.tugas', SENTENCE))).toEqual([401, 'SIGN_IN_FAILED']);
    ok(await admin.post(`/v1/staff/${id}/enable`));
    expect((await signIn('pindah.tugas', SENTENCE)).status).toBe(200);
  });

  test('a password that was given is good for choosing another, and nothing else', async () => {
    const { id } = await newStaff('baru.masuk', undefined, { given: true });
    expect(refused(await signIn('baru.masuk', SENTENCE))).toEqual([403, 'PASSWORD_CHANGE_NEEDED']);
    const change = (currentPassword: string, newPassword: string) =>
      anybody.post<TokenView & Problem>('/v1/auth/password', { username: 'baru.masuk', currentPassword, newPassword });
    expect(refused(await change('wrong', OTHER))).toEqual([401, 'SIGN_IN_FAILED']);
    expect(refused(await change(SENTENCE, SENTENCE))).toEqual([422, 'INPUT_INVALID']);
    const tokens = ok(await change(SENTENCE, OTHER));
    expect((await me(tokens.accessToken)).status).toBe(200);
    expect(refused(await signIn('baru.masuk', SENTENCE))).toEqual([401, 'SIGN_IN_FAILED']);
    expect((await signIn('baru.masuk', OTHER)).status).toBe(200);
    expect(ok(await admin.put<StaffView>(`/v1/staff/${id}/password`, { password: SENTENCE }))).toMatchObject({ mustChangePassword: true });
    expect(refused(await me(tokens.accessToken))).toEqual([401, 'SESSION_ENDED']);
  });

  test('a password that was given is good for a week', async () => {
    await newStaff('belum.datang', undefined, { given: true });
    const change = () =>
      anybody.post<Problem>('/v1/auth/password', { username: 'belum.datang', currentPassword: SENTENCE, newPassword: OTHER });
    await service.sql(`update users set password_given_at = password_given_at - interval '8 days' where username = 'belum.datang'`);
    expect(refused(await signIn('belum.datang', SENTENCE))).toEqual([403, 'PASSWORD_EXPIRED']);
    expect(refused(await change())).toEqual([403, 'PASSWORD_EXPIRED']);
    const [{ id }] = (await service.sql<{ id: string }>(`select id from users where username = 'belum.datang'`)) as [{ id: string }];
    ok(await admin.put(`/v1/staff/${id}/password`, { password: SENTENCE }));
    expect((await change()).status).toBe(200);
  });

  test('at the GraphQL door as well', async () => {
    const input = {
      username: 'dari.graphql',
      name: 'Pegawai',
      password: SENTENCE,
      roles: [{ role: 'general-affairs' }],
    };
    const { addStaff } = await admin.query<{ addStaff: StaffView }>(
      'mutation Add($input: NewStaffInput!) { addStaff(input: $input) { id username status roles } }',
      { input },
    );
    expect(addStaff).toMatchObject({ username: 'dari.graphql', status: 'active', roles: [{ role: 'general-affairs' }] });
    const changed = await admin.query<{ changeStaffRoles: StaffView; disableStaff: StaffView }>(
      `mutation Change($id: String!) {
         changeStaffRoles(id: $id, input: { roles: [{ role: "back-office", section: "I" }] }) { roles }
         disableStaff(id: $id) { status }
       }`,
      { id: addStaff.id },
    );
    expect(changed).toMatchObject({
      changeStaffRoles: { roles: [{ role: 'back-office', section: 'I' }] },
      disableStaff: { status: 'disabled' },
    });
    const { staff } = await admin.query<{ staff: PageOf<StaffView> }>('{ staff(status: "disabled") { items { username } next } }');
    expect(staff.items).toContainEqual({ username: 'dari.graphql' });
    const { body } = await (await service.as('kadis')).graphql('{ staff { next } }');
    expect(body.errors![0]!.extensions).toMatchObject({ code: 'NOT_ALLOWED', status: 403 });
  });

  test('page by page, and without those who only apply', async () => {
    const first = ok(await admin.get<PageOf<StaffView>>('/v1/staff?limit=3'));
    const second = ok(await admin.get<PageOf<StaffView>>(`/v1/staff?limit=200&after=${first.next}`));
    const names = [...first.items, ...second.items].map(({ username }) => username);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toEqual(expect.arrayContaining(['kadis', 'admin']));
    expect(names).not.toContain('pemohon');
    expect(JSON.stringify([first, second])).not.toMatch(/argon2|password_hash/);
  });

  test.each([
    ['no role', { roles: [] }, '/roles'],
    ['a role that is not there', { roles: [{ role: 'mayor' }] }, '/roles/0/role'],
    ['the role of applicants', { roles: [{ role: 'applicant' }] }, '/roles/0/role'],
    ['no section where one is needed', { roles: [{ role: 'back-office' }] }, '/roles/0/section'],
    ['a section that is not there', { roles: [{ role: 'back-office', section: 'IX' }] }, '/roles/0/section'],
    ['a section where there is none', { roles: [{ role: 'secretary', section: 'I' }] }, '/roles/0/section'],
    ['a role twice', { roles: [{ role: 'secretary' }, { role: 'secretary' }] }, '/roles/1'],
    ['roles that are none', { roles: ['secretary'] }, '/roles'],
    ['a short password', { password: 'pendek' }, '/password'],
    ['a password that need not be changed', { mustChange: false }, '/mustChange'],
    ['a password everybody tries', { password: 'Password1234!' }, '/password'],
    ['a password of one sign', { password: 'aaaaaaaaaaaaaaaa' }, '/password'],
    ['a password that is the user name', { username: 'kasi.tiga', password: 'kasi.tiga.2026' }, '/password'],
    ['a user name with a space', { username: 'a b' }, '/username'],
    ['an agency', { agency: 'dpmptsp-contoh-timur' }, '/agency'],
  ])('is refused %s', async (_, wrong, pointer) => {
    const input = { username: 'tak.jadi', name: 'Tak Jadi', password: SENTENCE, roles: [{ role: 'secretary' }], ...wrong };
    const answer = await admin.post<Problem>('/v1/staff', input);
    expect(refused(answer)).toEqual([422, 'INPUT_INVALID']);
    expect(answer.body.errors!.map((error) => error.pointer.slice(0, pointer.length))).toEqual([pointer]);
    expect(answer.text).not.toContain(SENTENCE);
  });

  test('is refused a user name that is taken, their own account, applicants, and who is not there', async () => {
    const input = { username: 'kadis', name: 'Lain', password: SENTENCE, roles: [{ role: 'secretary' }] };
    expect(refused(await admin.post<Problem>('/v1/staff', input))).toEqual([409, 'USERNAME_TAKEN']);
    const own = admin.principal!.id;
    expect(refused(await admin.put<Problem>(`/v1/staff/${own}/roles`, { roles: [{ role: 'agency-head' }] }))).toEqual([409, 'OWN_ACCOUNT']);
    expect(refused(await admin.post<Problem>(`/v1/staff/${own}/disable`))).toEqual([409, 'OWN_ACCOUNT']);
    const applicant = (await service.as('pemohon')).principal!.id;
    expect(refused(await admin.post<Problem>(`/v1/staff/${applicant}/disable`))).toEqual([404, 'USER_NOT_FOUND']);
    expect(refused(await admin.put<Problem>(`/v1/staff/${applicant}/password`, { password: SENTENCE }))).toEqual([404, 'USER_NOT_FOUND']);
  });

  test('leaves the agency an administrator, also when two disable each other at once', async () => {
    const { id } = await newStaff('admin.dua', [{ role: 'admin' }]);
    const second = await service.as('admin.dua');
    const first = admin.principal!.id;
    const answers = await Promise.all([
      admin.post<Problem>(`/v1/staff/${id}/disable`),
      second.put<Problem>(`/v1/staff/${first}/roles`, { roles: [{ role: 'reports' }] }),
    ]);
    const refusals = answers.filter(({ status }) => status >= 400);
    expect(refusals).toHaveLength(1);
    expect(['LAST_ADMINISTRATOR', 'SESSION_ENDED', 'NOT_ALLOWED']).toContain(refusals[0]!.body.code);
    const left = await service.sql(`select 1 from users where disabled_at is null and roles @> '[{"role": "admin"}]'`);
    expect(left).toHaveLength(1);
    await service.sql(`update users set roles = '[{"role": "admin"}]', disabled_at = null where username = 'admin'`);
    await service.sql(`delete from users where username = 'admin.dua'`);
    admin = await service.client.again('admin'); // the session of before ended where the change of roles came first
  });
});

describe('an administrator and applicants', () => {
  test('disables the account of one, and enables it again; staff are not meant', async () => {
    ok(await anybody.post('/v1/auth/register', { name: 'Warga', username: 'warga.satu', password: SENTENCE }));
    const { accessToken } = ok(await signIn('warga.satu', SENTENCE));
    const { id } = ok(await me(accessToken));
    const administrator = await service.as('admin');
    expect(ok(await administrator.post(`/v1/applicants/${id}/disable`))).toMatchObject({ id, status: 'disabled' });
    expect(refused(await me(accessToken))).toEqual([401, 'SESSION_ENDED']);
    expect(refused(await signIn('warga.satu', SENTENCE))).toEqual([401, 'SIGN_IN_FAILED']);
    const { enableApplicant } = await administrator.query<{ enableApplicant: object }>(
      'mutation Enable($id: String!) { enableApplicant(id: $id) { status disabledAt } }',
      { id },
    );
    expect(enableApplicant).toEqual({ status: 'active', disabledAt: null });
    expect((await signIn('warga.satu', SENTENCE)).status).toBe(200);
    const notes = await service.sql<{ body: { data: object } }>(`select body from audit_log where kind = 'applicant-changed' order by seq`);
    expect(notes.map(({ body }) => (typeof body === 'string' ? (JSON.parse(body) as { data: object }) : body).data)).toEqual([
      { change: 'disabled', user: id },
      { change: 'enabled', user: id },
    ]);
    const staff = (await service.as('kadis')).principal!.id;
    expect(refused(await administrator.post<Problem>(`/v1/applicants/${staff}/disable`))).toEqual([404, 'USER_NOT_FOUND']);
    expect(refused(await (await service.as('kadis')).post<Problem>(`/v1/applicants/${id}/disable`))).toEqual([403, 'NOT_ALLOWED']);
  });
});
