import { caseClock } from '../src/sop/case-clock.js';
import type { CaseEvent, CaseState } from '../src/sop/case-events.js';
import { stepOf } from '../src/sop/definition-lookup.js';
import { evolve } from '../src/sop/evolve.js';
import { DefinitionRegistry } from '../src/workflow/definition-registry.js';
import { measureOf } from '../src/workflow/step-measure.js';
import type { LetterView } from '../src/modules/letters/letter.view.js';
import { RollupBuilder } from '../src/modules/reports/rollups/rollup-builder.js';
import type { ReportListView, ReportPageView } from '../src/modules/reports/report.view.js';
import type { ApplicationView } from '../src/workflow/application.view.js';
import { boot, WORKING, type Booted } from './support/boot.js';
import { ok, type PageOf, type Session } from './support/client.js';
import { until } from './support/until.js';
import { STOP, walk, walkOn, type Pick } from './support/walk.js';

const AGENCY = 'dpmptspk-dairi';
const PERIOD = 'from=2026-11-01&until=2027-02-28';

let service: Booted;
let reader: Session;
const ended: ApplicationView[] = [];

type Row = Record<string, string | number | null>;
const report = async (path: string, session = reader) => ok(await session.get<ReportPageView>(`/v1/reports/${path}`));
const lines = async (path: string, session = reader) => (await report(path, session)).items as Row[];

/** The same numbers in every run: histories differ, and can be walked again. */
function chance(seed: number): () => number {
  return () => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return seed / 2_147_483_648;
  };
}

/** Mostly forward, now and then another outcome, and now and then over night or over the weekend. */
function wandering(random: () => number): Pick {
  return (task, visit) => {
    service.pass(Math.floor(random() * (random() < 0.2 ? 4000 : 90)));
    if (task.step.no > 20 && random() < 0.03) return STOP;
    const other = task.outcomes[1 + Math.floor(random() * (task.outcomes.length - 1))];
    return visit < 3 && random() < 0.25 ? other?.key : undefined;
  };
}

async function letterOf(application: string): Promise<LetterView> {
  const head = await service.as('kadis');
  const { records } = ok(await head.get<{ records: { kind: string; href: string }[] }>(`/v1/applications/${application}`));
  return ok(await head.get<LetterView>(records.findLast(({ kind }) => kind === 'letter')!.href));
}

beforeAll(async () => {
  service = await boot();
  const random = chance(7);
  for (let n = 0; n < 5; n++) ended.push((await walk(service, n % 2 ? 'iumk' : 'sik-perekam-medis', wandering(random))).application);
  // Withdrawn, voided, revoked, corrected: everything that can happen beside the way.
  const { application: left } = await walk(service, 'iumk', ({ step }) => (step.no === 4 ? STOP : undefined));
  service.pass(45);
  ok(await (await service.as('pemohon')).post(`/v1/applications/${left.id}/withdraw`, { reason: 'Pindah usaha.' }));
  const { application: numbered } = await walk(service, 'sik-perekam-medis', ({ step }) => (step.no === 22 ? STOP : undefined));
  const umum = await service.as('umum');
  const book = ok(await umum.get<PageOf<{ id: string; applicationId: string }>>('/v1/books/permits?limit=200')).items;
  const entry = book.find(({ applicationId }) => applicationId === numbered.id)!;
  ok(await umum.post(`/v1/books/permits/entries/${entry.id}/void`, { reason: 'Salah cetak.' }));
  const head = await service.as('kadis');
  for (const what of ['revoke', 'correct'] as const) {
    const { application } = await walk(service, 'sik-perekam-medis');
    service.pass(100);
    ok(await head.post(`/v1/letters/${(await letterOf(application.id)).id}/${what}`, { reason: `Data keliru (${what}).` }));
    if (what === 'correct') {
      const again = ok(await head.get<ApplicationView>(`/v1/applications/${application.id}`));
      ended.push((await walkOn(service, again)).application);
    } else ended.push(application);
  }
  await service.restart({ env: WORKING });
  await settled();
  reader = await service.as('pelapor');
}, 60_000);
afterAll(() => service.close());

/** All events are out of the outbox, and the sums of what was before them are made. */
const settled = () =>
  until(
    async () => {
      const [row] = await service.sql<{ waiting: number; built: number }>(
        `select (select count(*)::int from outbox) as waiting, (select count(*)::int from tally_builds) as built`,
      );
      return row!;
    },
    ({ waiting, built }) => waiting === 0 && built > 0,
  );

interface Counted {
  readonly steps: Map<string, { n: number; onTime: number; used: number[] }>;
  readonly cases: Map<string, { n: number; onTime: number }>;
}

/** Slowly, from the journals alone: by the calendar, what each left of its task, and the clock of the case. */
async function recount(): Promise<Counted> {
  const registry = service.app.get(DefinitionRegistry);
  const working = registry.working(AGENCY);
  const cases = await service.sql<{ id: string; service: string; definition: string }>('select id, service, definition from applications');
  const counted: Counted = { steps: new Map(), cases: new Map() };
  for (const { id, service: code, definition: sha } of cases) {
    const { definition } = await registry.version(AGENCY, code, sha);
    const events = await service.sql<{ body: CaseEvent }>('select body from events where application_id = $1 order by seq', [id]);
    let state: CaseState | undefined;
    let finished = false;
    for (const { body: event } of events) {
      const before = state;
      state = evolve(definition, state, event);
      const task = event.type === 'completed' && before!.open.find((each) => each.id === event.task);
      if (task && task.left) {
        const step = stepOf(definition, event.step);
        const key = `${code} ${step.no}`;
        const row = counted.steps.get(key) ?? { n: 0, onTime: 0, used: [] };
        counted.steps.set(key, row);
        row.n++;
        row.used.push(measureOf(step).measure(event.used));
        const took = working.between(new Date(task.openedAt), new Date(event.at));
        if (step.standardTime.unit === 'day' ? took.days <= task.left.days + 1e-9 : took.ms <= task.left.ms) row.onTime++;
      }
      if (state.status === 'open' || finished || before?.status !== 'open') continue;
      finished = true;
      const key = `${code} ${state.status}`;
      const row = counted.cases.get(key) ?? { n: 0, onTime: 0 };
      counted.cases.set(key, row);
      row.n++;
      if (caseClock(definition, state, working, new Date(event.at)).left.ms >= 0) row.onTime++;
    }
  }
  return counted;
}

const percent = (part: number, whole: number) => Math.round((part / whole) * 1000) / 10;

async function expectRight(): Promise<void> {
  const { steps, cases } = await recount();
  const bySteps = await lines(`sla?${PERIOD}`);
  const told = new Map(bySteps.map((line) => [`${line['service']} ${line['step']}`, line]));
  expect([...told.keys()].sort()).toEqual([...steps.keys()].sort());
  for (const [key, { n, onTime, used }] of steps) {
    expect([key, told.get(key)]).toMatchObject([key, { visits: n, onTime: percent(onTime, n) }]);
    used.sort((one, other) => one - other);
    for (const [share, name] of [
      [0.5, 'p50'],
      [0.9, 'p90'],
    ] as const) {
      // prettier-ignore
      const exact = used[Math.ceil(n * share) - 1]!;
      expect(Math.abs((told.get(key)![name] as number) - exact)).toBeLessThanOrEqual(0.01 * exact + 0.01);
    }
  }
  const byEnding = await lines(`sla?${PERIOD}&group=service`);
  expect(byEnding.map((line) => [`${line['service']} ${line['ending']}`, line['cases'], line['onTime']]).sort()).toEqual(
    [...cases].map(([key, { n, onTime }]) => [key, n, key.endsWith('withdrawn') ? null : percent(onTime, n)]).sort(),
  );
}

describe('the sums', () => {
  it('are those of the journals, after histories with everything that can happen', async () => {
    const kinds = await service.sql<{ type: string }>('select distinct type from events');
    expect(kinds.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['opened', 'completed', 'withdrawn', 'number-voided', 'revoked', 'corrected']),
    );
    await expectRight();
  });

  it('go on with every event', async () => {
    await walk(service, 'iumk', wandering(chance(11)));
    await settled();
    await expectRight();
  });

  it('come out the same when they are made anew, while the service goes on', async () => {
    await service.sql('update step_days set n = n + 1');
    const builder = service.app.get(RollupBuilder);
    const [built] = await Promise.all([builder.build(AGENCY), walk(service, 'iumk', wandering(chance(3))), builder.build(AGENCY)]);
    expect(built).toBeGreaterThan(5);
    await settled();
    await expectRight();
  });

  it('leave out what applicants take for what was sent back, and never name them', async () => {
    const people = await lines(`sla?${PERIOD}&group=person`);
    expect(people.map((line) => line['name'])).not.toContain('Pemohon (demo)');
    expect(people.length).toBeGreaterThan(5);
    const roles = await lines(`sla?${PERIOD}&group=role`);
    expect(roles.map((line) => line['role'])).not.toContain('applicant');
    const months = await lines(`sla?${PERIOD}&group=month`);
    expect(months.map((line) => line['month'])).toEqual(['2026-11', '2026-12', '2027-01', '2027-02']);
    const sum = (rows: Row[], key: string) => rows.reduce((all, row) => all + (row[key] as number), 0);
    expect(sum(months, 'visits')).toBe(sum(roles, 'visits'));
    expect(sum(people, 'visits')).toBe(sum(roles, 'visits'));
  });
});

describe('the list', () => {
  it('names what each reader may read', async () => {
    const names = async (user: string) =>
      ok(await (await service.as(user)).get<ReportListView>('/v1/reports')).items.map(({ name }) => name);
    expect(await names('pelapor')).toEqual(
      ['applications', 'permits', 'sla', 'bottleneck', 'workload', 'returns', 'technical-team', 'oss', 'statutory', 'satisfaction'], // prettier-ignore
    );
    expect(await names('umum')).toEqual(['applications', 'permits']);
    expect((await (await service.as('umum')).get('/v1/reports/sla')).status).toBe(403);
    for (const user of ['frontoffice', 'backoffice1', 'timteknis', 'pemohon'])
      expect((await (await service.as(user)).get('/v1/reports')).status).toBe(403);
  });
});
