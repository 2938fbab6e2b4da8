import fc from 'fast-check';
import { readAnswer } from './answer.js';
import { METHOD_NAMES } from './methods.js';

const status = (body: unknown, http = 200) =>
  readAnswer('receiveLicenseStatus', http, typeof body === 'string' ? body : JSON.stringify(body));
const inside = (content: unknown) => ({ responreceiveLicenseStatus: content });

describe('an answer', () => {
  test.each([200, '200', ' 200 '])('is accepted with kode %j', (kode) => {
    expect(status(inside({ kode, 'keterangan ': 'Sukses', dataNIB: {} }))).toEqual({
      outcome: 'accepted',
      kode: '200',
      keterangan: 'Sukses',
      data: { kode: '200', keterangan: 'Sukses' },
      misfits: [],
    });
  });

  test.each([400, 401, 403, 404, 405])('refuses with kode %d inside HTTP 200, as a text or a number', (kode) => {
    const refused = { outcome: 'refused', kode: String(kode), keterangan: 'Data izin tidak ditemukan' };
    expect(status(inside({ kode, keterangan: 'Data izin tidak ditemukan' }))).toEqual(refused);
    expect(status(inside({ kode: String(kode), keterangan: 'Data izin tidak ditemukan' }))).toEqual(refused);
  });

  test.each([400, 401, 403, 404, 405])('refuses with HTTP %d, with and without a body', (http) => {
    expect(status(inside({ kode: '400', keterangan: 'salah' }), http)).toEqual({ outcome: 'refused', kode: '400', keterangan: 'salah' });
    expect(status('', http)).toEqual({ outcome: 'refused', kode: String(http), keterangan: undefined });
    expect(status('<h1>Not <b>here</b></h1>', http)).toEqual({ outcome: 'refused', kode: String(http), keterangan: 'Not here' });
  });

  test.each([
    [
      'kode 500 in HTTP 200',
      inside({ kode: 500, keterangan: 'Gagal' }),
      200,
      { why: 'status', kode: '500', keterangan: 'Gagal', mayHaveActed: true },
    ],
    ['kode 504 in HTTP 400', inside({ kode: '504' }), 400, { why: 'status', kode: '504', mayHaveActed: true }],
    ['HTTP 500 with a success inside', inside({ kode: 200 }), 500, { why: 'status', kode: '500', mayHaveActed: true }],
    [
      'HTTP 504 with a page',
      '<html>Gateway Time-out</html>',
      504,
      { why: 'status', kode: '504', keterangan: 'Gateway Time-out', mayHaveActed: true },
    ],
    ['HTTP 429', '', 429, { why: 'status', kode: '429', mayHaveActed: false }],
    ['a redirect', '', 302, { why: 'status', kode: '302', mayHaveActed: false }],
    ['a page in HTTP 200', '<p>Sedang dipelihara</p>', 200, { why: 'unreadable', keterangan: 'Sedang dipelihara', mayHaveActed: true }],
    ['nothing in HTTP 200', '', 200, { why: 'unreadable', mayHaveActed: true }],
    ['half an answer', '{"responreceiveLicenseStatus":{"kode":2', 200, { why: 'unreadable', mayHaveActed: true }],
    ['no kode', inside({ keterangan: 'Halo' }), 200, { why: 'unreadable', keterangan: 'Halo', mayHaveActed: true }],
  ])('says nothing when it is %s', (_, body, http, rest) => {
    expect(status(body, http)).toMatchObject({ outcome: 'unavailable', ...rest });
  });

  test('refuses rather than errs with a kode that nobody knows', () => {
    expect(status(inside({ kode: 'XX', keterangan: 'Entah' }))).toEqual({ outcome: 'refused', kode: 'XX', keterangan: 'Entah' });
  });

  test.each([
    'responcheckLicenseStatus',
    'responcheckStatusLicense',
    'responsecheckStatusLicense',
    'RESPONCHECKLICENSESTATUS ',
    'responseSomethingNew',
  ])('is found under %j', (key) => {
    const body = { [key]: { kode: '200', dataIZIN: { id_izin: 'I-1', kd_status: 9, file_lampiran: '-' } } };
    expect(readAnswer('checkLicenseStatus', 200, JSON.stringify(body))).toMatchObject({
      outcome: 'accepted',
      data: { dataIZIN: { id_izin: 'I-1', kd_status: '09' } },
    });
  });

  test('is found without any envelope', () => {
    expect(status({ kode: 200, keterangan: 'Sukses' })).toMatchObject({ outcome: 'accepted' });
  });

  test('of other methods has other names for the same', () => {
    const license = {
      dataLicense: { success: 'true', code: 200, message: 'ok', data: { id_izin: 'I-1', data_checklist: [{ no_izin: 12 }] } },
    };
    expect(readAnswer('inqueryLicense', 200, JSON.stringify(license))).toMatchObject({
      outcome: 'accepted',
      keterangan: 'ok',
      data: { success: true, data: { id_izin: 'I-1', data_checklist: [{ no_izin: '12' }] } },
    });
    expect(readAnswer('inqueryFileDS', 200, '{"responInqueryFileDS":{"status":"400","keterangan":"Belum ada"}}')).toEqual({
      outcome: 'refused',
      kode: '400',
      keterangan: 'Belum ada',
    });
  });

  test('that is lost matters only where the call changes something', () => {
    expect(readAnswer('checkNIB', 504, '')).toMatchObject({ outcome: 'unavailable', mayHaveActed: false });
    expect(readAnswer('receiveLicense', 504, '')).toMatchObject({ outcome: 'unavailable', mayHaveActed: true });
  });

  test('is never an exception', () => {
    const bodies = fc.oneof(
      fc.string(),
      fc.json(),
      fc.jsonValue().map((value) => JSON.stringify({ responcheckNIB: value })),
    );
    fc.assert(
      fc.property(fc.constantFrom(...METHOD_NAMES), fc.integer({ min: 100, max: 599 }), bodies, (method, http, body) => {
        expect(['accepted', 'refused', 'unavailable']).toContain(readAnswer(method, http, body).outcome);
      }),
    );
  });
});
