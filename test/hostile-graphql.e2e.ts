import { getIntrospectionQuery } from 'graphql';
import { boot, type Booted } from './support/boot.js';
import { expectProblem, json, send, traces, type Refused, type Sent } from './support/hostile.js';
import { open } from './support/walk.js';

const NUL = String.fromCharCode(0);
const HALF = String.fromCharCode(0xd800);

let service: Booted;
let form: object;

beforeAll(async () => {
  service = await boot();
  const { body } = await (await service.as('pemohon')).get<{ form: { examples: object[] } }>('/v1/services/iumk');
  form = body.form.examples[0]!;
});
afterAll(() => service.close());

interface Errors {
  readonly errors: readonly {
    readonly message: string;
    readonly extensions: { readonly code: string; readonly status?: number; readonly errors?: readonly { readonly pointer: string }[] };
  }[];
  readonly data?: unknown;
}

const ask = (body: unknown, more: Partial<Sent> = {}): Promise<Refused> => {
  const { headers, payload } = json(body);
  return send(service, {
    method: 'POST',
    url: '/graphql',
    as: 'pemohon',
    payload: payload!,
    ...more,
    headers: { ...headers, ...more.headers },
  });
};
const errorsOf = (answer: Refused) => (answer.body as unknown as Errors).errors;
const times = (count: number, text: (index: number) => string) => Array.from({ length: count }, (_, i) => text(i)).join(' ');

/** That an answer refuses in the form of GraphQL, and says nothing of what is inside. */
function expectError(answer: Refused, status: number, code: string, pointer?: string): void {
  expect({ status: answer.status, code: errorsOf(answer)?.[0]?.extensions.code, text: answer.text }).toMatchObject({ status, code });
  expect(answer.text).not.toMatch(/node_modules|\n\s+at |stacktrace|QueryFailed|select /);
  expect(answer.text.length).toBeLessThan(20_000);
  if (pointer !== undefined) expect(errorsOf(answer)[0]!.extensions.errors?.[0]?.pointer).toBe(pointer);
}

describe('documents', () => {
  const doubling = (count: number) =>
    `{ me { ...f0 } } ${times(count, (i) => `fragment f${i} on Me { ...f${i + 1} a${i}: name ...f${i + 1} }`)} fragment f${count} on Me { name }`;
  const nested = (open: string, close: string, count: number) =>
    `mutation { submitApplication(input: { service: "iumk", form: { a: ${open.repeat(count)}1${close.repeat(count)} } }) { id } }`;
  test.each<readonly [string, unknown, number, string]>([
    ['a syntax error', '{ me {', 400, 'GRAPHQL_PARSE_FAILED'],
    ['an unknown field', '{ nothing }', 400, 'GRAPHQL_VALIDATION_FAILED'],
    ['an empty one', '', 400, 'BAD_REQUEST'],
    ['a number', 5, 400, 'BAD_REQUEST'],
    ['null', null, 400, 'BAD_REQUEST'],
    ['too many tokens', `{ me { ${'name '.repeat(10_000)} } }`, 400, 'GRAPHQL_PARSE_FAILED'],
    ['a thousand aliases', `{ ${times(1000, (i) => `a${i}: me { name }`)} }`, 400, 'GRAPHQL_PARSE_FAILED'],
    ['too wide', `{ ${times(160, (i) => `a${i}: me { name }`)} }`, 400, 'QUERY_TOO_WIDE'],
    ['one field over and over', `{ me { ${'name '.repeat(3900)} } }`, 400, 'QUERY_TOO_WIDE'],
    ['fragments that double', doubling(30), 400, 'QUERY_TOO_WIDE'],
    ['fragments that double without end', doubling(200), 400, 'QUERY_TOO_WIDE'],
    ['a fragment of itself', '{ me { ...a } } fragment a on Me { ...a }', 400, 'GRAPHQL_VALIDATION_FAILED'],
    ['fragments in a circle', '{ me { ...a } } fragment a on Me { ...b } fragment b on Me { ...a }', 400, 'GRAPHQL_VALIDATION_FAILED'],
    ['a flood of directives', `{ me { name ${'@skip(if: false) '.repeat(500)} } }`, 400, 'GRAPHQL_VALIDATION_FAILED'],
    [
      'introspection without end',
      `{ __schema { types { ${'fields { type { '.repeat(7)} name ${'} } '.repeat(7)} } } }`,
      400,
      'QUERY_TOO_DEEP',
    ],
    [
      'introspection over and over',
      `{ ${times(60, (i) => `a${i}: __schema { types { name fields { name type { name } } } }`)} }`,
      400,
      'QUERY_TOO_WIDE',
    ],
    ['a number without end', `{ tasks(limit: 1${'0'.repeat(50_000)}) { next } }`, 400, 'GRAPHQL_VALIDATION_FAILED'],
    ['lists in lists', nested('[', ']', 1900), 200, 'JSON_TOO_DEEP'],
    ['objects in objects', nested('{ a: ', '}', 900), 200, 'JSON_TOO_DEEP'],
    ['a subscription', 'subscription { noticeAdded { id } }', 400, 'SUBSCRIPTIONS_ELSEWHERE'],
  ])('%s', async (_, query, status, code) => expectError(await ask({ query }), status, code));

  test('too deep, in the reader’s language', async () => {
    const query = `{ __schema { types { ${'ofType { '.repeat(15)} name ${'}'.repeat(15)} } } }`;
    const answer = await ask({ query }, { headers: { 'accept-language': 'en' } });
    expectError(answer, 400, 'QUERY_TOO_DEEP');
    expect(errorsOf(answer)[0]!.message).toBe('This query is too deep; 16 levels are allowed.');
  });

  test('what an IDE asks for when it opens is answered to everybody', async () => {
    const query = getIntrospectionQuery({
      inputValueDeprecation: true,
      specifiedByUrl: true,
      directiveIsRepeatable: true,
      schemaDescription: true,
      oneOf: true,
    });
    const { body } = await ask({ query }, { as: '' });
    expect(body).toMatchObject({ data: { __schema: { queryType: { name: 'Query' } } } });
    expect(body).not.toHaveProperty('errors');
  });
});

describe('who asks', () => {
  const query = '{ me { name } }';
  test.each([
    ['nobody', {}, 'SIGN_IN_NEEDED', /Silakan masuk/],
    ['nobody, in English', { 'accept-language': 'en' }, 'SIGN_IN_NEEDED', /Please sign in/],
    ['somebody with a forged token', { authorization: 'Bearer a.b.c' }, 'TOKEN_INVALID', /Token tidak sah/],
  ])('%s', async (_, headers, code, words) => {
    const answer = await ask({ query }, { as: '', headers });
    expectError(answer, 200, code);
    expect(errorsOf(answer)[0]!.message).toMatch(words);
    expect(errorsOf(answer)[0]!.extensions.status).toBe(401);
  });
});

describe('values', () => {
  const SUBMIT = 'mutation ($input: OpenApplicationInput!) { submitApplication(input: $input) { id } }';
  const FIND = 'query ($q: String) { applications(q: $q) { next } }';
  const opening = (more: object) => ({
    query: SUBMIT,
    variables: { input: { service: 'iumk', applicant: { name: 'Siti' }, form, ...more } },
  });
  const rows: readonly (readonly [what: string, body: () => unknown, status: number, code: string, pointer?: string])[] = [
    [
      'a variable of the wrong type',
      () => ({ query: 'query ($l: Int!) { tasks(limit: $l) { next } }', variables: { l: 'x' } }),
      400,
      'BAD_USER_INPUT',
    ],
    ['a variable that is missing', () => ({ query: 'query ($l: Int!) { tasks(limit: $l) { next } }' }), 400, 'BAD_USER_INPUT'],
    ['variables that are a text', () => ({ query: FIND, variables: 'x' }), 400, 'BAD_REQUEST'],
    ['an operation that is not there', () => ({ query: FIND, operationName: 'x' }), 400, 'OPERATION_RESOLUTION_FAILURE'],
    ['a limit of 0', () => ({ query: '{ tasks(limit: 0) { next } }' }), 200, 'INPUT_INVALID', '/limit'],
    ['a status that is none', () => ({ query: '{ tasks(status: "x") { next } }' }), 200, 'INPUT_INVALID', '/status'],
    ['a cursor that is none', () => ({ query: '{ tasks(after: "x") { next } }' }), 200, 'CURSOR_INVALID'],
    ['an id that is none', () => ({ query: '{ task(id: "x") { id } }' }), 200, 'NOT_AN_ID'],
    ['an id of U+0000', () => ({ query: '{ task(id: "\\u0000") { id } }' }), 200, 'INPUT_INVALID', '/id'],
    ['a search for U+0000', () => ({ query: FIND, variables: { q: `aa${NUL}` } }), 200, 'INPUT_INVALID', '/q'],
    ['a search for half a character', () => ({ query: FIND, variables: { q: `aa${HALF}` } }), 200, 'INPUT_INVALID', '/q'],
    ['a search without end', () => ({ query: FIND, variables: { q: 'x'.repeat(100_000) } }), 200, 'INPUT_INVALID', '/q'],
    ['a form that is a text', () => opening({ form: 'x' }), 200, 'INPUT_INVALID', '/form'],
    ['a form that is empty', () => opening({ form: {} }), 200, 'INPUT_INVALID', '/form/nik'],
    ['a field called constructor', () => opening({ form: { ...form, constructor: 1 } }), 200, 'INPUT_INVALID', '/form/constructor'],
    ['a field with half a character', () => opening({ form: { ...form, businessName: HALF } }), 200, 'INPUT_INVALID', '/form/businessName'],
    [
      '__proto__ in the text',
      () => ({ query: 'mutation { submitApplication(input: { service: "iumk", form: { __proto__: { a: 1 } } }) { id } }' }),
      200,
      'INPUT_INVALID',
      '/form/__proto__',
    ],
    [
      'a number beyond all numbers',
      () => ({ query: 'mutation { submitApplication(input: { service: "iumk", applicant: { name: "x", n: 1e400 }, form: {} }) { id } }' }),
      200,
      'INPUT_INVALID',
      '/applicant/n',
    ],
    ['a service that is not there', () => opening({ service: 'x' }), 200, 'SERVICE_NOT_FOUND'],
  ];
  for (const [what, body, status, code, pointer] of rows) {
    test(what, async () => {
      const before = await traces(service);
      expectError(await ask(body()), status, code, pointer);
      expect(await traces(service)).toEqual(before);
    });
  }

  test('null is the same as not there', async () => {
    const query = 'query ($none: String) { tasks(after: $none, status: $none, due: $none, role: $none) { items { id } } }';
    expect((await ask({ query, variables: { none: null } })).body).toMatchObject({ data: { tasks: { items: [] } } });
  });

  test('one key is for one command of a request', async () => {
    const [one, other] = [await open(service, 'iumk'), await open(service, 'iumk')].map(({ openTasks }) => openTasks[0]!.id);
    const query = `mutation { a: claimTask(id: "${one}") { id } b: claimTask(id: "${other}") { id } }`;
    const answer = await ask({ query }, { headers: { 'idempotency-key': 'two' } });
    expectError(answer, 200, 'IDEMPOTENCY_KEY_REUSED');
    expect(errorsOf(answer)).toMatchObject([{ path: ['b'] }]);
  });
});

describe('over HTTP', () => {
  test.each<readonly [string, string, number, string]>([
    ['broken JSON', '{"query":', 400, 'JSON_INVALID'],
    ['nothing', '', 400, 'BODY_EMPTY'],
    ['variables without end', `{"query":"{me{name}}","variables":${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}}`, 400, 'JSON_TOO_DEEP'],
    ['__proto__', '{"query":"{me{name}}","variables":{"__proto__":{"a":1}}}', 400, 'JSON_INVALID'],
    ['2 MB', JSON.stringify({ query: 'x'.repeat(2_000_000) }), 413, 'BODY_TOO_LARGE'],
  ])('%s', async (_, payload, status, code) => expectProblem(await ask(payload), status, code));

  test.each(['text/plain', 'application/x-www-form-urlencoded', 'application/graphql'])('%s', async (type) =>
    expectProblem(await ask('{"query":"{me{name}}"}', { headers: { 'content-type': type } }), 415, 'UNSUPPORTED_MEDIA_TYPE'),
  );

  test('several at once', async () =>
    expectError(await ask([{ query: '{ me { name } }' }, { query: '{ me { name } }' }]), 400, 'BAD_REQUEST'));

  test.each([
    ['a mutation', '?query=mutation{claimTask(id:"x"){id}}', 405],
    ['half a query', '?query={', 400],
    ['variables that are none', '?query={me{name}}&variables=x', 400],
    ['two queries', '?query={a}&query={b}', 400],
    ['nothing', '', 400],
  ])('GET with %s', async (_, query, status) => {
    const url = `/graphql${query.replace(/[{}"]/g, encodeURIComponent)}`;
    const answer = await send(service, { method: 'GET', url, as: 'pemohon', headers: { 'apollo-require-preflight': '1' } });
    expect(answer.status).toBe(status);
    expect(answer.text).not.toMatch(/node_modules|stacktrace/);
  });

  test('a form of another site cannot ask', async () => {
    const answer = await send(service, { method: 'GET', url: '/graphql?query=%7Bme%7Bname%7D%7D', as: 'pemohon' });
    expect(answer.status).toBe(400);
  });
});
