/** Why a file is not taken, as the worker reports it. */
export type RefusedCode =
  'PDF_BROKEN' | 'PDF_ENCRYPTED' | 'PDF_ACTIVE_CONTENT' | 'PDF_UNREADABLE' | 'IMAGE_BROKEN' | 'IMAGE_TOO_LARGE' | 'FILE_POLYGLOT';

/** Thrown by the inspection as soon as one reason is found. */
export class RefusedPdf extends Error {
  constructor(
    readonly code: RefusedCode,
    readonly values: Readonly<Record<string, string | number>> = {},
  ) {
    super(code);
  }
}
