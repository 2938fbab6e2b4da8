import type { QrBar } from '../../../platform/pdf/qr.js';
import type { Pen } from '../../../platform/pdf/pen.js';
import { widthOf } from '../../../platform/pdf/typeface.js';
import type { Sheet } from '../sheet.js';
import { PAGE, SMALL, SMALL_STRONG, WIDTH } from './look.js';

const QR = 62;
const TEST_LETTER = 'SURAT UJI COBA: ditandatangani dengan sertifikat percobaan, tidak berlaku sebagai surat resmi.';

/** On every page: the QR code with its short code, what it is for, and which page of how many. */
export function foot(pen: Pen, { verify, footer, seal }: Sheet, bars: readonly QrBar[], page: number, pages: number): void {
  const top = PAGE.height - PAGE.bottom + 10;
  pen.doc
    .moveTo(PAGE.left, top)
    .lineTo(PAGE.left + WIDTH, top)
    .lineWidth(0.5)
    .stroke('#888888');
  const inset = verify ? QR + 6 : 0;
  const place = { x: PAGE.left + inset, width: WIDTH - inset };
  let y = top + 6;
  if (verify) {
    for (const { x, y: down, width, height } of bars) pen.doc.rect(PAGE.left - 4 + x * QR, top + 4 + down * QR, width * QR, height * QR);
    pen.doc.fill('#000000');
    y = pen.writeAt(`Kode verifikasi: ${verify.code.replace(/(.{4})(?=.)/g, '$1-')}`, SMALL_STRONG, place, y);
    y = pen.writeAt(`Keaslian surat ini dapat diperiksa dengan memindai kode QR, atau di ${verify.url}`, SMALL, place, y);
  }
  y = pen.writeAt(footer, SMALL, place, y);
  if (seal)
    y = pen.writeAt(
      seal.test ? TEST_LETTER : `Ditandatangani secara elektronik dengan sertifikat ${seal.name}.`,
      seal.test ? SMALL_STRONG : SMALL,
      place,
      y,
    );
  if (pages > 1) pen.writeAt(`Halaman ${page} dari ${pages}`, SMALL, { ...place, align: 'right' }, y);
}

/** Across the page, beneath everything else, as long as it is a draft. */
export function watermark(pen: Pen, text: string): void {
  const size = Math.min(110, (WIDTH * 1.1) / widthOf(text, 'bold'));
  pen.doc.save().rotate(-50, { origin: [PAGE.width / 2, PAGE.height / 2] });
  pen.writeAt(text, { size, face: 'bold', color: '#e4e4e4' }, { x: 0, width: PAGE.width, align: 'center' }, PAGE.height / 2 - size / 2);
  pen.doc.restore();
}
