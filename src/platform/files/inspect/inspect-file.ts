import { inspectJpeg, inspectPng } from './images.js';
import { inspectPdf } from './pdf/inspect-pdf.js';
import { RefusedPdf, type RefusedCode } from './pdf/verdict.js';

/** What came out of an inspection; it crosses threads, so it is plain data. */
export type Verdict =
  | { readonly taken: true }
  | { readonly taken: false; readonly code: RefusedCode; readonly values: Readonly<Record<string, string | number>> };

/** Inspects the bytes of a file of this type. Synchronous: it belongs into a worker thread. */
export function inspectFile(bytes: Buffer, mediaType: string): Verdict {
  try {
    if (mediaType === 'application/pdf') inspectPdf(bytes);
    if (mediaType === 'image/jpeg') inspectJpeg(bytes);
    if (mediaType === 'image/png') inspectPng(bytes);
    return { taken: true };
  } catch (error) {
    if (error instanceof RefusedPdf) return { taken: false, code: error.code, values: error.values };
    throw error;
  }
}
