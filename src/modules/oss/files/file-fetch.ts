import { causeOf } from '../client/transport.js';

/** What is to be fetched, and within which bounds. */
export interface FileWish<T> {
  readonly url: string;
  readonly timeoutMs: number;
  readonly mostBytes: number;
  /** Why an address is not to be asked; undefined where it may be. Asked again of each place that it is handed on to. */
  readonly problemWith: (url: string) => string | undefined;
  /** Takes the bytes as they come. */
  readonly take: (bytes: AsyncIterable<Buffer>) => Promise<T>;
}

/** What came of it: a file, a "no" for good, or a "not now". */
export type Fetched<T> =
  | { readonly kind: 'got'; readonly status: number; readonly file: T }
  | { readonly kind: 'no' | 'later'; readonly status?: number; readonly reason: string };

const MOST_HOPS = 3;
/** It may be there yet, or again. */
const LATER = new Set([404, 408, 423, 425, 429]);

class TooMuch extends Error {}

/** Fetches a file without keys or cookies; bounded in time, in size, and in where it goes. Never throws for what the other side does. */
export async function fetchFile<T>(wish: FileWish<T>): Promise<Fetched<T>> {
  const signal = AbortSignal.timeout(wish.timeoutMs);
  let { url } = wish;
  try {
    for (let hop = 0; hop <= MOST_HOPS; hop++) {
      const problem = wish.problemWith(url);
      if (problem) return { kind: 'no', reason: problem };
      const response = await fetch(url, { signal, redirect: 'manual', headers: { accept: 'application/pdf' } });
      const next = response.status >= 300 && response.status < 400 ? response.headers.get('location') : null;
      if (next === null) return await taken(response, wish);
      await response.body?.cancel();
      if (!URL.canParse(next, url)) return { kind: 'no', status: response.status, reason: 'it is handed on to no address' };
      url = new URL(next, url).href;
    }
    return { kind: 'no', reason: `it is handed on more than ${MOST_HOPS} times` };
  } catch (error) {
    if (error instanceof TooMuch) return { kind: 'no', reason: error.message };
    if (signal.aborted) return { kind: 'later', reason: `not there within ${wish.timeoutMs} ms` };
    const { code, message } = causeOf(error);
    return { kind: 'later', reason: code ?? message };
  }
}

async function taken<T>(response: Response, { take, mostBytes }: FileWish<T>): Promise<Fetched<T>> {
  const { status, headers, body } = response;
  if (status !== 200 || !body) {
    await body?.cancel();
    return { kind: status >= 500 || LATER.has(status) ? 'later' : 'no', status, reason: `HTTP ${status}` };
  }
  if (Number(headers.get('content-length')) > mostBytes) {
    await body.cancel();
    return { kind: 'no', status, reason: tooMuch(mostBytes) };
  }
  return { kind: 'got', status, file: await take(bounded(body as AsyncIterable<Uint8Array>, mostBytes)) };
}

async function* bounded(bytes: AsyncIterable<Uint8Array>, most: number): AsyncGenerator<Buffer> {
  let size = 0;
  for await (const piece of bytes) {
    if ((size += piece.byteLength) > most) throw new TooMuch(tooMuch(most));
    yield Buffer.from(piece);
  }
}

const tooMuch = (most: number) => `it is larger than ${most} bytes`;
