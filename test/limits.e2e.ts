import { GraphQLSchemaHost } from '@nestjs/graphql';
import type { GraphQLObjectType } from 'graphql';
import { boot, type Booted } from './support/boot.js';

/** Watched by whoever runs the service, and no way to anything. */
const UNLIMITED = /^\/health\//;
/** Pages for developers and their files, which hold no data and ask nobody. */
const STATIC = /^\/(docs|graphiql)/;

const TWICE = '2/d';
const LIMITS = ['SIGN_IN', 'REGISTER', 'PASSWORD_RESET', 'TRACKING', 'VERIFY', 'OPEN', 'OSS'].map((name) => [`RATE_${name}`, TWICE]);

let service: Booted;
let routes: { readonly method: string; readonly url: string }[];
beforeAll(async () => {
  service = await boot({ env: { ...Object.fromEntries(LIMITS), TRUSTED_PROXIES: '127.0.0.1' } });
  routes = (service.app.getHttpAdapter().getInstance() as unknown as { knownRoutes: typeof routes }).knownRoutes;
});
afterAll(() => service.close());

let callers = 0;
const newCaller = () => `203.0.${Math.floor(++callers / 250)}.${callers % 250}`;

const call = async (method: string, url: string, from: string, payload?: object) => {
  const response = await service.app.inject({
    method: method as 'GET',
    url,
    headers: { 'x-forwarded-for': from, ...(payload && { 'content-type': 'application/json' }) },
    ...(payload && { payload: JSON.stringify(payload) }),
  });
  return { status: response.statusCode, text: response.body };
};

/** What each needs to get as far as its limit. */
const BODIES: Readonly<Record<string, object>> = {
  '/v1/auth/token': { username: 'x', password: 'x' },
  '/v1/auth/refresh': { refreshToken: 'x'.repeat(60) },
  '/v1/auth/password': { username: 'x', currentPassword: 'x', newPassword: 'kuda putih di tepi danau' },
  '/v1/auth/password-reset': { account: 'x' },
  '/v1/auth/password-reset/confirm': { code: 'x', newPassword: 'kuda putih di tepi danau' },
  '/v1/auth/email/confirm': { code: 'x' },
  '/v1/auth/register': { name: 'X', username: 'seseorang', password: 'kuda putih di tepi danau' },
};

it('every route that is open without signing in is limited by address', async () => {
  const open: string[] = [];
  const unlimited: string[] = [];
  for (const { method, url } of routes) {
    if (!['GET', 'POST', 'PUT', 'DELETE'].includes(method) || UNLIMITED.test(url) || STATIC.test(url) || /\*|^\/graphql$/.test(url))
      continue;
    const path = url.replace(/:report(?=\.)/, 'satisfaction').replace(/:[a-zA-Z]+/g, 'x');
    const from = newCaller();
    const statuses: number[] = [];
    for (let i = 0; i < 4; i++) statuses.push((await call(method, path, from, method === 'GET' ? undefined : (BODIES[url] ?? {}))).status);
    // Refused before anything is asked: not open.
    if (statuses[0] === 401 && !(url in BODIES) && !url.startsWith('/oss') && !url.startsWith('/reports')) continue;
    open.push(`${method} ${url}`);
    if (statuses.at(-1) !== 429 && !/"status":"2"/.test((await call(method, path, from, {})).text))
      unlimited.push(`${method} ${url} ${statuses.join()}`);
  }
  expect(open).toEqual(
    expect.arrayContaining(['POST /v1/auth/token', 'GET /v1/track/:receiptNumber/survey', 'GET /reports', 'GET /v1/verify/:code']),
  );
  expect(unlimited).toEqual([]);
});

const INPUTS: Readonly<Record<string, string>> = {
  answerSurvey: '{ requirements: 1, procedure: 1, time: 1, cost: 1, product: 1, competence: 1, conduct: 1, facilities: 1, complaints: 1 }',
  confirmEmail: '{ code: "x" }',
  confirmPasswordReset: '{ code: "x", newPassword: "kuda putih di tepi danau" }',
  requestPasswordReset: '{ account: "x" }',
};

it('every field of GraphQL that is open without signing in is limited by address', async () => {
  const { schema } = service.app.get(GraphQLSchemaHost);
  const open: string[] = [];
  for (const type of [schema.getQueryType(), schema.getMutationType()] as GraphQLObjectType[])
    for (const [name, field] of Object.entries(type.getFields())) {
      if (field.extensions['permission'] !== 'public') continue;
      open.push(name);
      const args = field.args.map((arg) => `${arg.name}: ${arg.name === 'input' ? INPUTS[name] : '"x"'}`);
      const given = args.length > 0 ? `(${args.join(', ')})` : '';
      const query = `${type === schema.getMutationType() ? 'mutation' : 'query'} { ${name}${given} { __typename } }`;
      const from = newCaller();
      const answers: string[] = [];
      for (let i = 0; i < 4; i++) answers.push((await call('POST', '/graphql', from, { query })).text);
      expect({ name, last: answers.at(-1) }).toEqual({ name, last: expect.stringMatching(/TOO_MANY_REQUESTS|GRAPHQL_VALIDATION_FAILED/) });
    }
  expect(open.sort()).toEqual([
    'answerSurvey',
    'confirmEmail',
    'confirmPasswordReset',
    'consentText',
    'requestPasswordReset',
    'survey',
    'tracking',
    'verification',
  ]);
});

it('both transports and the survey take from one limit', async () => {
  const from = newCaller();
  const statuses = [
    (await call('GET', '/v1/track/x?code=y', from)).status,
    (await call('GET', '/v1/track/x/survey?code=y', from)).status,
    (await call('GET', '/v1/track/x?code=y', from)).status,
  ];
  expect(statuses).toEqual([404, 404, 429]);
  const query = '{ tracking(receiptNumber: "x", code: "y") { number } }';
  expect((await call('POST', '/graphql', from, { query })).text).toContain('TOO_MANY_REQUESTS');
});

it('counts the network of an IPv6 address, and no other', async () => {
  for (const host of ['1', '2']) expect((await call('GET', '/v1/verify/x', `2001:db8:0:7::${host}`)).status).toBe(404);
  expect((await call('GET', '/v1/verify/x', '2001:db8:0:7:ffff::3')).status).toBe(429);
  expect((await call('GET', '/v1/verify/x', '2001:db8:0:8::1')).status).toBe(404);
});
