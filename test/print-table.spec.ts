import { readPdf } from './support/pdf.js';
import { print } from '../src/platform/tables/print.js';
import type { Cell, Table } from '../src/platform/tables/table.js';

async function* rowsOf(rows: readonly (readonly Cell[])[]): AsyncGenerator<readonly Cell[]> {
  for (const row of rows) yield await Promise.resolve(row);
}

function table(rows: readonly (readonly Cell[])[]): Table {
  const columns = [
    { title: 'Nomor Urut', width: 8 },
    { title: 'Perihal', width: 40 },
    { title: 'Keterangan', width: 20 },
  ];
  return { title: 'Buku Agenda', lines: ['Dinas Contoh', 'Tahun 2026'], at: new Date('2026-11-23T02:00:00Z'), columns, rows: rowsOf(rows) };
}

async function printed(rows: readonly (readonly Cell[])[]) {
  const pieces: Buffer[] = [];
  for await (const piece of print(table(rows))) pieces.push(piece as Buffer);
  return readPdf(Buffer.concat(pieces));
}

const squeezed = (text: string) => text.replace(/\s+/g, '');
const times = (text: string, part: string) => text.split(part).length - 1;

it('prints every row, with the head on each page and the pages numbered', async () => {
  const { text, pages } = await printed(Array.from({ length: 120 }, (_, n) => [n + 1, `Surat ke-${n + 1}.`, null]));
  for (let n = 1; n <= 120; n++) expect(text).toContain(`Surat ke-${n}.`);
  expect(pages).toBeGreaterThan(2);
  expect(times(squeezed(text), 'NomorUrut')).toBe(pages);
  expect(squeezed(text)).toContain(`Halaman${pages}`);
});

it('cuts nothing, however long: a row that fits on no page is set smaller', async () => {
  const long = Array.from({ length: 1500 }, (_, n) => `kata${n}`).join(' ');
  const { text } = await printed([
    [1, long, 'x'.repeat(400)],
    [2, 'Sesudahnya', null],
  ]);
  expect(squeezed(text)).toContain(squeezed(long));
  expect(times(squeezed(text), 'x')).toBeGreaterThanOrEqual(400);
  expect(text).toContain('Sesudahnya');
});

it('says so when there is nothing', async () => {
  expect((await printed([])).text).toContain('(kosong)');
});
