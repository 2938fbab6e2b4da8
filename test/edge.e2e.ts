import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Database } from '../src/platform/database/database.js';
import { boot, type Booted } from './support/boot.js';
import type { Answer, Problem, Session } from './support/client.js';

let service: Booted;
let applicant: Session;
let nobody: Session;
let port: number;
beforeAll(async () => {
  service = await boot();
  applicant = await service.as('pemohon');
  nobody = service.client.anonymous();
  await service.app.listen(0, '127.0.0.1');
  ({ port } = service.app.getHttpServer().address() as AddressInfo);
});
afterAll(() => service.close());

/** The longest time that nothing else could run, in the best of three tries, in milliseconds. */
async function blocked<T>(work: () => Promise<T>): Promise<{ readonly last: T; readonly ms: number }> {
  const times: number[] = [];
  let last: T;
  for (let i = 0; i < 3; i++) {
    const delay = monitorEventLoopDelay({ resolution: 2 });
    delay.enable();
    await new Promise((resolve) => setTimeout(resolve, 20));
    delay.reset();
    last = await work();
    await new Promise((resolve) => setTimeout(resolve, 5));
    delay.disable();
    times.push(delay.max / 1e6);
  }
  return { last: last!, ms: Math.min(...times) };
}

const wide = (members: number) => `{${Array.from({ length: members }, (_, i) => `"${i.toString(36)}":1`).join(',')}}`;

describe('no request stops the others', () => {
  const json = (session: Session, url: string, payload: string) => () => session.postRaw<Problem>(url, 'application/json', payload);
  test.each<[string, () => () => Promise<Answer<Problem>>]>([
    ['signing in, with a name of 110,000 members', () => json(nobody, '/v1/auth/token', `{"username":${wide(110_000)},"password":"x"}`)],
    ['a survey', () => json(nobody, '/v1/track/R-1/survey?code=A', `{"suggestion":${wide(110_000)}}`)],
    ['a form', () => json(applicant, '/v1/applications', `{"service":"iumk","form":${wide(70_000)}}`)],
    ['as many members as are looked at', () => json(nobody, '/v1/auth/token', `{"username":${wide(500)},"password":${wide(500)}}`)],
    [
      'as many values as are looked at',
      () => json(nobody, '/v1/auth/register', `{"name":[${Array.from({ length: 9 }, () => wide(500)).join(',')}]}`),
    ],
    ['a list', () => json(nobody, '/v1/auth/token', `{"username":[${Array(1000).fill('{}').join(',')}],"password":"x"}`)],
    ['variables', () => json(nobody, '/graphql', `{"query":"{ __typename }","variables":${wide(110_000)}}`)],
    ['a long query string', () => () => nobody.get(`/v1/track/R-1?${Array.from({ length: 3000 }, (_, i) => `a${i}=`).join('&')}`)],
    ['one parameter over and over', () => () => nobody.get(`/v1/track/R-1?${'code=1&'.repeat(1900)}`)],
  ])('%s', async (_, request) => {
    const { last, ms } = await blocked(request());
    expect({ status: last.status, code: last.body.code }).toMatchObject({ status: expect.any(Number), code: expect.any(String) });
    expect([400, 413, 422]).toContain(last.status);
    expect(ms).toBeLessThan(50);
  });

  test.each([
    ['equal fields', `{ __schema { ${'types { name } '.repeat(900)} } }`],
    ['equal fields with arguments', `{ me { name } ${'services(x: "y") { code } '.repeat(400)} }`],
    [
      'many fragments',
      `{ me { ${Array.from({ length: 300 }, (_, i) => `...f${i}`).join(' ')} } } ${Array.from({ length: 300 }, (_, i) => `fragment f${i} on Me { name }`).join(' ')}`,
    ],
    ['fields in equal fields', `{ ${'me { roles { role section role section } roles { role section } } '.repeat(150)} }`],
  ])('GraphQL: %s', async (_, query) => {
    const { last, ms } = await blocked(() => nobody.graphql(query));
    expect(last.status).toBe(400);
    expect(last.body.errors![0]!.extensions.code).toMatch(/^QUERY_TOO_WIDE$/);
    expect(ms).toBeLessThan(50);
  });
});

it('an address in absolute form is answered like any other, and kept by nobody', async () => {
  const answer = await new Promise<string>((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () =>
      socket.write(
        `GET http://somewhere.example/v1/me HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${applicant.token}\r\nconnection: close\r\n\r\n`,
      ),
    );
    let text = '';
    socket.on('data', (chunk) => (text += chunk.toString()));
    socket.on('end', () => resolve(text));
    socket.on('error', reject);
  });
  expect(answer).toMatch(/^HTTP\/1.1 200/);
  expect(answer.toLowerCase()).toContain('\r\ncache-control: no-store\r\n');
});

it.each(['/v1/nothing', '/reports', '/reports/satisfaction.csv', '/v1/track/x?code=y', '/health/ready'])(
  '%s is kept by nobody',
  async (url) => {
    expect(String((await nobody.get(url)).headers['cache-control'])).toContain('no-store');
  },
);

it.each(['/v1/track/a%00b?code=x', '/v1/verify/%00', '/v1/track/%00/survey?code=x', '/v1/files/%00', '/v1/tasks/%00', '/v1/services/%00'])(
  'U+0000 does not reach the database: %s',
  async (url) => {
    const asked: unknown[] = [];
    service.app.get(Database).observe((_, statement, params) => asked.push([statement, params]));
    try {
      expect((await applicant.get<Problem>(url)).body).toMatchObject({ status: 400, code: 'BAD_REQUEST' });
      expect(JSON.stringify(asked)).not.toContain('\\u0000');
    } finally {
      service.app.get(Database).observe(undefined);
    }
  },
);
