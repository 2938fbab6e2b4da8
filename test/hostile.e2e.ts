import { createHmac } from 'node:crypto';
import { connect, type AddressInfo } from 'node:net';
import { Tokens } from '../src/platform/auth/tokens.js';
import type { ApplicationView } from '../src/workflow/application.view.js';
import { boot, type Booted } from './support/boot.js';
import { expectProblem, get, json, NOBODY, refuses, send, type Row, type Sent } from './support/hostile.js';
import { open } from './support/walk.js';
import { sessionOf } from './support/tokens.js';

const NUL = String.fromCharCode(0);

let service: Booted;
let application: ApplicationView;
let task: string;

beforeAll(async () => {
  service = await boot();
  application = await open(service, 'iumk');
  task = application.openTasks[0]!.id;
  await service.app.listen(0, '127.0.0.1');
});
afterAll(() => service.close());

const cursor = (...parts: unknown[]) => Buffer.from(JSON.stringify(parts)).toString('base64url');

describe('tokens', () => {
  const forged = async (header: object, claims: object, key: string): Promise<string> => {
    const [, payload] = (await service.as('kadis')).token!.split('.');
    const told = { ...(JSON.parse(Buffer.from(payload!, 'base64url').toString()) as object), ...claims };
    const text = [header, told].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
    return `${text}.${createHmac('sha256', key).update(text).digest('base64url')}`;
  };
  const me = (authorization: string) => get('/v1/me', undefined, { authorization });
  refuses(
    () => service,
    [
      ['none', get('/v1/me'), 401, 'SIGN_IN_NEEDED'],
      ['an empty header', me(''), 401, 'SIGN_IN_NEEDED'],
      ['another scheme', me('Basic a2FkaXM6dGVyYml0'), 401, 'SIGN_IN_NEEDED'],
      ['the scheme alone', me('Bearer '), 401, 'SIGN_IN_NEEDED'],
      ['not a token', me('Bearer garbage'), 401, 'SIGN_IN_NEEDED'],
      ['the shape of one', me('Bearer a.b.c'), 401, 'TOKEN_INVALID'],
      ['an endless one', me(`Bearer ${'a'.repeat(12_000)}.b.c`), 401, 'TOKEN_INVALID'],
    ],
  );
  test.each([
    ['another key', { alg: 'HS256' }, {}],
    ['no signature by its own word', { alg: 'none' }, {}],
    ['another algorithm', { alg: 'HS512' }, {}],
    ['other roles', { alg: 'HS256' }, { roles: [{ role: 'admin' }] }],
  ])('%s', async (_, header, claims) => {
    expectProblem(await send(service, me(`Bearer ${await forged(header, claims, 'guess')}`)()), 401, 'TOKEN_INVALID');
  });

  test('one that has expired, also when it was good a moment ago', async () => {
    const { principal } = await service.as('kadis');
    const bearer = me(`Bearer ${await service.app.get(Tokens).issue(principal!, 60, await sessionOf(service.app, principal!))}`);
    const now = service.clock.now();
    expect((await send(service, bearer())).status).toBe(200);
    service.pass(2);
    expectProblem(await send(service, bearer()), 401, 'TOKEN_INVALID');
    service.setTime(now);
  });
});

describe('addresses', () => {
  refuses(
    () => service,
    [
      ['an unknown one', get('/nowhere', 'kadis'), 404, 'ROUTE_NOT_FOUND'],
      ['another method', () => ({ method: 'DELETE', url: '/v1/services', as: 'kadis' }), 405, 'METHOD_NOT_ALLOWED'],
      ['OPTIONS', () => ({ method: 'OPTIONS', url: '/v1/services' }), 405, 'METHOD_NOT_ALLOWED'],
      ['a broken escape', get('/v1/services/%zz', 'kadis'), 400, 'BAD_REQUEST'],
      ['half an escape', get('/v1/applications/%', 'kadis'), 400, 'BAD_REQUEST'],
      ['an endless part', get(`/v1/applications/${'a'.repeat(5000)}`, 'kadis'), 400, 'BAD_REQUEST'],
      ['no id', get('/v1/applications/x', 'kadis'), 400, 'NOT_AN_ID'],
      ['an id of nothing but zeros', get('/v1/applications/00000000-0000-0000-0000-000000000000', 'kadis'), 400, 'NOT_AN_ID'],
      ['U+0000 as an id', get('/v1/tasks/%00', 'kadis'), 400, 'BAD_REQUEST'],
      ['SQL as an id', get(`/v1/letters/';drop%20table%20users--`, 'kadis'), 400, 'NOT_AN_ID'],
      ['an application that is not there', get(`/v1/applications/${NOBODY}`, 'kadis'), 404, 'APPLICATION_NOT_FOUND'],
      ['a task that is not there', get(`/v1/tasks/${NOBODY}`, 'kadis'), 404, 'TASK_NOT_FOUND'],
      ['a paper that is not there', get(`/v1/receipts/${NOBODY}`, 'kadis'), 404, 'PAPER_NOT_FOUND'],
      [
        'a document that is not there',
        () => ({ method: 'GET', url: `/v1/applications/${application.id}/documents/${NOBODY}`, as: 'kadis' }),
        404,
        'DOCUMENT_NOT_FOUND',
      ],
      ['a service with U+0000', get('/v1/services/%00', 'kadis'), 400, 'BAD_REQUEST'],
      ['a service called like a part of every object', get('/v1/services/constructor', 'kadis'), 404, 'SERVICE_NOT_FOUND'],
      ['a book that is not there', get('/v1/books/__proto__', 'kadis'), 404, 'BOOK_NOT_FOUND'],
      ['tracking without a code', get('/v1/track/x'), 404, 'TRACKING_NOT_FOUND'],
      ['tracking with a wrong code', get('/v1/track/x?code=%00'), 422, 'INPUT_INVALID', ['/code']],
      ['tracking by U+0000', get('/v1/track/%00?code=x'), 400, 'BAD_REQUEST'],
      ['tracking with two codes', get('/v1/track/x?code=a&code=b'), 422, 'INPUT_INVALID', ['/code']],
    ],
  );

  test('an id in capitals is the same id', async () => {
    const claim = (method: string) => send(service, { method: 'POST', url: `/v1/tasks/${task.toUpperCase()}/${method}`, as: 'pemohon' });
    expect((await claim('claim')).status).toBe(200);
    expect((await claim('release')).status).toBe(200);
  });

  test('HEAD answers as GET, without a body', async () => {
    expect(await send(service, { method: 'HEAD', url: '/v1/services', as: 'kadis' })).toMatchObject({ status: 200, text: '' });
    expect(await send(service, { method: 'HEAD', url: '/v1/me' })).toMatchObject({ status: 401, text: '' });
  });
});

describe('queries', () => {
  const list = (query: string) => get(`/v1/applications?${query}`, 'kadis');
  const tasks = (query: string) => get(`/v1/tasks?${query}`, 'kadis');
  const book = (query: string) => get(`/v1/books/permits?${query}`, 'kadis');
  const invalid = (what: string, sent: () => Sent, pointer: string): Row => [what, sent, 422, 'INPUT_INVALID', [pointer]];
  const noCursor = (what: string, sent: () => Sent): Row => [what, sent, 400, 'CURSOR_INVALID'];
  refuses(
    () => service,
    [
      ...['0', '-1', '1e9', 'abc', '', '1.5', '1&limit=2', '0x10', '010', '+5', '1e1', ' 5', '1_0'].map((limit) =>
        invalid(`limit ${limit}`, list(`limit=${limit}`), '/limit'),
      ),
      ...['a', '%00%00%00', 'a'.repeat(101), 'a'.repeat(10_000), 'abc&q=abc'].map((q) =>
        invalid(`q ${q.slice(0, 12)}`, list(`q=${q}`), '/q'),
      ),
      ...['status=x', 'unknown=1', 'constructor=1', 'toString=1', 'limit[]=1'].map((query) =>
        invalid(query, list(query), `/${query.split('=')[0]}`),
      ),
      ...['due=x', 'application=x', 'role=%00', 'assignee=me&assignee=me'].map((query) =>
        invalid(query, tasks(query), `/${query.split('=')[0]}`),
      ),
      ...['0', 'abc', '10000', '2024.5', ''].map((year) => invalid(`year ${year}`, book(`year=${year}`), '/year')),
      invalid('an empty cursor', list('after='), '/after'),
      noCursor('a cursor that is none', list('after=x')),
      noCursor('a cursor of another list', list(`after=${cursor('tasks', 'infinity', NOBODY)}`)),
      noCursor('half a cursor', list(`after=${cursor('applications', NOBODY).slice(0, -4)}`)),
      noCursor('a cursor with no id in it', list(`after=${cursor('applications', '-'.repeat(36))}`)),
      noCursor('a cursor with a number in it', list(`after=${cursor('applications', 5)}`)),
      noCursor('a cursor with a day that is not', tasks(`after=${cursor('tasks', '9999-99-99T99:99:99.999Z', NOBODY)}`)),
      noCursor('a cursor of the year 0', tasks(`after=${cursor('tasks', '0000-01-01T00:00:00.000Z', NOBODY)}`)),
      noCursor('a book cursor beyond every book', book(`after=${cursor('book permits 2026', '99999999999')}`)),
    ],
  );
});

describe('signing in', () => {
  const signIn = (body: object) => (): Sent => ({ method: 'POST', url: '/v1/auth/token', ...json(body) });
  refuses(
    () => service,
    [
      ['nothing', signIn({}), 422, 'INPUT_INVALID', ['/username', '/password']],
      ['numbers and objects', signIn({ username: 5, password: {} }), 422, 'INPUT_INVALID', ['/username', '/password']],
      [
        'an operator of a database',
        signIn({ username: { $ne: null }, password: { $ne: null } }),
        422,
        'INPUT_INVALID',
        ['/username', '/password'],
      ],
      ['a password without end', signIn({ username: 'kadis', password: 'x'.repeat(100_000) }), 422, 'INPUT_INVALID', ['/password']],
      ['U+0000', signIn({ username: NUL, password: 'x' }), 422, 'INPUT_INVALID', ['/username']],
    ],
  );

  test('a wrong password and an unknown user look the same, and take as long', async () => {
    const timed = async (username: string) => {
      const begun = performance.now();
      const { body, status } = await send(service, signIn({ username, password: 'x' })());
      return { ms: performance.now() - begun, told: { ...body, instance: undefined }, status };
    };
    const [wrong, unknown] = [await timed('kadis'), await timed('nobody')];
    expect(unknown.told).toEqual(wrong.told);
    expect(unknown.status).toBe(401);
    expect(unknown.ms).toBeGreaterThan(wrong.ms / 4);
  });

  test('guessing many at once is answered, most of it at once', async () => {
    const answers = await Promise.all(Array.from({ length: 90 }, () => send(service, signIn({ username: 'nobody', password: 'x' })())));
    const told = (code: string) => answers.filter(({ body }) => body.code === code);
    expect(told('SIGN_IN_FAILED').length + told('SIGN_IN_LOCKED').length + told('SIGN_IN_BUSY').length).toBe(answers.length);
    // Two are hashed at once: by the time that the tenth has failed, one more may have begun.
    expect(told('SIGN_IN_FAILED').length).toBeLessThanOrEqual(11);
    for (const code of ['SIGN_IN_LOCKED', 'SIGN_IN_BUSY']) {
      const [refused] = told(code);
      expectProblem(refused!, 429, code);
      expect(refused!.headers['retry-after']).toBeDefined();
    }
  }, 60_000);
});

describe('the wire', () => {
  const said = (bytes: string): Promise<string> =>
    new Promise((resolve) => {
      const chunks: Buffer[] = [];
      const socket = connect((service.app.getHttpServer().address() as AddressInfo).port, '127.0.0.1');
      socket.on('data', (chunk: Buffer) => chunks.push(chunk));
      socket.on('close', () => resolve(Buffer.concat(chunks).toString()));
      socket.end(bytes);
    });
  test.each([
    ['no HTTP at all', 'GARBAGE\r\n\r\n', 400],
    ['another version', 'GET / HTTP/9.9\r\n\r\n', 400],
    ['a space in the path', 'GET /a b HTTP/1.1\r\nHost: x\r\n\r\n', 400],
    ['a length that is none', 'POST /v1/auth/token HTTP/1.1\r\nHost: x\r\nContent-Length: abc\r\n\r\n', 400],
    ['two lengths', 'POST /v1/auth/token HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n', 400],
    ['endless headers', `GET /v1/me HTTP/1.1\r\nHost: x\r\nX: ${'a'.repeat(20_000)}\r\n\r\n`, 431],
  ])('%s', async (_, bytes, status) => {
    const [head, body] = (await said(bytes)).split('\r\n\r\n');
    expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(head).toMatch(/content-type: application\/problem\+json/);
    expect(JSON.parse(body!)).toMatchObject({ status, detail: expect.any(String), code: expect.any(String) });
  });

  test('200 at once are all answered', async () => {
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, i) => send(service, get(i % 2 ? '/v1/tasks' : '/v1/applications?limit=5', 'kadis')())),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  });

  test('says what a browser may do with an answer, and not what it is made of', async () => {
    const { headers } = await send(service, get('/graphiql')());
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'content-security-policy': expect.stringContaining("default-src 'self'"),
    });
    expect(headers).not.toHaveProperty('x-powered-by');
    expect(headers).not.toHaveProperty('server');
  });
});
