import { Alarms } from '../src/workflow/alarms.js';
import { DefinitionRegistry } from '../src/workflow/definition-registry.js';
import { StatutoryAlarms } from '../src/workflow/statutory-alarms.js';
import { eventHash, GENESIS } from '../src/workflow/journal.js';
import type { CaseEvent, CaseState } from '../src/sop/case-events.js';
import { evolve } from '../src/sop/evolve.js';
import { boot, type Booted } from './support/boot.js';
import { ok } from './support/client.js';
import { writeHistory } from './support/history.js';
import { agencyOf, choices, STOP, userFor, walk, walkOn, type Pick } from './support/walk.js';

let service: Booted;
beforeAll(async () => {
  service = await boot();
});
afterAll(() => service.close());

interface StoredCase {
  readonly agency: string;
  readonly service: string;
  readonly definition: string;
  readonly version: number;
  readonly state: CaseState;
  readonly head_hash: string;
}

interface StoredEvent {
  readonly seq: number;
  readonly body: CaseEvent;
  readonly prev_hash: string;
  readonly hash: string;
}

async function stored(id: string): Promise<{ row: StoredCase; events: StoredEvent[] }> {
  const [row] = await service.sql<StoredCase>('select * from applications where id = $1', [id]);
  return { row: row!, events: await service.sql<StoredEvent>('select * from events where application_id = $1 order by seq', [id]) };
}

/** Three quarters of an hour at each step: enough for breaks and nights to come between. */
const slowly =
  (pick: Pick): Pick =>
  (task, visit) => {
    service.pass(45);
    return pick(task, visit);
  };

/** A walk in which a clerk takes each task of the counter first, and puts the first one back once. */
async function withClaims(code: string): Promise<string> {
  let { application } = await walk(service, code, choices({ 2: STOP }));
  const clerk = await service.as(userFor(agencyOf(service, code), 'front-office'));
  const url = `/v1/tasks/${application.openTasks[0]!.id}`;
  for (const verb of ['claim', 'release', 'claim']) ok(await clerk.post(`${url}/${verb}`));
  ({ application } = await walkOn(service, application, slowly(choices({}))));
  return application.id;
}

/** A walk that lies at the counter until its ladder rings, reminder and lateness. */
async function withRings(code: string): Promise<string> {
  service.setTime('2026-12-07T08:00:00+07:00');
  const { application } = await walk(service, code, choices({ 2: STOP }));
  for (const minutes of [115, 60]) {
    service.pass(minutes);
    expect(await service.app.get(Alarms).ringDue()).toBe(1);
  }
  return (await walkOn(service, application, slowly(choices({ 8: 'denied' })))).application.id;
}

/** A walk that lies with the back office until the law's time has passed, and is decided then. */
async function withWarnings(code: string): Promise<string> {
  service.setTime('2026-12-07T08:00:00+07:00');
  const { application } = await walk(service, code, choices({ 5: STOP }));
  service.setTime('2026-12-16T08:00:00+07:00');
  expect(await service.app.get(StatutoryAlarms).warnDue()).toBe(3);
  return (await walkOn(service, application, slowly(choices({})))).application.id;
}

async function withdrawn(code: string): Promise<string> {
  const { application } = await walk(service, code, slowly(choices({ 19: STOP })));
  ok(await (await service.as('pemohon')).post(`/v1/applications/${application.id}/withdraw`, { reason: 'Pindah usaha.' }));
  return application.id;
}

const walked = async (code: string, pick: Pick) => (await walk(service, code, slowly(pick))).application.id;
const REVISED = { 17: ['drafted', 'drafted', 'drafted', 'drafted'], 18: ['revise', 'ok'], 19: ['revise', 'ok'], 20: ['revise', 'signed'] };

const CASES: readonly [name: string, live: () => Promise<string>][] = [
  ['iumk-granted', () => walked('iumk', choices({ 22: ['invalid', 'valid'] }))],
  ['iumk-rejected', () => walked('iumk', choices({ 8: 'denied' }))],
  ['iumk-returned', () => walked('iumk', choices({ 2: ['incomplete', 'complete'], 5: ['correct', 'ready'] }))],
  ['iumk-revised', () => walked('iumk', choices(REVISED))],
  ['iumk-withdrawn', () => withdrawn('iumk')],
  ['sik-granted', () => withClaims('sik-perekam-medis')],
  ['sik-rejected', () => withRings('sik-perekam-medis')],
  ['sik-warned', () => withWarnings('sik-perekam-medis')],
  ['sik-refused', () => walked('sik-perekam-medis', choices({ 5: 'refuse', 12: ['revise', 'signed'] }))],
  ['sik-revised', () => walked('sik-perekam-medis', choices({ ...REVISED, 2: ['incomplete', 'complete'] }))],
];

describe('the journal of a finished case', () => {
  // HISTORIES=write records them anew for test/replay.spec.ts, after a change of the SOPs or the core that is meant.
  it.each(CASES)('(%s) hangs together by its hashes and gives the state that is stored', async (name, live) => {
    const { row, events } = await stored(await live());
    const { agency, service: code, definition: sha256, state } = row;
    const application = (await service.sql<{ id: string }>('select id from applications where head_hash = $1', [row.head_hash]))[0]!.id;
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
    let previous = GENESIS;
    for (const { seq, body, prev_hash, hash } of events) {
      expect(prev_hash).toBe(previous);
      expect(eventHash(application, seq, body, previous)).toBe(hash);
      previous = hash;
    }
    expect([row.head_hash, row.version]).toEqual([previous, events.length]);
    const { definition } = await service.app.get(DefinitionRegistry).version(agency, code, sha256);
    const replayed = events.reduce<CaseState | undefined>((before, { body }) => evolve(definition, before, body), undefined);
    expect(replayed).toEqual(state);
    if (process.env['HISTORIES'] === 'write') {
      writeHistory({
        name,
        head: { agency, service: code, sha256, application, state },
        entries: events.map(({ hash, body }) => ({ hash, event: body })),
      });
    }
  });

  it('shows by its hashes when an event was changed behind the back of the service', async () => {
    const id = await walked('iumk', choices({ 5: 'refuse' }));
    const { events } = await stored(id);
    const { seq, body, prev_hash, hash } = events[4]!;
    expect(eventHash(id, seq, { ...body, actor: { ...body.actor, name: 'Orang Lain' } }, prev_hash)).not.toBe(hash);
    expect(eventHash(id, seq + 1, body, prev_hash)).not.toBe(hash);
  });
});

describe('the table of events', () => {
  it.each([
    ['an update', `update events set body = '{}' where seq = 1`],
    ['an update of nothing', `update events set seq = 1 where false`],
    ['a deletion', `delete from events where seq = 1`],
    ['being emptied', `truncate events`],
  ])('refuses %s', async (_, sql) => {
    await walk(service, 'iumk', choices({ 2: STOP }));
    const before = await service.sql('select * from events order by application_id, seq');
    await expect(service.sql(sql)).rejects.toThrow('the journal is append-only');
    expect(await service.sql('select * from events order by application_id, seq')).toEqual(before);
  });

  it('keeps one event for each place of a case', async () => {
    await expect(service.sql(`insert into events select * from events where seq = 1 limit 1`)).rejects.toThrow(/duplicate key/);
  });
});
