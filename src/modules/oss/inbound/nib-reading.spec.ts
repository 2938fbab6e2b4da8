import type { OssField, ServiceOss } from '../../../sop/oss/oss-data.js';
import type { SopDefinition } from '../../../sop/sop-definition.js';
import { isToProcess, licencesOf } from './nib-licences.js';
import { filledFrom } from './nib-reading.js';

const form = (field: Partial<OssField>, nib: object) => {
  const fields = [{ field: 'x', from: ['a.0.b', 'c'], as: 'text', ...field }];
  const oss = { form: fields, applicant: [] } as unknown as ServiceOss;
  return filledFrom({ oss } as SopDefinition, nib).form['x'];
};

describe('a form filled from a NIB', () => {
  it('takes the first path that says something', () => {
    expect(form({}, { a: [{ b: 'first' }], c: 'second' })).toBe('first');
    expect(form({}, { a: [{ b: '-' }], c: ' second ' })).toBe('second');
    expect(form({}, { a: 'none', c: {} })).toBeUndefined();
    expect(form({ otherwise: 'preset' }, { a: [] })).toBe('preset');
  });

  it('reads numbers, telephones and digits whatever they look like', () => {
    expect(form({ as: 'integer' }, { c: '25000000' })).toBe(25_000_000);
    expect(form({ as: 'integer' }, { c: 12.7 })).toBe(12);
    expect(form({ as: 'integer' }, { c: 'banyak' })).toBeUndefined();
    expect(form({ as: 'phone' }, { c: '62 812-0000' })).toBe('+628120000');
    expect(form({ as: 'phone' }, { c: '0812 0000' })).toBe('08120000');
    expect(form({ as: 'digits' }, { c: '12.11.01' })).toBe('121101');
    expect(form({ as: 'digits' }, { c: 'x' })).toBeUndefined();
  });

  it('reaches into nothing but the NIB itself', () => {
    expect(form({ from: ['constructor.name', '__proto__'] }, { c: 'x' })).toBeUndefined();
  });
});

describe('the licences of a NIB', () => {
  it('are those of its checklist, with the region of the NIB where they name none', () => {
    expect(licencesOf({ kd_daerah: '1211', data_checklist: [{ kd_izin: '1' }, { kd_izin: '2', kd_daerah: '1212' }] })).toEqual([
      { kd_izin: '1', kd_daerah: '1211' },
      { kd_izin: '2', kd_daerah: '1212' },
    ]);
  });

  it('are what its head names where there is no checklist', () => {
    expect(licencesOf({ kd_izin: '1', id_izin: 'I-1', kd_daerah: '1211', data_proyek: [{ id_proyek: 'R-1' }] })).toEqual([
      { kd_izin: '1', id_izin: 'I-1', kd_daerah: '1211', id_proyek: 'R-1' },
    ]);
    expect(licencesOf({ nib: '1' })).toEqual([]);
  });

  it('need work unless they need none, issue themselves, or are copies', () => {
    expect([undefined, 'Y', 'N', 'O', 't'].map((flag) => isToProcess({ flag_checklist: flag }))).toEqual([true, true, false, false, false]);
  });
});
