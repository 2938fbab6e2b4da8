import { lineHeight, type Pen } from '../../../platform/pdf/pen.js';
import type { Sheet } from '../sheet.js';
import { fields } from './body.js';
import { BODY, GAP, PAGE, TITLE, WIDTH } from './look.js';

/** Surat: nomor, sifat, lampiran, hal on the left, place and date on the right, and to whom. */
export function letterHead(pen: Pen, { paper, placeAndDate, addressee }: Sheet): void {
  const dateWidth = 185;
  const { y } = pen;
  pen.writeAt(placeAndDate, BODY, { x: PAGE.left + WIDTH - dateWidth, width: dateWidth, align: 'right' }, y);
  const rows = [
    { label: 'Nomor', value: paper.number || '...........................' },
    { label: 'Sifat', value: paper.nature },
    { label: 'Lampiran', value: paper.attachment },
    { label: 'Hal', value: paper.subject },
  ].filter(({ value }) => value !== '');
  fields(pen, rows, PAGE.left, WIDTH - dateWidth - 8, 54);
  pen.y += GAP;
  for (const line of ['Kepada', `Yth. ${paper.to}`, 'di -']) pen.write(line, BODY, { x: PAGE.left, width: WIDTH * 0.75 });
  pen.write(addressee, BODY, { x: PAGE.left + 24, width: WIDTH * 0.75 - 24 });
  pen.y += GAP;
}

/** Title in the middle, underlined, with its number below. */
export function titleHead(pen: Pen, { paper }: Sheet): void {
  pen.write(paper.title.toUpperCase(), TITLE, { x: PAGE.left, width: WIDTH, align: 'center' });
  if (paper.number !== '') {
    pen.y += 2;
    pen.write(`NOMOR : ${paper.number}`, BODY, { x: PAGE.left, width: WIDTH, align: 'center' });
  }
  pen.y += lineHeight(BODY) * 0.7;
}
