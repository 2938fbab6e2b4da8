import type { OssStateView } from '../src/modules/oss/oss-state.view.js';
import { ok, type Session } from './support/client.js';
import { OssTown } from './support/oss-town.js';
import { until } from './support/until.js';
import { choices, doStep, STOP, walkOn } from './support/walk.js';

interface ReportPage {
  readonly items: readonly Readonly<Record<string, string | number | null>>[];
  readonly next: string | null;
}

const PERIOD = 'from=2026-11-01&until=2026-11-30';

let town: OssTown;
let head: Session;
let granted: OssStateView;
let waiting: OssStateView;
beforeAll(async () => {
  town = await OssTown.found();
  head = await town.service.as('kadis');
  const first = (await town.apply()).application;
  await town.walkBy(first);
  await town.told(first.id);
  granted = await town.state(first.id);
  const second = (await town.apply()).application;
  const at4 = (await walkOn(town.service, second, choices({ 4: STOP }))).application;
  await town.told(second.id);
  town.oss.faults.add({ method: 'receiveLicenseStatus', kind: 'error-504' });
  await doStep(town.service, at4);
  waiting = await until(
    () => town.state(second.id),
    ({ messages }) => (messages.at(-1)?.attempts ?? 0) > 1,
  );
});
afterAll(async () => {
  town.oss.faults.clear();
  await town.leave();
});

const report = async (group: string, more = '') => ok(await head.get<ReportPage>(`/v1/reports/oss?group=${group}&${PERIOD}${more}`));

describe('the report on OSS', () => {
  it('counts what OSS was told by web service, what waits, and how long an answer took', async () => {
    const { items } = await report('message');
    const by = (call: string) => items.find((line) => line['call'] === call)!;
    expect(by('status')).toMatchObject({ service: 'iumk', told: 6, accepted: 5, waiting: 1, refused: 0, byHand: 0 });
    expect(by('status')['attempts']).toBeGreaterThan(6);
    expect(by('publish')).toMatchObject({ told: 1, accepted: 1, waiting: 0, p50: expect.any(Number) as number, p90: expect.any(Number) as number }); // prettier-ignore
    expect((await report('message', '&service=sik-perekam-medis')).items).toEqual([]);
    expect(ok(await head.get<ReportPage>('/v1/reports/oss?group=message&from=2025-01-01&until=2025-12-31')).items).toEqual([]);
  });

  it('counts every call by its method, with those that got no answer', async () => {
    const { items } = await report('method');
    const by = (method: string) => items.find((line) => line['method'] === method)!;
    expect(by('receiveNIB')).toMatchObject({ direction: 'in', times: 2, accepted: 2 });
    expect(by('receiveLicense')).toMatchObject({
      direction: 'out',
      times: 1,
      accepted: 1,
      unavailable: 0,
      p50: expect.any(Number) as number,
    });
    expect(by('receiveLicenseStatus')['accepted']).toBe(5);
    expect(by('receiveLicenseStatus')['unavailable']).toBeGreaterThan(0);
    expect(by('getDataReferensi')['times']).toBeGreaterThanOrEqual(2);
    expect((await report('method', '&service=iumk')).items.map((line) => line['method'])).not.toContain('getDataReferensi');
  });

  it('lists the licences that came by web service, page by page', async () => {
    const first = await report('licence', '&limit=1');
    const second = await report('licence', `&limit=1&after=${first.next}`);
    expect(second.next).toBeNull();
    expect([...first.items, ...second.items]).toMatchObject([
      { idIzin: granted.licence!.idIzin, nib: granted.licence!.nib, ossNumber: granted.licence!.number, accepted: '50', waiting: 0 },
      { idIzin: waiting.licence!.idIzin, ossNumber: null, accepted: '10', waiting: 1, refused: 0, difference: null },
    ]);
  });

  it.each(['message', 'method', 'licence'])('%s comes as a table too', async (group) => {
    const { items } = await report(group);
    const csv = await head.get(`/v1/reports/oss.csv?group=${group}&${PERIOD}`);
    expect(csv.text.trimEnd().split('\r\n')).toHaveLength(items.length + 1);
    expect((await head.get(`/v1/reports/oss.xlsx?group=${group}&${PERIOD}`)).status).toBe(200);
  });
});
