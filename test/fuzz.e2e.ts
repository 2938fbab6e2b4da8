import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { boot, type Booted } from './support/boot.js';
import { BOUNDARY, file, form, requirement, send, type Refused, type Sent } from './support/hostile.js';
import { choices, open, STOP, walk } from './support/walk.js';

/** Another seed by FUZZ_SEED, for whoever looks for more. */
const SEED = Number(process.env['FUZZ_SEED'] ?? 20_261_123);
const RUNS = 1500;
const MOST_MS = 25_000;
/** A password is slow to check by intent, and a stream does not end: both have tests of their own. */
const WITHOUT = new Set(['/v1/auth/token', '/v1/auth/password', '/v1/auth/register', '/v1/notifications/stream']);
const USERS = ['pemohon', 'frontoffice', 'umum', 'backoffice1', 'timteknis', 'kabid', 'sekretaris', 'kadis', 'admin', 'pelapor'];

interface Schema {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly example?: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly $ref?: string;
}
interface Operation {
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly schema: Schema }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, { readonly schema?: object }>> }>>;
}
interface Contract {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

let service: Booted;
let contract: Contract;
let ajv: Ajv2020;
/** What stands in paths, queries and bodies of real requests: so that many get further than the first check. */
let known: Readonly<Record<string, readonly unknown[]>>;

beforeAll(async () => {
  service = await boot();
  contract = (await service.app.inject('/docs/openapi.json')).json<Contract>();
  // OpenAPI 3.0 says "nullable" where JSON Schema has a type of its own.
  ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false });
  ajv.addSchema(nullable({ $id: 'contract', ...contract }) as object);
  known = await whatIsKnown();
});
afterAll(() => service.close());

async function whatIsKnown(): Promise<Readonly<Record<string, readonly unknown[]>>> {
  const pemohon = await service.as('pemohon');
  const { body } = await pemohon.get<Record<'form' | 'applicant', { examples: object[] }>>('/v1/services/iumk');
  const opened = [await open(service, 'iumk'), await open(service, 'sik-perekam-medis')];
  const walked = [await walk(service, 'iumk'), await walk(service, 'sik-perekam-medis', choices({ 9: STOP }))];
  const applications = [...opened, ...walked.map(({ application }) => application)];
  const tasks = [
    ...applications.flatMap(({ openTasks }) => openTasks.map((task) => task.id)),
    ...walked.flatMap(({ steps }) => steps.slice(0, 2).map(({ task }) => task.id)),
  ];
  const records = await Promise.all(
    walked.map(
      async ({ application: { id } }) =>
        (await (await service.as('kadis')).get<{ records: { id: string }[] }>(`/v1/applications/${id}`)).body.records,
    ),
  );
  const ids = [...applications.map(({ id }) => id), ...tasks, ...records.flat().map(({ id }) => id)];
  const receipts = applications.flatMap(({ receiptNumber }) => receiptNumber ?? []);
  return {
    id: ids,
    document: ids,
    application: ids,
    code: ['iumk', 'sik-perekam-medis', ...applications.flatMap(({ trackingCode }) => trackingCode ?? [])],
    service: ['iumk', 'sik-perekam-medis'],
    receiptNumber: receipts,
    book: ['permits', 'outgoing-letters', 'assignment-letters', 'dispatch'],
    year: [2026],
    form: body.form.examples,
    applicant: body.applicant.examples,
    outcome: ['submitted', 'complete', 'incomplete', 'issued', 'forwarded'],
    username: ['kadis', 'nobody'],
    role: ['applicant', 'front-office'],
  };
}

const chars = fc.constantFrom(
  'a',
  'Z',
  '0',
  '-',
  '_',
  ' ',
  '/',
  '%',
  "'",
  '"',
  '\\',
  '<',
  '{',
  '\u0000',
  '\ud800',
  '\u202e',
  'é',
  '😀',
  '\n',
  '.',
);
const odd: fc.Arbitrary<unknown> = fc.oneof(
  fc.array(chars, { maxLength: 12 }).map((signs) => signs.join('')),
  fc.constantFrom<unknown>(
    '',
    null,
    true,
    0,
    -1,
    1e308,
    1e21,
    '__proto__',
    'constructor',
    'toString',
    '00000000-0000-7000-8000-000000000000',
    'x'.repeat(3000),
  ),
  fc.jsonValue({ maxDepth: 4 }),
);

/** Mostly a value that could be meant, sometimes anything. */
function value(name: string, schema: Schema): fc.Arbitrary<unknown> {
  const meant = [...(known[name] ?? []), ...(schema.enum ?? []), ...(schema.example === undefined ? [] : [schema.example])];
  const typed = schema.type === 'number' ? fc.integer({ min: -5, max: 300 }) : schema.type === 'object' ? fc.object({ maxDepth: 2 }) : odd;
  return meant.length === 0
    ? fc.oneof(typed, odd)
    : fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...meant) }, { weight: 1, arbitrary: odd });
}

function resolved(schema: Schema): Schema {
  return schema.$ref ? contract.components.schemas[schema.$ref.split('/').at(-1)!]! : schema;
}

function body(operation: Operation): fc.Arbitrary<Pick<Sent, 'headers' | 'payload'>> {
  const [type, content] = Object.entries(operation.requestBody?.content ?? {})[0] ?? [];
  if (type === 'multipart/form-data') return upload();
  const properties = Object.entries(resolved(content?.schema ?? {}).properties ?? {});
  const shape = Object.fromEntries(properties.map(([name, schema]) => [name, value(name, schema)]));
  const whole = fc.record(shape);
  const some = fc.record({ ...shape, [`x`]: odd }, { requiredKeys: [] });
  const written = fc
    .oneof({ weight: 5, arbitrary: whole }, { weight: 2, arbitrary: some }, { weight: 1, arbitrary: odd })
    .map((sent) => JSON.stringify(sent) ?? '');
  const types = fc.constantFrom('application/json', 'application/json', 'application/json', 'text/plain');
  return fc.record({
    payload: fc.oneof({ weight: 12, arbitrary: written }, fc.constantFrom('', '{', '[[[')),
    headers: types.map((given) => ({ 'content-type': given })),
  });
}

function upload(): fc.Arbitrary<Pick<Sent, 'headers' | 'payload'>> {
  const parts = fc.shuffledSubarray([
    requirement(),
    requirement('evidence'),
    file(),
    file({ data: 'x' }),
    file({ fileName: 'a.png' }),
    { name: 'x', data: 'x' },
  ]);
  const end = fc.constantFrom(`--${BOUNDARY}--\r\n`, `--${BOUNDARY}--\r\n`, '', 'garbage');
  const type = fc.constantFrom(
    `multipart/form-data; boundary=${BOUNDARY}`,
    `multipart/form-data; boundary=${BOUNDARY}`,
    'multipart/form-data',
  );
  return fc.record({
    payload: fc.tuple(parts, end).map(([some, last]) => form(some, last)),
    headers: type.map((given) => ({ 'content-type': given })),
  });
}

interface Request {
  readonly path: string;
  readonly method: string;
  readonly sent: Sent;
}

function request(path: string, method: string, operation: Operation): fc.Arbitrary<Request> {
  const { parameters = [] } = operation;
  const inPath = fc.record(
    Object.fromEntries(parameters.filter((one) => one.in === 'path').map(({ name, schema }) => [name, value(name, schema)])),
  );
  const inQuery = fc.record(
    Object.fromEntries(parameters.filter((one) => one.in === 'query').map(({ name, schema }) => [name, value(name, schema)])),
    { requiredKeys: [] },
  );
  const headers = fc.record(
    {
      'idempotency-key': fc.constantFrom('one', 'two', 'a b', ''),
      'if-match': fc.constantFrom('"1"', '"2"', '*', 'x'),
      'accept-language': fc.constantFrom('en', 'id', '*', ';;q='),
    },
    { requiredKeys: [] },
  );
  const none = fc.constant<Pick<Sent, 'headers' | 'payload'>>({});
  return fc
    .record({ inPath, inQuery, headers, content: method === 'get' ? none : body(operation), as: fc.constantFrom(...USERS, ...USERS, '') })
    .map((given) => {
      const place = path.replace(/\{(\w+)\}/g, (_, name: string) => escaped(given.inPath[name]) || 'x');
      const query = Object.entries(given.inQuery).map(([name, one]) => `${name}=${escaped(one)}`);
      const sent: Sent = {
        method: method.toUpperCase() as Sent['method'],
        url: `${place}${query.length > 0 ? `?${query.join('&')}` : ''}`,
        as: given.as,
        ...given.content,
        headers: { ...given.headers, ...given.content.headers },
      };
      return { path, method, sent };
    });
}

/** As a browser would, but for half characters, which it could not send. */
function escaped(one: unknown): string {
  const text = typeof one === 'string' ? one : (JSON.stringify(one) ?? '');
  return encodeURIComponent(text.replace(/\p{Surrogate}/gu, '?').slice(0, 250));
}

function nullable(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(nullable);
  if (typeof schema !== 'object' || schema === null) return schema;
  const { nullable: mayBeNull, ...rest } = schema as { readonly nullable?: unknown };
  const own = Object.fromEntries(Object.entries(rest).map(([name, inner]) => [name, nullable(inner)]));
  return mayBeNull === true ? { anyOf: [{ type: 'null' }, own] } : own;
}

const escapedPointer = (part: string) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'));

/** The schema that an answer must fit by the contract; undefined where it says nothing of the content. */
function schemaOf({ path, method }: Request, { status, type }: Refused): ValidateFunction | undefined {
  if (status >= 400) return ajv.getSchema('contract#/components/schemas/Problem');
  if (!type.includes('json')) return undefined;
  const place = ['paths', path, method, 'responses', String(status), 'content', type.split(';')[0]!, 'schema'];
  const { content } = contract.paths[path]![method]!.responses[status] ?? {};
  return content?.[place[6]!]?.schema ? ajv.getSchema(`contract#/${place.map(escapedPointer).join('/')}`) : undefined;
}

test('no request of any shape, by anybody, breaks the service or the contract', async () => {
  const operations = Object.entries(contract.paths)
    .filter(([path]) => !WITHOUT.has(path))
    .flatMap(([path, methods]) => Object.entries(methods).map(([method, operation]) => request(path, method, operation)));
  const seen = new Map<number, number>();
  await fc.assert(
    fc.asyncProperty(fc.oneof(...operations), async (made) => {
      const answer = await send(service, made.sent);
      seen.set(answer.status, (seen.get(answer.status) ?? 0) + 1);
      expect(answer.status).toBeLessThan(500);
      if (answer.status >= 400) expect(answer.type).toBe('application/problem+json; charset=utf-8');
      const fits = schemaOf(made, answer);
      if (fits && !fits(answer.body))
        throw new Error(`${answer.status} ${answer.text.slice(0, 500)}: ${JSON.stringify(fits.errors).slice(0, 500)}`);
    }),
    { seed: SEED, numRuns: RUNS, interruptAfterTimeLimit: MOST_MS, markInterruptAsFailure: false },
  );
  // Otherwise nothing but the first check was tried.
  expect([200, 400, 401, 403, 404, 409, 422].filter((status) => !seen.has(status))).toEqual([]);
}, 60_000);
