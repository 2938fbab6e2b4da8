import * as pkijs from 'pkijs';

/** What is signed in a PDF, and the signature over it. */
export interface SignedParts {
  readonly content: Buffer;
  /** CMS, DER. */
  readonly signature: Buffer;
  /** Where the signed part ends; the length of the file where the whole of it is signed. */
  readonly end: number;
}

/** The parts of the last signature of a PDF, by the ByteRange that stands in it; throws where there is none. */
export function partsOf(signed: Buffer): SignedParts {
  const range = [...signed.toString('latin1').matchAll(/\/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]/g)].at(-1);
  if (!range) throw new Error('there is no signature');
  const [from, length, after, rest] = range.slice(1).map(Number) as [number, number, number, number];
  const content = Buffer.concat([signed.subarray(from, from + length), signed.subarray(after, after + rest)]);
  const hex = signed.subarray(from + length + 1, after - 1).toString('latin1');
  return { content, signature: Buffer.from(hex, 'hex'), end: after + rest };
}

/** Whether the signature holds over the whole of the file; who vouches for the certificate is not asked. */
export async function isSignedWhole(pdf: Buffer): Promise<boolean> {
  try {
    const { content, signature, end } = partsOf(pdf);
    if (end !== pdf.length) return false;
    const cms = new pkijs.SignedData({ schema: pkijs.ContentInfo.fromBER(signature).content });
    return await cms.verify({ signer: 0, data: new Uint8Array(content).buffer, checkChain: false });
  } catch {
    return false;
  }
}
