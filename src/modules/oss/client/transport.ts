import type { Unavailable } from '../wire/answer.js';

/** More than any answer: a NIB with hundreds of projects is under a megabyte. */
const LARGEST_ANSWER = 16 * 1024 * 1024;

/** Errors of connections that were never made: nothing can have been done over them. */
const NEVER_CONNECTED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT']);

export interface HttpAnswer {
  readonly status: number;
  readonly body: string;
}

/** Why there is no answer, and whether the question may have arrived. */
export interface NoAnswer {
  readonly why: Unavailable['why'];
  readonly reason: string;
  readonly reached: boolean;
}

/** Posts JSON, and answers what came back, or why nothing did; follows no redirect: the key is for this address only. */
export async function postJson(
  url: string,
  headers: Readonly<Record<string, string>>,
  body: string,
  timeoutMs: number,
): Promise<HttpAnswer | NoAnswer> {
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(url, { method: 'POST', headers, body, signal, redirect: 'manual' });
    return { status: response.status, body: await textOf(response) };
  } catch (error) {
    if (signal.aborted) return { why: 'timeout', reason: `no answer within ${timeoutMs} ms`, reached: true };
    if (error instanceof TooLarge) return { why: 'unreadable', reason: error.message, reached: true };
    const { code, message } = causeOf(error);
    return { why: 'network', reason: code ?? message, reached: !NEVER_CONNECTED.has(code ?? '') };
  }
}

class TooLarge extends Error {}

async function textOf({ body }: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of (body ?? []) as AsyncIterable<Uint8Array>) {
    if ((size += chunk.byteLength) > LARGEST_ANSWER) throw new TooLarge(`an answer of more than ${LARGEST_ANSWER} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

interface Bottom {
  readonly code?: string;
  readonly message: string;
}

/** What is at the bottom of the error that `fetch` wraps around everything: looked at by its shape, for it may be of another realm. */
export function causeOf(error: unknown): Bottom {
  const { cause, errors, code, message } = error as Partial<Bottom> & { readonly cause?: unknown; readonly errors?: readonly unknown[] };
  const deeper = cause ?? errors?.[0];
  return deeper ? causeOf(deeper) : { ...(code && { code }), message: message ?? String(error) };
}
