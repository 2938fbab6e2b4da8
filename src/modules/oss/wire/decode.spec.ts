import fc from 'fast-check';
import { CHECKLIST_ITEM, DATA_NIB } from './data-nib.js';
import { decode } from './decode.js';
import type { Field, WireShape } from './shape.js';

/** Values as the shape has them, in the spelling that we would choose ourselves. */
function valuesOf(shape: WireShape, depth = 2): fc.Arbitrary<Record<string, unknown>> {
  const fields = Object.entries(shape).flatMap(([name, field]) => {
    const values = valueOf(field, depth);
    return values ? [[name, values] as const] : [];
  });
  return fc.record(Object.fromEntries(fields), { requiredKeys: [] });
}

function valueOf(field: Field, depth: number): fc.Arbitrary<unknown> | undefined {
  if ('of' in field) {
    if (depth === 0) return undefined;
    const inner = valuesOf(field.of, depth - 1);
    return field.kind === 'one' ? inner : fc.array(inner, { minLength: 2, maxLength: 2 });
  }
  if (field.kind === 'number') return fc.integer();
  if (field.kind === 'boolean') return fc.boolean();
  if (field.digits) return digitsOf(field.width ?? 1);
  return fc.stringMatching(/^[A-Za-z<>&"'][\w <>&"'.]{0,30}[a-z]$/);
}

const digitsOf = (width: number) =>
  fc.bigInt(0n, 10n ** BigInt(Math.min(width, 15)) - 1n).map((value) => String(value).padStart(width, '0'));

/** The same value as a careless sender writes it. */
function mangled(value: unknown, choice: () => number): unknown {
  if (Array.isArray(value)) return value.map((item) => mangled(item, choice));
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(([key, item]) => {
      const spelt = [key, `${key} `, ` ${key}`, key.toUpperCase()][choice() % 4]!;
      return [spelt, mangled(item, choice)] as const;
    });
    return Object.fromEntries([...entries, ['kunci_yang_tidak_dikenal', choice()]]);
  }
  if (typeof value === 'number') return choice() % 2 ? String(value) : value;
  if (typeof value === 'boolean') return [value, String(value), value ? 'Y' : 'N', value ? 1 : 0][choice() % 4];
  if (typeof value === 'string' && /^\d{1,15}$/.test(value)) return choice() % 2 ? Number(value) : ` ${value} `;
  return value;
}

describe('reading what arrives', () => {
  test('finds the same in every spelling', () => {
    fc.assert(
      fc.property(valuesOf(DATA_NIB), fc.array(fc.nat(), { minLength: 7, maxLength: 7 }), (value, choices) => {
        let at = 0;
        const sent = mangled(value, () => choices[at++ % choices.length]!);
        expect(decode(DATA_NIB, sent)).toEqual({ value, misfits: [] });
      }),
      { numRuns: 30 },
    );
  });

  test('never throws, whatever arrives', () => {
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), fc.dictionary(fc.constantFrom(...Object.keys(DATA_NIB)), fc.jsonValue())), (value) => {
        const { value: read, misfits } = decode(DATA_NIB, value);
        for (const { field } of misfits) if (/^\w+$/.test(field)) expect(read).not.toHaveProperty([field]);
        expect(() => JSON.stringify(read)).not.toThrow();
      }),
    );
  });

  test('takes blanks off keys, as in the sample of the interface document', () => {
    expect(decode(DATA_NIB, { 'tipe_dokumen ': '5' }).value).toEqual({ tipe_dokumen: '5' });
  });

  test.each(['-', ' - ', '', '  ', null])('takes %j for absent', (nothing) => {
    const sent = { nib: nothing, jumlah: nothing, data_proyek: nothing, data_checklist: [nothing] };
    expect(decode(DATA_NIB, sent)).toEqual({ value: { data_checklist: [] }, misfits: [] });
  });

  test('prefers the spelling of a key that says something', () => {
    expect(decode(DATA_NIB, { tipe_dokumen: '-', 'tipe_dokumen ': 9 }).value).toEqual({ tipe_dokumen: '9' });
  });

  test('puts back the zeros that a number has lost', () => {
    expect(decode(DATA_NIB, { nib: 220001234567, kewenangan: 2, kd_daerah: 1211010001 }).value).toEqual({
      nib: '0220001234567',
      kewenangan: '02',
      kd_daerah: '1211010001',
    });
  });

  test('takes one for a list of one, and a list for the first of it', () => {
    const sent = { data_checklist: { id_izin: 'I-1' }, data_teknis: [{ id_komitmen: 7 }, { id_komitmen: 8 }] };
    expect(decode(DATA_NIB, sent).value.data_checklist).toEqual([{ id_izin: 'I-1' }]);
    expect(decode(CHECKLIST_ITEM, sent).value.data_teknis).toEqual({ id_komitmen: '7' });
  });

  test('names what is something else altogether', () => {
    const sent = { nib: { a: 1 }, total_pma: 'banyak', data_proyek: [{ jumlah_investasi: [] }, 'x'], data_checklist: 5 };
    expect(decode(DATA_NIB, sent)).toEqual({
      value: { data_proyek: [{}], data_checklist: [] },
      misfits: [
        { field: 'total_pma', expected: 'number' },
        { field: 'nib', expected: 'text' },
        { field: 'data_proyek[0].jumlah_investasi', expected: 'number' },
        { field: 'data_proyek[1]', expected: 'one' },
        { field: 'data_checklist[0]', expected: 'one' },
      ].sort((a, b) => order(a.field) - order(b.field)),
    });
  });

  test('keeps markup and codes that nobody knows as they are', () => {
    const sent = { nama_perseroan: '<script>alert(1)</script>', kewenangan: 'ZZ', ['__proto__ ']: { polluted: 1 } };
    expect(decode(DATA_NIB, sent).value).toEqual({ nama_perseroan: '<script>alert(1)</script>', kewenangan: 'ZZ' });
    expect({}).not.toHaveProperty('polluted');
  });
});

const order = (field: string) => Object.keys(DATA_NIB).indexOf(field.replace(/\[.*/, ''));
