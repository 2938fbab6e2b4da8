import { createClient, type Client as LiveClient } from 'graphql-ws';
import { request, type ClientRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocket } from 'ws';
import { CLAIM_TASKS } from '../src/modules/papers/paper-statements.js';
import type { PersonExportView } from '../src/modules/privacy/person-export.view.js';
import { Database } from '../src/platform/database/database.js';
import type { ServiceView } from '../src/modules/catalogue/service.view.js';
import type { TokenView } from '../src/modules/identity/identity.view.js';
import type { ApplicationView } from '../src/workflow/application.view.js';
import { boot, type Booted } from './support/boot.js';
import { ok, type Problem, type Session } from './support/client.js';
import { until } from './support/until.js';

const PASSWORD = 'kuda putih di tepi danau';
const MOST_OPEN = 4;
const PER_SESSION = 2;
const PER_ACCOUNT = 3;

let service: Booted;
let port: number;
let input: object;
const requests: ClientRequest[] = [];
const clients: LiveClient[] = [];
beforeAll(async () => {
  service = await boot({
    env: {
      MAX_OPEN_APPLICATIONS: String(MOST_OPEN),
      STREAMS_PER_SESSION: String(PER_SESSION),
      STREAMS_PER_ACCOUNT: String(PER_ACCOUNT),
    },
  });
  await service.app.listen(0, '127.0.0.1');
  ({ port } = service.app.getHttpServer().address() as AddressInfo);
  const { applicant, form } = ok(await (await service.as('pemohon')).get<ServiceView>('/v1/services/iumk')) as unknown as {
    applicant: { examples: object[] };
    form: { examples: object[] };
  };
  input = { service: 'iumk', applicant: applicant.examples[0], form: form.examples[0] };
});
afterAll(() => service.close());

let people = 0;
async function applicant(): Promise<{ username: string; session: Session }> {
  const username = `pemohon.kuota.${++people}`;
  ok(await service.client.anonymous().post('/v1/auth/register', { username, name: 'Pemohon Kuota', password: PASSWORD }));
  return { username, session: await service.as(username) };
}

async function newToken(username: string): Promise<string> {
  return ok(await service.client.anonymous().post<TokenView>('/v1/auth/token', { username, password: PASSWORD })).accessToken;
}

describe('the quota of unfinished applications', () => {
  it('holds when many are opened at once, is freed by a withdrawal, and names the way out', async () => {
    const { session } = await applicant();
    const answers = await Promise.all(Array.from({ length: 24 }, () => session.post<ApplicationView & Problem>('/v1/applications', input)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(MOST_OPEN);
    const refused = answers.filter(({ status }) => status !== 201);
    expect(new Set(refused.map(({ status, body }) => `${status} ${body.code}`))).toEqual(new Set(['409 TOO_MANY_OPEN_APPLICATIONS']));
    const { id } = answers.find(({ status }) => status === 201)!.body;
    ok(await session.post(`/v1/applications/${id}/withdraw`, { reason: 'tidak jadi' }));
    expect((await session.post('/v1/applications', input)).status).toBe(201);
    expect((await session.post('/v1/applications', input)).status).toBe(409);
  });

  it('is that of the same service by GraphQL', async () => {
    const { session } = await applicant();
    const mutation = 'mutation ($input: OpenApplicationInput!) { submitApplication(input: $input) { id } }';
    const codes: (string | undefined)[] = [];
    for (let n = 0; n <= MOST_OPEN; n++) codes.push((await session.graphql(mutation, { input })).body.errors?.[0]?.extensions.code);
    expect(codes).toEqual([...Array.from({ length: MOST_OPEN }, () => undefined), 'TOO_MANY_OPEN_APPLICATIONS']);
  });

  it('is not for the counter, nor for the demo account that everybody shares', async () => {
    for (const username of ['frontoffice', 'pemohon'])
      for (let n = 0; n <= MOST_OPEN; n++) expect((await (await service.as(username)).post('/v1/applications', input)).status).toBe(201);
  });
});

describe('exports', () => {
  it('of a person come whole by pages, and one at a time', async () => {
    const { session } = await applicant();
    const opened: string[] = [];
    for (let n = 0; n < MOST_OPEN; n++) opened.push(ok(await session.post<ApplicationView>('/v1/applications', input)).id);
    const seen: string[] = [];
    for (let path: string | undefined = '/v1/me/export?limit=3'; path;) {
      const page: PersonExportView = ok(await session.get<PersonExportView>(path));
      seen.push(...page.applications.map((each) => (each as { id: string }).id));
      path = page.next === null ? undefined : `/v1/me/export?limit=3&after=${page.next}`;
    }
    expect(seen).toEqual(opened.reverse());
    const byGraphql = await session.query<{ myExport: PersonExportView }>('{ myExport(limit: 3) { applications next } }');
    expect(byGraphql.myExport.applications).toHaveLength(3);
    const many = await Promise.all(Array.from({ length: 6 }, () => session.get<Problem>('/v1/me/export')));
    expect(many.filter(({ status }) => status === 200).length).toBeGreaterThan(0);
    const refused = many.filter(({ status }) => status !== 200);
    expect(refused.length).toBeGreaterThan(0);
    for (const { status, body, headers } of refused)
      expect([status, body.code, headers['retry-after']]).toEqual([429, 'EXPORT_RUNNING', '5']);
    ok(await session.get('/v1/me/export'));
    expect((await session.get<Problem>('/v1/me/export?after=x')).body.code).toBe('CURSOR_INVALID');
  });

  it('as a file are one at a time until their last byte', async () => {
    const session = await service.as('pelapor');
    for (let n = 0; n < 2; n++)
      for (const path of ['/v1/exports/tasks.csv', '/v1/exports/tasks.jsonl', '/v1/reports/process-log.ocel.json'])
        expect([path, (await session.get(path)).status]).toEqual([path, 200]);
    const many = await Promise.all(Array.from({ length: 4 }, () => session.get('/v1/exports/tasks.csv')));
    expect(new Set(many.map(({ status }) => status))).toEqual(new Set([200, 429]));
  });
});

test('papers are printed for each agency in turn, whatever waits for one of them', async () => {
  const many = (agency: string, count: number) =>
    service.sql(
      `insert into paper_tasks (agency, application_id, seq, record, subject_id)
       select $1, gen_random_uuid(), 1, 'receipt', gen_random_uuid() from generate_series(1, $2)`,
      [agency, count],
    );
  for (const [agency, count] of [
    ['a', 40],
    ['b', 3],
    ['c', 1],
  ] as const)
    await many(agency, count);
  const now = service.clock.now();
  const claim = async (last: string) =>
    (
      await service.app
        .get(Database)
        .transaction((tx) => tx.run<{ agency: string }>(CLAIM_TASKS, [now, new Date(now.getTime() + 60_000), 4, last]))
    ).map(({ agency }) => agency);
  try {
    expect((await claim('')).sort()).toEqual(['a', 'a', 'b', 'c']);
    expect((await claim('a')).sort()).toEqual(['a', 'a', 'b', 'b']);
    expect(await claim('a')).toEqual(['a', 'a', 'a', 'a']);
  } finally {
    await service.sql(`delete from paper_tasks`);
  }
});

/** The status of a stream that was asked for; it stays open where that is 200. */
function stream(token: string): Promise<{ status: number; code: string | undefined; retryAfter: string | undefined }> {
  return new Promise((resolve, reject) => {
    const asked = request({ port, path: '/v1/notifications/stream', headers: { authorization: `Bearer ${token}` } }, (response) => {
      const { statusCode: status = 0, headers } = response;
      const answer = (text: string) =>
        resolve({ status, code: status === 200 ? undefined : (JSON.parse(text) as Problem).code, retryAfter: headers['retry-after'] });
      if (status === 200) response.once('data', () => answer(''));
      else {
        let text = '';
        response.on('data', (chunk: Buffer) => (text += chunk.toString()));
        response.on('end', () => answer(text));
      }
    });
    requests.push(asked);
    asked.on('error', reject).end();
  });
}

/** What became of a subscription to a case, which begins with the case as it is: open, or the code of its refusal. */
function subscription(token: string, application: string): Promise<string> {
  const client = createClient({
    url: `ws://127.0.0.1:${port}/graphql`,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    connectionParams: { authorization: `Bearer ${token}` },
  });
  clients.push(client);
  return new Promise((resolve) => {
    const refused = (error: unknown) => resolve((error as { extensions?: Problem }[])[0]?.extensions?.code ?? String(error));
    client.subscribe(
      { query: `subscription { applicationChanged(id: "${application}") { id } }` },
      { next: ({ errors }) => (errors ? refused(errors) : resolve('open')), error: refused, complete: () => undefined },
    );
  });
}

describe('the quota of live streams', () => {
  afterEach(async () => {
    for (const asked of requests.splice(0)) asked.on('error', () => undefined).destroy();
    for (const client of clients.splice(0)) await client.dispose();
  });

  it('counts the streams of a session and of an account, by both transports, and frees a place when one ends', async () => {
    const { username, session } = await applicant();
    const { id } = ok(await session.post<ApplicationView>('/v1/applications', input));
    const [one, other] = [await newToken(username), await newToken(username)];
    expect(await stream(one)).toMatchObject({ status: 200 });
    expect(await subscription(one, id)).toBe('open');
    // The session has its quota, the account has one place left.
    expect(await stream(one)).toEqual({ status: 429, code: 'TOO_MANY_STREAMS', retryAfter: '10' });
    expect(await subscription(one, id)).toBe('TOO_MANY_STREAMS');
    expect(await stream(other)).toMatchObject({ status: 200 });
    expect(await stream(other)).toMatchObject({ status: 429, code: 'TOO_MANY_STREAMS' });
    requests[0]!.on('error', () => undefined).destroy();
    await until(
      () => stream(other),
      ({ status }) => status === 200,
    );
  });
});
