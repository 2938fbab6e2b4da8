import { randomBytes } from 'node:crypto';
import { decrypted, encrypted } from './file-cipher.js';

const KEY = randomBytes(32);

async function* inPartsOf(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.subarray(at, at + size));
}

async function all(pieces: AsyncIterable<Buffer>): Promise<Buffer> {
  const read: Buffer[] = [];
  for await (const piece of pieces) read.push(piece);
  return Buffer.concat(read);
}

const lock = (plain: Buffer, about = 'file a 1') => all(encrypted(KEY, inPartsOf(plain, 10_000), about));
const unlock = (stored: Buffer, about = 'file a 1', key = KEY, size = 7777) =>
  all(decrypted(() => Promise.resolve(key), inPartsOf(stored, size), about));

it.each([0, 1, 15, 65_535, 65_536, 65_537, 131_072, 300_000])('comes back as it was: %d bytes', async (length) => {
  const plain = randomBytes(length);
  const stored = await lock(plain);
  // A few bytes may stand anywhere by chance.
  expect(length >= 16 && stored.includes(plain.subarray(0, 32))).toBe(false);
  for (const size of [1, 7777, 10_000_000].slice(length > 70_000 ? 1 : 0))
    expect((await unlock(stored, undefined, KEY, size)).equals(plain)).toBe(true);
});

it('opens for nobody else, as nothing else, and not when anything was changed, cut off or put in another order', async () => {
  const stored = await lock(randomBytes(200_000));
  const piece = 65_536 + 16;
  const swapped = Buffer.concat([
    stored.subarray(0, 15),
    stored.subarray(15 + piece, 15 + 2 * piece),
    stored.subarray(15, 15 + piece),
    stored.subarray(15 + 2 * piece),
  ]);
  const flipped = Buffer.from(stored);
  flipped[100_000]! ^= 1;
  for (const wrong of [
    flipped,
    swapped,
    stored.subarray(0, -1),
    stored.subarray(0, 15 + piece),
    stored.subarray(0, 15),
    Buffer.concat([stored, Buffer.from('x')]),
  ])
    await expect(unlock(wrong)).rejects.toThrow(/damaged|cut off/);
  await expect(unlock(stored, 'file a 2')).rejects.toThrow(/damaged/);
  await expect(unlock(stored, 'file a 1', randomBytes(32))).rejects.toThrow(/damaged/);
});

it('lets a file through that was never encrypted', async () => {
  for (const plain of ['%PDF-1.4 old', '', 'TERBIT']) expect((await unlock(Buffer.from(plain))).toString()).toBe(plain);
});
