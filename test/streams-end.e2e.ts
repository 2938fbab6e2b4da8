import { createClient, type Client as LiveClient } from 'graphql-ws';
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocket } from 'ws';
import type { TokenView } from '../src/modules/identity/identity.view.js';
import { boot, WORKING, type Booted } from './support/boot.js';
import { ok, type Session } from './support/client.js';
import { handIn } from './support/notices.js';
import { until } from './support/until.js';

const GIVEN = 'diberikan oleh admin 11';
const PASSWORD = 'kuda putih di tepi danau';
const OTHER = 'perahu kecil menyeberang';
/** Sooner than any heartbeat. */
const PROMPTLY_MS = 4000;

/** Something that somebody listens to, by one transport. */
interface Listening {
  readonly notices: unknown[];
  ready: boolean;
  ended: boolean;
}

let service: Booted;
let other: Booted;
let admin: Session;
const ports = new Map<Booted, number>();
const clients: LiveClient[] = [];
beforeAll(async () => {
  service = await boot({ env: WORKING });
  other = await service.beside({ env: { ROLE: 'api' } });
  for (const node of [service, other]) {
    await node.app.listen(0, '127.0.0.1');
    ports.set(node, (node.app.getHttpServer().address() as AddressInfo).port);
  }
  admin = await service.as('admin');
}, 60_000);
afterEach(async () => {
  for (const client of clients.splice(0)) await client.dispose();
});
afterAll(async () => {
  await other.app.close();
  await service.close();
});

function byEvents(node: Booted, token: string): Listening {
  const listening: Listening = { notices: [], ready: false, ended: false };
  const asked = request(
    { port: ports.get(node), path: '/v1/notifications/stream', headers: { authorization: `Bearer ${token}` } },
    (response) => {
      response.on('data', (chunk: Buffer) => {
        if (chunk.includes('event: ready')) listening.ready = true;
        if (chunk.includes('event: notice')) listening.notices.push(chunk.toString());
      });
      response.on('close', () => (listening.ended = true));
    },
  );
  asked.on('error', () => (listening.ended = true)).end();
  return listening;
}

function bySubscription(node: Booted, token: string, query = 'subscription { noticeAdded { kind } }'): Listening {
  const listening: Listening = { notices: [], ready: false, ended: false };
  const client = createClient({
    url: `ws://127.0.0.1:${ports.get(node)}/graphql`,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    connectionParams: { authorization: `Bearer ${token}` },
    on: { connected: () => setTimeout(() => (listening.ready = true), 300) },
  });
  clients.push(client);
  client.subscribe(
    { query },
    { next: ({ data }) => listening.notices.push(data), error: () => (listening.ended = true), complete: () => (listening.ended = true) },
  );
  return listening;
}

let people = 0;
async function member(): Promise<{ id: string; username: string; token: string }> {
  const username = `pendengar.${++people}`;
  const body = { username, name: 'Pendengar', password: GIVEN, roles: [{ role: 'front-office' }] };
  const { id } = ok(await admin.post<{ id: string }>('/v1/staff', body));
  const anybody = service.client.anonymous();
  ok(await anybody.post('/v1/auth/password', { username, currentPassword: GIVEN, newPassword: PASSWORD }));
  const { accessToken } = ok(await anybody.post<TokenView>('/v1/auth/token', { username, password: PASSWORD }));
  return { id, username, token: accessToken };
}

type Member = Awaited<ReturnType<typeof member>>;
const endings: [string, (who: Member) => Promise<unknown>][] = [
  ['a disabled account', ({ id }) => admin.post(`/v1/staff/${id}/disable`)],
  ['other roles', ({ id }) => admin.put(`/v1/staff/${id}/roles`, { roles: [{ role: 'reports' }] })],
  ['signing out', ({ token }) => service.client.anonymous().post('/v1/auth/logout', {}, { authorization: `Bearer ${token}` })],
  [
    'a new password',
    ({ username }) => service.client.anonymous().post('/v1/auth/password', { username, currentPassword: PASSWORD, newPassword: OTHER }),
  ],
];

describe.each(endings)('%s', (_, end) => {
  test('ends what somebody listens to, by both transports and on every node, before the next notice', async () => {
    const who = await member();
    const listening = [service, other].flatMap((node) => [byEvents(node, who.token), bySubscription(node, who.token)]);
    await until(() => listening.every(({ ready }) => ready));
    await handIn(service);
    await until(() => listening.every(({ notices }) => notices.length === 1));
    const ended = Date.now();
    const answer = (await end(who)) as { status: number };
    expect(answer.status).toBeLessThan(300);
    await until(() => listening.every((each) => each.ended));
    expect(Date.now() - ended).toBeLessThan(PROMPTLY_MS);
    await handIn(service);
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(listening.map(({ notices }) => notices.length)).toEqual([1, 1, 1, 1]);
  }, 60_000);
});

test('a token that expires ends what it opened', async () => {
  const { token } = await member();
  const application = await handIn(service);
  const query = `subscription { applicationChanged(id: "${application.id}") { version } }`;
  const listening = [byEvents(service, token), bySubscription(service, token), bySubscription(service, token, query)];
  await until(() => listening.every(({ ready }) => ready));
  expect(listening.map(({ ended }) => ended)).toEqual([false, false, false]);
  service.pass(61);
  await until(() => listening.every(({ ended }) => ended));
  service.pass(-61);
}, 60_000);

test('the end of an acting period ends what the deputy listens to', async () => {
  const head = await service.as('kadis');
  const until_ = new Date(service.clock.now().getTime() + 3_600_000).toISOString();
  const period = ok(
    await head.post<{ id: string }>('/v1/stand-ins', { user: 'sekretaris', role: 'agency-head', kind: 'plh', until: until_ }),
  );
  const { accessToken: token } = ok(
    await service.client.anonymous().post<TokenView>('/v1/auth/token', { username: 'sekretaris', password: 'terbit' }),
  );
  const listening = [service, other].flatMap((node) => [byEvents(node, token), bySubscription(node, token)]);
  await until(() => listening.every(({ ready }) => ready));
  ok(await head.post(`/v1/stand-ins/${period.id}/end`));
  await until(() => listening.every(({ ended }) => ended));
  // The session itself goes on.
  expect((await service.client.anonymous().get('/v1/me', { authorization: `Bearer ${token}` })).status).toBe(200);
}, 60_000);
