import type { ApplicationRow } from '../src/workflow/application.entity.js';
import { CaseSearch, type CaseFilter } from '../src/workflow/case-search.js';
import { InboxReader } from '../src/workflow/inbox-reader.js';
import { bucketsOf } from '../src/modules/tasks/due-buckets.js';
import type { Principal } from '../src/kernel/principal.js';
import { boot, type Booted } from './support/boot.js';
import { multiply } from './support/many.js';
import { open } from './support/walk.js';

/** More with PLANS_ROWS, for whoever wants to see times as well: they are printed with PLANS_SHOW. */
const ROWS = Number(process.env['PLANS_ROWS'] ?? 13_000);
const SHOW = process.env['PLANS_SHOW'] !== undefined;

let service: Booted;
let clerk: Principal;
let applicant: Principal;
beforeAll(async () => {
  service = await boot();
  [clerk, applicant] = [(await service.as('frontoffice')).principal!, (await service.as('pemohon')).principal!];
  await multiply(service, (await open(service, 'iumk')).id, ROWS);
}, 600_000);
afterAll(() => service.close());

interface Node {
  readonly 'Node Type': string;
  readonly 'Index Name'?: string;
  readonly 'Relation Name'?: string;
  readonly Plans?: readonly Node[];
}

/** The nodes of a plan, as "what it does on what". */
async function plan(sql: string, params: readonly unknown[], what: string): Promise<string[]> {
  const [row] = await service.sql<{ 'QUERY PLAN': { Plan: Node; 'Execution Time'?: number }[] }>(
    `explain (format json${SHOW ? ', analyze' : ''}) ${sql}`,
    params,
  );
  const [top] = row!['QUERY PLAN'];
  const flat = (node: Node): string[] => [
    `${node['Node Type']} ${node['Index Name'] ?? node['Relation Name'] ?? ''}`.trim(),
    ...(node.Plans ?? []).flatMap(flat),
  ];
  const nodes = flat(top!.Plan);
  if (SHOW) console.log(`${what}: ${top!['Execution Time']} ms\n  ${nodes.join('\n  ')}`);
  return nodes;
}

async function planOf(principal: Principal, filter: Partial<CaseFilter>): Promise<string[]> {
  const { sql, params } = await service.app.get(CaseSearch).statement(principal, { order: 'newest', limit: 51, ...filter });
  return plan(sql, params, JSON.stringify(filter));
}

const seqScans = (nodes: readonly string[]) => nodes.filter((node) => /^(Parallel )?Seq Scan/.test(node));
const LAST_YEAR = { from: new Date('2026-06-01T00:00:00+07:00'), until: new Date('2026-06-02T00:00:00+07:00') };

describe('a list of cases reads by an index', () => {
  it.each<readonly [string, Partial<CaseFilter>, RegExp]>([
    ['the newest', {}, /applications_pkey/],
    ['the oldest', { order: 'oldest' }, /applications_pkey/],
    ['those that are open', { status: 'open' }, /applications_by_status/],
    ['one service that hardly any is of', { service: 'sik-perekam-medis' }, /applications_by_service/],
    ['those of a user', { applicant: 'user-77' }, /applications_by_applicant/],
    ['those of a period', { opened: LAST_YEAR }, /applications_(pkey|by_opening)/],
    ['those that ended in a period', { closed: LAST_YEAR, order: 'oldest' }, /applications_(closed|pkey)/],
    ['those at a row of the SOP', { step: 7 }, /tasks_open|tasks_by_application/],
    ['the most urgent', { order: 'urgent' }, /tasks_due/],
    ['one number', { q: 'banyak-12345', order: 'relevance' }, /applications_number/],
    ['words of a name', { q: 'bakari', order: 'relevance' }, /applications_search/],
    ['a misspelt name', { q: 'bakkari', order: 'relevance' }, /applications_search/],
    ['a word of a note', { q: 'catatan nomor 12345' }, /events_notes/],
    ['a word of every name', { q: 'pemohon', order: 'relevance' }, /applications_/],
    ['a word of every name, the newest', { q: 'pemohon' }, /applications_/],
    ['a word of every note', { q: 'catatan', order: 'relevance' }, /events_/],
  ])('%s', async (_, filter, index) => {
    const nodes = await planOf(clerk, filter);
    expect(nodes.join('\n')).toMatch(index);
    expect(seqScans(nodes)).toEqual([]);
  });

  it('the ids of a page from the index alone', async () => {
    const nodes = await planOf(clerk, { status: 'open' });
    expect(nodes).toContain('Index Only Scan applications_by_status');
  });

  it('an applicant’s own, whatever else they ask for', async () => {
    for (const filter of [{}, { q: 'bakari', order: 'relevance' }, { status: 'open' }] as const)
      expect(seqScans(await planOf(applicant, filter))).toEqual([]);
    expect((await planOf(applicant, {})).join()).toContain('applications_by_applicant');
  });
});

describe('an inbox reads by an index', () => {
  const explained = ([sql, params]: [string, unknown[]], what: string) => plan(sql, params, what);
  const inbox = () => service.app.get(InboxReader);

  it.each([
    ['a role', { roles: [{ role: 'front-office' }] }, 'tasks_inbox'],
    ['a role of a section', { roles: [{ role: 'back-office', section: 'I' }] }, 'tasks_inbox'],
    ['everybody', {}, 'tasks_due'],
    ['somebody', { assignee: 'user-3' }, 'tasks_claimed'],
  ])('of %s', async (what, filter, index) => {
    const nodes = await explained(
      inbox()
        .pageQuery(clerk, { ...filter, status: 'open', limit: 51 })
        .getQueryAndParameters(),
      what,
    );
    expect(nodes).toContain(`Index Scan ${index}`);
    expect(nodes.join()).not.toMatch(/Sort|Seq Scan/);
  });

  it('counts what lies on every desk from the index alone', async () => {
    const buckets = bucketsOf(service.clock.now(), 'Asia/Jakarta');
    const all = await explained(inbox().countsQuery(clerk, { status: 'open' }, buckets).getQueryAndParameters(), 'all counts');
    // With few rows a smaller index and the table beside it cost as much; with many it is the one of the inbox alone.
    expect(all.join('\n')).toMatch(/Index Only Scan tasks_inbox|Bitmap Index Scan tasks_/);
    const own = { roles: [{ role: 'front-office' }], status: 'open' };
    const mine = await explained(inbox().countsQuery(clerk, own, buckets).getQueryAndParameters(), 'my counts');
    expect(mine.join('\n')).toMatch(/Index Only Scan tasks_inbox/);
  });
});

it('finds among them: a number at once, a misspelt name after what is written so, a note', async () => {
  const found = async (q: string, limit = 20): Promise<ApplicationRow[]> =>
    (await service.app.get(CaseSearch).find(clerk, { q, order: 'relevance', limit })).map(({ row }) => row);
  expect((await found('BANYAK-77'))[0]).toMatchObject({ number: 'BANYAK-77' });
  expect((await found('resi-banyak-78'))[0]).toMatchObject({ number: 'BANYAK-78' });
  const [best] = await found('bakari');
  expect(best!.applicant_name).toMatch(/Bakari/);
  expect((await found('bakkari')).some(({ applicant_name: name }) => /Bakari/.test(name))).toBe(true);
  expect((await found('catatan nomor 12345')).map(({ number }) => number)).toContain('BANYAK-12345');
});
