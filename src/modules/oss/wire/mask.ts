import { parseExact } from './exact-json.js';

/** One call with everything that was said, as it goes into the journal. */
export interface OssExchange {
  readonly method: string;
  readonly direction: 'out' | 'in';
  readonly url: string;
  readonly requestHeaders: Readonly<Record<string, string>>;
  /** JSON, or the text as it came where it is none. */
  readonly requestBody: unknown;
  readonly status?: number | undefined;
  readonly responseBody?: unknown;
}

const HIDDEN = '***';
/** No envelope is nested deeper than this; what is, was made to do harm. */
const DEEPEST = 40;
const SECRET =
  /^(.*[-_])?(user_?key|token|authorization|cookie|pass(word)?|pwd(_akses)?|secret|client_secret|x-sm-key|oss-api-key|api-?key|key|kunci)$/i;
const IDENTITY = /^(nik|no_ktp|no_identitas.*|no_id_.*|nomor_identitas)$/i;
/** A NIK is 16 digits wherever it stands, also with blanks or dots between; NIB and NIP have another length, and ids of OSS a letter before. */
const NIK = /(?<!\d|\b(?:R|P\d{0,2}|I|SHI)-)\d{2}(?:[ .-]?\d{2}){2}(?:[ .-]?\d{2}){3}[ .-]?\d{4}(?!\d)/g;
const SECRET_IN_TEXT = /("?(?:user_?key|token|authorization|password|pwd|secret)"?\s*[:=]\s*"?)[^"&\s,}<]+/gi;

/** Hides keys, tokens, passwords and NIKs, and nothing else. What is masked cannot be told from what it masks but by a NIK's last digits. */
export function maskOss<T extends OssExchange>(exchange: T): T {
  return {
    ...exchange,
    url: maskUrl(exchange.url),
    requestHeaders: mask(exchange.requestHeaders) as T['requestHeaders'],
    requestBody: maskBody(exchange.requestBody),
    ...('responseBody' in exchange && { responseBody: maskBody(exchange.responseBody) }),
  };
}

/** A body as text is looked into if it is JSON. */
function maskBody(body: unknown): unknown {
  if (typeof body !== 'string') return mask(body);
  try {
    return mask(parseExact(body));
  } catch {
    return maskText(body).replace(SECRET_IN_TEXT, `$1${HIDDEN}`);
  }
}

function mask(value: unknown, depth = 0): unknown {
  if (depth > DEEPEST) return HIDDEN;
  if (Array.isArray(value)) return value.map((item) => mask(item, depth + 1));
  if (typeof value === 'string') return maskText(value);
  if (typeof value === 'number') return /^\d{16}$/.test(String(value)) ? hideNik(String(value)) : value;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, maskField(key.trim(), item, depth + 1)]));
}

function maskField(key: string, value: unknown, depth: number): unknown {
  if (value === null || value === undefined || value === '' || value === '-') return value;
  if (SECRET.test(key)) return HIDDEN;
  if (IDENTITY.test(key) && (typeof value === 'string' || typeof value === 'number')) return hideNik(`${value}`);
  return mask(value, depth);
}

function maskText(text: string): string {
  return text.replace(NIK, hideNik);
}

/** The last digits are enough to tell two people apart. */
function hideNik(nik: string): string {
  return nik.length < 8 ? HIDDEN : `${'*'.repeat(nik.length - 4)}${nik.slice(-4)}`;
}

/** Query parameters hold secrets with some hubs. */
function maskUrl(url: string): string {
  return maskText(url).replace(/([?&]([^=&#]+)=)([^&#]*)/g, (whole, head: string, key: string) =>
    SECRET.test(key) ? `${head}${HIDDEN}` : whole,
  );
}
