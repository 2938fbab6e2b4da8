import { createCipheriv, createHash } from 'node:crypto';

const HASHES = ['sha256', 'sha384', 'sha512'] as const;
const FEWEST_ROUNDS = 64;

/** Algorithm 2.B of ISO 32000-2 for an empty password: ends after 287 rounds at the latest. */
export function hardenedHash(salt: Uint8Array): Buffer {
  let key = sha256(salt);
  for (let round = 1; ; round++) {
    const repeated = Buffer.concat(Array.from({ length: 64 }, () => key));
    const cipher = createCipheriv('aes-128-cbc', key.subarray(0, 16), key.subarray(16, 32)).setAutoPadding(false);
    const encrypted = cipher.update(repeated);
    const remainder = encrypted.subarray(0, 16).reduce((sum, byte) => sum + byte, 0) % 3;
    key = createHash(HASHES[remainder]!).update(encrypted).digest();
    if (round >= FEWEST_ROUNDS && encrypted.at(-1)! <= round - 32) return key.subarray(0, 32);
  }
}

export function sha256(data: Uint8Array): Buffer {
  return createHash('sha256').update(data).digest();
}
