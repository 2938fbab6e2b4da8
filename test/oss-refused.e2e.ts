import { RefusedCalls } from '../src/modules/oss/journal/refused-calls.js';
import type { OssCallView } from '../src/modules/oss/journal/journal.view.js';
import { ossToken } from '../src/modules/oss/wire/token.js';
import { ok, type PageOf } from './support/client.js';
import { business, nibOf, VICTIM, type Data } from './support/oss-business.js';
import { ACCOUNT, OssTown } from './support/oss-town.js';

let town: OssTown;
let serial = 5000;
beforeAll(async () => {
  town = await OssTown.found({ env: { RATE_OSS_REFUSED: '5/m', TRUSTED_PROXIES: '127.0.0.1', OSS_REFUSED_DAYS: '3' } });
});
afterAll(() => town.leave());
beforeEach(() => town.service.pass(10));

async function call(path: string, body: unknown, headers: Record<string, string> = {}): Promise<number> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return (await town.service.client.anonymous().postRaw(path, 'application/json', text, headers)).status;
}
const rows = () => town.service.sql<Record<string, unknown>>("select * from oss_calls where direction = 'in' order by id desc");
const shown = async () =>
  ok(await (await town.service.as('admin')).get<PageOf<OssCallView>>('/v1/oss/journal?direction=in&limit=200')).items;
const rightly = (data: Data) => ({ token: ossToken(ACCOUNT, nibOf(data), town.service.clock.now()) });

it.each([
  ['a wrong token', '/oss/receiveNIB', { token: 'a'.repeat(40) }],
  ['no token', '/oss/receiveNIB', {}],
  ['a long address', `/oss/receiveNIB?${'x'.repeat(5000)}`, { token: 'a'.repeat(40) }],
  ['a file', '/oss/receiveFileDS', { token: 'a'.repeat(40) }],
  ['a method that there is not', '/oss/whatever', {}],
])('of a stranger (%s) no more than 1,000 characters are kept', async (_, path, headers: Record<string, string>) => {
  const body = { dataNIB: { ...business(town, ++serial), nama_perseroan: 'x'.repeat(700_000) } };
  const before = (await rows()).length;
  await call(path, body, { ...headers, 'user-agent': 'u'.repeat(4000), 'x-much': 'm'.repeat(8000) });
  const after = await rows();
  expect(after.length).toBe(before + 1);
  expect(
    Object.values(after[0]!).reduce((sum: number, value) => sum + (value === null ? 0 : JSON.stringify(value).length), 0),
  ).toBeLessThan(1500);
  const { request, response, requestHeaders, url } = (await shown())[0]! as unknown as Record<string, unknown>;
  expect(JSON.stringify([request, response, requestHeaders, url]).length).toBeLessThanOrEqual(1000);
});

it('an address that goes on is not written down any more, nor its neighbours in the same /64', async () => {
  const before = (await rows()).length;
  const statuses: number[] = [];
  for (let i = 0; i < 12; i++)
    statuses.push(
      await call('/oss/receiveNIB', { dataNIB: business(town, ++serial) }, { 'x-forwarded-for': `2001:db8:0:7::${i.toString(16)}` }),
    );
  expect(statuses.filter((status) => status === 401)).toHaveLength(5);
  expect(statuses.filter((status) => status === 429)).toHaveLength(7);
  for (let i = 0; i < 12; i++) await call('/oss/nothing', {}, { 'x-forwarded-for': '2001:db8:0:7::ff' });
  // One more where a new window of the limit begins meanwhile.
  expect((await rows()).length).toBeLessThanOrEqual(before + 6);
  expect(await call('/oss/receiveNIB', { dataNIB: business(town, ++serial) }, { 'x-forwarded-for': '2001:db8:0:8::1' })).toBe(401);
});

it('OSS itself is never held up, whatever comes from its address', async () => {
  for (let i = 0; i < 8; i++) await call('/oss/receiveNIB', {}, { token: 'x' });
  const data = business(town, ++serial);
  expect(await call('/oss/receiveNIB', { dataNIB: data }, rightly(data))).toBe(200);
  expect((await shown())[0]).toMatchObject({ outcome: 'accepted' });
});

it('a NIB for a region of nobody here is not kept, though it comes from OSS', async () => {
  const data = business(town, ++serial);
  const [item] = data['data_checklist'] as [object];
  const away = {
    ...data,
    kd_daerah: '3273000000',
    perseroan_daerah_id: '3273000000',
    data_checklist: [{ ...item, kd_daerah: '3273000000' }],
  };
  expect(await call('/oss/receiveNIB', { dataNIB: away }, rightly(away))).toBe(200);
  const [row] = await rows();
  expect(row).toMatchObject({ outcome: 'refused', sentence: expect.stringContaining('wilayah') as string, nib: null, request_headers: {} });
  const text = JSON.stringify(await shown());
  for (const told of [nibOf(data), String(item && (item as { id_izin: string }).id_izin), 'Usaha Mikro ' + String(serial)])
    expect(text).not.toContain(told);
  expect(JSON.stringify((await shown())[0])).not.toContain(VICTIM);
  expect(await town.service.sql('select 1 from oss_inbox where nib = $1', [nibOf(data)])).toEqual([]);
});

it('refused calls are deleted after days, those of OSS stay', async () => {
  await call('/oss/receiveNIB', {}, { token: 'x' });
  const all = (await rows()).length;
  const kept = (await rows()).filter(({ stranger }) => stranger === false).length;
  const refused = town.service.app.get(RefusedCalls);
  town.service.pass(2 * 24 * 60);
  expect((await rows()).length).toBe(all);
  expect(await refused.deleteOld()).toBe(0);
  town.service.pass(2 * 24 * 60);
  await refused.deleteOld();
  expect((await rows()).length).toBe(kept);
});
