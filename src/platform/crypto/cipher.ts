import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';

export const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** With chance alone a nonce comes twice under one key only after some billions: a key here encrypts one case. */
const ALGORITHM = 'aes-256-gcm';

export const newKey = (): Buffer => randomBytes(KEY_BYTES);

/** Nonce, ciphertext and tag; `about` says what it is and whose, and opens only what was said to be the same. */
export function encrypt(key: Buffer, plain: Buffer, about: string): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(ALGORITHM, key, nonce).setAAD(Buffer.from(about));
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** Throws when the key is another one, when a bit was changed, or when it is about something else. */
export function decrypt(key: Buffer, box: Buffer, about: string): Buffer {
  if (box.length < NONCE_BYTES + TAG_BYTES) throw new Error('what was encrypted is cut off');
  const decipher = createDecipheriv(ALGORITHM, key, box.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES });
  decipher.setAAD(Buffer.from(about)).setAuthTag(box.subarray(-TAG_BYTES));
  return Buffer.concat([decipher.update(box.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
}

/** What a value is found by without being readable: nobody without the key can try values against it. */
export function keyedHash(key: Buffer, kind: string, value: string): string {
  return createHmac('sha256', key).update(`${kind}\n${value}`).digest('base64url');
}
