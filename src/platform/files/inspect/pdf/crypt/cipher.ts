import { createDecipheriv } from 'node:crypto';
import { md5 } from './file-key.js';
import { rc4 } from './rc4.js';

export type CipherMethod = 'rc4' | 'aes-128' | 'aes-256';

/** Decrypts streams and strings of one file. */
export class PdfCipher {
  constructor(
    private readonly key: Buffer,
    private readonly method: CipherMethod,
  ) {}

  /** The data of a stream, or the beginning of a string, of the object with this number and generation. */
  decrypt(num: number, gen: number, data: Uint8Array): Buffer {
    const key = this.keyOf(num, gen);
    return this.method === 'rc4' ? rc4(key, data) : decryptAes(key, data);
  }

  private keyOf(num: number, gen: number): Buffer {
    if (this.method === 'aes-256') return this.key;
    const about = Buffer.from([num & 255, (num >> 8) & 255, (num >> 16) & 255, gen & 255, (gen >> 8) & 255]);
    const salt = Buffer.from(this.method === 'rc4' ? '' : 'sAlT', 'latin1');
    return md5(this.key, about, salt).subarray(0, Math.min(this.key.length + 5, 16));
  }
}

const BLOCK = 16;

/** CBC with its initialisation vector in front; as many blocks as are whole, as readers do with what is cut off. */
function decryptAes(key: Buffer, data: Uint8Array): Buffer {
  const whole = data.length - (data.length % BLOCK);
  if (whole <= BLOCK) return Buffer.alloc(0);
  const cipher = createDecipheriv(`aes-${key.length * 8}-cbc`, key, data.subarray(0, BLOCK)).setAutoPadding(false);
  const clear = cipher.update(data.subarray(BLOCK, whole));
  const padding = clear.at(-1)!;
  return padding >= 1 && padding <= BLOCK ? clear.subarray(0, clear.length - padding) : clear;
}
