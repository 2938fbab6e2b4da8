import { plainSigns } from './characters.js';

/** What stands between the digits of a number that is written in groups. */
const SEPARATORS = /[\s.,'/_\p{Pd}]+/gu;

/** A number of digits alone (NIK, NPWP, NIB, KBLI); one that holds anything but digits and separators is left for its check to refuse. */
export function canonicalDigits(text: string): string {
  const plain = plainSigns(text);
  const digits = plain.replace(SEPARATORS, '');
  return /^[0-9]+$/.test(digits) ? digits : plain;
}

/** A number with letters in it (receipt, letter, book) by which it is looked up: neither its separators nor its case count, nor letters for digits. */
export function numberKey(text: string): string {
  return lookAlikes(plainSigns(text.slice(0, 200)).replace(/[^\p{L}\p{N}]/gu, ''));
}

/** A verification or tracking code: in groups, in small letters, with letters that look like digits. */
export function canonicalCode(text: string): string {
  return lookAlikes(plainSigns(text.slice(0, 100)).replace(SEPARATORS, ''));
}

/** A verification code, or null where the text cannot be one. */
export function verificationCode(text: string): string | null {
  const code = canonicalCode(text);
  return /^[0-9A-HJKMNP-TV-Z]{16}$/.test(code) ? code : null;
}

function lookAlikes(text: string): string {
  return text.toUpperCase().replace(/O/g, '0').replace(/[IL]/g, '1');
}
