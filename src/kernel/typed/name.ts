import { plainCharacters } from './characters.js';

/** A name as it is kept: capitals, commas and titles as they were typed. */
export function canonicalName(text: string): string {
  return plainCharacters(text);
}

/** Whether a name holds a letter at all. */
export function hasLetter(text: string): boolean {
  return /\p{L}/u.test(text);
}
