import { createDecipheriv, createHash } from 'node:crypto';
import { hardenedHash, sha256 } from './hardened-hash.js';
import { rc4 } from './rc4.js';

/** What the standard security handler says about the key of a file. */
export interface SecurityHandler {
  readonly revision: number;
  /** Lengths in bytes that the dictionary can be read as: the one that opens the file counts. */
  readonly lengths: readonly number[];
  readonly owner: Buffer;
  readonly user: Buffer;
  readonly userKey: Buffer;
  readonly permissions: number;
  readonly encryptsMetadata: boolean;
  /** The first part of the file's identifier. */
  readonly id: Buffer;
}

/** What stands in for an empty password. */
const PADDING = Buffer.from('28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a', 'hex');

/** The key of a file that opens with an empty user password; undefined where it needs one. */
export function fileKey(handler: SecurityHandler): Buffer | undefined {
  if (handler.revision >= 5) return longKey(handler);
  return handler.lengths.map((length) => shortKey(handler, length)).find((key) => opens(handler, key));
}

/** AES-256 (revisions 5 and 6). */
function longKey({ revision, user, userKey }: SecurityHandler): Buffer | undefined {
  if (user.length < 48 || userKey.length < 32) return undefined;
  const hash = revision === 5 ? sha256 : hardenedHash;
  if (!hash(user.subarray(32, 40)).equals(user.subarray(0, 32))) return undefined;
  const cipher = createDecipheriv('aes-256-cbc', hash(user.subarray(40, 48)), Buffer.alloc(16)).setAutoPadding(false);
  return cipher.update(userKey.subarray(0, 32));
}

/** Algorithm 2 of ISO 32000-1. */
function shortKey({ revision, owner, permissions, encryptsMetadata, id }: SecurityHandler, length: number): Buffer {
  const bits = Buffer.alloc(4);
  bits.writeInt32LE(permissions | 0);
  const clear = revision >= 4 && !encryptsMetadata ? Buffer.alloc(4, 0xff) : Buffer.alloc(0);
  let key = md5(PADDING, owner.subarray(0, 32), bits, id, clear);
  if (revision >= 3) for (let i = 0; i < 50; i++) key = md5(key.subarray(0, length));
  return key.subarray(0, length);
}

/** Algorithms 4 and 5: whether the empty password is the user's. */
function opens({ revision, user, id }: SecurityHandler, key: Buffer): boolean {
  if (revision === 2) return rc4(key, PADDING).equals(user.subarray(0, 32));
  let expected: Buffer = md5(PADDING, id);
  for (let i = 0; i < 20; i++)
    expected = rc4(
      key.map((byte) => byte ^ i),
      expected,
    );
  return expected.equals(user.subarray(0, 16));
}

export function md5(...parts: readonly Uint8Array[]): Buffer {
  const hash = createHash('md5');
  for (const part of parts) hash.update(part);
  return hash.digest();
}
