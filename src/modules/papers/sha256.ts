import { createHash } from 'node:crypto';

/** Of a file, in hexadecimal. */
export function sha256Of(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
