import { plainSigns } from './characters.js';

/** A user name, in small letters; blanks within it are left for its check to refuse. */
export function canonicalUserName(text: string): string {
  return plainSigns(text).toLowerCase();
}
