import { connect, type AddressInfo } from 'node:net';
import type { TokenView } from '../src/modules/identity/identity.view.js';
import { boot, type Booted } from './support/boot.js';
import { ok, PDF, type Answer, type Problem, type Session } from './support/client.js';
import { open } from './support/walk.js';

const LIMITS = { RATE_SIGN_IN: '5/m', RATE_REGISTER: '2/h', RATE_TRACKING: '3/m', RATE_VERIFY: '3/m', RATE_UPLOAD: '2/m' };
const FRONT = 'https://front.example';

let service: Booted;
let anybody: Session;
beforeAll(async () => {
  service = await boot({
    env: {
      ...LIMITS,
      CORS_ORIGINS: FRONT,
      TRUSTED_PROXIES: '127.0.0.1,10.0.0.0/8',
      PUBLIC_URL: 'https://izin.example',
      GRAPHQL_INTROSPECTION: 'false',
    },
  });
  anybody = service.client.anonymous();
  await service.app.listen(0, '127.0.0.1');
});
afterAll(() => service.close());

const refused = ({ status, body }: Answer<Problem>) => [status, body.code];
const limited = (answer: Answer<Problem>, seconds: string) => {
  expect(refused(answer)).toEqual([429, 'TOO_MANY_REQUESTS']);
  expect(answer.headers['retry-after']).toBe(seconds);
};

describe('how often somebody may ask', () => {
  const from = (address: string) => ({ 'x-forwarded-for': address });

  test('for the place of a file: per address, on all nodes together, and again when time has passed', async () => {
    const other = await service.beside();
    try {
      const ask = (session: Session, address: string) => session.get<Problem>('/v1/track/RESI-2026-000001?code=x', from(address));
      const there = other.client.anonymous();
      for (const session of [anybody, there, anybody])
        expect(refused(await ask(session, '203.0.113.1'))).toEqual([404, 'TRACKING_NOT_FOUND']);
      limited(await ask(there, '203.0.113.1'), '20');
      limited(await ask(anybody, '203.0.113.1'), '20');
      expect((await ask(anybody, '203.0.113.2')).status).toBe(404);
      service.pass(0.34);
      expect((await ask(anybody, '203.0.113.1')).status).toBe(404);
      limited(await ask(there, '203.0.113.1'), '20');
    } finally {
      await other.app.close();
    }
  });

  test('to sign in, refresh, register and verify', async () => {
    const address = from('203.0.113.3');
    const { refreshToken } = ok(await anybody.post<TokenView>('/v1/auth/token', { username: 'kadis', password: 'terbit' }, address));
    ok(await anybody.post('/v1/auth/refresh', { refreshToken }, address));
    // Somebody who has signed in at this address before has a place of their own.
    for (let n = 0; n < 4; n++) await anybody.post('/v1/auth/token', { username: `tidak.ada.${n}`, password: 'terbit' }, address);
    ok(await anybody.post('/v1/auth/token', { username: 'kadis', password: 'terbit' }, address));
    limited(await anybody.post<Problem>('/v1/auth/token', { username: 'kabid', password: 'terbit' }, address), '12');
    const reserved = { username: 'admin', name: 'Budi', password: 'kuda putih di tepi danau' };
    for (let n = 0; n < 2; n++) expect((await anybody.post('/v1/auth/register', reserved, address)).status).toBe(422);
    limited(await anybody.post<Problem>('/v1/auth/register', reserved, address), '1800');
    for (let n = 0; n < 3; n++) await anybody.get('/v1/verify/X', address);
    limited(await anybody.get<Problem>('/v1/verify/X', address), '20');
  });

  test('to hand in files: per user, wherever they are', async () => {
    const { id } = await open(service, 'iumk');
    const applicant = await service.as('pemohon');
    const upload = (address: string) =>
      applicant.upload<Problem>(`/v1/applications/${id}/documents`, { requirement: 'ktp', bytes: PDF }, from(address));
    expect([(await upload('203.0.113.4')).status, (await upload('203.0.113.5')).status]).toEqual([201, 201]);
    limited(await upload('203.0.113.6'), '30');
  });

  test('an address that nobody vouches for is not believed', async () => {
    // The last proxy that is trusted says who came; what that one says of others is its own word.
    const ask = (told: string) => anybody.get<Problem>('/v1/track/x?code=x', from(told));
    for (let n = 0; n < 3; n++) expect((await ask(`198.51.100.${n}, 203.0.113.7, 10.1.1.1`)).status).toBe(404);
    limited(await ask('198.51.100.9, 203.0.113.7'), '20');
  });

  test('nothing is counted where nothing is limited', async () => {
    await service.sql('delete from rate_limits');
    await (await service.as('kadis')).get('/v1/tasks');
    expect(await service.sql('select * from rate_limits')).toEqual([]);
  });
});

describe('an answer', () => {
  test('says what a browser may do with it', async () => {
    const { headers } = await (await service.as('kadis')).get('/v1/me');
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'content-security-policy': expect.stringContaining("frame-ancestors 'none'"),
      'permissions-policy': expect.stringContaining('camera=()'),
      'referrer-policy': 'no-referrer',
      'strict-transport-security': expect.stringContaining('max-age=31536000'),
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
    });
  });

  test('carries the id of its request: the caller’s, where it is safe to repeat', async () => {
    const told = async (id: string) => (await anybody.get('/health/live', { 'x-request-id': id })).headers['x-request-id'];
    expect(await told('trace-0123456789')).toBe('trace-0123456789');
    for (const unsafe of ['short', '-starts-wrong', 'a'.repeat(65), 'with space in it', '<script>alert(1)</script>', 'a.b.c.d.e.f.g'])
      expect(await told(unsafe)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7/);
  });
});

describe('another origin', () => {
  const asks = (origin: string, method: string) =>
    service.app.inject({ method: 'OPTIONS', url: '/v1/tasks', headers: { origin, 'access-control-request-method': method } });

  test('that is named may call, with all methods and the headers that this API takes', async () => {
    const { statusCode, headers } = await asks(FRONT, 'PUT');
    expect(statusCode).toBe(204);
    expect(headers['access-control-allow-origin']).toBe(FRONT);
    expect(headers['access-control-allow-methods']).toMatch(/PUT.*DELETE/);
    expect(headers['access-control-allow-headers']).toMatch(/Authorization.*Idempotency-Key.*If-Match/);
    expect(headers).not.toHaveProperty('access-control-allow-credentials');
  });

  test('that is not named may not', async () => {
    expect((await asks('https://evil.example', 'GET')).headers['access-control-allow-origin']).not.toBe('https://evil.example');
    const { headers } = await anybody.get('/health/live', { origin: 'null' });
    expect(headers['access-control-allow-origin']).not.toBe('null');
  });
});

describe('a wrong method', () => {
  test.each([
    ['DELETE', '/v1/tasks', 'GET, HEAD'],
    ['PATCH', '/v1/applications', 'GET, HEAD, POST'],
    ['GET', '/v1/auth/token', 'POST'],
    ['PUT', '/v1/applications/x/documents', 'GET, HEAD, POST'],
    ['POST', '/health/live', 'GET, HEAD'],
    ['POST', '/v1/calendar/holidays/2026-01-01', 'DELETE, PUT'],
  ] as const)('%s %s is told which are right', async (method, url, allowed) => {
    const answer = await service.app.inject({ method, url });
    expect([answer.statusCode, answer.json<Problem>().code, answer.headers['allow']]).toEqual([405, 'METHOD_NOT_ALLOWED', allowed]);
  });

  test('at no address at all is no address', async () => {
    expect(refused(await anybody.delete<Problem>('/v1/nowhere'))).toEqual([404, 'ROUTE_NOT_FOUND']);
  });
});

describe('a GraphQL document', () => {
  const codeOf = async (query: string) => {
    const { body } = await (await service.as('kadis')).graphql(query);
    return body.errors?.map(({ extensions }) => extensions.code) ?? [];
  };
  const times = (count: number, text: (n: number) => string) => Array.from({ length: count }, (_, n) => text(n)).join(' ');

  test('with too many aliases, root fields or values is refused before anything is run', async () => {
    expect(await codeOf(`{ me { ${times(31, (n) => `a${n}: id`)} } }`)).toEqual(['QUERY_TOO_MANY_ALIASES']);
    expect(await codeOf(`{ ${times(11, (n) => `m${n}: me { id }`)} }`)).toEqual(['QUERY_TOO_BROAD']);
    expect(await codeOf(`query { ...F ...F } fragment F on Query { ${times(6, (n) => `m${n}: me { id }`)} }`)).toEqual(['QUERY_TOO_BROAD']);
    const page = (limit: string) => `tasks(limit: ${limit}) { items { id application { id openTasks { id role step dueAt } } } }`;
    expect(await codeOf(`{ ${page('200')} }`)).toEqual([]);
    expect(await codeOf(`{ ${times(4, (n) => `t${n}: ${page('200')}`)} }`)).toEqual(['QUERY_TOO_COSTLY']);
    const { body } = await (
      await service.as('kadis')
    ).graphql<unknown>(`query Q($n: Int!) { ${times(4, (n) => `t${n}: ${page('$n')}`)} }`, { n: 1 });
    expect(body.errors?.map(({ extensions }) => extensions.code)).toEqual(['QUERY_TOO_COSTLY']);
    expect(await codeOf(`{ ${times(4, (n) => `t${n}: ${page('20')}`)} }`)).toEqual([]);
  });

  test('does not tell the schema where that is switched off, and comes alone', async () => {
    expect(await codeOf('{ __schema { types { name } } }')).not.toEqual([]);
    const several = await anybody.postRaw<Problem>('/graphql', 'application/json', JSON.stringify([{ query: '{ me { id } }' }]));
    expect(several.status).toBe(400);
  });
});

test('a service that is stopped finishes what it has begun, and takes nothing new', async () => {
  const { id } = await open(service, 'iumk');
  const { port } = service.app.getHttpServer().address() as AddressInfo;
  const { token } = await service.as('pemohon');
  const body = JSON.stringify({ reason: 'tidak jadi' });
  const socket = connect(port, '127.0.0.1');
  const said: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => said.push(chunk));
  const ended = new Promise((resolve) => socket.once('close', resolve));
  const head = `POST /v1/applications/${id}/withdraw HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${token}\r\ncontent-type: application/json\r\n`;
  // Half a request is under way when the service is told to stop; the other half comes after that.
  await new Promise<void>((sent) => socket.write(`${head}content-length: ${body.length}\r\n\r\n${body.slice(0, 5)}`, () => sent()));
  await fetch(`http://127.0.0.1:${port}/health/live`);
  const closed = service.app.close();
  socket.write(body.slice(5));
  await Promise.all([closed, ended]);
  expect(Buffer.concat(said).toString()).toMatch(/^HTTP\/1.1 200 .*"status":"withdrawn"/s);
  await expect(fetch(`http://127.0.0.1:${port}/health/live`)).rejects.toThrow();
});
