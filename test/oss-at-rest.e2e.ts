import { createHash } from 'node:crypto';
import pg from 'pg';
import type { OssCallView, OssReplayView } from '../src/modules/oss/journal/journal.view.js';
import { EncryptLegacyRows } from '../src/modules/oss/encrypt-legacy-rows.js';
import { rotateKeys } from '../src/platform/crypto/rotate.js';
import { Erasure } from '../src/workflow/erasure.js';
import { ok, type PageOf } from './support/client.js';
import { OssInbox } from '../src/modules/oss/inbound/oss-inbox.js';
import { OssTown } from './support/oss-town.js';
import { until } from './support/until.js';

const NAME = 'Rahayu Sangat Rahasia';
const NIK = '1211014508900777';
const SECRETS = [NAME, NIK, '81200000000', 'Jalan Contoh', 'pemohon@contoh.example'];

let town: OssTown;
beforeAll(async () => {
  town = await OssTown.found();
});
afterAll(() => town.leave());

const dump = async (table: string) =>
  (await town.service.sql<{ text: string }>(`select coalesce(string_agg(t::text, E'\\n'), '') as text from ${table} t`))[0]!.text;
const keptPayload = async (nib: string) => {
  const [row] = await town.service.sql<{ agency: string; id: string; payload: string; sealed: boolean }>(
    `select agency, id, payload, sealed from oss_inbox where nib = $1`,
    [nib],
  );
  return town.service.app.get(OssInbox).payload(row!);
};
const calls = async (query: string) =>
  ok(await (await town.service.as('admin')).get<PageOf<OssCallView>>(`/v1/oss/journal?${query}`)).items;
const inbox = (nib: string) =>
  town.service.sql<{ id: string; hash: string; payload: string; sealed: boolean; status: string; times: number; attempts: number }>(
    `select id, hash, payload, sealed, status, times, attempts from oss_inbox where nib = $1 order by id`,
    [nib],
  );

async function replayed(nib: string): Promise<void> {
  const [call] = (await calls('direction=in&method=receiveNIB&limit=200')).filter(({ request }) => request.includes(nib));
  const admin = await town.service.as('admin');
  const before = (await inbox(nib))[0]!.attempts;
  expect(ok(await admin.post<OssReplayView>(`/v1/oss/journal/${call!.id}/replay`)).state).toBe('queued');
  const [row] = await until(
    () => inbox(nib),
    ([now]) => now!.status === 'processed' && now!.attempts > before,
  );
  expect(row!.attempts).toBe(before + 1);
}

describe('what OSS and we say to each other', () => {
  it('lies encrypted in every table of OSS: no name, no NIK, no address, no telephone', async () => {
    const { application } = await town.apply({ name: NAME, nik: NIK });
    expect((await town.walkBy(application)).status).toBe('granted');
    await town.told(application.id);
    for (const table of ['oss_inbox', 'oss_calls', 'oss_messages', 'oss_licences', 'oss_records']) {
      const text = await dump(table);
      expect(text).not.toBe('');
      for (const secret of SECRETS) expect({ table, secret, found: text.includes(secret) }).toEqual({ table, secret, found: false });
    }
  });

  it('is told to who may look: masked, and with the names that support needs', async () => {
    const { nib } = await town.apply({ name: NAME, nik: NIK });
    const [call] = (await calls('direction=in&method=receiveNIB')).filter(({ request }) => request.includes(nib));
    expect(call!.request).toContain(NAME);
    expect(call!.request).not.toContain(NIK);
    expect(call!.curl).toContain(NAME);
  });
});

describe('what lies there from before, in the clear', () => {
  it('is read as it is, then encrypted, and known again when it comes once more', async () => {
    const { nib } = await town.apply({ name: NAME, nik: NIK });
    const [row] = await inbox(nib);
    const payload = await keptPayload(nib);
    const hash = createHash('sha256').update(payload).digest('hex');
    await town.service.sql(`update oss_inbox set payload = $2, hash = $3, sealed = false where id = $1`, [row!.id, payload, hash]);
    await town.service.sql(`update oss_calls set request = $2, response = '{}', sealed = false where inbox_id = $1 and direction = 'in'`, [
      row!.id,
      payload.replaceAll(NIK, '************0777'),
    ]);
    await replayed(nib);
    await town.service.app.get(EncryptLegacyRows).work();
    const [after] = await inbox(nib);
    expect(after).toMatchObject({ id: row!.id, hash: row!.hash, sealed: true });
    for (const table of ['oss_inbox', 'oss_calls']) expect(await dump(table)).not.toContain(NAME);
    await replayed(nib);
  });
});

describe('after the time that the agency keeps it', () => {
  it('nothing is left of it, but of a business that has another case', async () => {
    const first = await town.apply({ name: NAME, nik: NIK });
    const clerk = await town.service.as('frontoffice');
    ok(await clerk.post(`/v1/applications/${first.application.id}/withdraw`, { reason: 'Batal.' }));
    await town.told(first.application.id);
    const told = await calls(`application=${first.application.id}`);
    expect(told.length).toBeGreaterThan(0);
    town.service.setTime(new Date(town.service.clock.now().getTime() + 800 * 86_400_000));
    await town.service.app.get(Erasure).eraseDue();
    expect(await inbox(first.nib)).toMatchObject([{ payload: '' }]);
    const left = await calls(`application=${first.application.id}&limit=200`);
    expect(left.map(({ request, response }) => request + response).join('')).toBe('');
    const others = await town.service.sql<{ n: number }>(`select count(*)::int as n from oss_inbox where payload <> '' and nib <> $1`, [
      first.nib,
    ]);
    expect(others[0]!.n).toBeGreaterThan(0);
  });
});

describe('a payload', () => {
  it('is one when it comes twice, and is made something of again after the keys were turned', async () => {
    const { nib } = await town.apply();
    await town.oss.pushAgain(nib);
    expect(await inbox(nib)).toMatchObject([{ times: 2, sealed: true }]);
    const client = new pg.Client({ connectionString: town.service.databaseUrl });
    await client.connect();
    try {
      const settings = { dataDir: town.service.dataDir, dataKey: undefined, dataKeyFile: undefined };
      const { dataKeys } = await rotateKeys(client, settings, { newMaster: true, agencyKeys: true }, town.service.clock.now());
      expect(dataKeys).toBeGreaterThan(0);
    } finally {
      await client.end();
    }
    await town.service.restart();
    await replayed(nib);
    expect((await calls('direction=in&limit=200')).some(({ request }) => request.includes(nib))).toBe(true);
  });
});
