import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as pkijs from 'pkijs';
import { partsOf } from '../../src/platform/signing/signed-pdf.js';

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
