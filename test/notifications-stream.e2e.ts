import { request, type ClientRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { boot, WORKING, type Booted } from './support/boot.js';
import { handIn } from './support/notices.js';
import { until } from './support/until.js';

interface StreamEvent {
  readonly type: string;
  readonly id: string | undefined;
  readonly data: string;
  readonly at: number;
}

/** A browser that listens. */
class Ear {
  readonly events: StreamEvent[] = [];
  status = 0;
  contentType = '';
  ended = false;
  private readonly request: ClientRequest;

  constructor(port: number, token: string | undefined, headers: Record<string, string> = {}) {
    const authorization: Record<string, string> = token ? { authorization: `Bearer ${token}` } : {};
    this.request = request({ port, path: '/v1/notifications/stream', headers: { ...authorization, ...headers } }, (response) => {
      this.status = response.statusCode ?? 0;
      this.contentType = String(response.headers['content-type']);
      let rest = '';
      response.on('data', (chunk: Buffer) => {
        const parts = (rest + chunk.toString()).split('\n\n');
        rest = parts.pop() ?? '';
        this.events.push(...parts.map(parse));
      });
      response.on('close', () => (this.ended = true));
    });
    this.request.on('error', () => (this.ended = true));
    this.request.end();
  }

  get notices(): StreamEvent[] {
    return this.events.filter(({ type }) => type === 'notice');
  }

  ready(): Promise<unknown> {
    return until(() => this.events.some(({ type }) => type === 'ready'));
  }

  close(): void {
    this.request.destroy();
  }
}

function parse(block: string): StreamEvent {
  const field = (name: string) => new RegExp(`^${name}: ?(.*)$`, 'm').exec(block)?.[1];
  return { type: field('event') ?? 'message', id: field('id'), data: field('data') ?? '', at: Date.now() };
}

async function listen(service: Booted): Promise<number> {
  await service.app.listen(0, '127.0.0.1');
  return (service.app.getHttpServer().address() as AddressInfo).port;
}

describe('the live stream', () => {
  let service: Booted;
  let port: number;
  beforeAll(async () => {
    service = await boot({ env: WORKING });
    port = await listen(service);
  });
  afterAll(() => service.close());

  const ear = async (username: string, headers?: Record<string, string>, at = port) => {
    const listening = new Ear(at, (await service.as(username)).token, headers);
    await listening.ready();
    return listening;
  };

  it('brings a notice within a second to whom it is for, and to nobody else', async () => {
    const [clerk, another, head] = await Promise.all([ear('frontoffice'), ear('frontoffice'), ear('kadis')]);
    // The connection that hears of notices is opened by the first reader.
    await new Promise((resolve) => setTimeout(resolve, 200));
    const { id } = await handIn(service);
    const written = Date.now();
    await until(() => clerk.notices.length === 1 && another.notices.length === 1);
    expect(clerk.notices[0]!.at - written).toBeLessThan(1000);
    expect(JSON.parse(clerk.notices[0]!.data)).toMatchObject({ kind: 'task', application: id, recipient: 'role:front-office' });
    expect(clerk.contentType).toContain('text/event-stream');
    expect(head.notices).toEqual([]);
    for (const each of [clerk, another, head]) each.close();
  });

  it('begins with what was missed', async () => {
    const before = await ear('frontoffice');
    await new Promise((resolve) => setTimeout(resolve, 200));
    await handIn(service);
    await until(() => before.notices.length === 1);
    const last = before.notices[0]!.id!;
    before.close();
    service.pass(1);
    const missed = [await handIn(service)];
    service.pass(1);
    missed.push(await handIn(service));
    await until(async () => (await service.sql('select 1 from outbox')).length === 0);
    const after = await ear('frontoffice', { 'last-event-id': last });
    await until(
      () => after.notices.map(({ data }) => data),
      ({ length }) => length === 2,
    );
    const told = after.notices.map(({ data }) => (JSON.parse(data) as { application: string }).application);
    expect(told.sort()).toEqual(missed.map(({ id }) => id).sort());
    after.close();
  });

  it('is for who has signed in', async () => {
    const stranger = new Ear(port, undefined);
    await until(() => stranger.status);
    expect(stranger.status).toBe(401);
  });

  it('brings what another node has written, and ends when its own node stops', async () => {
    const node = await service.beside({ env: { ROLE: 'api' } });
    const listening = await ear('frontoffice', {}, await listen(node));
    await new Promise((resolve) => setTimeout(resolve, 200));
    await handIn(service);
    await until(() => listening.notices.length === 1);
    const stopping = Date.now();
    await node.app.close();
    await until(() => listening.ended);
    expect(Date.now() - stopping).toBeLessThan(2000);
  });
});
