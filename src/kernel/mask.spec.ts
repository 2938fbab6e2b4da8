import fc from 'fast-check';
import { literalMask, maskEmail, maskNik, maskPersonal, maskPhone, scrubbed, withoutNik, withoutNikIn } from './mask.js';

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

describe('the values of an applicant', () => {
  const mask = literalMask({
    names: ['Siti  Aminah', 'Ani'],
    others: ['Jalan Rahasia No. 77, Sidikalang', '+62812', 'a.b@example.com', 'x'],
  });

  it('are masked wherever they stand in a text, whatever their case and spaces', () => {
    expect(mask('Ibu siti aminah pindah ke JALAN RAHASIA NO. 77,\nSidikalang.')).toBe('Ibu ••• pindah ke •••.');
    expect(mask('Hubungi +62812 atau a.b@example.com')).toBe('Hubungi +••• atau •••');
  });

  it('stay where a text is the name and nothing else, and in longer words', () => {
    for (const text of ['Siti Aminah', ' SITI AMINAH', 'Siti Aminahwati', 'Ani', 'x', '', 'aabbexample.com', '628120'])
      expect(mask(text)).toBe(text);
  });

  it('take as long as the text', () => {
    const many = literalMask({ names: Array.from({ length: 5000 }, (_, i) => `Orang${i} Bernama`), others: [] });
    const at = performance.now();
    expect(many(`${'kata '.repeat(20_000)} orang4999 bernama`)).toMatch(/•••$/);
    expect(performance.now() - at).toBeLessThan(1000);
  });
});
