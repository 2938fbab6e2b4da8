import { plainCharacters } from './characters.js';
import { canonicalMailbox, isMailbox } from './mailbox.js';
import { canonicalDigits, numberKey, verificationCode } from './numbers.js';
import { canonicalTelephone, telephone } from './telephone.js';
import { typedByName, typedBySchema } from './typed-schema.js';
import { canonicalUserName } from './user-name.js';

const fullWidth = (text: string) => text.replace(/[!-~]/g, (sign) => String.fromCodePoint(sign.codePointAt(0)! + 0xfee0));

describe('a telephone number', () => {
  it.each([
    ['0812-3456 7890', '+6281234567890'],
    ['+62 812 3456 7890', '+6281234567890'],
    ['+62 0812 3456 7890', '+6281234567890'],
    ['+62 (0) 812 3456 7890', '+6281234567890'],
    ['6281234567890', '+6281234567890'],
    ['0812\u00a03456\u20117890\u200b', '+6281234567890'],
    [fullWidth('0812 3456 7890'), '+6281234567890'],
    ['(0627) 21234', '+6262721234'],
    ['0627/21234', '+6262721234'],
    ['+1 415 555 0100', '+14155550100'],
    ['0812', null],
    ['tidak ada', null],
    ['0812 x 3456', null],
    ['+0812345678', null],
    ['081234567890123456', null],
    ['٠٨١٢٣٤٥٦٧٨٩٠', null],
  ])('%s is %s', (typed, number) => expect(telephone(typed)).toBe(number));

  it('is left as it is where it is none', () => expect(canonicalTelephone(' x ')).toBe('x'));
});

describe('a number of digits', () => {
  it.each([
    ['1211 0145 0890 0001', '1211014508900001'],
    ['1211014508900001\u00a0', '1211014508900001'],
    ["'1211014508900001", '1211014508900001'],
    ['\ufeff1211-0145.0890/0001', '1211014508900001'],
    [fullWidth('1211014508900001'), '1211014508900001'],
    ['01.234.567.8-901.000', '012345678901000'],
    ['12110145O8900001', '12110145O8900001'],
    ['١٢١١', '١٢١١'],
    ['', ''],
  ])('%s is kept as %s', (typed, kept) => expect(canonicalDigits(typed)).toBe(kept));
});

describe('a code', () => {
  it.each(['abcd-efgh-jkmn-pq01', 'ABCD EFGH JKMN PQOI', ' abcdefghjkmnpqol\u00a0', fullWidth('ABCD-EFGH-JKMN-PQ01')])(
    '%s is read',
    (typed) => expect(verificationCode(typed)).toBe('ABCDEFGHJKMNPQ01'),
  );
  it.each(['', 'ABCD', 'U'.repeat(16), 'ABCDEFGHJKMNPQ01X'])('%s is none', (typed) => expect(verificationCode(typed)).toBeNull());

  it('of a receipt is looked up without its separators', () => {
    for (const typed of ['RESI-2026-000099', 'resi 2026 000099', 'RESI/2026.000099 ', 'resi2026OOOO99'])
      expect(numberKey(typed)).toBe('RES12026000099');
  });
});

it('a mail address keeps its first part, and has its domain in small letters', () => {
  expect(canonicalMailbox(' Siti.Nuraini@Contoh.EXAMPLE\u00a0')).toBe('Siti.Nuraini@contoh.example');
  expect(canonicalMailbox(fullWidth('siti@contoh.example'))).toBe('siti@contoh.example');
  for (const none of ['Siti <siti@contoh.example>', 'a@b.example, c@d.example', 'siti', '@b', 'a b@c.example'])
    expect(isMailbox(canonicalMailbox(none))).toBe(false);
});

it('a user name is in small letters', () => expect(canonicalUserName(' Kasi.Pelayanan\u00a0')).toBe('kasi.pelayanan'));

it.each(['’', '`', '´', 'ʼ', '‘', '＇'])('%s is an apostrophe', (sign) =>
  expect(plainCharacters(`\u00a0Nur${sign}aini\u2003 Sinaga `)).toBe("Nur'aini Sinaga"),
);

describe('a value of a JSON Schema', () => {
  const schema = {
    properties: {
      owner: { type: 'string', format: 'nik' },
      phone: { type: 'string' },
      shop: { type: 'string', 'x-typed': 'name' },
      list: { type: 'array', items: { properties: { nib: { type: 'string' } } } },
      note: { type: 'string' },
    },
  };

  it('has what is of a kind in one form, and nothing else changed', () => {
    const typed = { owner: '1211 0145 0890 0001', phone: '0812-3456-7890', shop: ' D’Contoh ', list: [{ nib: '123 456' }], note: ' a ' };
    const kept = { owner: '1211014508900001', phone: '+6281234567890', shop: "D'Contoh", list: [{ nib: '123456' }], note: ' a ' };
    expect(typedBySchema(schema, typed)).toEqual(kept);
    expect(typedBySchema(schema, kept)).toEqual(kept);
    expect(typedBySchema(schema, typedBySchema(schema, kept))).toEqual(kept);
  });

  it('is the same object where nothing changes', () => {
    const kept = { owner: '1211014508900001' };
    expect(typedBySchema(schema, kept)).toBe(kept);
    expect(typedByName(kept)).toBe(kept);
  });
});
