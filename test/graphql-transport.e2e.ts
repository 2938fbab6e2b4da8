import { boot, type Booted } from './support/boot.js';
import { ok, type PageOf, type Session } from './support/client.js';
import { choices, open, STOP, walk } from './support/walk.js';

let service: Booted;
let admin: Session;
let head: Session;
let general: Session;
let clerk: Session;
beforeAll(async () => {
  service = await boot();
  [admin, head, general, clerk] = await Promise.all([
    service.as('admin'),
    service.as('kadis'),
    service.as('umum'),
    service.as('frontoffice'),
  ]);
});
afterAll(() => service.close());

type Shown = Record<string, unknown>;

/** The one field of an operation. */
async function ask(session: Session, operation: string, variables: object = {}): Promise<Shown> {
  const [field] = Object.values(await session.query<Record<string, Shown>>(operation, variables));
  return field!;
}

async function refusal(session: Session, operation: string, variables: object = {}) {
  const { body } = await session.graphql(operation, variables);
  const { code, status, errors } = body.errors![0]!.extensions;
  return [code, status, errors?.[0]?.pointer];
}

describe('letters and books', () => {
  const lettersOf = async (id: string) => {
    const { letters } = await ask(admin, `{ application(id: "${id}") { letters { id kind number status verificationCode } } }`);
    return letters as { id: string; kind: string; number: string; status: string; verificationCode: string }[];
  };

  it('a letter is corrected, its successor revoked, and the books say so', async () => {
    const { application } = await walk(service, 'sik-perekam-medis');
    const [letter] = await lettersOf(application.id);
    const correct = 'mutation ($id: String!, $input: ReasonInput!) { correctLetter(id: $id, input: $input) { status openTasks { step } } }';
    expect(await refusal(clerk, correct, { id: letter!.id, input: { reason: 'Salah tulis' } })).toEqual([
      'NOT_YOURS_TO_UNDO',
      403,
      undefined,
    ]);
    expect(await refusal(head, correct, { id: letter!.id, input: { reason: ' ' } })).toEqual(['INPUT_INVALID', 422, '/reason']);
    expect(await ask(head, correct, { id: letter!.id, input: { reason: 'Salah tulis' } })).toMatchObject({ status: 'open' });
    expect(await lettersOf(application.id)).toEqual([expect.objectContaining({ id: letter!.id })]);
    const revoke = 'mutation ($id: String!) { revokeLetter(id: $id, input: { reason: "Dicabut" }) { status } }';
    // A letter under correction is revoked at once; one that is not out yet cannot be.
    expect(await ask(head, revoke, { id: letter!.id })).toEqual({ status: 'open' });
    expect(await refusal(head, revoke, { id: letter!.id })).toEqual(['LETTER_NOT_VALID', 409, undefined]);
    const { application: early } = await walk(service, 'sik-perekam-medis', choices({ 22: STOP }));
    expect(await refusal(head, revoke, { id: (await lettersOf(early.id))[0]!.id })).toEqual(['APPLICATION_OPEN', 409, undefined]);
    const { application: other } = await walk(service, 'sik-perekam-medis');
    const [second] = await lettersOf(other.id);
    await ask(head, revoke, { id: second!.id });
    expect((await lettersOf(other.id))[0]!.status).toBe('revoked');
    const { verification } = await service.client
      .anonymous()
      .query<{ verification: Shown }>(`{ verification(code: "${second!.verificationCode}") { status number } }`);
    expect(verification).toEqual({ status: 'revoked', number: second!.number });
  });

  it('a number is voided, one is inserted, and a year goes on where it is told to', async () => {
    await walk(service, 'iumk', choices({ 22: STOP }));
    const entries = 'query ($first: Int) { bookEntries(book: "permits", first: $first) { edges { node { id number status inserted } } } }';
    const nodes = async () => ((await ask(general, entries, { first: 200 }))['edges'] as { node: Shown }[]).map(({ node }) => node);
    const last = (await nodes()).at(-1)!;
    const insert =
      'mutation ($id: String!, $input: InsertEntryInput!) { insertBookEntry(book: "permits", id: $id, input: $input) { number } }';
    const paper = { service: 'iumk', addressedTo: 'Pemohon', summary: 'Salinan', reason: 'Terlewat' };
    expect((await ask(general, insert, { id: last['id'], input: paper }))['number']).toContain('.A/');
    const undo = 'mutation ($id: String!) { voidBookEntry(book: "permits", id: $id, input: { reason: "Salah nomor" }) { number reason } }';
    expect(await ask(general, undo, { id: last['id'] })).toEqual({ number: last['number'], reason: 'Salah nomor' });
    expect((await nodes()).map(({ status, inserted }) => [status, inserted]).slice(-2)).toEqual([
      ['voided', false],
      ['valid', true],
    ]);
    const seed = 'mutation ($input: SeedBookInput!) { seedBook(book: "permits", input: $input) { year first } }';
    expect(await ask(admin, seed, { input: { first: 500 } })).toEqual({ year: 2026, first: 500 });
    expect(await refusal(admin, seed, { input: { first: 500, year: 10000 } })).toEqual(['INPUT_INVALID', 422, '/year']);
    expect(await refusal(clerk, '{ bookEntries(book: "nothing") { next } }')).toEqual(['BOOK_NOT_FOUND', 404, undefined]);
  });
});

describe('applications', () => {
  it('one is withdrawn, once for each key', async () => {
    const { id } = await open(service, 'iumk');
    const applicant = await service.as('pemohon');
    const withdraw = 'mutation ($id: String!) { withdrawApplication(id: $id, input: { reason: "Tidak jadi" }) { status version } }';
    const again = () => applicant.graphql<{ withdrawApplication: Shown }>(withdraw, { id }, { 'idempotency-key': 'w-1' });
    const [first, second] = [await again(), await again()];
    expect(first.body.data).toEqual({ withdrawApplication: { status: 'withdrawn', version: 2 } });
    expect(second.body).toEqual(first.body);
    expect(await refusal(applicant, withdraw, { id })).toEqual(['APPLICATION_CLOSED', 409, undefined]);
  });

  it('what its steps have left behind is read by its kind', async () => {
    const { application } = await walk(service, 'iumk');
    const { records } = await ask(admin, `{ application(id: "${application.id}") { records { kind id href } } }`);
    const fields = {
      receipt: 'receipt',
      check: 'documentCheck',
      disposition: 'disposition',
      recommendation: 'recommendation',
      'oss-record': 'ossRecord',
    };
    for (const [kind, field] of Object.entries(fields)) {
      const { id, href } = (records as { kind: string; id: string; href: string }[]).find((record) => record.kind === kind)!;
      const shown = await ask(admin, `{ ${field}(id: "${id}") { id applicationId } }`);
      expect(ok(await admin.get<Shown>(href))).toMatchObject(shown);
      expect(await refusal(admin, `{ ${field}(id: "${application.id}") { id } }`)).toEqual(['PAPER_NOT_FOUND', 404, undefined]);
      expect(await refusal(admin, `{ ${field}(id: "x") { id } }`)).toEqual(['NOT_AN_ID', 400, undefined]);
    }
  });
});

it('somebody stands in, and no longer', async () => {
  const name = 'mutation ($input: StandInInput!) { nameStandIn(input: $input) { id status user } }';
  const input = { user: 'sekretaris', role: 'agency-head', kind: 'plh', until: '2026-11-27' };
  expect(await refusal(head, name, { input: { ...input, kind: 'x' } })).toEqual(['INPUT_INVALID', 422, '/kind']);
  const standIn = await ask(head, name, { input });
  expect(standIn).toMatchObject({ status: 'running', user: 'Sekretaris (demo)' });
  expect(await ask(head, '{ standIns { items { id } totalCount } }')).toEqual({ items: [{ id: standIn['id'] }], totalCount: null });
  expect(await ask(head, `mutation { endStandIn(id: "${standIn['id'] as string}") { status } }`)).toEqual({ status: 'ended' });
});

it('the calendar is changed day by day and profile by profile, and keeps who did it', async () => {
  const day = 'mutation ($input: ChangeDayInput!) { changeCalendarDay(date: "2027-03-01", input: $input) { date version day } }';
  expect(await refusal(clerk, day, { input: { name: 'Percobaan' } })).toEqual(['NOT_ALLOWED', 403, undefined]);
  expect(await refusal(admin, day, { input: { name: 'Percobaan', kind: 'x' } })).toEqual(['INPUT_INVALID', 422, '/kind']);
  const { version } = await ask(admin, day, { input: { name: 'Percobaan', confirmed: false } });
  expect(await ask(admin, 'mutation { confirmCalendarDay(date: "2027-03-01", input: { source: "SKB" }) { day } }')).toMatchObject({
    day: { source: 'SKB', confirmed: true },
  });
  expect(await ask(admin, 'mutation { takeBackCalendarDay(date: "2027-03-01") { day } }')).toEqual({ day: null });
  const days = {
    days: [
      { date: '2027-03-02', name: 'Satu' },
      { date: '2027-03-03', name: 'Dua' },
    ],
  };
  const many = 'mutation ($input: ImportDaysInput!) { importCalendarDays(input: $input) { version complete } }';
  expect(await ask(admin, many, { input: days })).toMatchObject({ version: (version as number) + 3 });
  const profile = 'mutation ($input: ChangeProfileInput!) { changeCalendarProfile(code: "percobaan", input: $input) { version } }';
  const week = { 'mon-fri': ['08:00-12:00'] };
  await ask(admin, profile, { input: { name: 'Percobaan', from: '2028-05-01', until: '2028-05-05', confirmed: false, week } });
  await ask(admin, 'mutation { confirmCalendarProfile(code: "percobaan", input: {}) { version } }');
  await ask(admin, 'mutation { takeBackCalendarProfile(code: "percobaan") { version } }');
  const changes = await ask(admin, '{ calendarChanges(first: 20) { items { version actorName } edges { cursor } } }');
  expect(changes['items']).toEqual(
    ok(await admin.get<PageOf<Shown>>('/v1/calendar/changes')).items.map(({ version: v, actorName }) => ({ version: v, actorName })),
  );
  expect(await ask(admin, `{ movedTasks(version: ${version as number}) { items { id } } }`)).toEqual({ items: [] });
  expect(await refusal(admin, '{ movedTasks(version: 99) { next } }')).toEqual(['CALENDAR_VERSION_NOT_FOUND', 404, undefined]);
  const calendar = await ask(clerk, '{ calendar { version zone days } }');
  expect(calendar).toMatchObject({ zone: 'Asia/Jakarta', version: (version as number) + 6 });
});

it('another system is told, shown without its secret, and told no more', async () => {
  const create = 'mutation ($input: NewWebhookInput!) { createWebhook(input: $input) { id secret } }';
  expect(await refusal(admin, create, { input: { url: 'http://127.0.0.1/' } })).toEqual(['INPUT_INVALID', 422, '/url']);
  const webhook = await ask(admin, create, { input: { url: 'https://hooks.example/terbit' } });
  expect(webhook['secret']).toMatch(/^whsec_/);
  expect(await ask(admin, '{ webhooks { items { id url } totalCount } }')).toEqual({
    items: [{ id: webhook['id'], url: 'https://hooks.example/terbit' }],
    totalCount: 1,
  });
  const id = webhook['id'] as string;
  const replay = `mutation { replayWebhook(id: "${id}", notice: "${id}") { id } }`;
  expect(await refusal(admin, replay)).toEqual(['NOTICE_NOT_FOUND', 404, undefined]);
  expect((await admin.query<Shown>(`mutation { deleteWebhook(id: "${id}") }`))['deleteWebhook']).toBe(true);
  expect(await refusal(clerk, '{ webhooks { next } }')).toEqual(['NOT_ALLOWED', 403, undefined]);
});

it.each([
  ['a code that cannot be stored', 'query ($x: String!) { service(code: $x) { code } }', { x: 'a\u0000' }, 'INPUT_INVALID'],
  [
    'half a letter of a tracking code',
    'query ($x: String!) { tracking(receiptNumber: "A", code: $x) { status } }',
    { x: '\ud800' },
    'INPUT_INVALID',
  ],
  [
    'a cursor of another list',
    'query ($x: String) { standIns(after: $x) { next } }',
    { x: Buffer.from('["tasks","a"]').toString('base64url') },
    'CURSOR_INVALID',
  ],
  ['a limit of a million', '{ tasks(limit: 1000000) { next } }', {}, 'INPUT_INVALID'],
  ['first of nothing', '{ notifications(first: 0) { next } }', {}, 'INPUT_INVALID'],
  ['the year 0', '{ bookEntries(book: "permits", year: 0) { next } }', {}, 'INPUT_INVALID'],
  ['one letter to search for', '{ applications(q: "a") { next } }', {}, 'INPUT_INVALID'],
  [
    'a verification code of ten thousand letters',
    'query ($x: String!) { verification(code: $x) { status } }',
    { x: 'A'.repeat(10_000) },
    'LETTER_UNKNOWN',
  ],
])('%s is refused', async (_, operation, variables, code) => {
  expect((await refusal(admin, operation, variables))[0]).toBe(code);
});
