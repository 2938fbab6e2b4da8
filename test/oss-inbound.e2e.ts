import type { OssCallView } from '../src/modules/oss/journal/journal.view.js';
import { ossToken } from '../src/modules/oss/wire/token.js';
import { exampleNib } from '../src/oss-simulator/example-nib.js';
import type { ApplicationView } from '../src/workflow/application.view.js';
import { ok, type Answer, type PageOf } from './support/client.js';
import { ACCOUNT, OssTown } from './support/oss-town.js';
import { until } from './support/until.js';
import { choices, STOP, walkOn } from './support/walk.js';

let town: OssTown;
beforeAll(async () => {
  town = await OssTown.found();
});
afterAll(() => town.leave());

const SECOND_DAY_MS = 2 * 86_400_000;
let serial = 100;
const nibOf = (changes: object = {}) => ({ ...exampleNib({}, town.service.clock.now(), ++serial), ...changes }) as Record<string, unknown>;

function send(method: string, body: unknown, nib: string, headers: Record<string, string> = {}): Promise<Answer<Record<string, object>>> {
  const token = ossToken(ACCOUNT, nib, town.service.clock.now());
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return town.service.client.anonymous().postRaw(`/oss/${method}`, 'application/json', text, { token, ...headers });
}

const receive = (data: Record<string, unknown>, headers?: Record<string, string>) =>
  send('receiveNIB', { dataNIB: data }, String(data['nib']), headers);
const said = ({ body }: Answer<Record<string, object>>) => body['responreceiveNIB'] as { status: string; keterangan: string };
const calls = async (query = '') =>
  ok(await (await town.service.as('admin')).get<PageOf<OssCallView>>(`/v1/oss/journal?direction=in&${query}`)).items;
const inbox = (nib: unknown) =>
  town.service.sql<{ status: string; times: number; version: number | null; result: string }>(
    `select status, times, version, result from oss_inbox where nib = $1 and method = 'receiveNIB' order by id`,
    [nib],
  );
const processed = (nib: unknown, n = 1) =>
  until(
    () => inbox(nib),
    (rows) => rows.length >= n && rows.every(({ status }) => status !== 'received'),
  );

describe('a NIB', () => {
  it('that arrives twice opens one application', async () => {
    const data = nibOf();
    expect(said(await receive(data)).status).toBe('1');
    expect(said(await receive(data))).toEqual({ status: '1', keterangan: 'Data sudah pernah diterima.' });
    expect(await processed(data['nib'])).toMatchObject([{ status: 'processed', times: 2, version: 1 }]);
    const clerk = await town.service.as('frontoffice');
    expect(ok(await clerk.get<PageOf<ApplicationView>>(`/v1/applications?q=${String(data['nib'])}`)).items).toHaveLength(1);
  });

  it('that does not fill the form waits at the first row for the front office', async () => {
    const project = { ...(nibOf()['data_proyek'] as object[])[0], kbli: '-', jumlah_investasi: 'banyak', modal_kerja: '-' };
    const data = nibOf({ data_proyek: [project] });
    await receive(data);
    const application = (await until(() => town.find(String(data['nib']))))!;
    expect(application.openTasks).toMatchObject([{ step: 1 }]);
    expect((await processed(data['nib']))[0]!.result).toMatch(/its form lacks .*\/form/);
  });

  it('joins the application that somebody has handed in with that NIB, and OSS hears what was before', async () => {
    const data = nibOf();
    const applicant = await town.service.as('pemohon');
    const { form } = ok(await applicant.get<{ form: { examples: object[] } }>('/v1/services/iumk'));
    const filled = { ...form.examples[0], nib: data['nib'], nik: data['no_id_user_proses'] };
    const opened = ok(
      await applicant.post<ApplicationView>('/v1/applications', { service: 'iumk', form: filled, applicant: { name: 'Pemohon (demo)' } }),
    );
    await walkOn(town.service, opened, choices({ 5: STOP }));
    town.oss.memory.know(data);
    await receive(data);
    expect((await processed(data['nib']))[0]!.result).toContain(`joined ${opened.id}`);
    expect(await town.told(opened.id)).toEqual(['10', '20']);
  });

  it('is looked up in OSS when the clerk enters the file there by hand', async () => {
    const data = nibOf();
    town.oss.memory.know(data);
    const applicant = await town.service.as('pemohon');
    const { form } = ok(await applicant.get<{ form: { examples: object[] } }>('/v1/services/iumk'));
    const filled = { ...form.examples[0], nib: data['nib'], nik: data['no_id_user_proses'] };
    const opened = ok(
      await applicant.post<ApplicationView>('/v1/applications', { service: 'iumk', form: filled, applicant: { name: 'Pemohon (demo)' } }),
    );
    await walkOn(town.service, opened, choices({ 5: STOP }));
    await until(async () => (await town.state(opened.id)).licence);
    expect(await town.told(opened.id)).toEqual(['10', '20']);
  });

  it('that changes (5) is a new version, and fills the form of an open case anew', async () => {
    const data = nibOf();
    await receive(data);
    await processed(data['nib']);
    const application = (await until(() => town.find(String(data['nib']))))!;
    const project = { ...(data['data_proyek'] as object[])[0], nama_kegiatan: 'Warung <b>Baru</b> & "Maju"' };
    await receive({ ...data, 'tipe_dokumen ': '5', data_proyek: [project] });
    expect(await processed(data['nib'], 2)).toMatchObject([
      { version: 1 },
      { version: 2, result: expect.stringContaining('filled anew') as string },
    ]);
    const clerk = await town.service.as('frontoffice');
    const { form } = ok(await clerk.get<{ form: { businessName: string } }>(`/v1/applications/${application.id}`));
    expect(form.businessName).toBe('Warung <b>Baru</b> & "Maju"');
    expect((await town.state(application.id)).licence).toMatchObject({ nibVersion: 2 });
  });

  it.each([
    ['3', 'NIB dicabut menurut OSS'],
    ['4', 'NIB dibatalkan menurut OSS'],
  ])('that ends (%s) ends its open case', async (kind, reason) => {
    const data = nibOf();
    town.oss.memory.know(data);
    await receive(data);
    await processed(data['nib']);
    const { id } = (await until(() => town.find(String(data['nib']))))!;
    await receive({ ...data, 'tipe_dokumen ': kind });
    await processed(data['nib'], 2);
    const clerk = await town.service.as('frontoffice');
    const timeline = ok(
      await clerk.get<{ items: { type: string; note: string; by: string }[] } | { type: string; note: string; by: string }[]>(
        `/v1/applications/${id}/timeline`,
      ),
    );
    const events = Array.isArray(timeline) ? timeline : timeline.items;
    expect(events.at(-1)).toMatchObject({ type: 'withdrawn', note: reason, by: 'OSS' });
    expect((await town.application(id)).status).toBe('withdrawn');
    expect(await town.told(id)).toEqual(['90']);
  });
});

describe('bad input is answered in OSS’s own form, and stands in the journal', () => {
  const WRONG: [string, () => Promise<Answer<Record<string, object>>>, number, RegExp][] = [
    ['no token', () => receive(nibOf(), { token: '' }), 401, /Token tidak ada/],
    ['a wrong token', () => receive(nibOf(), { token: 'a'.repeat(40) }), 401, /Token tidak sah/],
    ['an old token', () => {
      const data = nibOf();
      const old = ossToken(ACCOUNT, String(data['nib']), new Date(town.service.clock.now().getTime() - SECOND_DAY_MS));
      return receive(data, { token: old });
    }, 401, /kedaluwarsa/],
    ['a NIB of the wrong length', () => receive(nibOf({ nib: '12345' })), 200, /13 angka/],
    ['a kd_izin that nobody knows', () => receive(nibOf({ kd_izin: '999', data_checklist: [{ id_izin: 'I-1', kd_izin: '999', kd_daerah: '1211000000' }] })), 200, /kd_izin/],
    ['a tipe_dokumen that nobody knows', () => receive(nibOf({ 'tipe_dokumen ': '8' })), 200, /tipe_dokumen/],
    ['a NIB without licences', () => receive(nibOf({ data_checklist: 'none', kd_izin: '-' })), 200, /kd_izin/],
    ['a region of somebody else', () => receive(nibOf({ kd_daerah: '3273000000', data_checklist: [{ id_izin: 'I-1', kd_izin: '000000000000', kd_daerah: '3273000000' }] })), 200, /wilayah/],
    ['5 MB', () => send('receiveNIB', JSON.stringify({ dataNIB: { nib: '1'.repeat(5 * 1024 * 1024) } }), '1'), 413, /./],
    ['no JSON', () => send('receiveNIB', '{"dataNIB": ', '1'), 400, /./],
    ['a list', () => send('receiveNIB', '[1]', ''), 200, /13 angka/],
    ['a method that there is not', () => send('receiveNothing', '{}', '1'), 404, /./],
    ['something else than JSON', () => town.service.client.anonymous().postRaw('/oss/receiveNIB', 'text/xml', '<a/>'), 415, /./],
    ['a file of a licence that we do not know', () => send('receiveFileDS', { receiveFileDS: { id_izin: 'I-unknown', nib: '1234567890123', file_izin: 'https://oss.example/a.pdf' } }, '1234567890123'), 200, /tidak ditemukan/],
    ['a file that is no address', () => send('receiveFileDS', { receiveFileDS: { id_izin: 'I-1', nib: '1234567890123', file_izin: 'javascript:alert(1)' } }, '1234567890123'), 200, /alamat/],
  ]; // prettier-ignore

  it.each(WRONG)('%s', async (_, attempt, status, sentence) => {
    const before = (await calls()).length;
    const answer = await attempt();
    expect(answer.status).toBe(status);
    const [envelope] = Object.entries(answer.body);
    expect(envelope![0]).toMatch(/^respon(receiveNIB|receiveFileDS|receiveNothing)$/);
    expect(envelope![1]).toEqual({ status: '2', keterangan: expect.stringMatching(sentence) as string });
    const after = await calls();
    expect(after.length).toBe(before + 1);
    expect(after[0]).toMatchObject({ direction: 'in', outcome: 'refused', httpStatus: status });
  });

  it('takes keys with blanks behind them, numbers as texts, a bearer, and a region that is a number', async () => {
    const data = nibOf();
    const odd = Object.fromEntries(
      Object.entries(data).map(([key, value]) => [`${key.trim()}  `, key === 'kd_daerah' ? Number(value) : value]),
    );
    const token = ossToken(ACCOUNT, String(data['nib']), new Date(town.service.clock.now().getTime() - 86_400_000));
    const answer = await send('receiveNIB', { ' dataNIB ': odd }, String(data['nib']), {
      token: '',
      authorization: `Bearer ${token.toUpperCase()}`,
    });
    expect(said(answer).status).toBe('1');
    await until(() => town.find(String(data['nib'])));
  });

  it('reads a NIK that is written as a number beyond 2^53 to its last digit', async () => {
    const nik = '9471012345678903';
    const data = nibOf({ no_id_user_proses: 'NIK', penanggung_jwb: [] });
    const text = JSON.stringify({ dataNIB: data }).replace('"NIK"', nik);
    expect(said(await send('receiveNIB', text, String(data['nib']))).status).toBe('1');
    const application = (await until(() => town.find(String(data['nib']))))!;
    const clerk = await town.service.as('frontoffice');
    const { applicant } = ok(await clerk.get<{ applicant: { nik: string } }>(`/v1/applications/${application.id}`));
    expect(applicant.nik).toBe(nik);
  });

  it('keeps NIK, token and password out of the journal', async () => {
    const data = nibOf();
    await receive(data);
    const [entry] = await calls('method=receiveNIB');
    const text = JSON.stringify(entry);
    expect(text).toContain(String(data['nib']));
    expect(text).not.toContain(String(data['no_id_user_proses']));
    expect(text).not.toContain(ossToken(ACCOUNT, String(data['nib']), town.service.clock.now()));
    expect(entry!.curl).toMatch(/^curl -X POST 'http.*\/oss\/receiveNIB' .*-H "token: \$OSS_TOKEN".*--data-raw '/);
  });
});
