import type { OssCallView, OssReplayView } from '../src/modules/oss/journal/journal.view.js';
import type { ReconciliationView } from '../src/modules/oss/reconcile/reconciliation.view.js';
import type { ApplicationView } from '../src/workflow/application.view.js';
import { ok, type PageOf, type Problem, type Session } from './support/client.js';
import { OssTown } from './support/oss-town.js';
import { until } from './support/until.js';
import { choices, open, STOP, walkOn } from './support/walk.js';

const NOWHERE = '019ae000-0000-7000-8000-000000000000';

let town: OssTown;
let clerk: Session;
let application: ApplicationView;
let idIzin: string;
let nib: string;
beforeAll(async () => {
  town = await OssTown.found();
  clerk = await town.service.as('backoffice1');
  ({ application, idIzin, nib } = await town.apply());
  application = (await walkOn(town.service, application, choices({ 5: STOP }))).application;
  await town.told(application.id);
});
afterAll(() => town.leave());

const RECONCILE = 'mutation ($input: ReconcileInput!) { reconcileOss(input: $input) { licences } }';
const REPLAY = 'mutation ($id: String!) { replayOssCall(id: $id) { state outcome sentence } }';

const checkedAt = async () => (await town.state(application.id)).licence!.checkedAt;
const calls = async (query: string) => ok(await clerk.get<PageOf<OssCallView>>(`/v1/oss/journal?${query}`)).items;
const replay = async (id: string, by = clerk) => (await by.query<{ replayOssCall: OssReplayView }>(REPLAY, { id })).replayOssCall;
const codes = async (by: Session, query: string, variables: object) => {
  const { body } = await by.graphql<unknown>(query, variables);
  return body.errors?.map(({ extensions }) => (extensions as { code: string }).code);
};

/** Both doors, each with one comparison that is asked for. */
const COMPARE: readonly [string, (input: object) => Promise<ReconciliationView>][] = [
  ['REST', async (input) => ok(await clerk.post<ReconciliationView>('/v1/oss/reconciliation', input))],
  ['GraphQL', async (input) => (await clerk.query<{ reconcileOss: ReconciliationView }>(RECONCILE, { input })).reconcileOss],
];

describe.each(COMPARE)('a comparison by %s', (_, compare) => {
  it.each([
    ['one case', () => ({ application: application.id })],
    ['all', () => ({})],
  ])('of %s asks OSS, and says when', async (__, input) => {
    const before = await checkedAt();
    town.service.pass(1);
    expect(await compare(input())).toEqual({ licences: 1 });
    expect(await until(checkedAt, (now) => now !== null && now !== before)).toBe(town.service.clock.now().toISOString());
  });
});

describe('a comparison', () => {
  it('of a case that OSS does not know, or that there is not, is refused in both doors', async () => {
    const other = await open(town.service, 'iumk');
    for (const [id, code] of [
      [other.id, 'OSS_LICENCE_UNKNOWN'],
      [NOWHERE, 'APPLICATION_NOT_FOUND'],
    ] as const) {
      // prettier-ignore
      const { status, body } = await clerk.post<Problem>('/v1/oss/reconciliation', { application: id });
      expect([status, body.code]).toEqual([404, code]);
      expect(await codes(clerk, RECONCILE, { input: { application: id } })).toEqual([code]);
    }
    for (const id of ['x', 7, null, {}]) expect((await clerk.post('/v1/oss/reconciliation', { application: id })).status).toBe(id === null ? 200 : 422); // prettier-ignore
  });

  it('twice under one Idempotency-Key is one', async () => {
    const key = { 'idempotency-key': 'bandingkan-1' };
    const before = await checkedAt();
    town.service.pass(1);
    const first = await clerk.post<ReconciliationView>('/v1/oss/reconciliation', { application: application.id }, key);
    const second = await clerk.post<ReconciliationView>('/v1/oss/reconciliation', { application: application.id }, key);
    expect(ok(second)).toEqual(ok(first));
    await until(checkedAt, (now) => now !== before);
  });
});

describe('a call that is made once more by GraphQL', () => {
  it('is a question: asked again, answered here, and in the journal', async () => {
    const [check] = await calls(`application=${application.id}&method=checkLicenseStatus`);
    const before = (await calls(`application=${application.id}&method=checkLicenseStatus&limit=200`)).length;
    expect(await replay(check!.id)).toMatchObject({ state: 'called', outcome: 'accepted' });
    expect(await calls(`application=${application.id}&method=checkLicenseStatus&limit=200`)).toHaveLength(before + 1);
  });

  it('is a message: it goes through the queue, and nothing is told twice', async () => {
    const [last] = await calls(`application=${application.id}&method=receiveLicenseStatus`);
    const before = town.oss.memory.licence(idIzin)!.history.length;
    expect(await replay(last!.id)).toEqual({ state: 'queued', outcome: null, sentence: null });
    await town.told(application.id);
    expect(town.oss.memory.licence(idIzin)!.history).toHaveLength(before);
  });

  it('is what OSS sent: something is made of it again, and no second case', async () => {
    const [arrived] = (await calls('direction=in&method=receiveNIB')).filter(({ request }) => request.includes(nib));
    expect(await replay(arrived!.id)).toMatchObject({ state: 'queued' });
    await until(
      () => town.service.sql<{ status: string; attempts: number }>('select status, attempts from oss_inbox where nib = $1', [nib]),
      ([row]) => row!.status === 'processed' && row!.attempts > 1,
    );
    const { items } = ok(await clerk.get<PageOf<ApplicationView>>(`/v1/applications?q=${nib}`));
    expect(items.filter(({ id }) => id === application.id)).toHaveLength(1);
  });

  it('is refused where it is old, is nothing, or is asked by who may not', async () => {
    const [, older] = await calls(`application=${application.id}&method=receiveLicenseStatus`);
    expect(await codes(clerk, REPLAY, { id: older!.id })).toEqual(['OSS_NOT_REPLAYABLE']);
    expect(await codes(clerk, REPLAY, { id: NOWHERE })).toEqual(['OSS_CALL_NOT_FOUND']);
    expect(await codes(await town.service.as('pemohon'), REPLAY, { id: older!.id })).toEqual(['NOT_ALLOWED']);
    expect(await codes(await town.service.as('pelapor'), RECONCILE, { input: {} })).toEqual(['NOT_ALLOWED']);
  });
});
