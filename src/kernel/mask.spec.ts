import fc from 'fast-check';
import { maskEmail, maskNik, maskPersonal, maskPhone, scrubbed, withoutNik, withoutNikIn } from './mask.js';

const NIK = '1211014508900001';

describe('masks', () => {
  it('leave enough to tell one from another, and hide the rest', () => {
    expect(maskNik(NIK)).toBe('1211••••••••0001');
    expect(maskEmail('pemohon@example.com')).toBe('p•••@example.com');
    expect(maskPhone('081200000001')).toBe('0812•••01');
    expect(maskNik('121')).toBe('•••');
    expect(maskEmail('@example.com')).toBe('•••');
    expect(maskPhone('0812')).toBe('•••');
  });

  it('know what they hide by its looks', () => {
    expect([NIK, '121101010190000', 'a@b.co', '+62 812-0000-0001', 'Jalan Contoh 1', 7, null, undefined].map(maskPersonal)).toEqual([
      '1211••••••••0001',
      '1211••••••••0000',
      'a•••@b.co',
      '+62 •••01',
      '•••',
      '•••',
      null,
      undefined,
    ]);
  });
});

describe('a text that is kept', () => {
  it('holds no NIK, and what only looks like a part of one stays', () => {
    expect(withoutNik(`NIK ${NIK}, lihat KTP`)).toBe('NIK 1211••••••••0001, lihat KTP');
    for (const text of [`a${NIK}`, `${NIK}0`, '9999999999999999', 'IUMK-2026-000001', '']) expect(withoutNik(text)).toBe(text);
  });

  it('is looked for at any depth, and left as it is where there is none', () => {
    const clean = { note: 'Lengkap.', records: [{ kind: 'letter', id: '0193' }], n: 1, none: null };
    expect(withoutNikIn(clean)).toBe(clean);
    expect(withoutNikIn({ note: 'a', data: { list: ['b', { text: NIK }] } })).toEqual({
      note: 'a',
      data: { list: ['b', { text: '1211••••••••0001' }] },
    });
  });

  it('never grows into something that holds one', () => {
    fc.assert(fc.property(fc.string(), fc.string(), (before, after) => !withoutNik(`${before} ${NIK} ${after}`).includes(` ${NIK} `)));
  });
});

it('scrubs what goes into logs: sixteen digits of any kind, and mailboxes', () => {
  expect(scrubbed('no 9999999999999999 for pemohon@example.com')).toBe('no 9999••••••••9999 for p•••@example.com');
});
