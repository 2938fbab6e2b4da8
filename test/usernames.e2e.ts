import type { MeView, TokenView } from '../src/modules/identity/identity.view.js';
import { boot, type Booted } from './support/boot.js';
import { ok, type Answer, type Problem } from './support/client.js';
import { SopFolder } from './support/sop-folder.js';

const HERE = 'kuda putih di tepi danau';

let service: Booted;
let sops: SopFolder;
beforeAll(async () => {
  sops = new SopFolder();
  service = await boot({ sopDir: sops.path });
});
afterAll(async () => {
  await service.close();
  sops.remove();
});

const post = <T>(url: string, body: object) => service.client.anonymous().post<T & Problem>(url, body);
const signIn = (body: object) => post<TokenView>('/v1/auth/token', body);
const refused = ({ status, body }: Answer<Problem>) => [status, body.code];

test.each(['admin.dpmptsp-beta', 'admin', 'administrator1', 'dpmptspk-dairi', 'kadis', 'front-office', 'kadis.dairi', 'budi.admin'])(
  'an applicant does not get the name %s',
  async (username) => {
    const answer = await post('/v1/auth/register', { agency: 'dpmptspk-dairi', username, name: 'Budi', password: HERE });
    expect([answer.status, answer.body.errors?.[0]?.pointer]).toEqual([422, '/username']);
  },
);

test('one name of two agencies is told apart by the agency, or by the password', async () => {
  await post('/v1/auth/register', { agency: 'dpmptspk-dairi', username: 'siti.aminah', name: 'Siti', password: HERE });
  await service.sql(
    `insert into users (agency, id, username, name, password_hash, roles, demo)
     select 'dpmptsp-contoh-timur', gen_random_uuid(), 'siti.aminah', 'Siti Lain', (select password_hash from users where username = 'kadis'), roles, false
       from users where username = 'siti.aminah'`,
  );
  expect(ok(await signIn({ username: 'siti.aminah', password: HERE })).accessToken).toBeTruthy();
  expect(ok(await signIn({ agency: 'dpmptspk-dairi', username: 'siti.aminah', password: HERE })).accessToken).toBeTruthy();
  expect(refused(await signIn({ agency: 'dpmptsp-contoh-timur', username: 'siti.aminah', password: HERE }))).toEqual([
    401,
    'SIGN_IN_FAILED',
  ]);
  await service.sql(
    `update users set password_hash = (select password_hash from users where username = 'siti.aminah' and agency = 'dpmptspk-dairi') where username = 'siti.aminah'`,
  );
  const both = await signIn({ username: 'siti.aminah', password: HERE });
  expect([...refused(both), both.body.errors?.[0]?.pointer]).toEqual([401, 'SIGN_IN_FAILED', '/agency']);
  const { accessToken } = ok(await signIn({ agency: 'dpmptspk-dairi', username: 'siti.aminah', password: HERE }));
  const me = ok(await service.client.anonymous().get<MeView>('/v1/me', { authorization: `Bearer ${accessToken}` }));
  expect(me.agency).toBe('dpmptspk-dairi');
});

test('nobody signs in at an agency that is not served any more', async () => {
  await service.sql(
    `insert into users (agency, id, username, name, password_hash, roles, demo)
     select 'dpmptsp-bekas', gen_random_uuid(), 'bekas.petugas', 'Bekas', password_hash, roles, false from users where username = 'kadis'`,
  );
  for (const agency of [undefined, 'dpmptsp-bekas', 'tidak-ada']) {
    const answer = await signIn({ ...(agency && { agency }), username: 'bekas.petugas', password: 'terbit' });
    expect(refused(answer)).toEqual([401, 'SIGN_IN_FAILED']);
  }
});

test('a first administrator whose name is taken gets another', async () => {
  await service.sql(
    `update users set username = 'admin.dpmptspk-dairi', demo = false, roles = '[{"role": "applicant"}]' where username = 'siti.aminah' and agency = 'dpmptspk-dairi'`,
  );
  await service.restart({ env: { DEMO: 'false' } });
  const rows = await service.sql(`select username from users where roles @> '[{"role": "admin"}]'`);
  expect(rows).toEqual([{ username: 'admin2.dpmptspk-dairi' }]);
});
