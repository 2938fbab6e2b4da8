import PDFDocument from 'pdfkit';
import { qrBars } from '../../../platform/pdf/qr.js';
import { Pen } from '../../../platform/pdf/pen.js';
import type { Sheet } from '../sheet.js';
import { body } from './body.js';
import { closing } from './closing.js';
import { foot, watermark } from './foot.js';
import { letterHead, titleHead } from './heads.js';
import { letterhead } from './letterhead.js';
import { PAGE } from './look.js';

/** Prints a sheet: the same sheet gives the same bytes, today and tomorrow, in this process and in any other. */
export function renderSheet(sheet: Sheet, logo: Buffer | null): Promise<Buffer> {
  const doc = open(sheet);
  const pages = new Promise<Buffer>((resolve, reject) => {
    const pieces: Buffer[] = [];
    doc.on('data', (piece: Buffer) => pieces.push(piece));
    doc.on('end', () => resolve(Buffer.concat(pieces)));
    doc.on('error', reject);
  });
  const pen = new Pen(doc, PAGE.top, PAGE.height - PAGE.bottom);
  if (sheet.watermark) doc.on('pageAdded', () => watermark(pen, sheet.watermark!));
  doc.addPage();
  letterhead(pen, sheet, logo);
  if (sheet.paper.layout === 'letter') letterHead(pen, sheet);
  else titleHead(pen, sheet);
  body(pen, sheet.paper.body);
  closing(pen, sheet);
  const bars = sheet.verify ? qrBars(sheet.verify.url) : [];
  const { count } = doc.bufferedPageRange();
  for (let page = 0; page < count; page++) {
    doc.switchToPage(page);
    foot(pen, sheet, bars, page + 1, count);
  }
  doc.end();
  return pages;
}

function open({ title, about, letterhead, at }: Sheet): PDFKit.PDFDocument {
  return new PDFDocument({
    size: [PAGE.width, PAGE.height],
    margin: 0,
    autoFirstPage: false,
    bufferPages: true,
    pdfVersion: '1.7',
    lang: 'id-ID',
    displayTitle: true,
    // Nothing but the embedded fonts: a reader needs none of its own.
    font: null as unknown as string,
    fontLayoutCache: false,
    info: {
      Title: title,
      Subject: about,
      Author: letterhead.lines.at(-1)!,
      Creator: 'Terbit',
      Producer: 'Terbit',
      CreationDate: new Date(at),
    },
  });
}
