import { cadesSignature } from '../../src/platform/signing/cades.js';
import type { SigningIdentity } from '../../src/platform/signing/signing-identity.js';
import { signPdf } from '../../src/platform/signing/sign-pdf.js';

const WORDS = { at: new Date('2026-11-23T02:00:00Z'), name: 'Kadis', reason: 'Surat', location: '' };

/** Changes the update of a signed PDF, keeping its length, and signs it again: the signature holds, over something else. */
export async function resigned(sent: Buffer, signed: Buffer, seal: SigningIdentity, from: string | RegExp, to: string): Promise<Buffer> {
  const update = signed.subarray(sent.length).toString('latin1');
  const changed = update.replace(from, to);
  if (changed === update || changed.length !== update.length) throw new Error('this changes nothing, or the length');
  const whole = Buffer.concat([sent, Buffer.from(changed, 'latin1')]);
  const [start, end] = gapOf(whole);
  whole.fill('0', start + 1, end - 1, 'latin1');
  const cms = await cadesSignature(Buffer.concat([whole.subarray(0, start), whole.subarray(end)]), seal);
  whole.write(cms.toString('hex'), start + 1, 'latin1');
  return whole;
}

/** An update behind the signature: a reader shows another page. */
export function withLaterUpdate(pdf: Buffer): Buffer {
  const text = pdf.toString('latin1');
  const objects = [...text.matchAll(/\n(\d+) 0 obj\n(<<[\s\S]*?>>)\nendobj/g)];
  const page = objects.findLast(([, , body]) => /\/Type \/Page[^s]/.test(body!))!;
  const previous = Number(/startxref\s+(\d+)\s+%%EOF\s*$/.exec(text)![1]);
  const object = `${page[1]} 0 obj\n${page[2]!.replace(/\/MediaBox \[[^\]]*\]/, '/MediaBox [0 0 100 100]')}\nendobj\n`;
  const table = `xref\n${page[1]} 1\n${String(pdf.length).padStart(10, '0')} 00000 n \n`;
  const trailer = `trailer\n<</Size 9999 /Root ${/\/Root (\d+ 0 R)/.exec(text)![1]} /Prev ${previous}>>\n`;
  return Buffer.concat([pdf, Buffer.from(`${object}${table}${trailer}startxref\n${pdf.length + object.length}\n%%EOF\n`, 'latin1')]);
}

/** Signature wrapping: a second ByteRange is in the gap, and the first leaves out bytes that are not signed. */
export function withSecondRange(signed: Buffer): Buffer {
  const copy = Buffer.from(signed);
  const [, end] = gapOf(copy);
  const hidden = `>/ByteRange [0 10 20 ${copy.length - 20}]/Hidden <`;
  copy.write(hidden, end - 1 - hidden.length - 20, 'latin1');
  return copy;
}

/** The range ends before the file does. */
export function withShorterRange(signed: Buffer): Buffer {
  const text = signed.toString('latin1');
  const changed = text.replace(/\/ByteRange \[0 (\d+) (\d+) (\d+)\]/, (_, a: string, b: string, c: string) => {
    return `/ByteRange [0 ${a} ${b} ${String(Number(c) - 1).padStart(c.length, '0')}]`;
  });
  return Buffer.from(changed, 'latin1');
}

export function signedBy(pdf: Buffer, seal: SigningIdentity): Promise<Buffer> {
  return signPdf(pdf, seal, WORDS);
}

function gapOf(pdf: Buffer): [number, number] {
  const [, start, end] = /\/ByteRange \[0 (\d+) (\d+) \d+\]/.exec(pdf.toString('latin1'))!.map(Number) as [number, number, number];
  return [start, end];
}
