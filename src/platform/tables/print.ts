import PDFDocument from 'pdfkit';
import type { Readable } from 'node:stream';
import { setImmediate as breathe } from 'node:timers/promises';
import { Pen, type TextStyle } from '../pdf/pen.js';
import type { Cell, Column, Table } from './table.js';

/** A4 on its side, in points. */
const PAGE = { width: 841.89, height: 595.28, margin: 36, foot: 20 } as const;
const WIDTH = PAGE.width - 2 * PAGE.margin;
const BOTTOM = PAGE.height - PAGE.margin - PAGE.foot;
const PADDING = 3;
/** A row that fits on no page is set smaller, down to the last: nothing is cut. */
const SIZES = [7.5, 6.5, 5.5, 4.5, 3.5, 2.5];
const HEAD: TextStyle = { size: 7.5, face: 'bold' };
const FOOT: TextStyle = { size: 7.5, face: 'regular', color: '#333333' };
/** So many rows, and others have their turn. */
const BREATH = 20;

interface Ruled {
  readonly x: number;
  readonly width: number;
}

/** The table as a PDF to be printed: with its head on every page, ruled, pages numbered. */
export function print(table: Table): Readable {
  const doc = new PDFDocument({
    size: [PAGE.width, PAGE.height],
    margin: 0,
    autoFirstPage: false,
    pdfVersion: '1.7',
    lang: 'id-ID',
    displayTitle: true,
    font: null as unknown as string,
    fontLayoutCache: false,
    info: { Title: [table.title, ...table.lines].join(', '), Creator: 'Terbit', Producer: 'Terbit', CreationDate: table.at },
  });
  const stream = doc as unknown as Readable;
  void write(table, doc, stream).then(
    () => doc.end(),
    (error: Error) => stream.destroy(error),
  );
  return stream;
}

async function write(table: Table, doc: PDFKit.PDFDocument, stream: Readable): Promise<void> {
  const sheet = new RuledSheet(table, new Pen(doc, PAGE.margin, BOTTOM));
  sheet.begin();
  let rows = 0;
  for await (const row of table.rows) {
    // Whoever has stopped reading is not written for.
    if (stream.destroyed) return;
    sheet.row(row);
    if (++rows % BREATH === 0) await breathe();
  }
  if (rows === 0) sheet.nothing();
}

/** One page after the other, each with the head of the table. */
class RuledSheet {
  private readonly columns: readonly Ruled[];
  private readonly headHeight: number;
  private page = 0;

  constructor(
    private readonly table: Table,
    private readonly pen: Pen,
  ) {
    this.columns = ruled(table.columns);
    this.headHeight = this.heightOf(
      table.columns.map(({ title }) => title),
      HEAD,
    );
  }

  begin(): void {
    this.nextPage();
    this.head();
  }

  row(cells: readonly Cell[]): void {
    const texts = cells.map((cell) => (cell === null ? '' : String(cell)));
    const room = BOTTOM - PAGE.margin - this.headHeight;
    const style = SIZES.map(styled).find((each) => this.heightOf(texts, each) <= room) ?? styled(SIZES.at(-1)!);
    if (this.pen.y + this.heightOf(texts, style) > BOTTOM) this.begin();
    this.draw(texts, style);
  }

  nothing(): void {
    this.pen.write('(kosong)', styled(SIZES[0]!), { x: PAGE.margin, width: WIDTH, align: 'center' });
  }

  private nextPage(): void {
    this.pen.doc.addPage();
    this.page++;
    const place = { x: PAGE.margin, width: WIDTH };
    this.pen.writeAt(`${this.table.title}, ${this.table.lines.at(-1) ?? ''}`, FOOT, place, PAGE.height - PAGE.margin);
    this.pen.writeAt(`Halaman ${this.page}`, FOOT, { ...place, align: 'right' }, PAGE.height - PAGE.margin);
    this.pen.y = PAGE.margin;
  }

  private head(): void {
    const place = { x: PAGE.margin, width: WIDTH, align: 'center' } as const;
    if (this.page === 1) {
      this.pen.y = this.pen.writeAt(this.table.title.toUpperCase(), { size: 12, face: 'bold' }, place, this.pen.y);
      for (const line of this.table.lines) this.pen.y = this.pen.writeAt(line, { size: 9, face: 'regular' }, place, this.pen.y);
      this.pen.y += 8;
    }
    this.draw(
      this.table.columns.map(({ title }) => title),
      HEAD,
    );
  }

  private heightOf(texts: readonly string[], style: TextStyle): number {
    const heights = this.columns.map(({ x, width }, i) => this.pen.height(texts[i] ?? '', style, { x, width: width - 2 * PADDING }));
    return Math.max(...heights) + 2 * PADDING;
  }

  private draw(texts: readonly string[], style: TextStyle): void {
    const height = this.heightOf(texts, style);
    this.columns.forEach(({ x, width }, i) => {
      this.pen.doc.rect(x, this.pen.y, width, height).lineWidth(0.5).stroke('#000000');
      this.pen.writeAt(texts[i] ?? '', style, { x: x + PADDING, width: width - 2 * PADDING }, this.pen.y + PADDING);
    });
    this.pen.y += height;
  }
}

function styled(size: number): TextStyle {
  return { size, face: 'regular' };
}

/** Columns as wide as they ask for, in proportion. */
function ruled(columns: readonly Column[]): readonly Ruled[] {
  const total = columns.reduce((sum, { width }) => sum + width, 0);
  let x: number = PAGE.margin;
  return columns.map(({ width: share }) => {
    const width = (share / total) * WIDTH;
    const column = { x, width };
    x += width;
    return column;
  });
}
