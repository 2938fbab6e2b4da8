import fc from 'fast-check';
import { line } from './csv.js';

/** RFC 4180, read as any spreadsheet does. */
function read(text: string): string[] {
  const cells: string[] = [];
  for (const [, quoted, plain] of text.replace(/\r\n$/, '').matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))/g))
    cells.push(quoted?.replaceAll('""', '"') ?? plain ?? '');
  return cells;
}

it('comes back as it was written', () => {
  const text = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', ' ', ';', 'é') });
  fc.assert(
    fc.property(fc.array(text, { minLength: 1, maxLength: 6 }), (cells) => {
      fc.pre(cells.every((cell) => !/^[\r\n\t]/.test(cell)) && cells[0] !== '');
      expect(read(line(cells))).toEqual(cells);
    }),
  );
});

it.each(['=1+1', '+62812', '-5', '@SUM(A1)', '\t1', '\r1', ' =1', '"=1', '＝1+1'])('makes %j harmless', (formula) => {
  expect(read(line([formula]))).toEqual([`'${formula}`]);
});

it.each([
  ['Budi;=cmd|x!A0;x', `Budi;'=cmd|x!A0;x`],
  ['a;b;+1;@c', `a;b;'+1;'@c`],
  ['Budi; =1', `Budi;' =1`],
  ['a\t=1', `a\t'=1`],
  ['a\r\n=1', `a\r\n'=1`],
  ['a;"=1', `a;'"=1`],
  ['\t=1', `'\t'=1`],
])('makes %j harmless where a semicolon or a tab divides', (text, harmless) => {
  expect(read(line([text]))).toEqual([harmless]);
  expect(line([text])).toMatch(/^".*"\r\n$/s);
});

it.each(['2026-11-23', 'a-b', 'x = 1; y', 'Jl. Mawar 5; RT 1', "d'Arc"])('leaves %j as it is', (text) => {
  expect(read(line([text]))).toEqual([text]);
});

it('leaves numbers and nothing as they are', () => {
  expect(line([42, null, 'x'])).toBe('42,,x\r\n');
});
