import { scrubbed } from '../../kernel/mask.js';
import { fill, type Refusal, refusal, type RefusalKind } from '../../kernel/refusal.js';
import type { Language } from './request-context.js';

const STATUS: Readonly<Record<RefusalKind, number>> = {
  malformed: 400,
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  'not-acceptable': 406,
  'wrong-method': 405,
  conflict: 409,
  stale: 412,
  'too-large': 413,
  unsupported: 415,
  invalid: 422,
  'too-many': 429,
  unavailable: 503,
  'bad-gateway': 502,
};

/** RFC 9457 problem details, with a stable code and one entry per wrong place. */
export interface ProblemDetails {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  readonly errors?: readonly { readonly pointer: string; readonly detail: string; readonly code?: string }[];
  readonly [member: string]: unknown;
}

/** A refusal as both doors answer it, in the language of the reader. */
export function problemOf(refusal: Refusal, language: Language): ProblemDetails {
  // What was sent may be told again in an answer, and answers end in logs.
  const detail = scrubbed(fill(refusal.sentence[language], refusal.params));
  return {
    type: `urn:terbit:problem:${refusal.code.toLowerCase().replaceAll('_', '-')}`,
    title: TITLES[refusal.kind][language],
    status: STATUS[refusal.kind],
    detail,
    code: refusal.code,
    ...(refusal.problems.length > 0 && {
      errors: refusal.problems.map((problem) => ({
        pointer: problem.pointer,
        detail: scrubbed(fill(problem.detail[language], refusal.params)),
        ...(problem.code !== undefined && { code: problem.code }),
      })),
    }),
    ...refusal.extra,
  };
}

const TITLES: Readonly<Record<RefusalKind, { readonly id: string; readonly en: string }>> = {
  malformed: { id: 'Permintaan tidak dapat dibaca', en: 'The request cannot be read' },
  unauthenticated: { id: 'Silakan masuk', en: 'Please sign in' },
  forbidden: { id: 'Tidak diizinkan', en: 'Not allowed' },
  'not-found': { id: 'Tidak ditemukan', en: 'Not found' },
  'not-acceptable': { id: 'Bentuk ini tidak tersedia', en: 'Not available in this form' },
  'wrong-method': { id: 'Cara ini tidak berlaku di sini', en: 'Not by this method' },
  conflict: { id: 'Tidak sesuai keadaan sekarang', en: 'Does not fit the present state' },
  stale: { id: 'Data sudah berubah', en: 'The data has changed' },
  'too-large': { id: 'Terlalu besar', en: 'Too large' },
  unsupported: { id: 'Jenis isi tidak didukung', en: 'This kind of content is not supported' },
  invalid: { id: 'Isian belum benar', en: 'The input is not right' },
  'too-many': { id: 'Terlalu banyak permintaan', en: 'Too many requests' },
  unavailable: { id: 'Sedang tidak tersedia', en: 'Not available at the moment' },
  'bad-gateway': { id: 'Jawaban layanan lain tidak dapat diterima', en: 'The answer of another service cannot be taken' },
};

export const internalError = refusal('unavailable', 'INTERNAL_ERROR', {
  id: 'Terjadi kesalahan pada layanan. Sebutkan nomor permintaan ini kepada pengelola.',
  en: 'Something went wrong in the service. Give this request id to its operator.',
});
export const routeNotFound = refusal('not-found', 'ROUTE_NOT_FOUND', {
  id: 'Alamat ini tidak ada.',
  en: 'There is nothing at this address.',
});
export const wrongMethod = refusal('wrong-method', 'METHOD_NOT_ALLOWED', {
  id: '{method} tidak berlaku pada alamat ini; yang berlaku: {allowed}.',
  en: '{method} is not for this address; these are: {allowed}.',
});
export const badRequest = refusal('malformed', 'BAD_REQUEST', {
  id: 'Permintaan ini tidak dapat dibaca.',
  en: 'This request cannot be read.',
});
export const bodyEmpty = refusal('malformed', 'BODY_EMPTY', {
  id: 'Isi permintaan kosong; kirim JSON.',
  en: 'The body of the request is empty; send JSON.',
});
export const jsonInvalid = refusal('malformed', 'JSON_INVALID', {
  id: 'Isi permintaan bukan JSON yang benar.',
  en: 'The body of the request is not valid JSON.',
});
export const jsonTooDeep = refusal('malformed', 'JSON_TOO_DEEP', {
  id: 'JSON ini bersarang terlalu dalam; paling banyak {most} tingkat.',
  en: 'This JSON is nested too deep; {most} levels are allowed.',
});
export const jsonTooLarge = refusal('malformed', 'JSON_TOO_LARGE', {
  id: 'JSON ini terlalu besar: paling banyak {most} ({what}).',
  en: 'This JSON is too large: at most {most} {what}.',
});
export const headersTooLarge = refusal('too-large', 'HEADERS_TOO_LARGE', {
  id: 'Kepala permintaan terlalu besar.',
  en: 'The headers of the request are too large.',
});
export const requestTooSlow = refusal('malformed', 'REQUEST_TOO_SLOW', {
  id: 'Permintaan tidak selesai dikirim pada waktunya.',
  en: 'The request was not sent completely in time.',
});
export const bodyTooLarge = refusal('too-large', 'BODY_TOO_LARGE', {
  id: 'Isi permintaan terlalu besar.',
  en: 'The body of the request is too large.',
});
export const unsupportedMediaType = refusal('unsupported', 'UNSUPPORTED_MEDIA_TYPE', {
  id: 'Jenis isi ini tidak didukung; kirim application/json.',
  en: 'This kind of content is not supported; send application/json.',
});
export const inputInvalid = refusal('invalid', 'INPUT_INVALID', {
  id: 'Ada isian yang belum benar.',
  en: 'Some of the input is not right.',
});
export const notAnId = refusal('malformed', 'NOT_AN_ID', {
  id: '"{value}" bukan id yang sah (UUID).',
  en: '"{value}" is not a valid id (UUID).',
});
export const serviceBusy = refusal('unavailable', 'BUSY', {
  id: 'Layanan sedang sibuk; coba lagi.',
  en: 'The service is busy; try again.',
});
