import fc from 'fast-check';
import type { IzinFinal, IzinStatus } from './requests.js';
import { checkWidths, encode } from './widths.js';

const STATUS: IzinStatus = {
  nib: '0220001234567',
  oss_id: 'P-202406191234567890',
  id_izin: 'I-202406191234567890123',
  kd_izin: '123456789012',
  kd_status: '10',
  tgl_status: '2024-06-19 08:00:00',
  nip_status: '198001012006041001',
  nama_status: 'Petugas (demo)',
};

const LICENCE: IzinFinal = {
  nib: '0220001234567',
  oss_id: 'P-202406191234567890',
  id_izin: 'I-202406191234567890123',
  kd_izin: '123456789012',
  kd_daerah: '1211000000',
  tgl_terbit_izin: '2024-06-19',
  nama_ttd: 'Kepala Dinas (demo)',
  nip_ttd: '198001012006041001',
  jabatan_ttd: 'Kepala Dinas',
  status_izin: '50',
};

describe('what is sent', () => {
  test('fits as it stands', () => {
    expect(checkWidths('receiveLicenseStatus', STATUS)).toEqual([]);
    expect(checkWidths('receiveLicense', LICENCE)).toEqual([]);
    expect(checkWidths('updateLicense', { ...LICENCE, kewenangan: '02', thn_berlaku_izin: '2029' })).toEqual([]);
  });

  test('is put into its envelope, with "-" for what we know nothing of', () => {
    expect(encode('receiveLicenseStatus', { ...STATUS, id_proyek: undefined, keterangan: ' ' })).toEqual({
      IZINSTATUS: { ...STATUS, id_produk: '-', id_proyek: '-', kd_instansi: '-', keterangan: '-' },
    });
    expect(encode('receiveLicense', LICENCE)).toEqual({
      IZINFINAL: { ...LICENCE, id_proyek: '-', nomor_izin: '-', tgl_berlaku_izin: '-' },
    });
  });

  test.each([
    ['nama_status', 'x'.repeat(51), { problem: 'too-long', width: 50, length: 51 }],
    ['oss_id', 'P-'.padEnd(26, '0'), { problem: 'too-long', width: 25, length: 26 }],
    ['nib', '123456789012', { problem: 'wrong-format', width: 13, length: 12 }],
    ['nib', '12345678901234', { problem: 'too-long', width: 13, length: 14 }],
    ['kd_status', '5', { problem: 'wrong-format', width: 2, length: 1 }],
    ['tgl_status', '2024-06-19T08:00:00Z', { problem: 'too-long', width: 19, length: 20 }],
    ['tgl_status', '2024-06-19 25:00:00', { problem: 'wrong-format' }],
    ['file_lampiran', 'javascript:alert(1)', { problem: 'wrong-format' }],
    ['id_izin', '', { problem: 'missing' }],
    ['id_izin', undefined, { problem: 'missing' }],
    ['id_izin', 5, { problem: 'wrong-type' }],
    ['persetujuan_form', 'ya', { problem: 'wrong-type' }],
    ['nomor_registrasi', '1', { problem: 'unknown' }],
  ])('is refused when %s is %j', (name, value, problem) => {
    expect(checkWidths('receiveLicenseStatus', { ...STATUS, [name]: value })).toEqual([{ field: `IZINSTATUS.${name}`, ...problem }]);
  });

  test('names every field that does not fit, also inside others', () => {
    const data_pnbp = { kd_akun: 'x'.repeat(21), kd_penerimaan: '1', kd_billing: '1', tgl_billing: '2024-06-19 08:00:00', nominal: NaN };
    expect(checkWidths('receiveLicenseStatus', { ...STATUS, nama_status: 'x'.repeat(60), data_pnbp }).map(({ field }) => field)).toEqual([
      'IZINSTATUS.nama_status',
      'IZINSTATUS.data_pnbp.kd_akun',
      'IZINSTATUS.data_pnbp.tgl_expire',
      'IZINSTATUS.data_pnbp.nominal',
      'IZINSTATUS.data_pnbp.url_dokumen',
    ]);
  });

  test('is no longer than its width in characters as people count them', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 80 }), (nama_status) => {
        const fits = [...nama_status].length <= 50 && nama_status.trim() !== '';
        expect(checkWidths('receiveLicenseStatus', { ...STATUS, nama_status }).length === 0).toBe(fits);
      }),
    );
  });

  test.each([null, undefined, 'x', [], 5])('is refused when it is %j', (body) => {
    expect(checkWidths('checkNIB', body)).toEqual([{ field: 'CHECKNIB', problem: 'wrong-type' }]);
  });
});
