import { AccessLog } from '../src/platform/audit/access-log.js';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import type { Principal } from '../src/kernel/principal.js';
import { boot, type Booted } from './support/boot.js';
import { ok, PDF, Session } from './support/client.js';
import { documentOf } from './support/operations.js';
import { NOBODY } from './support/hostile.js';
import { SopFolder } from './support/sop-folder.js';
import { open, walk } from './support/walk.js';
import { tokensOf } from './support/tokens.js';

const HOME = 'dpmptspk-dairi';
const AWAY = 'dpmptsp-contoh-timur';
/** Ids of one table that are tried at every place: more of the same kind say nothing more. */
const PER_TABLE = 2;
/** A stream does not end, and asks for nothing by id. */
const ENDLESS = '/v1/notifications/stream';
const SIGN_OUT = '/v1/auth/logout';

/** What somebody would send who means it: a stranger must not be stopped by a form that is not filled in. */
const BODIES: Readonly<Record<string, object>> = {
  complete: { outcome: 'submitted' },
  withdraw: { reason: 'tidak jadi' },
  revoke: { reason: 'keliru' },
  join: { reason: 'keliru' },
  dismiss: { reason: 'keliru' },
  correct: { reason: 'keliru' },
  void: { reason: 'keliru' },
  insert: { reason: 'sisipan', service: 'izin-singkat', addressedTo: 'Siapa', summary: 'Apa' },
  roles: { roles: [{ role: 'front-office' }] },
  password: { password: 'kuda putih di tepi danau' },
  'e-sign': { nik: '1211014508900001', passphrase: 'rahasia' },
};

let sops: SopFolder;
let service: Booted;
let stranger: Session;
let known: { readonly table: string; readonly id: string }[];
let secrets: string[];

beforeAll(async () => {
  sops = new SopFolder();
  // The other agency has everything that this one has: what is refused is refused for the agency, not for a role that is not there.
  sops.edit(
    `agencies/${AWAY}.yaml`,
    '  - { code: agency-head, title: Kepala }',
    '  - { code: agency-head, title: Kepala }\n  - { code: admin, title: Admin }',
  );
  service = await boot({ sopDir: sops.path, env: { ALLOW_PRIVATE_WEBHOOKS: 'true' } });
  await fillHome();
  stranger = await powerful();
  known = await idsAtHome();
  const people = await service.sql<{ told: string }>('select number as told from applications where agency = $1', [HOME]);
  secrets = [...people.map(({ told }) => told), ...known.map(({ id }) => id)];
});
afterAll(async () => {
  await service.close();
  sops.remove();
});

/** A bit of everything: both SOPs from end to end, an open case, files, a stand-in, a webhook, a changed calendar. */
async function fillHome(): Promise<void> {
  for (const code of ['iumk', 'sik-perekam-medis']) await walk(service, code);
  const { id } = await open(service, 'iumk');
  ok(await (await service.as('pemohon')).upload(`/v1/applications/${id}/documents`, { requirement: 'ktp', bytes: PDF }));
  ok(
    await (await service.as('kadis')).post('/v1/stand-ins', { user: 'sekretaris', role: 'agency-head', kind: 'plh', until: '2026-12-01' }),
  );
  const admin = await service.as('admin');
  ok(await admin.post('/v1/webhooks', { url: 'http://127.0.0.1:9/hook' }));
  ok(await admin.put('/v1/calendar/holidays/2026-12-30', { name: 'Libur setempat', source: 'Keputusan Bupati' }));
}

/** Somebody from the other agency who holds every role there is, at home or away. */
async function powerful(): Promise<Session> {
  const roles = [
    'applicant',
    'front-office',
    'general-affairs',
    'technical-team',
    'service-head',
    'secretary',
    'agency-head',
    'admin',
    'reports',
  ];
  const sections = ['A', 'B', 'I', 'II'].map((section) => ({ role: 'back-office', section }));
  const principal: Principal = {
    agency: AWAY,
    id: NOBODY,
    name: 'Orang Jauh',
    kind: 'person',
    roles: [...roles.map((role) => ({ role })), ...sections],
  };
  return new Session(service.app, await tokensOf(service.app, principal), principal);
}

async function tables(column: string): Promise<string[]> {
  const rows = await service.sql<{ name: string }>(
    `select table_name as name from information_schema.columns a join information_schema.columns b using (table_schema, table_name)
      where table_schema = 'public' and a.column_name = 'agency' and b.column_name = $1 order by 1`,
    [column],
  );
  return rows.map(({ name }) => name);
}

async function idsAtHome(): Promise<{ table: string; id: string }[]> {
  const found = await Promise.all(
    // These count their entries: no route takes such a number.
    (await tables('id'))
      .filter((table) => !['access_log', 'evidence_ledger'].includes(table))
      .map(async (table) => {
        const rows = await service.sql<{ id: string }>(
          `select id::text as id from ${table} where agency = $1 order by id limit ${PER_TABLE}`,
          [HOME],
        );
        return rows.map(({ id }) => ({ table, id }));
      }),
  );
  return found.flat();
}

/** Everything that one agency has, as one hash per table. */
async function everything(agency: string): Promise<Record<string, unknown>> {
  await service.app.get(AccessLog).flush();
  // Anybody may ask for a new password, and every request leaves a row: whether there is such an account is decided later.
  const names = (await tables('agency')).filter((table) => table !== 'password_reset_requests');
  const entries = names.map(async (table) => {
    const [row] = await service.sql(
      `select count(*)::int as rows, md5(string_agg(t::text, '|' order by t::text)) as content from ${table} t where agency = $1`,
      [agency],
    );
    return [table, row] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

function leaks(text: string, but: readonly string[] = []): string[] {
  return secrets.filter((secret) => text.includes(secret) && !but.includes(secret));
}

test('somebody from another agency reaches nothing by REST, whatever ids they know', async () => {
  expect(new Set(known.map(({ table }) => table)).size).toBeGreaterThan(12);
  const before = await everything(HOME);
  const { paths } = (await service.app.inject('/docs/openapi.json')).json<{ paths: Record<string, Record<string, unknown>> }>();
  const wrong: string[] = [];
  let tried = 0;
  for (const [path, methods] of Object.entries(paths)) {
    for (const method of Object.keys(methods)) {
      for (const { id, table } of path.includes('{id}') ? known : [{ id: '', table: '' }]) {
        // Signing out would be the end of all the tries after it.
        if (path === ENDLESS || path === SIGN_OUT) continue;
        const document = known.find((one) => one.table === 'documents')!.id;
        const url = path
          .replace('{id}', id)
          .replace('{document}', document)
          .replace('{code}', 'iumk')
          .replace('{book}', 'dispatch')
          .replace(/\{(version|date)\}/, '1')
          .replace(/\{\w+\}/g, id || NOBODY);
        const body = method === 'get' || method === 'delete' ? undefined : (BODIES[path.split('/').at(-1)!] ?? {});
        const answer = await request(method, url, body);
        tried++;
        const leaked = leaks(answer.text, [id, document]);
        if (leaked.length > 0) wrong.push(`${method} ${url} tells ${leaked.join(' ')}`);
        if (path.includes('{id}') && answer.status !== 404)
          wrong.push(`${method} ${path} with an id of ${table}: ${answer.status} ${answer.text.slice(0, 200)}`);
      }
    }
  }
  expect(wrong).toEqual([]);
  expect(tried).toBeGreaterThan(500);
  expect(await everything(HOME)).toEqual(before);
}, 120_000);

test('nor by GraphQL', async () => {
  const before = await everything(HOME);
  const { schema } = service.app.get(GraphQLSchemaHost);
  const wrong: string[] = [];
  for (const [keyword, type] of [
    ['query', schema.getQueryType()],
    ['mutation', schema.getMutationType()],
  ] as const) {
    for (const field of Object.values(type!.getFields())) {
      const byId = field.args.some(({ name }) => name === 'id');
      for (const { id, table } of byId ? known : [{ id: NOBODY, table: '' }]) {
        const answer = await stranger.graphql<Record<string, unknown>>(documentOf(schema, keyword, field).replaceAll(NOBODY, id));
        const leaked = leaks(answer.text, [id]);
        if (leaked.length > 0) wrong.push(`${field.name} tells ${leaked.join(' ')}`);
        const codes = (answer.body.errors ?? []).map(({ extensions }) => extensions.code);
        if (byId && !codes.every((code) => /NOT_FOUND$|INPUT_INVALID|NOT_AN_ID/.test(code)))
          wrong.push(`${field.name} of ${table}: ${codes.join(' ')}`);
        if (byId && answer.body.data?.[field.name]) wrong.push(`${field.name} of ${table} answered`);
      }
    }
  }
  expect(wrong).toEqual([]);
  expect(await everything(HOME)).toEqual(before);
}, 120_000);

test('an Idempotency-Key of one agency tells the other nothing', async () => {
  const key = { 'idempotency-key': 'the-same' };
  const loket = await service.as('timur.loket');
  const home = ok(await (await service.as('kadis')).post<{ id: string }>('/v1/stand-ins', standIn('sekretaris'), key));
  const { text } = await loket.post('/v1/stand-ins', standIn('sekretaris'), key);
  expect(text).not.toContain(home.id);
});

const standIn = (user: string) => ({ user, role: 'agency-head', kind: 'plh', from: '2027-01-04', until: '2027-01-05' });

async function request(method: string, url: string, body: object | undefined): Promise<{ status: number; text: string }> {
  const answer = await service.app.inject({
    method: method.toUpperCase() as 'GET',
    url,
    headers: { authorization: `Bearer ${stranger.token}` },
    ...(body && { payload: body }),
  });
  return { status: answer.statusCode, text: answer.body };
}
