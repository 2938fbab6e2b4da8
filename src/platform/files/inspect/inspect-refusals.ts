import { refusal, type Refusal } from '../../../kernel/refusal.js';
import type { RefusedCode } from './pdf/verdict.js';

export const pdfBroken = refusal('invalid', 'PDF_BROKEN', {
  id: 'Berkas PDF ini rusak atau terpotong; kirim lagi.',
  en: 'This PDF is broken or cut off; send it again.',
});
export const pdfEncrypted = refusal('invalid', 'PDF_ENCRYPTED', {
  id: 'Berkas PDF ini terkunci dengan kata sandi; buka, lalu cetak atau simpan lagi sebagai PDF tanpa kata sandi.',
  en: 'This PDF is locked by a password; open it, then print or save it again as a PDF without one.',
});
export const pdfActive = refusal('invalid', 'PDF_ACTIVE_CONTENT', {
  id: 'Berkas PDF ini memuat skrip, lampiran atau formulir aktif ({what}); cetak ulang sebagai PDF biasa.',
  en: 'This PDF holds scripts, attachments or an active form ({what}); print it as a plain PDF.',
});
export const pdfUnreadable = refusal('invalid', 'PDF_UNREADABLE', {
  id: 'Isi berkas PDF ini tidak dapat diperiksa; cetak ulang sebagai PDF biasa.',
  en: 'What is in this PDF cannot be inspected; print it as a plain PDF.',
});
export const imageBroken = refusal('invalid', 'IMAGE_BROKEN', {
  id: 'Gambar ini rusak atau terpotong.',
  en: 'This image is broken or cut off.',
});
export const imageTooLarge = refusal('invalid', 'IMAGE_TOO_LARGE', {
  id: 'Gambar ini lebih besar dari {most} megapiksel.',
  en: 'This image has more than {most} megapixels.',
});
export const filePolyglot = refusal('invalid', 'FILE_POLYGLOT', {
  id: 'Berkas ini sekaligus berkas jenis lain ({what}).',
  en: 'This file is a file of another kind as well ({what}).',
});
export const fileInfected = refusal('invalid', 'FILE_INFECTED', {
  id: 'Pemindai virus menolak berkas ini.',
  en: 'The virus scanner refuses this file.',
});
export const scannerAway = refusal('unavailable', 'SCANNER_AWAY', {
  id: 'Pemindai virus tidak dapat dihubungi; coba lagi sebentar lagi.',
  en: 'The virus scanner cannot be reached; try again in a moment.',
});
export const inspectionTooLong = refusal('invalid', 'FILE_TOO_COMPLEX', {
  id: 'Isi berkas ini terlalu rumit untuk diperiksa; cetak ulang sebagai PDF biasa.',
  en: 'What is in this file is too complex to be inspected; print it as a plain PDF.',
});
export const inspectionBusy = refusal('too-many', 'INSPECTION_BUSY', {
  id: 'Terlalu banyak berkas sekaligus; coba lagi sebentar.',
  en: 'Too many files at once; try again in a moment.',
});

const BY_CODE: Readonly<Record<RefusedCode, (values: Readonly<Record<string, string | number>>) => Refusal>> = {
  PDF_BROKEN: pdfBroken,
  PDF_ENCRYPTED: pdfEncrypted,
  PDF_ACTIVE_CONTENT: pdfActive,
  PDF_UNREADABLE: pdfUnreadable,
  IMAGE_BROKEN: imageBroken,
  IMAGE_TOO_LARGE: imageTooLarge,
  FILE_POLYGLOT: filePolyglot,
};

/** The refusal for what an inspection has found. */
export function refusalOf(code: RefusedCode, values: Readonly<Record<string, string | number>>): Refusal {
  return BY_CODE[code](values);
}
