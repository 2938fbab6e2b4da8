import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DATA_NIB } from '../src/modules/oss/wire/data-nib.js';
import { decode } from '../src/modules/oss/wire/decode.js';
import { matchToken, tokenOf } from '../src/modules/oss/wire/token.js';
import { DEMO_ACCOUNT } from '../src/oss-simulator/options.js';
import { startOssSimulator } from '../src/oss-simulator/start.js';
import { NOW, OssPlay } from './support/oss.js';

const play = new OssPlay();
beforeAll(() => play.start());
beforeEach(() => play.begin());
afterAll(() => play.stop());

describe('calls from OSS', () => {
  test('bring a NIB with its token, and the quirks of the real one', async () => {
    const { nib: pushed, idIzin: id, delivered } = await play.simulator.pushNib({ kdIzin: '123456789012', nik: '1211014508900002' });
    expect(delivered).toEqual({ http: 200, answer: { responreceiveNIB: { status: '1', keterangan: 'Data diterima' } } });
    const [{ headers, body }] = play.agency.received as [(typeof play.agency.received)[0]];
    expect(matchToken(tokenOf(headers), DEMO_ACCOUNT, pushed, NOW)).toBe('today');
    expect(body['dataNIB']).toMatchObject({ 'tipe_dokumen ': '9', npwp_perseroan: '-' });
    expect(decode(DATA_NIB, body['dataNIB'])).toMatchObject({
      misfits: [],
      value: {
        nib: pushed,
        tipe_dokumen: '9',
        no_id_user_proses: '1211014508900002',
        data_checklist: [{ id_izin: id, kd_izin: '123456789012' }],
      },
    });
    expect(JSON.stringify(play.simulator.memory.calls().at(-1))).not.toContain('1211014508900002');
  });

  test('bring an update of it', async () => {
    await play.simulator.pushAgain(play.nib, { 'tipe_dokumen ': '5', nama_perseroan: 'Nama Baru' });
    expect(play.agency.received).toMatchObject([
      { body: { dataNIB: { nib: play.nib, 'tipe_dokumen ': '5', nama_perseroan: 'Nama Baru' } } },
    ]);
    expect(await play.client().checkNIB(play.nib)).toMatchObject({ data: { dataNIB: { nama_perusahaan: 'Nama Baru' } } });
  });

  test('come twice, out of order, not at all, or with a wrong token when they are told to', async () => {
    const names = () => play.agency.received.map(({ body }) => (body['dataNIB'] as { nama_perseroan: string }).nama_perseroan);
    play.simulator.faults.add({ method: 'receiveNIB', kind: 'duplicate', times: 1 });
    await play.simulator.pushAgain(play.nib, { nama_perseroan: 'dua kali' });
    expect(names()).toEqual(['dua kali', 'dua kali']);

    play.agency.received.length = 0;
    play.simulator.faults.add({ method: 'receiveNIB', kind: 'hold', times: 1 });
    await play.simulator.pushAgain(play.nib, { nama_perseroan: 'pertama' });
    await play.simulator.pushAgain(play.nib, { nama_perseroan: 'kedua' });
    expect(names()).toEqual(['kedua', 'pertama']);

    play.agency.received.length = 0;
    play.simulator.faults.add({ method: '*', kind: 'lose', times: 1 });
    expect(await play.simulator.pushAgain(play.nib)).toMatchObject({ http: undefined, fault: 'lose' });
    expect(play.agency.received).toEqual([]);

    play.simulator.faults.add({ method: '*', kind: 'wrong-token', times: 1 });
    await play.simulator.pushAgain(play.nib);
    expect(matchToken(tokenOf(play.agency.received[0]!.headers), DEMO_ACCOUNT, play.nib, NOW)).toBeUndefined();
  });

  test('are noted when nobody answers', async () => {
    play.simulator.callbacks.peer.url = 'http://127.0.0.1:1/oss';
    expect(await play.simulator.pushAgain(play.nib)).toMatchObject({ http: undefined, answer: 'bad port' });
  });

  test('do not come for a file that cannot be fetched', async () => {
    await play.client().receiveLicense(play.final({ status_izin: '50', file_lampiran: `${play.agencyUrl}/bukan-pdf` }));
    await play.simulator.idle();
    expect(play.licence).toMatchObject({ issues: [{ fetched: 'not a PDF' }], signedFile: undefined });
    expect(play.agency.received).toEqual([]);
  });
});

describe('the desk', () => {
  const desk = (path: string, method = 'GET', body?: unknown) =>
    fetch(`${play.simulator.origin}${path}`, {
      method,
      ...(body !== undefined && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });

  test('takes orders by HTTP', async () => {
    const pushed = await desk('/simulator/nibs', 'POST', { businessName: '<b>Warung</b>' });
    expect(pushed.status).toBe(201);
    const { idIzin: id } = (await pushed.json()) as { idIzin: string };
    const fault = (await (await desk('/simulator/faults', 'POST', { kind: 'refuse', times: 2 })).json()) as { id: number };
    expect(await (await desk('/simulator/faults')).json()).toEqual({ faults: [{ id: fault.id, method: '*', kind: 'refuse', times: 2 }] });
    expect((await desk(`/simulator/faults/${fault.id}`, 'DELETE')).status).toBe(204);
    expect((await desk(`/simulator/licences/${id}/status`, 'POST', { kdStatus: '57' })).status).toBe(200);
    expect(await play.client().checkLicenseStatus(id)).toMatchObject({
      data: { dataIZIN: { kd_status: '57', uraian_status: expect.stringMatching(/fiktif/) } },
    });
    expect(await (await desk('/simulator/state')).json()).toMatchObject({
      peer: `${play.agencyUrl}/oss`,
      faults: [],
      licences: expect.any(Array),
    });
  });

  test.each([
    ['/simulator/faults', { kind: 'explode' }],
    ['/simulator/faults', { kind: 'drop', probability: 2 }],
    ['/simulator/nibs', { nib: '1' }],
    ['/simulator/nibs', []],
  ])('refuses %s %j', async (path, body) => {
    expect((await desk(path, 'POST', body)).status).toBe(400);
  });

  test('shows a page without scripts, with nothing that was sent as markup', async () => {
    await play.simulator.pushNib({ businessName: '<script>alert(1)</script>' });
    await play.client().receiveLicenseStatus({ ...play.status('10'), keterangan: '<img src=x>' });
    const response = await desk('/');
    const html = await response.text();
    expect(response.headers.get('content-security-policy')).toMatch(/default-src 'none'/);
    expect(html).toContain(play.idIzin);
    expect(html).toContain('10 Dokumen Lengkap');
    expect(html).not.toMatch(/<script|<img/);
    expect((await desk('/simulator/page/down', 'POST')).url).toBe(`${play.simulator.origin}/`);
    expect(await play.client().checkNIB(play.nib)).toMatchObject({ outcome: 'unavailable' });
  });

  test('answers in the form of OSS whatever is sent to it', async () => {
    for (const [path, init] of [
      ['checkNIB', { method: 'POST', body: '{', headers: { 'content-type': 'application/json' } }],
      [
        'checkNIB',
        { method: 'POST', body: JSON.stringify({ x: 'a'.repeat(6 * 1024 * 1024) }), headers: { 'content-type': 'application/json' } },
      ],
      ['tidakAda', { method: 'POST' }],
    ] as const) {
      const response = await fetch(`${play.simulator.baseUrl}/${path}`, init).catch(() => undefined);
      if (!response) continue; // a body that is cut off half way may cut off the answer
      expect(response.status).toBeGreaterThanOrEqual(400);
      expect(response.status).toBeLessThan(500);
      expect(await response.json()).toMatchObject({ kode: expect.anything(), keterangan: expect.any(String) });
    }
  });

  test('remembers everything in a file', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'terbit-oss-')), 'oss.json');
    const one = await startOssSimulator({ clock: play.clock, file });
    const { idIzin: id } = await one.pushNib();
    await one.close();
    expect(readFileSync(file, 'utf8')).toContain(id);
    const two = await startOssSimulator({ clock: play.clock, file });
    expect(two.memory.licence(id)).toEqual(one.memory.licence(id));
    await two.close();
  });
});
