import type { ApplicationView } from '../src/workflow/application.view.js';
import { boot, type Booted } from './support/boot.js';
import { expectProblem, get, json, NOBODY, post, refuses, saying, send, traces, type Row, type Sent } from './support/hostile.js';
import { agencyOf, choices, open, STOP, userFor, walk } from './support/walk.js';

const SERVICE = 'iumk';
const NUL = String.fromCharCode(0);
const HALF = String.fromCharCode(0xd800);

let done: string;
let service: Booted;
let application: ApplicationView;
let task: string;
let applicant: Record<string, unknown>;
let form: Record<string, unknown>;

beforeAll(async () => {
  service = await boot();
  const { body } = await (await service.as('pemohon')).get<{ form: Examples; applicant: Examples }>(`/v1/services/${SERVICE}`);
  [form, applicant] = [body.form.examples[0]!, body.applicant.examples[0]!];
  application = await open(service, SERVICE);
  task = application.openTasks[0]!.id;
  const { steps } = await walk(service, SERVICE, choices({ 2: STOP }));
  done = steps[0]!.task.id;
});
afterAll(() => service.close());

interface Examples {
  readonly examples: Record<string, unknown>[];
}

const opening =
  (body: () => unknown, as = 'pemohon') =>
  (): Sent => ({ method: 'POST', url: '/v1/applications', as, ...json(body()) });
const filled = (more: object) => opening(() => ({ service: SERVICE, applicant, form: { ...form, ...more } }));
const applying = (more: object) => opening(() => ({ service: SERVICE, applicant: { ...applicant, ...more }, form }));
const completing =
  (body: unknown, as = 'pemohon', id = () => task) =>
  (): Sent => ({ method: 'POST', url: `/v1/tasks/${id()}/complete`, as, ...json(body) });

describe('bodies', () => {
  const ways = ['/v1/applications', '/v1/auth/token', `/v1/applications/${NOBODY}/withdraw`];
  const everywhere = (what: string, body: string, status: number, code: string, pointers?: readonly string[]): Row[] =>
    ways.map((url) => [`${what} to ${url.slice(-12)}`, post(url, body), status, code, pointers]);
  const typed = (type: string): Row => [
    `content type "${type}"`,
    () => ({ method: 'POST', url: '/v1/auth/token', headers: { 'content-type': type }, payload: 'username=kadis&password=terbit' }),
    415,
    'UNSUPPORTED_MEDIA_TYPE',
  ];
  const endless = 100_000;
  refuses(
    () => service,
    [
      ...everywhere('nothing', '', 400, 'BODY_EMPTY'),
      ...everywhere('broken JSON', '{"a":', 400, 'JSON_INVALID'),
      ...everywhere('__proto__', '{"__proto__":{"x":1}}', 400, 'JSON_INVALID'),
      ...everywhere('constructor.prototype', '{"constructor":{"prototype":{}}}', 400, 'JSON_INVALID'),
      ...everywhere('constructor', '{"constructor":1}', 422, 'INPUT_INVALID', ['/constructor']),
      ...everywhere('lists without end', '['.repeat(endless) + ']'.repeat(endless), 400, 'JSON_TOO_DEEP'),
      ...everywhere('objects without end', '{"a":'.repeat(endless) + '1' + '}'.repeat(endless), 400, 'JSON_TOO_DEEP'),
      ...everywhere('2 MB', JSON.stringify({ a: 'x'.repeat(2_000_000) }), 413, 'BODY_TOO_LARGE'),
      ...everywhere('a number', '5', 422, 'INPUT_INVALID', ['']),
      ...everywhere('a text', '"x"', 422, 'INPUT_INVALID', ['']),
      ...everywhere('a list', '[{"service":"iumk"}]', 422, 'INPUT_INVALID', ['']),
      ...everywhere('a list of 400,000', `[${'1,'.repeat(400_000)}1]`, 400, 'JSON_TOO_LARGE'),
      ...everywhere('50,000 members', `{${Array.from({ length: 50_000 }, (_, i) => `"k${i}":1`).join(',')}}`, 400, 'JSON_TOO_LARGE'),
      ...everywhere('a number beyond all numbers', '{"reason":1e400}', 422, 'INPUT_INVALID', ['/reason']),
      ['null', post('/v1/auth/token', 'null'), 422, 'INPUT_INVALID', ['/username', '/password']],
      ...['text/plain', 'application/x-www-form-urlencoded', 'application/xml', 'x', ''].map(typed),
    ],
  );
});

describe('opening', () => {
  const invalid = (what: string, sent: () => Sent, ...pointers: string[]): Row => [what, sent, 422, 'INPUT_INVALID', pointers];
  refuses(
    () => service,
    [
      ['a service that is not there', opening(() => ({ service: 'x', applicant, form })), 404, 'SERVICE_NOT_FOUND'],
      ['by somebody who may not', opening(() => ({ service: SERVICE, applicant, form }), 'kadis'), 403, 'NOT_ALLOWED'],
      ['at the counter, for nobody', opening(() => ({ service: SERVICE, form }), 'frontoffice'), 422, 'APPLICANT_NEEDED'],
      invalid(
        'something beside',
        opening(() => ({ service: SERVICE, applicant, form, x: 1 })),
        '/x',
      ),
      invalid(
        'no form',
        opening(() => ({ service: SERVICE, applicant })),
        '/form',
      ),
      invalid(
        'a list as form',
        opening(() => ({ service: SERVICE, applicant, form: [] })),
        '/form',
      ),
      invalid(
        'an object as service',
        opening(() => ({ service: {}, applicant, form })),
        '/service',
      ),
      invalid(
        'a list as applicant',
        opening(() => ({ service: SERVICE, applicant: [], form })),
        '/applicant',
      ),
      invalid(
        'a text as applicant',
        opening(() => ({ service: SERVICE, applicant: 'x', form })),
        '/applicant',
      ),
      invalid(
        'an applicant without a name',
        opening(() => ({ service: SERVICE, applicant: {}, form })),
        '/applicant/name',
      ),
      invalid('a field that is missing', filled({ businessName: undefined }), '/form/businessName'),
      invalid('a field too many', filled({ zzz: 1 }), '/form/zzz'),
      invalid('a field of the wrong type', filled({ businessName: 5 }), '/form/businessName'),
      invalid('a NIK of 15 digits', filled({ nik: '121101450890000' }), '/form/nik'),
      invalid('a NIK born on no day', filled({ nik: '1211019913900001' }), '/form/nik'),
      invalid('a NIK as a number', filled({ nik: 1211014508900001 }), '/form/nik'),
      invalid('a NIB of 12 digits', filled({ nib: '123456789012' }), '/form/nib'),
      invalid('half a rupiah', filled({ capital: 0.5 }), '/form/capital'),
      invalid('U+0000', filled({ businessName: `a${NUL}b` }), '/form/businessName'),
      invalid('half a character', filled({ businessName: `a${HALF}b` }), '/form/businessName'),
      ...['constructor', 'prototype', 'toString', 'hasOwnProperty'].map((name) =>
        invalid(`a field called ${name}`, filled({ [name]: 1 }), `/form/${name}`),
      ),
      invalid('a name of no letters', applying({ name: '  ' }), '/applicant/name'),
      invalid('a name without end', applying({ name: 'x'.repeat(301) }), '/applicant/name'),
      invalid('a name that is a number', applying({ name: 5 }), '/applicant/name'),
      invalid('an object in the applicant', applying({ more: {} }), '/applicant/more'),
      invalid('a member called U+0000', applying({ [`a${NUL}`]: 1 }), `/applicant/a${NUL}`),
      invalid('a member called half a character', applying({ [`a${HALF}`]: 1 }), '/applicant/a\ufffd'),
      invalid('a telephone of letters', applying({ phone: 'x' }), '/applicant/phone'),
      invalid('too many members', applying(Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`k${i}`, 1]))), '/applicant'),
    ],
  );
});

describe('completing', () => {
  const invalid = (what: string, body: unknown, pointer: string): Row => [what, completing(body), 422, 'INPUT_INVALID', [pointer]];
  refuses(
    () => service,
    [
      ['a task of another role', completing({ outcome: 'submitted' }, 'kadis'), 403, 'NOT_YOUR_TASK'],
      ['a task that is done', completing({ outcome: 'submitted' }, 'pemohon', () => done), 409, 'TASK_NOT_OPEN'],
      ['a task that is not there', completing({ outcome: 'submitted' }, 'pemohon', () => NOBODY), 404, 'TASK_NOT_FOUND'],
      ['an unknown outcome', completing({ outcome: 'x' }), 422, 'OUTCOME_UNKNOWN'],
      ['an outcome called like a part of every object', completing({ outcome: 'constructor' }), 422, 'OUTCOME_UNKNOWN'],
      invalid('no outcome', {}, '/outcome'),
      invalid('an empty outcome', { outcome: '' }, '/outcome'),
      invalid('a number as outcome', { outcome: 5 }, '/outcome'),
      invalid('something beside', { outcome: 'submitted', x: 1 }, '/x'),
      invalid('a note without end', { outcome: 'submitted', note: 'x'.repeat(2001) }, '/note'),
      invalid('a note with U+0000', { outcome: 'submitted', note: NUL }, '/note'),
      invalid('a note with half a character', { outcome: 'submitted', note: HALF }, '/note'),
      invalid('a list as input', { outcome: 'submitted', input: [] }, '/input'),
      invalid('the input of another step', { outcome: 'submitted', input: { receivedBy: 'x' } }, '/input/receivedBy'),
      invalid('constructor as input', { outcome: 'submitted', input: { constructor: 1 } }, '/input/constructor'),
      [
        'withdrawing what is not one’s own',
        () => ({ method: 'POST', url: `/v1/applications/${application.id}/withdraw`, as: 'frontoffice', ...json({}) }),
        403,
        'NOT_YOUR_APPLICATION',
      ],
    ],
  );

  test('a document that is none, or none of this case, is no evidence', async () => {
    const { application: at } = await walk(service, SERVICE, (step) => (step.outcomes.some(asksForPhotos) ? STOP : undefined));
    const [open] = at.openTasks;
    const as = userFor(agencyOf(service, SERVICE), open!.role, open!.section);
    const { body } = await (await service.as(as)).get<{ outcomes: { key: string; input: Examples }[] }>(`/v1/tasks/${open!.id}`);
    const { key, input } = body.outcomes.find(asksForPhotos)!;
    const before = await traces(service);
    const showing = (photo: string) => completing({ outcome: key, input: { ...input.examples[0], photos: [photo] } }, as, () => open!.id)();
    expectProblem(await send(service, showing(`urn:uuid:${NOBODY}`)), 422, 'INPUT_INVALID', ['/input/photos/0']);
    expectProblem(await send(service, showing(NOBODY)), 422, 'INPUT_INVALID', ['/input/photos']);
    expect(await traces(service)).toEqual(before);
  });
});

function asksForPhotos({ input }: { readonly input: object }): boolean {
  return JSON.stringify(input).includes('"photos"');
}

describe('headers of a command', () => {
  const release = (headers: Readonly<Record<string, string>>) => (): Sent => ({
    method: 'POST',
    url: `/v1/tasks/${task}/release`,
    as: 'pemohon',
    headers,
  });
  const keyed = (key: string) =>
    saying(
      opening(() => ({ service: SERVICE, applicant, form })),
      { 'idempotency-key': key },
    );
  refuses(
    () => service,
    [
      ...['', ' ', 'a b', 'é', 'x'.repeat(256)].map((key): Row => [`key "${key.slice(0, 9)}"`, keyed(key), 400, 'HEADER_INVALID']),
      ...['', 'x', '"1","2"', '1e1', '99999999999', '-1'].map((version): Row => [
        `If-Match ${version}`,
        release({ 'if-match': version }),
        400,
        'HEADER_INVALID',
      ]),
      ['If-Match of another version', saying(completing({ outcome: 'submitted' }), { 'if-match': '"99"' }), 412, 'VERSION_STALE'],
      ['releasing what nobody has', release({}), 409, 'TASK_NOT_CLAIMED'],
    ],
  );

  test('a key that was used for something else', async () => {
    const first = await send(service, saying(completing({ outcome: 'x' }), { 'idempotency-key': 'one' })());
    expectProblem(first, 422, 'OUTCOME_UNKNOWN');
    const sent = keyed('one')();
    expect((await send(service, sent)).status).toBe(201);
    const before = await traces(service);
    const other = { service: SERVICE, applicant: { ...applicant, name: 'Lain' }, form };
    expectProblem(
      await send(
        service,
        saying(
          opening(() => other),
          { 'idempotency-key': 'one' },
        )(),
      ),
      422,
      'IDEMPOTENCY_KEY_REUSED',
    );
    expect((await send(service, sent)).status).toBe(201);
    expect(await traces(service)).toEqual(before);
  });

  test.each([
    ['en', /valid/],
    ['en-GB,en;q=0.9,id;q=0.5', /valid/],
    ['id,en;q=0.5', /sah/],
    ['*', /sah/],
    [';;;q=', /sah/],
    ['en;q=0', /sah/],
    ['x'.repeat(5000), /sah/],
  ])('Accept-Language: %.20s', async (language, words) => {
    const answer = await send(service, get('/v1/tasks/x', 'kadis', { 'accept-language': language })());
    expect(answer.body.detail).toMatch(words);
  });
});
