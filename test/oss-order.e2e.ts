import type { OssCallView } from '../src/modules/oss/journal/journal.view.js';
import type { ApplicationView } from '../src/workflow/application.view.js';
import { ok, type PageOf } from './support/client.js';
import { OssTown } from './support/oss-town.js';
import { until } from './support/until.js';
import { choices, STOP, walkOn } from './support/walk.js';

let town: OssTown;
beforeAll(async () => {
  town = await OssTown.found();
});
beforeEach(() => town.oss.faults.clear());
afterAll(() => town.leave());

const ORIGINAL = '9';
const inbox = (nib: string) =>
  town.service.sql<{ method: string; kind: string; status: string; times: number; result: string }>(
    `select method, document_type as kind, status, times, result from oss_inbox where nib = $1 order by id`,
    [nib],
  );
const processed = (nib: string, n: number) =>
  until(
    () => inbox(nib),
    (rows) => rows.length >= n && rows.every(({ status }) => status !== 'received'),
  );

/** A new version of a NIB, changed on that day. */
const changed = (nib: string, name: string, day: string) => {
  const { data } = town.oss.memory.business(nib)!;
  const [project] = data['data_proyek'] as [object];
  return town.oss.pushAgain(nib, { 'tipe_dokumen ': '5', tgl_perubahan_nib: day, data_proyek: [{ ...project, nama_kegiatan: name }] });
};
const nameIn = async (application: string) => {
  const clerk = await town.service.as('frontoffice');
  return ok(await clerk.get<{ form: { businessName: string } }>(`/v1/applications/${application}`)).form.businessName;
};

describe('versions of a NIB that come out of order', () => {
  it('an older update after a newer one changes nothing any more', async () => {
    const { nib, application } = await town.apply();
    await changed(nib, 'Warung Baru', '2026-11-25');
    await processed(nib, 2);
    await changed(nib, 'Warung Lama', '2026-11-24');
    const rows = await processed(nib, 3);
    expect(rows[2]!.result).toContain('older than what is known');
    expect(await nameIn(application.id)).toBe('Warung Baru');
    const admin = await town.service.as('admin');
    const [call] = ok(await admin.get<PageOf<OssCallView>>('/v1/oss/journal?direction=in&method=receiveNIB&limit=1')).items;
    expect(call).toMatchObject({ keptState: 'processed', keptResult: expect.stringContaining('older than what is known') as string });
    expect(ok(await admin.get<OssCallView>(`/v1/oss/journal/${call!.id}`))).toEqual(call);
    await changed(nib, 'Warung Terbaru', '2026-11-25');
    await processed(nib, 4);
    expect(await nameIn(application.id)).toBe('Warung Terbaru');
  });

  it('the original after its update: one case, with what the update says', async () => {
    town.oss.faults.add({ method: 'receiveNIB', kind: 'hold', times: 1 });
    const { nib, idIzin } = await town.oss.pushNib({ businessName: 'Warung Asli' });
    expect(await inbox(nib)).toEqual([]);
    // It goes out first, and lets go of what was held back.
    await changed(nib, 'Warung Ubahan', '2026-11-23');
    const rows = await processed(nib, 2);
    expect(rows.map(({ kind }) => kind)).toEqual(['5', ORIGINAL]);
    expect(rows[0]!.result).toContain('opened');
    expect(rows[1]!.result).toContain('older than what is known');
    const clerk = await town.service.as('frontoffice');
    const { items } = ok(await clerk.get<{ items: ApplicationView[] }>(`/v1/applications?q=${nib}`));
    expect(items).toHaveLength(1);
    expect(await nameIn(items[0]!.id)).toBe('Warung Ubahan');
    expect((await town.state(items[0]!.id)).licence).toMatchObject({ idIzin, nib });
  });

  it('the original after its revocation opens nothing', async () => {
    town.oss.faults.add({ method: 'receiveNIB', kind: 'hold', times: 1 });
    const { nib } = await town.oss.pushNib();
    await town.oss.pushAgain(nib, { 'tipe_dokumen ': '3' });
    const rows = await processed(nib, 2);
    expect(rows.map(({ kind }) => kind)).toEqual(['3', ORIGINAL]);
    expect(rows[1]!.result).toContain('has ended');
    expect(await town.find(nib)).toBeUndefined();
  });

  it('each of them twice is as if it came once', async () => {
    town.oss.faults.add({ method: 'receiveNIB', kind: 'duplicate' });
    const { nib, application } = await town.apply();
    await changed(nib, 'Warung Dua Kali', '2026-11-24');
    expect(await processed(nib, 2)).toMatchObject([{ times: 2 }, { times: 2 }]);
    expect((await town.state(application.id)).licence!.nibVersion).toBe(2);
    const revisions = await town.service.sql<{ n: number }>('select count(*)::int as n from application_forms where application_id = $1', [
      application.id,
    ]);
    expect(revisions[0]!.n).toBe(2);
  });
});

describe('the file of a licence that comes before its NIB', () => {
  it('is held, and found once the licence is known; twice is once', async () => {
    town.oss.faults.add({ method: 'receiveNIB', kind: 'hold', times: 1 });
    const { nib, idIzin } = await town.oss.pushNib();
    town.oss.faults.add({ method: 'receiveFileDS', kind: 'duplicate', times: 1 });
    const url = `${town.oss.origin}/simulator/files/${idIzin}`;
    const { answer } = await town.oss.callbacks.receiveFileDS(nib, idIzin, url);
    expect(JSON.stringify(answer)).toContain('Data izin tidak ditemukan');
    const application = (await until(() => town.find(nib)))!;
    const known = await until(async () => (await town.state(application.id)).licence, (licence) => licence?.signedFile === url); // prettier-ignore
    expect(known!.idIzin).toBe(idIzin);
    const rows = await processed(nib, 2);
    expect(rows.filter(({ method }) => method === 'receiveFileDS')).toMatchObject([{ status: 'processed', times: 2 }]);
  });

  it('that was put on hold while its licence came to be known is taken up with the next round', async () => {
    const { nib, idIzin, application } = await town.apply();
    const url = `${town.oss.origin}/simulator/files/${idIzin}`;
    await town.oss.callbacks.receiveFileDS(nib, idIzin, url);
    await processed(nib, 2);
    await town.service.sql(`update oss_inbox set status = 'held' where nib = $1 and method = 'receiveFileDS'`, [nib]);
    await town.service.sql('update oss_licences set signed_file = null where id_izin = $1', [idIzin]);
    // Whatever arrives next wakes the round.
    await town.apply();
    const licence = () => town.state(application.id).then((state) => state.licence!);
    expect((await until(licence, ({ signedFile }) => signedFile !== null)).signedFile).toBe(url);
  });

  it('of nobody waits, and is in nobody’s way', async () => {
    const nib = '9120000000001';
    await town.oss.callbacks.receiveFileDS(nib, 'I-nobody', 'https://oss.example/a.pdf');
    expect(await inbox(nib)).toMatchObject([{ status: 'held' }]);
    expect((await town.apply()).application.status).toBe('open');
    const [call] = ok(
      await (await town.service.as('admin')).get<PageOf<OssCallView>>('/v1/oss/journal?direction=in&method=receiveFileDS&idIzin=I-nobody'),
    ).items;
    expect(call).toMatchObject({ outcome: 'refused', keptState: 'held' });
  });
});

describe('codes of which some were missed', () => {
  async function follows(codes: readonly string[]): Promise<ApplicationView> {
    town.service.setTime('2026-11-24T09:00:00+07:00');
    const { application, idIzin } = await town.apply();
    const reached = (await walkOn(town.service, application, choices({ 5: STOP }))).application;
    await town.told(application.id);
    for (const code of codes) {
      town.service.pass(60);
      town.sets(idIzin, code);
      expect(await town.compare(application.id)).toMatchObject({ remote: code, difference: null });
    }
    return town.application(reached.id);
  }

  const FROM_ZERO = { used: { days: 0, minutes: 0 } };

  it.each([
    ['41 → 44: from zero, with the clock of the law', ['41', '44']],
    ['44 alone, its 43 was missed', ['44']],
    ['41 → 43 → 44', ['41', '43', '44']],
    ['43 → 43 → 44', ['43', '43', '44']],
    ['43 → 42: what was to start from zero does', ['43', '42']],
  ])('%s', async (_, codes) => {
    const { clock, statutory, openTasks } = await follows(codes);
    expect(clock).toMatchObject({ pausedBy: null, ...FROM_ZERO });
    expect(openTasks[0]!.dueAt).not.toBeNull();
    expect(statutory).toMatchObject({ status: 'running', startedAt: town.service.clock.now().toISOString() });
  });

  it.each([
    ['41 → 43', ['41', '43'], 'not-started'],
    ['41 → 41', ['41', '41'], 'running'],
    ['44 → 41', ['44', '41'], 'running'],
    ['42 → 43', ['42', '43'], 'not-started'],
  ])('%s leaves it standing still', async (_, codes, law) => {
    const { clock, statutory, openTasks } = await follows(codes);
    expect(clock).toMatchObject({ pausedBy: 'outside' });
    expect(openTasks[0]!.dueAt).toBeNull();
    expect(statutory!.status).toBe(law);
  });

  it('42 alone, its 41 was missed: it goes on as it did', async () => {
    const { clock } = await follows(['42']);
    expect(clock.pausedBy).toBeNull();
    expect(clock.used).not.toEqual(FROM_ZERO.used);
  });

  it('41 a second time, after OSS was told something else meanwhile, stops it again', async () => {
    town.service.setTime('2026-11-24T09:00:00+07:00');
    const { application, idIzin } = await town.apply();
    await walkOn(town.service, application, choices({ 4: STOP }));
    await town.told(application.id);
    town.sets(idIzin, '41');
    await town.compare(application.id);
    await walkOn(town.service, await town.application(application.id), choices({ 5: STOP }));
    expect((await town.told(application.id)).at(-1)).toBe('20');
    expect((await town.application(application.id)).clock.pausedBy).toBeNull();
    town.sets(idIzin, '41');
    await town.compare(application.id);
    expect((await town.application(application.id)).clock.pausedBy).toBe('outside');
  });
});
