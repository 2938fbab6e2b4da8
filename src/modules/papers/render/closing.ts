import { lineHeight, type Pen } from '../../../platform/pdf/pen.js';
import type { Sheet } from '../sheet.js';
import { BODY, GAP, PAGE, SMALL, SMALL_STRONG, STRONG, WIDTH } from './look.js';

const COLUMN = 220;
/** Where a hand signs, or a stamp goes. */
const HAND = 52;

/** Tempat dan tanggal, jabatan, nama, NIP: on the right; of two signatures the first on the left. Never torn apart. */
export function signatures(pen: Pen, { paper, placeAndDate }: Sheet): void {
  const columns = paper.signatures.map((signature, i) => {
    const right = i === paper.signatures.length - 1;
    const dated = right && paper.layout === 'titled' ? [placeAndDate] : [];
    return { signature, dated, place: { x: right ? PAGE.left + WIDTH - COLUMN : PAGE.left, width: COLUMN } };
  });
  if (columns.length === 0) return;
  const top = ({ signature, dated, place }: (typeof columns)[number]) =>
    pen.height([...dated, `${signature.office},`].join('\n'), BODY, place);
  const above = Math.max(...columns.map(top));
  const below = Math.max(...columns.map(({ signature, place }) => pen.height(nameOf(signature), STRONG, place))) + lineHeight(BODY);
  pen.room(above + HAND + below + GAP);
  const y = pen.y + GAP;
  for (const { signature, dated, place } of columns) {
    pen.writeAt(
      [...dated, `${signature.office},`].join('\n'),
      BODY,
      place,
      y + above - pen.height([...dated, `${signature.office},`].join('\n'), BODY, place),
    );
    const under = pen.writeAt(nameOf(signature), STRONG, place, y + above + HAND);
    if (signature.nip !== '') pen.writeAt(`NIP. ${signature.nip}`, BODY, place, under);
  }
  pen.y = y + above + HAND + below + GAP;
}

function nameOf({ name }: { readonly name: string }): string {
  return name === '' ? '(........................................)' : name;
}

/** Tembusan. */
export function copies(pen: Pen, { paper: { copies } }: Sheet): void {
  if (copies.length === 0) return;
  pen.room(lineHeight(BODY) * (copies.length + 1));
  pen.write('Tembusan:', BODY, { x: PAGE.left, width: WIDTH });
  copies.forEach((copy, i) => pen.write(`${i + 1}. ${copy}`, BODY, { x: PAGE.left, width: WIDTH }));
  pen.y += GAP;
}

const COLUMNS = [
  { title: 'Paraf / tanda tangan', width: 90 },
  { title: 'Jabatan', width: 110 },
  { title: 'Nama', width: 120 },
  { title: 'Waktu', width: 90 },
] as const;

/** Paraf hierarki: who has initialled and signed this version, in which role, when. */
export function marks(pen: Pen, { marks }: Sheet): void {
  if (marks.length === 0) return;
  const rows = [COLUMNS.map(({ title }) => title), ...marks.map(({ what, role, name, at }) => [what, role, name, at])];
  rows.forEach((cells, row) => {
    const style = row === 0 ? SMALL_STRONG : SMALL;
    const height = Math.max(...cells.map((cell, i) => pen.height(cell, style, { x: 0, width: COLUMNS[i]!.width - 6 }))) + 4;
    pen.room(height * (row === 0 ? 2 : 1));
    let x: number = PAGE.left;
    cells.forEach((cell, i) => {
      const { width } = COLUMNS[i]!;
      pen.doc.rect(x, pen.y, width, height).lineWidth(0.4).stroke('#888888');
      pen.writeAt(cell, style, { x: x + 3, width: width - 6 }, pen.y + 2);
      x += width;
    });
    pen.y += height;
  });
  pen.y += GAP;
}
