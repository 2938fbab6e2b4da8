import type { PdfFile } from '../pdf-file.js';
import { Dict, isArray, Name, Ref, Text, type PdfValue } from '../values.js';
import { RefusedPdf } from '../verdict.js';
import { PdfCipher, type CipherMethod } from './cipher.js';
import { fileKey, type SecurityHandler } from './file-key.js';

/** By `/V`: the revisions that belong to it. */
const REVISIONS: Readonly<Record<number, readonly number[]>> = { 1: [2, 3], 2: [3], 4: [4], 5: [5, 6] };
const METHODS: Readonly<Record<string, CipherMethod>> = { V2: 'rc4', AESV2: 'aes-128', AESV3: 'aes-256' };

/**
 * How a file is decrypted that opens without a password; undefined where it is not encrypted. One that needs a password, or another
 * handler, is refused as locked; one that readers decrypt in different ways as unreadable.
 */
export function cipherOf(file: PdfFile, trailers: readonly Dict[]): PdfCipher | undefined {
  if (!trailers.some((trailer) => trailer.all('Encrypt').some((value) => value !== null))) return undefined;
  const deciding = trailers.filter((trailer) => trailer.has('Root') || trailer.has('Encrypt'));
  const dict = onlyOne(deciding.map((trailer) => dictOf(file, trailer)));
  if (!isName(dict.get('Filter'), 'Standard')) throw new RefusedPdf('PDF_ENCRYPTED');
  const [version, revision] = [numberOf(dict.get('V')), numberOf(dict.get('R'))];
  if (!REVISIONS[version]?.includes(revision)) throw new RefusedPdf('PDF_UNREADABLE');
  const filter = version >= 4 ? cryptFilterOf(dict) : undefined;
  const method = filter ? methodOf(filter, version) : 'rc4';
  const key = fileKey({
    revision,
    lengths: version === 1 ? [5] : method === 'rc4' ? lengthsOf(dict, filter) : [16],
    owner: bytesOf(dict.get('O')),
    user: bytesOf(dict.get('U')),
    userKey: version === 5 ? bytesOf(dict.get('UE')) : Buffer.alloc(0),
    permissions: numberOf(dict.get('P')),
    encryptsMetadata: dict.get('EncryptMetadata') !== false,
    // Revisions 5 and 6 need no identifier.
    id: revision >= 5 ? Buffer.alloc(0) : Buffer.from(onlyOne(deciding.map(identifierOf)), 'latin1'),
  } satisfies SecurityHandler);
  if (!key) throw new RefusedPdf('PDF_ENCRYPTED');
  return new PdfCipher(key, method);
}

/** The dictionary that one trailer leads to: it is never encrypted itself, so it does not lie in an object stream. */
function dictOf(file: PdfFile, trailer: Dict): Dict {
  const written = trailer.all('Encrypt');
  if (written.length !== 1) throw new RefusedPdf('PDF_UNREADABLE');
  const [value] = written;
  if (value instanceof Ref && file.isPacked(value.num)) throw new RefusedPdf('PDF_UNREADABLE');
  const [dict, ...others] = file.resolve(value);
  if (others.length > 0) throw new RefusedPdf('PDF_UNREADABLE');
  if (!(dict instanceof Dict)) throw new RefusedPdf('PDF_ENCRYPTED');
  const keys = dict.pairs.map(([key]) => key);
  if (new Set(keys).size !== keys.length) throw new RefusedPdf('PDF_UNREADABLE');
  return dict;
}

/** What all trailers agree on: of several, readers take different ones. */
function onlyOne<T>(values: readonly T[]): T {
  if (new Set(values.map((value) => JSON.stringify(value))).size !== 1) throw new RefusedPdf('PDF_UNREADABLE');
  return values[0]!;
}

function identifierOf(trailer: Dict): string {
  const [first] = isArray(trailer.get('ID')) ? (trailer.get('ID') as readonly PdfValue[]) : [];
  return first instanceof Text ? first.beginning : '';
}

/** The crypt filter by which streams and strings alike are encrypted: readers differ where they are not. */
function cryptFilterOf(dict: Dict): Dict {
  const [streams, strings, filters] = [dict.get('StmF'), dict.get('StrF'), dict.get('CF')];
  if (!(streams instanceof Name) || !(strings instanceof Name) || streams.text !== strings.text) throw new RefusedPdf('PDF_UNREADABLE');
  const found = filters instanceof Dict ? filters.all(streams.text) : [];
  if (found.length !== 1 || !(found[0] instanceof Dict)) throw new RefusedPdf('PDF_UNREADABLE');
  return found[0];
}

function methodOf(filter: Dict, version: number): CipherMethod {
  const [written, ...others] = filter.all('CFM');
  const method = written instanceof Name ? METHODS[written.text] : undefined;
  if (!method || others.length > 0 || (method === 'aes-256') !== (version === 5)) throw new RefusedPdf('PDF_UNREADABLE');
  return method;
}

/** In bits by the dictionary; in bits or bytes by the filter, as programs write it. */
function lengthsOf(dict: Dict, filter: Dict | undefined): number[] {
  const [bits, byFilter] = [dict.get('Length'), filter?.get('Length')];
  const lengths = [bits, byFilter].filter((length) => typeof length === 'number').flatMap((length) => [length / 8, length]);
  const usual = filter ? [16, 5] : [5];
  return [...new Set([...lengths, ...usual])].filter((length) => Number.isInteger(length) && length >= 5 && length <= 16);
}

const isName = (value: PdfValue | undefined, text: string) => value instanceof Name && value.text === text;

function numberOf(value: PdfValue | undefined): number {
  if (typeof value !== 'number' || !Number.isInteger(value)) throw new RefusedPdf('PDF_UNREADABLE');
  return value;
}

function bytesOf(value: PdfValue | undefined): Buffer {
  if (!(value instanceof Text)) throw new RefusedPdf('PDF_UNREADABLE');
  return Buffer.from(value.beginning, 'latin1');
}
