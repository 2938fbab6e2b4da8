import { DoesNotFit } from '../src/modules/oss/client/oss-client.js';
import { maskOss } from '../src/modules/oss/wire/mask.js';
import type { CallFault } from '../src/oss-simulator/faults.js';
import { DEMO_ACCOUNT } from '../src/oss-simulator/options.js';
import { startOssSimulator } from '../src/oss-simulator/start.js';
import { NOW, OssPlay, PDF } from './support/oss.js';

const play = new OssPlay();
beforeAll(() => play.start());
beforeEach(() => play.begin());
afterAll(() => play.stop());

describe('a client of OSS', () => {
  test('asks after a NIB', async () => {
    expect(await play.client().checkNIB(play.nib)).toMatchObject({
      outcome: 'accepted',
      data: { dataNIB: { nib: play.nib, status: '01' } },
    });
    const answer = await play.client().inqueryNIB({ nib: play.nib });
    expect(answer).toMatchObject({
      outcome: 'accepted',
      misfits: [],
      data: {
        dataNIB: {
          nib: play.nib,
          tipe_dokumen: '9',
          data_checklist: [{ id_izin: play.idIzin, flag_checklist: 'Y' }],
          data_proyek: [{ jumlah_tki_l: 1 }],
        },
      },
    });
    expect(answer.outcome === 'accepted' && answer.data.dataNIB).not.toHaveProperty('npwp_perseroan');
    expect(await play.client().checkNIB('0000000000000')).toEqual({
      outcome: 'refused',
      kode: '400',
      keterangan: 'Data NIB tidak ditemukan',
    });
  });

  test('walks a licence to its number, its file and back', async () => {
    const oss = play.client();
    for (const kd of ['10', '20', '45']) expect(await oss.receiveLicenseStatus(play.status(kd))).toMatchObject({ outcome: 'accepted' });
    const first = await oss.receiveLicense(play.final());
    const number = first.outcome === 'accepted' ? first.data.nomor_izin! : '';
    expect(number).toMatch(/^\d{17}$/);
    expect(await oss.inqueryFileDS(play.idIzin)).toMatchObject({ outcome: 'refused', kode: '400' });

    const second = play.final({ nomor_izin: number, status_izin: '50', file_lampiran: `${play.agencyUrl}/izin.pdf` });
    expect(await oss.receiveLicense(second)).toMatchObject({ outcome: 'accepted', data: { nomor_izin: number } });
    await play.simulator.idle();
    const file = await oss.inqueryFileDS(play.idIzin);
    const url = file.outcome === 'accepted' ? file.data.url_file_ds! : '';
    expect(await (await fetch(url)).text()).toBe(PDF);
    expect(play.agency.received).toMatchObject([
      { url: '/oss/receiveFileDS', body: { receiveFileDS: { nib: play.nib, id_izin: play.idIzin, file_izin: url } } },
    ]);

    expect(await oss.checkLicenseStatus(play.idIzin)).toMatchObject({
      outcome: 'accepted',
      data: { dataIZIN: { kd_status: '50', nib: play.nib } },
    });
    expect(await oss.inqueryLicense(play.idIzin)).toMatchObject({
      data: { data: { data_checklist: [{ no_izin: number, tgl_izin: '2024-06-19' }] } },
    });
    expect(await oss.updateLicense({ ...second, kewenangan: '02', bln_berlaku_izin: '0', thn_berlaku_izin: '5' })).toMatchObject({
      data: { keterangan_reset_izin_ds: 'Berhasil Reset DS' },
    });
    expect(play.licence).toMatchObject({ issues: [{ number }], updates: 1 });
    expect(play.licence.history.map(({ kdStatus }) => kdStatus)).toEqual(['10', '20', '45', '49', '50', '50']);
    await play.simulator.idle();
  });

  test('reads every way in which the same is said', async () => {
    const bodies = new Set<string>();
    for (let at = 0; at < 40; at++) {
      expect(await play.client().checkLicenseStatus(play.idIzin)).toMatchObject({ outcome: 'accepted', keterangan: 'Sukses' });
      bodies.add(play.calls.at(-1)!.responseBody!);
    }
    const all = [...bodies].join();
    for (const said of [
      '"kode":200',
      '"kode":"200"',
      '"keterangan "',
      'responcheckLicenseStatus',
      'responcheckStatusLicense',
      'responsecheckStatusLicense',
    ])
      expect(all).toContain(said);
  });

  test('fetches a table, with what OSS keeps as licence codes', async () => {
    expect(await play.client().getDataReferensi('10')).toMatchObject({
      data: { dataReferensi: expect.arrayContaining([{ kode_referensi: '57', uraian_referensi: expect.stringMatching(/fiktif/) }]) },
    });
    expect(await play.client().getDataReferensi('8')).toMatchObject({ data: { dataReferensi: [{ kode_referensi: play.licence.kdIzin }] } });
    expect(await play.client().getDataReferensi('99')).toMatchObject({ outcome: 'refused' });
  });

  test('is refused for good with a wrong key, an unknown licence and the licence of another', async () => {
    expect(await play.client({ OSS_USER_KEY: 'salah' }).checkNIB(play.nib)).toMatchObject({ outcome: 'refused', kode: '401' });
    expect(await play.client().receiveLicenseStatus({ ...play.status('10'), id_izin: 'I-1' })).toMatchObject({
      outcome: 'refused',
      kode: '400',
    });
    const { nib: other } = await play.simulator.pushNib();
    expect(await play.client().receiveLicenseStatus({ ...play.status('10'), nib: other })).toMatchObject({
      outcome: 'refused',
      kode: '400',
    });
    expect(play.licence.history).toEqual([]);
  });

  test('sends nothing that does not fit', async () => {
    const sent = play.client().receiveLicenseStatus({ ...play.status('10'), nama_status: 'x'.repeat(51) });
    await expect(sent).rejects.toThrow(DoesNotFit);
    await expect(sent).rejects.toThrow('receiveLicenseStatus: IZINSTATUS.nama_status is too-long (50)');
    expect(play.calls).toEqual([]);
  });

  test('calls a hub by its own paths and headers', async () => {
    const hub = await startOssSimulator({ clock: play.clock });
    const seen = play.client({
      OSS_BASE_URL: `${hub.origin}/v1/kl/`,
      OSS_METHOD_PATHS: '{"checkNIB":"/rba/checkNIB"}',
      OSS_HEADERS: '{"x-sm-key":"rahasia"}',
      OSS_USER_KEY_HEADER: 'User_Key',
    });
    expect(await seen.checkNIB(play.nib)).toMatchObject({ outcome: 'refused', keterangan: 'Data NIB tidak ditemukan' });
    expect(await seen.checkLicenseStatus(play.idIzin)).toEqual({ outcome: 'refused', kode: '404', keterangan: 'Layanan tidak ditemukan' });
    expect(play.calls[0]).toMatchObject({ url: `${hub.origin}/v1/kl/rba/checkNIB`, requestHeaders: { 'x-sm-key': 'rahasia' } });
    await hub.close();
    const empty = await startOssSimulator();
    await empty.close();
    const nobody = { outcome: 'unavailable', why: 'network', keterangan: 'ECONNREFUSED', mayHaveActed: false };
    expect(await play.client({ OSS_BASE_URL: empty.baseUrl }).receiveLicense(play.final())).toEqual(nobody);
  });

  test('tells of every call, with what was said, and the journal shows no secret', async () => {
    await play.client().receiveLicenseStatus({ ...play.status('10'), keterangan: 'Berkas atas NIK 1211010508900001' });
    expect(play.calls).toMatchObject([
      {
        method: 'receiveLicenseStatus',
        status: expect.any(Number),
        startedAt: NOW,
        answer: { outcome: 'accepted' },
        requestHeaders: { user_key: DEMO_ACCOUNT.userKey },
      },
    ]);
    const shown = JSON.stringify(maskOss(play.calls[0]!));
    expect(shown).toContain(play.idIzin);
    for (const secret of [DEMO_ACCOUNT.userKey, '1211010508900001']) expect(shown).not.toContain(secret);
  });
});

describe('faults', () => {
  test.each<[CallFault, Record<string, unknown>, acted: boolean]>([
    ['timeout', { why: 'timeout', keterangan: 'no answer within 300 ms' }, false],
    ['timeout-after', { why: 'timeout' }, true],
    ['drop', { why: 'network' }, false],
    ['drop-after', { why: 'network' }, true],
    ['error-500', { why: 'status', kode: '500', keterangan: 'Pemrosesan gagal' }, false],
    ['error-500-after', { why: 'status', kode: '500' }, true],
    ['error-504', { why: 'status', kode: '504', keterangan: '504 Gateway Time-out' }, false],
    ['error-504-after', { why: 'status', kode: '504' }, true],
    ['unreadable', { why: 'unreadable', keterangan: 'Sistem sedang dalam pemeliharaan' }, false],
  ])('%s: nobody can say whether it was done, and asking tells', async (kind, answer, acted) => {
    play.simulator.faults.add({ method: 'receiveLicense', kind, times: 1 });
    const short = play.client(kind.startsWith('timeout') ? { OSS_TIMEOUT_MS: '300' } : {});
    expect(await short.receiveLicense(play.final())).toMatchObject({ outcome: 'unavailable', mayHaveActed: true, ...answer });
    expect(await play.client().checkLicenseStatus(play.idIzin)).toMatchObject({
      data: { dataIZIN: acted ? { kd_status: '49' } : { nib: play.nib } },
    });
    expect(play.licence.issues).toHaveLength(acted ? 1 : 0);
    expect(play.simulator.faults.list()).toEqual([]);
  });

  test('refuse: it was not done, and will not be', async () => {
    play.simulator.faults.add({ method: '*', kind: 'refuse', times: 1, keterangan: 'NIB sedang dibekukan' });
    expect(await play.client().receiveLicense(play.final())).toEqual({
      outcome: 'refused',
      kode: '400',
      keterangan: 'NIB sedang dibekukan',
    });
    expect(play.licence.issues).toEqual([]);
  });

  test('delay: it takes longer, and is done', async () => {
    play.simulator.faults.add({ method: 'receiveLicense', kind: 'delay', delayMs: 100, times: 1 });
    expect(await play.client().receiveLicense(play.final())).toMatchObject({ outcome: 'accepted' });
    expect(play.calls[0]!.durationMs).toBeGreaterThanOrEqual(90);
  });

  test('a second call for a number issues a second licence: who has lost the answer has to look first', async () => {
    await play.client().receiveLicense(play.final());
    await play.client().receiveLicense(play.final());
    expect(play.licence.issues).toHaveLength(2);
  });

  test('at random strike the same calls again with the same seed', async () => {
    const walk = async () => {
      const one = await startOssSimulator({ clock: play.clock, seed: 7 });
      one.faults.add({ method: '*', kind: 'error-500', probability: 0.4 });
      const outcomes: string[] = [];
      const oss = play.client({ OSS_BASE_URL: one.baseUrl });
      for (let at = 0; at < 25; at++) outcomes.push((await oss.getDataReferensi('9')).outcome);
      await one.close();
      return outcomes;
    };
    const outcomes = await walk();
    expect(new Set(outcomes)).toEqual(new Set(['accepted', 'unavailable']));
    expect(await walk()).toEqual(outcomes);
  });
});
