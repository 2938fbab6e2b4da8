import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import PDFDocument from 'pdfkit';

/** It is printed in a square of an inch: more than this is wasted in every letter. */
const LARGEST = 400 * 1024;
const MOST_PIXELS = 1_500_000;
const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const JPEG = Buffer.from([0xff, 0xd8, 0xff]);

/** The image of a letterhead, or what is wrong with it. */
export function readLogo(sopDir: string, name: string): { readonly bytes: Buffer } | { readonly problem: string } {
  const path = join(sopDir, 'agencies', name);
  try {
    if (statSync(path).size > LARGEST) return { problem: `it is larger than ${LARGEST} bytes` };
    const bytes = readFileSync(path);
    if (![PNG, JPEG].some((begin) => bytes.subarray(0, begin.length).equals(begin))) return { problem: 'it is no PNG or JPEG image' };
    const { width, height } = opened(bytes);
    if (width * height > MOST_PIXELS) return { problem: `it has more than ${MOST_PIXELS} pixels` };
    return { bytes };
  } catch (error) {
    return { problem: `it cannot be read as an image: ${(error as Error).message}` };
  }
}

/** As pdfkit will open it when a letter is printed; its types leave this out. */
function opened(bytes: Buffer): { readonly width: number; readonly height: number } {
  const document = new PDFDocument({ autoFirstPage: false }) as unknown as {
    openImage(bytes: Buffer): { readonly width: number; readonly height: number };
  };
  return document.openImage(bytes);
}
