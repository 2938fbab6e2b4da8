import { createHash } from 'node:crypto';
import type { Callbacks } from './callbacks.js';
import type { Memory } from './memory.js';

/** OSS takes no larger file. */
const LARGEST_FILE = 2 * 1024 * 1024;
const PATIENCE_MS = 15_000;

/** Fetches the file of a licence as OSS does, without any sign-in, "signs" it, and hands it back. */
export class SignedFiles {
  private readonly files = new Map<string, Buffer>();

  constructor(
    private readonly memory: Memory,
    private readonly callbacks: Callbacks,
    private readonly origin: () => string,
  ) {}

  /** The file as it was fetched; only as long as the process lives. */
  get(idIzin: string): Buffer | undefined {
    return this.files.get(idIzin);
  }

  async take(idIzin: string, number: string, file: string): Promise<void> {
    const got = await fetchPdf(file);
    this.memory.completeIssue(idIzin, number, { fetched: typeof got === 'string' ? got : `${got.length} bytes, SHA-256 ${sha256(got)}` });
    const licence = this.memory.licence(idIzin);
    if (typeof got === 'string' || !licence) return;
    this.files.set(idIzin, got);
    const url = `${this.origin()}/simulator/files/${encodeURIComponent(idIzin)}`;
    this.memory.change(idIzin, (now) => ({ ...now, signedFile: url }));
    await this.callbacks.receiveFileDS(licence.nib, idIzin, url);
  }
}

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

/** The file, or why it is none. */
async function fetchPdf(url: string): Promise<Buffer | string> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(PATIENCE_MS) });
    if (!response.ok) return `HTTP ${response.status}`;
    const chunks: Uint8Array[] = [];
    let size = 0;
    for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
      if ((size += chunk.byteLength) > LARGEST_FILE) return `more than ${LARGEST_FILE} bytes`;
      chunks.push(chunk);
    }
    const bytes = Buffer.concat(chunks);
    return bytes.subarray(0, 5).toString('latin1') === '%PDF-' ? bytes : 'not a PDF';
  } catch (error) {
    const { message, cause } = error as Error & { readonly cause?: { readonly message?: string } };
    return cause?.message || message;
  }
}
