import type { Pen } from '../../../platform/pdf/pen.js';
import type { Sheet } from '../sheet.js';
import { PAGE, WIDTH } from './look.js';

const LOGO = { width: 62, height: 72 };

/** Kop surat: logo on the left, the lines of the agency in the middle, the last of them the largest, and a double rule. */
export function letterhead(pen: Pen, { letterhead: { lines, address, contact, logo } }: Sheet, image: Buffer | null): void {
  const inset = logo ? LOGO.width + 8 : 0;
  // The same inset on both sides: the lines stand in the middle of the page, not of what the logo leaves.
  const place = { x: PAGE.left + inset, width: WIDTH - 2 * inset, align: 'center' } as const;
  const top = pen.y;
  let y = top;
  lines.forEach((line, i) => {
    const last = i === lines.length - 1;
    y = pen.writeAt(line, { size: last ? 14 : 12.5, face: 'bold', leading: 1.12 }, place, y);
  });
  y = pen.writeAt([address, contact].filter(Boolean).join('\n'), { size: 9.5, face: 'regular' }, place, y + 2);
  if (image) {
    pen.doc.image(image, PAGE.left, top, { fit: [LOGO.width, LOGO.height], align: 'center', valign: 'center' });
    y = Math.max(y, top + LOGO.height);
  }
  const rule = (at: number, width: number) =>
    pen.doc
      .moveTo(PAGE.left, at)
      .lineTo(PAGE.left + WIDTH, at)
      .lineWidth(width)
      .stroke('#000000');
  rule(y + 5, 2.2);
  rule(y + 8, 0.7);
  pen.y = y + 20;
}
