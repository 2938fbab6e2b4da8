import { decode, keysOf, type Misfit } from './decode.js';
import { parseExact } from './exact-json.js';
import { METHODS, type AnswerOf, type OssMethod } from './methods.js';

/** OSS has done what was asked. */
export interface Accepted<M extends OssMethod> {
  readonly outcome: 'accepted';
  readonly kode: string;
  readonly keterangan: string | undefined;
  readonly data: AnswerOf<M>;
  readonly misfits: readonly Misfit[];
}

/** OSS has said no: the same call once more gets the same answer. */
export interface RefusedAnswer {
  readonly outcome: 'refused';
  readonly kode: string;
  readonly keterangan: string | undefined;
}

/** OSS has not said: trying again makes sense. */
export interface Unavailable {
  readonly outcome: 'unavailable';
  readonly why: 'network' | 'timeout' | 'status' | 'unreadable';
  readonly kode?: string;
  readonly keterangan: string | undefined;
  /** Whether something may have changed nevertheless: then look before calling again. */
  readonly mayHaveActed: boolean;
}

export type OssAnswer<M extends OssMethod> = Accepted<M> | RefusedAnswer | Unavailable;

/** Later may be better: what says so by HTTP, besides everything from 500. */
const LATER = new Set([408, 425, 429]);

/**
 * What an answer means. A refusal may come inside HTTP 200 and a reason beside an HTTP error, so both are looked at, and what the
 * body says of the call counts for more than the status around it; only a success has to be one in both.
 */
export function readAnswer<M extends OssMethod>(method: M, status: number, body: string): OssAnswer<M> {
  const content = contentOf(method, body);
  const kode = content && kodeOf(content);
  const keterangan = content && textIn(content, 'keterangan', 'message');
  const of = Number(kode ?? status);
  if (isOk(status) && kode === undefined) return unavailable(method, 'unreadable', { keterangan: keterangan ?? excerpt(body) });
  if (isOk(of)) {
    if (!isOk(status)) return unavailable(method, 'status', { kode: String(status), keterangan });
    const { value, misfits } = decode(METHODS[method].answer, content);
    return { outcome: 'accepted', kode: kode ?? String(status), keterangan, data: value, misfits };
  }
  if (of >= 500 || LATER.has(of) || isRedirect(of))
    return unavailable(method, 'status', { kode: kode ?? String(status), keterangan: keterangan ?? excerpt(body), reached: of >= 500 });
  return { outcome: 'refused', kode: kode ?? String(status), keterangan: keterangan ?? (content ? undefined : excerpt(body)) };
}

/** A call without an answer, or with one that says nothing. */
export function unavailable(
  method: OssMethod,
  why: Unavailable['why'],
  { kode, keterangan, reached = true }: { readonly kode?: string; readonly keterangan?: string | undefined; readonly reached?: boolean },
): Unavailable {
  return { outcome: 'unavailable', why, ...(kode !== undefined && { kode }), keterangan, mayHaveActed: reached && METHODS[method].changes };
}

const isOk = (status: number) => status >= 200 && status < 300;
const isRedirect = (status: number) => status >= 300 && status < 400;

/** What is inside the envelope: under a documented key, under one that looks like it, or bare. */
function contentOf(method: OssMethod, body: string): object | undefined {
  let parsed: unknown;
  try {
    parsed = parseExact(body.replace(/^\uFEFF/, ''));
  } catch {
    return undefined;
  }
  if (!isRecord(parsed)) return undefined;
  const keys = keysOf(parsed);
  const known = METHODS[method].answers.map((key) => keys.get(key.toLowerCase()));
  const alike = [...keys].filter(([key]) => /^respon(se)?[a-z]/.test(key)).map(([, value]) => value);
  return [...known, ...alike].find(isRecord) ?? parsed;
}

function isRecord(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function kodeOf(content: object): string | undefined {
  return textIn(content, 'kode', 'kode_status', 'code', 'status');
}

/** The first of these keys that holds a text or a number. */
function textIn(content: object, ...names: readonly string[]): string | undefined {
  const keys = keysOf(content);
  for (const name of names) {
    const value = keys.get(name);
    const text = typeof value === 'number' ? String(value) : typeof value === 'string' ? value.trim() : '';
    if (text !== '' && text !== '-') return text;
  }
  return undefined;
}

/** Enough of a page or a text for a person to see what it is. */
function excerpt(body: string): string | undefined {
  const plain = body
    .slice(0, 4000)
    .replace(/<(style|script)[\s\S]*?(<\/\1>|$)/gi, ' ')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return plain === '' ? undefined : plain.slice(0, 200);
}
