import fc from 'fast-check';
import type { Bars, Lines } from './chart.js';
import { draw } from './draw.js';

const bars = (items: Bars['items'], more: Partial<Bars> = {}): Bars => {
  return { kind: 'bars', title: 'Judul', about: 'Tentang', empty: 'Kosong.', more: 'dan {n} lagi', items, ...more };
};
const lines = (values: readonly (number | null)[]): Lines => ({
  ...{ kind: 'lines', title: 'Judul', about: 'Tentang', empty: 'Kosong.', unit: '%', most: 100 },
  at: values.map((_, i) => `2026-${String(i + 1).padStart(2, '0')}`),
  series: [{ label: 'Langkah', values }],
});

/** Every tag is closed in its order; nothing stands outside. */
function wellFormed(svg: string): boolean {
  const open: string[] = [];
  for (const [, close, name, empty] of svg.matchAll(/<(\/?)([a-z]+)(?:\s[^<>]*?)?(\/?)>/g)) {
    if (close) {
      if (open.pop() !== name) return false;
    } else if (!empty) open.push(name!);
  }
  return open.length === 0 && !/[<>]/.test(svg.replace(/<[^<>]*>/g, ''));
}

it('is a picture with a title and what it says', () => {
  const svg = draw(bars([{ label: 'Front Office', value: 3, text: '3' }]));
  expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" viewBox="0 0 420 \d+/);
  expect(svg).toContain('role="img"');
  expect(svg).toContain('<title>Judul</title><desc>Tentang</desc>');
  expect(svg).not.toMatch(/script|href|style=|url\(/);
});

it('lets no name out of its place', () => {
  const evil = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('<script>alert(1)</script>', '"><img onerror=x>', '&amp;', '\u0000'),
  );
  fc.assert(
    fc.property(evil, evil, (label, text) => {
      const svg = draw(bars([{ label, value: 1, text }], { title: label, about: text }));
      expect(wellFormed(svg)).toBe(true);
      expect(svg).not.toMatch(/<script|<img/);
    }),
  );
});

it('says so when there is nothing, and how much does not fit', () => {
  expect(draw(bars([]))).toContain('Kosong.');
  expect(draw(lines([null, null]))).toContain('Kosong.');
  const many = Array.from({ length: 60 }, (_, i) => ({ label: `L${i}`, value: i, text: String(i) }));
  expect(draw(bars(many))).toMatch(/dan \d+ lagi/);
});

it('breaks a line where nothing was measured, and stays within the picture', () => {
  const svg = draw(lines([50, null, 100, 250, 0]));
  expect(svg.match(/<circle/g)).toHaveLength(4);
  expect(/ d="(M[^M]*M[^M]*)"/.exec(svg)).not.toBeNull();
  for (const [, y] of svg.matchAll(/cy="([-\d.]+)"/g)) expect(Number(y)).toBeGreaterThanOrEqual(0);
  expect(wellFormed(svg)).toBe(true);
});
