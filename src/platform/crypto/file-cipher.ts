import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** No PDF, JPEG or PNG begins like this. */
const MAGIC = Buffer.from('TERBITf1', 'latin1');
const PREFIX_BYTES = 7;
const HEAD_BYTES = MAGIC.length + PREFIX_BYTES;
const TAG_BYTES = 16;
/** Each piece is proved before anybody gets it; the last says that it is, so that nothing can be cut off. */
const PIECE = 64 * 1024;

export class FileDamaged extends Error {}

/** A file, encrypted piece by piece as it comes. */
export async function* encrypted(key: Buffer, plain: AsyncIterable<Buffer>, about: string): AsyncGenerator<Buffer> {
  const prefix = randomBytes(PREFIX_BYTES);
  yield Buffer.concat([MAGIC, prefix]);
  let n = 0;
  let held: Buffer | undefined;
  for await (const piece of inPieces(plain, PIECE)) {
    if (held) yield encryptPart(key, nonceOf(prefix, n++, false), held, about);
    held = piece;
  }
  yield encryptPart(key, nonceOf(prefix, n, true), held ?? Buffer.alloc(0), about);
}

/**
 * The file again; what lies in the clear comes as it is where that may be, and is damaged otherwise. Throws `FileDamaged` before anything
 * wrong gets out.
 */
export async function* decrypted(
  key: () => Promise<Buffer>,
  stored: AsyncIterable<Buffer>,
  about: string,
  mayBePlain = true,
): AsyncGenerator<Buffer> {
  const pieces = stored[Symbol.asyncIterator]() as AsyncIterator<Buffer, undefined>;
  let head = Buffer.alloc(0);
  while (head.length < HEAD_BYTES) {
    const next: IteratorResult<Buffer, undefined> = await pieces.next();
    if (next.done) break;
    head = Buffer.concat([head, next.value]);
  }
  const rest = chained(head, pieces);
  if (!head.subarray(0, MAGIC.length).equals(MAGIC)) {
    if (!mayBePlain) throw new FileDamaged(`${about} is not encrypted`);
    yield* rest;
    return;
  }
  const [secret, prefix] = [await key(), head.subarray(MAGIC.length, HEAD_BYTES)];
  let n = 0;
  let held: Buffer | undefined;
  for await (const piece of inPieces(chained(head.subarray(HEAD_BYTES), pieces), PIECE + TAG_BYTES)) {
    if (held) yield open(secret, nonceOf(prefix, n++, false), held, about);
    held = piece;
  }
  yield open(secret, nonceOf(prefix, n, true), held ?? Buffer.alloc(0), about);
}

function nonceOf(prefix: Buffer, n: number, last: boolean): Buffer {
  const nonce = Buffer.concat([prefix, Buffer.alloc(5)]);
  nonce.writeUInt32BE(n, PREFIX_BYTES);
  nonce[PREFIX_BYTES + 4] = last ? 1 : 0;
  return nonce;
}

function encryptPart(key: Buffer, nonce: Buffer, piece: Buffer, about: string): Buffer {
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(about));
  return Buffer.concat([cipher.update(piece), cipher.final(), cipher.getAuthTag()]);
}

function open(key: Buffer, nonce: Buffer, piece: Buffer, about: string): Buffer {
  if (piece.length < TAG_BYTES) throw new FileDamaged(`${about} is cut off`);
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES }).setAAD(Buffer.from(about));
    decipher.setAuthTag(piece.subarray(-TAG_BYTES));
    return Buffer.concat([decipher.update(piece.subarray(0, -TAG_BYTES)), decipher.final()]);
  } catch (error) {
    throw new FileDamaged(`${about} is damaged`, { cause: error });
  }
}

async function* chained(first: Buffer, rest: AsyncIterator<Buffer, undefined>): AsyncGenerator<Buffer> {
  if (first.length > 0) yield first;
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
}

/** The same bytes in pieces of one size, the last one shorter. */
async function* inPieces(bytes: AsyncIterable<Buffer>, size: number): AsyncGenerator<Buffer> {
  let waiting: Buffer[] = [];
  let length = 0;
  for await (const piece of bytes) {
    waiting.push(piece);
    length += piece.length;
    if (length < size) continue;
    const all = Buffer.concat(waiting);
    let at = 0;
    for (; all.length - at >= size; at += size) yield all.subarray(at, at + size);
    waiting = at < all.length ? [all.subarray(at)] : [];
    length = all.length - at;
  }
  if (length > 0) yield Buffer.concat(waiting);
}
