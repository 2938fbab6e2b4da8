import { dateIn } from '../../platform/numbering/number-format.js';
import type { Cell, Table } from '../../platform/tables/table.js';
import type { Agency, Book } from '../../sop/sop-definition.js';
import type { BookLineRow, BookRange } from './book-lines.js';
import { lineStatus } from './book-entry.view.js';

interface LineColumn {
  readonly title: string;
  readonly width: number;
  readonly cell: (row: BookLineRow, zone: string) => Cell;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;

const detail = (name: string) => (row: BookLineRow) => {
  const value = (row.details as Record<string, unknown>)[name];
  return typeof value === 'string' ? value : null;
};

/** A day as offices write it; a calendar date is one already, a moment has its day in the zone of the agency. */
const dayOf = (at: Date | string | null | undefined, zone: string): string | null => {
  if (at === null || at === undefined) return null;
  const [year, month, day] = (typeof at === 'string' && DAY.test(at) ? at : dateIn(new Date(at), zone)).split('-');
  return `${day}-${month}-${year}`;
};

const NUMBER: LineColumn = { title: 'Nomor Urut', width: 8, cell: (row) => sequence(row) };
const ADDRESSED: LineColumn = { title: 'Ditujukan Kepada', width: 30, cell: (row) => row.addressed_to };
const REMARKS: LineColumn = { title: 'Keterangan', width: 50, cell: remarks };

/** Buku agenda surat keluar: the columns that offices keep. */
const AGENDA: readonly LineColumn[] = [
  NUMBER,
  { title: 'Nomor Surat', width: 34, cell: (row) => row.label },
  { title: 'Tanggal Surat', width: 12, cell: (row, zone) => dayOf(row.dated, zone) },
  ADDRESSED,
  { title: 'Perihal / Isi Singkat', width: 40, cell: (row) => row.summary },
  {
    title: 'Tanggal Kirim',
    width: 12,
    cell: (row, zone) => dayOf(row.letter_acknowledged?.at ?? row.letter_handed_over?.at, zone),
  },
  REMARKS,
  { title: 'Waktu Dicatat', width: 16, cell: (row, zone) => timeOf(row.entered_at, zone) },
];

/** Buku ekspedisi: Permendagri 47/2016, model A.8, with the proof of receipt beside it. */
const DISPATCH: readonly LineColumn[] = [
  NUMBER,
  { title: 'Tanggal Pengiriman', width: 14, cell: (row, zone) => dayOf(row.dated, zone) },
  { title: 'Tanggal dan Nomor Surat', width: 40, cell: letterDateAndNumber },
  { title: 'Isi Singkat Surat yang Dikirim', width: 40, cell: (row) => row.summary },
  ADDRESSED,
  { title: 'Nama Penerima', width: 26, cell: detail('receivedBy') },
  { title: 'Hubungan', width: 12, cell: detail('relation') },
  { title: 'Waktu Diterima', width: 18, cell: (row, zone) => timeOf(row.entered_at, zone) },
  { title: 'Nomor Resi', width: 18, cell: detail('receiptNumber') },
  { title: 'Resi Ditunjukkan', width: 10, cell: (row) => (truth(row, 'receiptShown') ? 'Ya' : 'Tidak') },
  { title: 'Tanda Tangan', width: 16, cell: (row) => (detail('signatureImage')(row) === null ? null : 'Ada (gambar)') },
  { title: 'Diserahkan Oleh', width: 24, cell: (row) => row.entered_by },
  REMARKS,
];

/** A book as a table, for whatever medium. */
export function bookTable(agency: Agency, book: Book, range: BookRange, lines: AsyncIterable<BookLineRow>, at: Date): Table {
  const columns = book.kind === 'dispatch' ? DISPATCH : AGENDA;
  return {
    title: book.title,
    lines: [agency.name, periodOf(range)],
    at,
    columns: columns.map(({ title, width }) => ({ title, width })),
    rows: cells(lines, columns, agency.timeZone),
  };
}

async function* cells(lines: AsyncIterable<BookLineRow>, columns: readonly LineColumn[], zone: string): AsyncGenerator<readonly Cell[]> {
  for await (const row of lines) yield columns.map(({ cell }) => cell(row, zone));
}

function periodOf({ year, from, until }: BookRange): string {
  const days = [from && `dari ${dated(from)}`, until && `sampai ${dated(until)}`].filter(Boolean).join(' ');
  return [year === null ? '' : `Tahun ${year}`, days].filter((part) => part !== '').join(', ');
}

function dated(day: string): string {
  return day.split('-').reverse().join('-');
}

function sequence(row: BookLineRow): Cell {
  return row.insertion === 0 ? row.number : `${row.number} (sisipan)`;
}

/** The line beside which a number was inserted, and why. */
function inserted(row: BookLineRow): { readonly beside: string; readonly reason: string } | undefined {
  return (row.details as { inserted?: { beside: string; reason: string } }).inserted;
}

function remarks(row: BookLineRow, zone: string): string | null {
  const status = lineStatus(row);
  const beside = inserted(row);
  const { replaces } = row.details as { replaces?: string };
  const said = [
    beside && `SISIPAN: ${beside.reason}`,
    replaces && `Menggantikan nomor ${replaces}`,
    status === 'voided' && row.voided && `BATAL ${dayOf(row.voided.at, zone)} oleh ${row.voided.by}: ${row.voided.reason}`,
    status === 'revoked' &&
      row.letter_revoked &&
      `DICABUT ${dayOf(row.letter_revoked.at, zone)} oleh ${row.letter_revoked.by}: ${row.letter_revoked.reason}`,
    status === 'replaced' && `DIGANTI dengan nomor ${row.letter_replaced_by}`,
  ].filter(Boolean);
  return said.length === 0 ? null : said.join('. ');
}

function letterDateAndNumber(row: BookLineRow, zone: string): string | null {
  return [dayOf(row.letter_dated ?? detail('letterDate')(row), zone), detail('letterNumber')(row)].filter(Boolean).join(', ') || null;
}

function timeOf(at: Date, zone: string): string {
  return `${dayOf(at, zone)} ${at.toLocaleTimeString('id-ID', { timeZone: zone, hour: '2-digit', minute: '2-digit' })}`;
}

function truth(row: BookLineRow, name: string): boolean {
  return (row.details as Record<string, unknown>)[name] === true;
}
