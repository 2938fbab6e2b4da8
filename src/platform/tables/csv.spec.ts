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
      fc.pre(cells.every((cell) => !/^[\r\t]/.test(cell)) && cells[0] !== '');
      expect(read(line(cells))).toEqual(cells);
    }),
  );
});

it.each(['=1+1', '+62812', '-5', '@SUM(A1)', '\t=1', '\r=1'])('makes %j harmless', (formula) => {
  expect(read(line([formula]))).toEqual([`'${formula}`]);
});

it('leaves numbers and nothing as they are', () => {
  expect(line([42, null, 'x'])).toBe('42,,x\r\n');
});
