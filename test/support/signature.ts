import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as pkijs from 'pkijs';

/** What is signed, and the signature over it, by the ByteRange that stands in the file. */
export function partsOf(signed: Buffer): { content: Buffer; signature: Buffer; end: number } {
  const range = /\/ByteRange \[(\d+) (\d+) (\d+) (\d+)\]/.exec(signed.toString('latin1'))?.slice(1).map(Number);
  if (!range) throw new Error('there is no signature');
  const [from, length, after, rest] = range as [number, number, number, number];
  const content = Buffer.concat([signed.subarray(from, from + length), signed.subarray(after, after + rest)]);
  const hex = signed.subarray(from + length + 1, after - 1).toString('latin1');
  return { content, signature: Buffer.from(hex, 'hex'), end: after + rest };
}

/** Whether the signature holds; throws when the content was changed. */
export async function verifySignature(signed: Buffer): Promise<boolean> {
  const { content, signature } = partsOf(signed);
  const cms = new pkijs.SignedData({ schema: pkijs.ContentInfo.fromBER(signature).content });
  return cms.verify({ signer: 0, data: new Uint8Array(content).buffer, checkChain: false });
}

/** What poppler's `pdfsig` says of a file; undefined where it is not installed. */
export function pdfsig(pdf: Buffer): string | undefined {
  const dir = mkdtempSync(join(tmpdir(), 'terbit-sign-'));
  try {
    const path = join(dir, 'signed.pdf');
    writeFileSync(path, pdf);
    return execFileSync('pdfsig', [path], { encoding: 'utf8' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    console.warn('pdfsig is not installed: the signature was not checked by it (Debian: apt-get install poppler-utils)');
    return undefined;
  } finally {
    rmSync(dir, { recursive: true });
  }
}
