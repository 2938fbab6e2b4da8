import { createClient, type Client as LiveClient } from 'graphql-ws';
import type { AddressInfo } from 'node:net';
import { WebSocket } from 'ws';
import { boot, WORKING, type Booted } from './support/boot.js';
import { handIn } from './support/notices.js';
import { until } from './support/until.js';
import { doStep, open } from './support/walk.js';

interface Changed {
  readonly version: number;
  readonly status: string;
  readonly tasks: { step: { no: number } }[];
}

interface Heard {
  readonly data: { noticeAdded: { kind: string; recipient: string; application: string }; applicationChanged: Changed }[];
  readonly errors: { extensions?: { code?: string; status?: number } }[];
  ended: boolean;
}

const NOTICES = 'subscription { noticeAdded { kind recipient application } }';

let service: Booted;
let url: string;
const clients: LiveClient[] = [];
beforeAll(async () => {
  service = await boot({ env: { ...WORKING, STREAMS_PER_SESSION: '100', STREAMS_PER_ACCOUNT: '100' } });
  await service.app.listen(0, '127.0.0.1');
  url = `ws://127.0.0.1:${(service.app.getHttpServer().address() as AddressInfo).port}`;
});
afterEach(async () => {
  for (const client of clients.splice(0)) await client.dispose();
});
afterAll(() => service.close());

async function listen(username: string | undefined, query = NOTICES): Promise<Heard> {
  const authorization = username && `Bearer ${(await service.as(username)).token}`;
  const client = createClient({
    url: `${url}/graphql`,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    lazy: true,
    connectionParams: authorization ? { authorization } : {},
  });
  clients.push(client);
  return hear(client, query);
}

function hear(client: LiveClient, query: string): Heard {
  const heard: Heard = { data: [], errors: [], ended: false };
  client.subscribe<Heard['data'][number]>(
    { query },
    {
      next: ({ data, errors }) => {
        if (data) heard.data.push(data);
        heard.errors.push(...((errors ?? []) as unknown as Heard['errors']));
      },
      error: (errors) => heard.errors.push(...(Array.isArray(errors) ? (errors as Heard['errors']) : [{}])),
      complete: () => (heard.ended = true),
    },
  );
  return heard;
}

describe('a GraphQL subscription', () => {
  it('brings new notices to whom they are for', async () => {
    const [clerk, head] = await Promise.all([listen('frontoffice'), listen('kadis')]);
    await new Promise((resolve) => setTimeout(resolve, 300));
    const { id } = await handIn(service);
    await until(() => clerk.data.length === 1);
    expect(clerk.data[0]!.noticeAdded).toEqual({ kind: 'task', recipient: 'role:front-office', application: id });
    expect(head).toEqual({ data: [], errors: [], ended: false });
  });

  it('shows one case now, and again at each of its events', async () => {
    const application = await open(service, 'iumk');
    const query = `subscription { applicationChanged(id: "${application.id}") { version status tasks { step { no } } } }`;
    const [applicant, clerk] = await Promise.all([listen('pemohon', query), listen('frontoffice', query)]);
    const versions = ({ data }: Heard) => data.map(({ applicationChanged: { version } }) => version);
    await until(() => applicant.data.length === 1 && clerk.data.length === 1);
    await doStep(service, application);
    await until(() => applicant.data.length === 2 && clerk.data.length === 2);
    expect([versions(applicant), versions(clerk)]).toEqual([
      [1, 2],
      [1, 2],
    ]);
    expect(applicant.data[1]!.applicationChanged.tasks.map(({ step }) => step.no)).toEqual([1, 2]);
    await handIn(service);
    const stranger = await listen('pemohon', query.replace(application.id, '01900000-0000-7000-8000-000000000000'));
    await until(() => stranger.errors.length > 0);
    expect(stranger.errors[0]!.extensions).toMatchObject({ code: 'APPLICATION_NOT_FOUND', status: 404 });
    expect(versions(clerk)).toEqual([1, 2]);
  });

  it.each([
    ['without signing in', undefined, NOTICES, 'SIGN_IN_NEEDED'],
    ['for a query', 'kadis', '{ me { name } }', 'SUBSCRIPTIONS_ALONE'],
    ['for a change', 'kadis', 'mutation { readNotification(id: "x") { id } }', 'SUBSCRIPTIONS_ALONE'],
    ['for a field that is not there', 'kadis', 'subscription { secrets }', 'GRAPHQL_VALIDATION_FAILED'],
    ['in words that are no GraphQL', 'kadis', 'subscription {', 'GRAPHQL_VALIDATION_FAILED'],
  ])('is refused %s', async (_, username, query, code) => {
    const heard = await listen(username, query);
    await until(() => heard.errors.length > 0);
    expect(heard.errors[0]!.extensions).toMatchObject({ code });
    expect(heard.data).toEqual([]);
  });

  it('ends with its connection, and the service keeps nothing of it', async () => {
    const heard = await listen('frontoffice');
    await new Promise((resolve) => setTimeout(resolve, 200));
    await clients.pop()!.dispose();
    await until(() => heard.ended);
  });

  it('is bounded: so many for a connection, so many bytes for a message', async () => {
    const heard = await listen('kadis');
    const [client] = clients;
    const more = Array.from({ length: 25 }, () => hear(client!, NOTICES));
    await until(() => more.some(({ errors }) => errors.length > 0));
    expect(more.flatMap(({ errors }) => errors)[0]!.extensions).toMatchObject({ code: 'TOO_MANY_SUBSCRIPTIONS' });
    expect(heard.errors).toEqual([]);

    const socket = new WebSocket(`${url}/graphql`, 'graphql-transport-ws');
    const closed = new Promise((resolve) => socket.on('close', resolve).on('error', () => undefined));
    socket.on('open', () => socket.send('x'.repeat(100_000)));
    expect(await closed).toBe(1009);
  });

  it('has no other address', async () => {
    const socket = new WebSocket(`${url}/v1/applications`);
    const said = await new Promise<string>((resolve) => socket.on('error', ({ message }) => resolve(message)));
    expect(said).toContain('404');
  });
});
