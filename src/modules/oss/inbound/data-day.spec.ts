import { dataDay } from './data-day.js';

const ARRIVED = new Date('2026-11-25T20:00:00Z');
const day = (parts: Parameters<typeof dataDay>[0]) => dataDay(parts, ARRIVED);

it('is the day that the payload names, or on which it arrived in Jakarta', () => {
  expect(day({ tipe_dokumen: '5', tgl_perubahan_nib: '2026-11-20' })).toBe('2026-11-20/1');
  expect(day({ tipe_dokumen: '5', tgl_terbit_nib: '2026-11-01' })).toBe('2026-11-26/1');
  expect(day({ tipe_dokumen: '5', tgl_perubahan_nib: 'kemarin' })).toBe('2026-11-26/1');
  expect(day({ tgl_terbit_nib: '2026-11-01' })).toBe('2026-11-01/0');
  expect(day({ tipe_dokumen: '9' })).toBe('2026-11-26/0');
});

it('puts what happened on one day in its order: new, changed, ended', () => {
  const days = ['9', '5', '3'].map((tipe_dokumen) => day({ tipe_dokumen, tgl_perubahan_nib: '2026-11-20' }));
  expect([...days].sort()).toEqual(days);
  expect(day({ tipe_dokumen: '9', tgl_perubahan_nib: '2026-11-21' }) > days[2]!).toBe(true);
});
