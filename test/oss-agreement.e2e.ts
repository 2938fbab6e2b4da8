import { ok, type PageOf, type Problem } from './support/client.js';
import type { OssCallView, OssReplayView } from '../src/modules/oss/journal/journal.view.js';
import type { OssLicenceView } from '../src/modules/oss/oss-state.view.js';
import type { ApplicationView } from '../src/workflow/application.view.js';
import { OssTown } from './support/oss-town.js';
import { until } from './support/until.js';
import { choices, STOP, walkOn } from './support/walk.js';

let town: OssTown;
beforeAll(async () => {
  town = await OssTown.found();
});
afterAll(() => town.leave());

const sets = (idIzin: string, kdStatus: string) => town.sets(idIzin, kdStatus);
const compare = (application: string) => town.compare(application);

async function underWay(step = 5): Promise<{ application: ApplicationView; idIzin: string }> {
  const { application, idIzin } = await town.apply();
  const reached = (await walkOn(town.service, application, choices({ [step]: STOP }))).application;
  await town.told(application.id);
  return { application: reached, idIzin };
}

describe('a status that OSS sets by itself', () => {
  it('41 stops the clocks of the case, and 42 lets them go on', async () => {
    const { application, idIzin } = await underWay();
    sets(idIzin, '41');
    expect(await compare(application.id)).toMatchObject({ remote: '41', difference: null });
    const paused = await town.application(application.id);
    expect(paused.clock).toMatchObject({ pausedBy: 'outside', dueAt: null });
    expect(paused.openTasks[0]!.dueAt).toBeNull();
    town.service.pass(24 * 60);
    sets(idIzin, '42');
    await compare(application.id);
    const resumed = await town.application(application.id);
    expect(resumed.clock).toMatchObject({ pausedBy: null, used: paused.clock.used });
    expect(resumed.openTasks[0]!.dueAt).not.toBeNull();
  });

  it('43 and 44 start the clocks from zero, with that of the law', async () => {
    const { application, idIzin } = await underWay();
    expect(application.statutory!.status).toBe('running');
    sets(idIzin, '43');
    await compare(application.id);
    expect((await town.application(application.id)).statutory!.status).toBe('not-started');
    town.service.pass(24 * 60);
    sets(idIzin, '44');
    await compare(application.id);
    const again = await town.application(application.id);
    expect(again.clock.used).toEqual({ days: 0, minutes: 0 });
    expect(again.statutory).toMatchObject({ status: 'running', startedAt: town.service.clock.now().toISOString() });
  });

  it('57 deems it granted: on to the row that makes the permit, and from there to its end', async () => {
    const { application, idIzin } = await underWay();
    sets(idIzin, '57');
    await compare(application.id);
    const deemed = await town.application(application.id);
    expect(deemed.openTasks).toMatchObject([{ step: 17 }]);
    expect((await town.walkBy(deemed)).status).toBe('granted');
    expect((await town.told(application.id)).at(-1)).toBe('50');
    expect(await compare(application.id)).toMatchObject({ difference: null });
  });

  it('that nobody knows is kept as data, and listed as a difference', async () => {
    const { application, idIzin } = await underWay();
    sets(idIzin, 'X7');
    expect(await compare(application.id)).toMatchObject({ remote: 'X7', difference: 'OSS X7, here 20 (Validasi)' });
    expect((await town.application(application.id)).openTasks).toMatchObject([{ step: 5 }]);
  });
});

describe('the comparison', () => {
  it('runs every night, lists what differs, and one is told again', async () => {
    const { application, idIzin } = await underWay();
    sets(idIzin, '11');
    town.service.setTime(new Date(town.service.clock.now().getTime() + 20 * 3_600_000));
    const clerk = await town.service.as('backoffice1');
    ok(await clerk.post('/v1/oss/reconciliation', {}));
    const listed = await until(async () =>
      ok(await clerk.get<PageOf<OssLicenceView>>('/v1/oss/differences?limit=200')).items.find(
        ({ applicationId }) => applicationId === application.id,
      ),
    );
    expect(listed!.difference).toContain('OSS 11');
    const resent = ok(await clerk.post<{ code: string }>(`/v1/applications/${application.id}/oss/resend`, {}));
    expect(resent.code).toBe('20');
    await town.told(application.id);
    expect(await compare(application.id)).toMatchObject({ remote: '20', difference: null });
  });

  it('tells of a licence that OSS does not know any more', async () => {
    const { application, idIzin } = await underWay();
    const row = town.oss.memory.licence(idIzin)!;
    town.oss.memory.change(idIzin, (licence) => ({ ...licence, nib: '0000000000000' }));
    town.oss.faults.add({ method: 'checkLicenseStatus', kind: 'refuse', times: 1, keterangan: 'Data izin tidak ditemukan' });
    expect((await compare(application.id)).difference).toBe('OSS: Data izin tidak ditemukan');
    town.oss.memory.change(idIzin, () => row);
  });
});

describe('the journal', () => {
  it('is for whoever looks after it: searched by application, replayed, by both doors', async () => {
    const { application, idIzin } = await underWay();
    await compare(application.id);
    const clerk = await town.service.as('frontoffice');
    const calls = ok(await clerk.get<PageOf<OssCallView>>(`/v1/oss/journal?application=${application.id}&direction=out`)).items;
    expect(calls.map(({ method }) => method)).toEqual(['checkLicenseStatus', 'receiveLicenseStatus', 'receiveLicenseStatus']);
    expect(JSON.stringify(calls)).not.toContain('kunci-uji');
    expect(calls[0]!.curl).toContain('-H "user_key: $OSS_USER_KEY"');
    const asked = ok(await clerk.post<OssReplayView>(`/v1/oss/journal/${calls[0]!.id}/replay`));
    expect(asked).toMatchObject({ state: 'called', outcome: 'accepted' });
    const before = town.oss.memory.licence(idIzin)!.history.length;
    expect(ok(await clerk.post<OssReplayView>(`/v1/oss/journal/${calls[1]!.id}/replay`)).state).toBe('queued');
    await town.told(application.id);
    expect(town.oss.memory.licence(idIzin)!.history).toHaveLength(before);
    const late = await clerk.post<Problem>(`/v1/oss/journal/${calls[2]!.id}/replay`);
    expect([late.status, late.body.code]).toEqual([409, 'OSS_NOT_REPLAYABLE']);
    const { ossState, ossJournal, ossDifferences } = await clerk.query<{
      ossState: { mode: string; messages: { code: string }[] };
      ossJournal: { items: { method: string }[] };
      ossDifferences: { items: object[] };
    }>(
      `query ($id: String!) {
         ossState(application: $id) { mode connected licence { idIzin accepted } messages { code state } }
         ossJournal(application: $id, limit: 2) { items { method curl } next }
         ossDifferences { items { idIzin difference } }
       }`,
      { id: application.id },
    );
    expect(ossState).toMatchObject({ mode: 'api', messages: [{ code: '10' }, { code: '20' }] });
    expect(ossJournal.items).toHaveLength(2);
    expect(ossDifferences.items).toBeDefined();
    const { resendToOss } = await clerk.query<{ resendToOss: { code: string } }>(
      `mutation ($id: String!) { resendToOss(application: $id) { code } }`,
      { id: application.id },
    );
    expect(resendToOss.code).toBe('20');
  });

  it('is closed to applicants', async () => {
    const { application } = await underWay(2);
    const applicant = await town.service.as('pemohon');
    for (const path of ['/v1/oss/journal', '/v1/oss/differences', `/v1/applications/${application.id}/oss`])
      expect((await applicant.get(path)).status).toBe(403);
    expect((await applicant.post('/v1/oss/reconciliation')).status).toBe(403);
  });
});
