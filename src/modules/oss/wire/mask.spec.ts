import fc from 'fast-check';
import { maskOss, type OssExchange } from './mask.js';

const exchange = (parts: Partial<OssExchange>): OssExchange => ({
  method: 'receiveNIB',
  direction: 'in',
  url: 'https://hub.example/oss/receiveNIB',
  requestHeaders: {},
  requestBody: {},
  ...parts,
});

describe('the journal', () => {
  test.each(['user_key', 'Token', 'authorization', 'OSS-API-KEY', 'x-sm-key', 'Cookie', 'access-token'])('shows no %s', (header) => {
    const masked = maskOss(exchange({ requestHeaders: { [header]: 'rahasia sekali', 'content-type': 'application/json' } }));
    expect(masked.requestHeaders).toEqual({ [header]: '***', 'content-type': 'application/json' });
  });

  test('shows no password, wherever it stands, and leaves what tells nothing', () => {
    const body = { securityKey: { user_akses: 'dairi', pwd_akses: 'p' }, data: [{ password: 'p', keterangan: 'ok', token: '-' }] };
    const masked = { securityKey: { user_akses: 'dairi', pwd_akses: '***' }, data: [{ password: '***', keterangan: 'ok', token: '-' }] };
    expect(maskOss(exchange({ requestBody: body })).requestBody).toEqual(masked);
    expect(maskOss(exchange({ requestBody: JSON.stringify(body) })).requestBody).toEqual(masked);
    expect(maskOss(exchange({ url: 'https://hub.example/x?username=a&token=abc&kd_izin=1' })).url).toBe(
      'https://hub.example/x?username=a&token=***&kd_izin=1',
    );
  });

  test('shows four digits of an identity', () => {
    const body = {
      no_identitas_penanggung_jwb: '1211010508900001',
      no_id_user_proses: 'A1234567',
      alamat: 'NIK 1211014508900002, Sidikalang',
      n: 1211010508900003,
    };
    expect(maskOss(exchange({ requestBody: body })).requestBody).toEqual({
      no_identitas_penanggung_jwb: '************0001',
      no_id_user_proses: '****4567',
      alamat: 'NIK ************0002, Sidikalang',
      n: '************0003',
    });
  });

  test('shows no NIK in any text, also in one that is no JSON', () => {
    const nik = fc.stringMatching(/^[1-9]\d{15}$/);
    const around = fc.stringMatching(/^[a-z ,:;"<>]{0,20}$/);
    fc.assert(
      fc.property(around, nik, around, (before, number, after) => {
        const text = `${before}${number}${after}`;
        for (const body of [text, { a: [{ b: text }] }, JSON.stringify({ a: text })]) {
          expect(JSON.stringify(maskOss(exchange({ requestBody: body, responseBody: body, status: 200 })))).not.toContain(
            number.slice(0, 12),
          );
        }
      }),
    );
  });

  test('leaves NIB, NIP, ids and times', () => {
    const body = {
      nib: '0220001234567',
      nip_status: '198001012006041001',
      id_izin: 'I-2024061912345678',
      oss_id: 'P02-2024061912345678',
      id_proyek: 'R-2024061912345678',
      tgl_status: '2024-06-19 08:00:00',
      jumlah_investasi: 1500000000,
    };
    expect(maskOss(exchange({ requestBody: body })).requestBody).toEqual(body);
  });

  test('survives a body that is nested to do harm', () => {
    const depth = 200_000;
    expect(() => maskOss(exchange({ requestBody: `${'['.repeat(depth)}${']'.repeat(depth)}` }))).not.toThrow();
    expect(() => maskOss(exchange({ requestBody: `{"user_key":"rahasia` }))).not.toThrow();
    expect(maskOss(exchange({ requestBody: `{"user_key":"rahasia` })).requestBody).toBe('{"user_key":"***');
  });
});
