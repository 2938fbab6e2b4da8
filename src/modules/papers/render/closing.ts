import { lineHeight, type Pen } from '../../../platform/pdf/pen.js';
import type { Sheet } from '../sheet.js';
import { BODY, GAP, PAGE, SMALL, SMALL_STRONG, STRONG, WIDTH } from './look.js';

const COLUMN = 220;
/** Where a hand signs, or a stamp goes. */
const HAND = 50;
/** A longer table goes on over the end of the page, row by row. */
const MOST_BESIDE = 300;

/** Signatures, paraf and tembusan: what belongs together stays together. */
export function closing(pen: Pen, sheet: Sheet): void {
  const signed = signatures(pen, sheet);
  const table = marks(pen, sheet);
  const beside = sheet.paper.signatures.length === 1 && table.height <= MOST_BESIDE;
  pen.room(GAP + (beside ? Math.max(signed.height, table.height) : signed.height));
  const y = pen.y + GAP;
  signed.draw(y);
  if (beside) {
    table.draw(y);
    pen.y = y + Math.max(signed.height, table.height) + GAP;
  } else {
    pen.y = y + signed.height + GAP;
    table.flow();
  }
  copies(pen, sheet);
}

/** Something whose height is known before it is drawn. */
interface Part {
  readonly height: number;
  readonly draw: (y: number) => void;
}

/** Tempat dan tanggal, jabatan, nama, NIP: on the right; of two signatures the first on the left. */
function signatures(pen: Pen, { paper, placeAndDate }: Sheet): Part {
  const columns = paper.signatures.map(({ office, name, nip }, i) => {
    const last = i === paper.signatures.length - 1;
    const dated = last && paper.layout === 'titled' ? `${placeAndDate}\n` : '';
    const place = { x: last ? PAGE.left + WIDTH - COLUMN : PAGE.left, width: COLUMN };
    const [head, foot] = [`${dated}${office},`, name || `(${'.'.repeat(40)})`];
    return { head, foot, nip, place, above: pen.height(head, BODY, place), below: pen.height(foot, STRONG, place) + lineHeight(BODY) };
  });
  const above = Math.max(0, ...columns.map((column) => column.above));
  const below = Math.max(0, ...columns.map((column) => column.below));
  return {
    height: columns.length === 0 ? 0 : above + HAND + below,
    draw: (y) => {
      for (const { head, foot, nip, place, above: own } of columns) {
        pen.writeAt(head, BODY, place, y + above - own);
        const under = pen.writeAt(foot, STRONG, place, y + above + HAND);
        if (nip !== '') pen.writeAt(`NIP. ${nip}`, BODY, place, under);
      }
    },
  };
}

const COLUMNS = [
  { title: 'Paraf', width: 48 },
  { title: 'Oleh', width: 112 },
  { title: 'Waktu', width: 64 },
] as const;

/** Paraf hierarki: who has initialled and signed this version, in which role, when. */
function marks(pen: Pen, { marks }: Sheet): Part & { readonly flow: () => void } {
  if (marks.length === 0) return { height: 0, draw: () => undefined, flow: () => undefined };
  const cells = [COLUMNS.map(({ title }) => title), ...marks.map(({ what, role, name, at }) => [what, `${role}\n${name}`, at])];
  const rows = cells.map((row, no) => {
    const style = no === 0 ? SMALL_STRONG : SMALL;
    const inner = (column: number) => ({ x: 0, width: COLUMNS[column]!.width - 6 });
    return { row, style, height: Math.max(...row.map((cell, i) => pen.height(cell, style, inner(i)))) + 4 };
  });
  const draw = ({ row, style, height }: (typeof rows)[number], y: number) => {
    let x: number = PAGE.left;
    row.forEach((cell, i) => {
      const { width } = COLUMNS[i]!;
      pen.doc.rect(x, y, width, height).lineWidth(0.4).stroke('#888888');
      pen.writeAt(cell, style, { x: x + 3, width: width - 6 }, y + 2);
      x += width;
    });
  };
  return {
    height: rows.reduce((sum, { height }) => sum + height, 0),
    draw: (y) => {
      for (const row of rows) {
        draw(row, y);
        y += row.height;
      }
    },
    flow: () => {
      for (const row of rows) {
        pen.room(row.height);
        draw(row, pen.y);
        pen.y += row.height;
      }
      pen.y += GAP;
    },
  };
}

/** Tembusan. */
function copies(pen: Pen, { paper: { copies } }: Sheet): void {
  if (copies.length === 0) return;
  pen.room(lineHeight(BODY) * (copies.length + 1));
  pen.write('Tembusan:', BODY, { x: PAGE.left, width: WIDTH });
  copies.forEach((copy, i) => pen.write(`${i + 1}. ${copy}`, BODY, { x: PAGE.left, width: WIDTH }));
}
