import { GraphQLSchemaHost } from '@nestjs/graphql';
import { getNamedType, isObjectType, type GraphQLObjectType } from 'graphql';
import { boot, type Booted } from './support/boot.js';
import { ok, type PageOf, type Session } from './support/client.js';
import { counting } from './support/statements.js';
import { choices, open, STOP, walk } from './support/walk.js';

const CASES = 20;

let service: Booted;
let admin: Session;
/** What stands in arguments, by the name of the argument. */
let known: Readonly<Record<string, unknown>>;

/** Twenty cases, one of them walked to its end, and its papers. */
beforeAll(async () => {
  service = await boot({ env: { GRAPHQL_MAX_FIELDS: '2000', GRAPHQL_MAX_DEPTH: '20', GRAPHQL_MAX_COST: '1000000' } });
  admin = await service.as('admin');
  for (let n = 2; n < CASES; n++) await open(service, n % 2 ? 'iumk' : 'sik-perekam-medis');
  await walk(service, 'sik-perekam-medis', choices({ 20: STOP }));
  const { application } = await walk(service, 'iumk');
  const { records } = ok(await admin.get<{ records: { kind: string; id: string }[] }>(`/v1/applications/${application.id}`));
  const record = (kind: string) => records.find((each) => each.kind === kind)?.id;
  const letter = ok(await admin.get<{ verificationCode: string }>(`/v1/letters/${record('letter')}`));
  await admin.put('/v1/calendar/holidays/2027-01-04', { name: 'Hari percobaan' });
  known = {
    application: application.id,
    receipt: record('receipt'),
    letter: record('letter'),
    disposition: record('disposition'),
    recommendation: record('recommendation'),
    documentCheck: record('check'),
    ossRecord: record('oss-record'),
    task: ok(await admin.get<PageOf<{ id: string }>>('/v1/tasks?limit=1')).items[0]!.id,
    book: 'permits',
    receiptNumber: application.receiptNumber,
    trackingCode: application.trackingCode,
    verificationCode: letter.verificationCode,
  };
}, 60_000);
afterAll(() => service.close());

/** Every field of a type, down to the scalars, with what belongs to it; a page by both of its names. */
function all(type: string, path: readonly string[] = []): string {
  const object = service.app.get(GraphQLSchemaHost).schema.getType(type) as GraphQLObjectType;
  const fields = Object.values(object.getFields()).flatMap((field) => {
    const inner = getNamedType(field.type);
    if (!isObjectType(inner)) return [field.name];
    return path.includes(inner.name) ? [] : [`${field.name} ${all(inner.name, [...path, type])}`];
  });
  return `{ ${fields.join(' ')} }`;
}

/** Statements of one request; who stands in for whom and whose session has ended is read, and who has read what is noted, once in a while. */
const ONCE_IN_A_WHILE = [
  'select s.* from stand_ins s where s.ended_at is null',
  'select agency, id from sessions where ended_at > $1',
  'insert into access_log',
];
async function textsOf(query: string, variables: object = {}): Promise<string[]> {
  const { statements } = await counting(() => admin.query(query, variables));
  return statements.filter((text) => !ONCE_IN_A_WHILE.some((known) => text.trim().replace(/\s+/g, ' ').startsWith(known)));
}
const statementsOf = async (query: string, variables?: object) => (await textsOf(query, variables)).length;

/** How often each statement was run, however many values it was given. */
async function timesOf(query: string): Promise<Map<string, number>> {
  const times = new Map<string, number>();
  for (const text of await textsOf(query)) {
    const shape = text.replace(/\$\d+(\s*,\s*\$\d+)*/g, '$');
    times.set(shape, (times.get(shape) ?? 0) + 1);
  }
  return times;
}

describe('a list runs no statement more often for twenty than for one', () => {
  it.each([
    ['applications', 'status: "open"', 'ApplicationPage'],
    ['applications', 'order: "urgent"', 'ApplicationPage'],
    ['applications', 'order: "relevance", q: "pemohon"', 'ApplicationPage'],
    ['tasks', 'role: "any"', 'TaskPage'],
    ['tasks', 'role: "any", status: "done"', 'TaskPage'],
    ['notifications', 'scope: "all"', 'NotificationPage'],
    ['bookEntries', 'book: "dispatch"', 'BookEntryPage'],
    ['standIns', '', 'StandInPage'],
    ['calendarChanges', '', 'CalendarHistoryPage'],
    ['orphans', '', 'OrphanPage'],
  ])('%s(%s) with everything that belongs to them', async (field, args, type) => {
    const query = (limit: number) => `{ ${field}(limit: ${limit}${args && `, ${args}`}) ${all(type)} }`;
    await admin.query(query(1));
    const one = await timesOf(query(1));
    const more = [...(await timesOf(query(CASES)))].filter(([text, times]) => times > Math.max(one.get(text) ?? 0, 1));
    expect(more).toEqual([]);
  });

  it('in numbers', async () => {
    const application = (fields: string) => `{ applications(limit: ${CASES}) { items { id ${fields} } } }`;
    await admin.query(application(''));
    const bare = await statementsOf(application(''));
    // The page of ids, their rows, and what is masked in the texts of these cases.
    expect(bare).toBe(3);
    // One more says which officials are themselves the applicant of a case.
    expect(await statementsOf(application('tasks { id }'))).toBe(bare + 3);
    expect(await statementsOf(application('timeline { seq }'))).toBe(bare + 2);
    expect(await statementsOf(application('documents { id }'))).toBe(bare + 2);
    // The letters, their cases, marks, signatures, certificates, and what they wait for.
    expect(await statementsOf(application('letters { id marks { by } }'))).toBe(bare + 6);
    expect(await statementsOf(application('serviceSummary { name }'))).toBe(bare);
    expect(await statementsOf(`{ tasks(role: "any", limit: ${CASES}) { items { id application { number } } } }`)).toBe(4);
    expect(await statementsOf('{ taskCounts { total groups { role total } } }')).toBe(1);
  });
});

it.each([
  ['application', 'application', 'ApplicationDetail', 18],
  ['task', 'task', 'Task', 17],
  ['receipt', 'receipt', 'Receipt', 3],
  ['documentCheck', 'documentCheck', 'DocumentCheck', 3],
  ['disposition', 'disposition', 'Disposition', 3],
  ['recommendation', 'recommendation', 'Recommendation', 3],
  ['letter', 'letter', 'Letter', 7],
  ['ossRecord', 'ossRecord', 'OssRecord', 3],
] as const)('%s, in full, takes few statements', async (field, id, type, most) => {
  const query = `query ($id: String!) { ${field}(id: $id) ${all(type)} }`;
  await admin.query(query, { id: known[id] });
  expect(await statementsOf(query, { id: known[id] })).toBeLessThanOrEqual(most);
});

it('what belongs to a case is what REST says of it', async () => {
  const id = known['application'] as string;
  const { application } = await admin.query<{ application: Record<string, unknown[]> }>(
    `{ application(id: "${id}") { timeline ${all('TimelineEntry')} documents ${all('Document')} letters ${all('Letter')} tasks ${all('CaseTask')} } }`,
  );
  const page = async (path: string) => ok(await admin.get<PageOf<unknown>>(path)).items;
  expect(application['timeline']).toEqual(await page(`/v1/applications/${id}/timeline`));
  expect(application['documents']).toEqual(await page(`/v1/applications/${id}/documents`));
  expect(application['letters']).toEqual([ok(await admin.get(`/v1/letters/${known['letter'] as string}`))]);
  const tasks = (await page(`/v1/tasks?application=${id}&status=done&role=any`)) as { id: string; application?: unknown }[];
  const own = tasks.map(({ application: _application, ...task }) => task).sort((a, b) => (a.id < b.id ? -1 : 1));
  expect(application['tasks']).toEqual(own);
});

it('edges and pageInfo tell the same as items and next, and a cursor of an entry goes on after it', async () => {
  interface Pages {
    readonly applications: PageOf<{ id: string }> & {
      readonly edges: { readonly cursor: string; readonly node: { readonly id: string } }[];
      readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null; readonly hasPreviousPage: boolean };
    };
  }
  const query = `query ($first: Int, $after: String) { applications(first: $first, after: $after)
    { items { id } next edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } totalCount } }`;
  const { applications: page } = await admin.query<Pages>(query, { first: 4 });
  expect(page.edges.map(({ node }) => node)).toEqual(page.items);
  expect(page.items).toHaveLength(4);
  expect(page.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false, endCursor: page.next });
  const { applications: from } = await admin.query<Pages>(query, { first: 2, after: page.edges[1]!.cursor });
  expect(from.items).toEqual(page.items.slice(2));
  const { body } = await admin.graphql(query, { first: 0 });
  expect(body.errors?.[0]?.extensions).toMatchObject({ code: 'INPUT_INVALID', errors: [{ pointer: '/first' }] });
});

it('anybody tracks a file and verifies a letter, a few at a time', async () => {
  const nobody = service.client.anonymous();
  const { receiptNumber, trackingCode, verificationCode } = known as Record<string, string>;
  const { tracking, verification } = await nobody.query<Record<string, unknown>>(
    `query ($n: String!, $c: String!, $v: String!) { tracking(receiptNumber: $n, code: $c) ${all('Tracking')} verification(code: $v) ${all('Verification')} }`,
    { n: receiptNumber, c: trackingCode, v: verificationCode },
  );
  expect(tracking).toEqual(ok(await nobody.get(`/v1/track/${receiptNumber}?code=${trackingCode}`)));
  expect(verification).toEqual(ok(await nobody.get(`/v1/verify/${verificationCode}`)));
  const guesses = Array.from({ length: 5 }, (_, n) => `g${n}: tracking(receiptNumber: "${receiptNumber}", code: "GUESS${n}") { status }`);
  const { body } = await nobody.graphql(`{ ${guesses.join(' ')} }`);
  expect(body.errors?.map(({ extensions }) => extensions.code)).toContain('ONLY_A_FEW');
  expect(body.data).toBeNull();
});
