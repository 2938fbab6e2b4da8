import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { plainSigns } from './characters.js';

/** Longer texts are no telephone number with an extension either. */
const LONGEST = 40;
const TYPED = /^\+?[\d\s().,'/_\p{Pd}]+$/u;

/** A telephone number in E.164, as it is dialled from Indonesia; null where the text is none. */
export function telephone(text: string): string | null {
  const plain = plainSigns(text.slice(0, LONGEST + 1));
  if (plain.length > LONGEST || !TYPED.test(plain)) return null;
  const digits = plain.replace(/[^\d+]/g, '');
  // "+62 (0) 812 …": the trunk prefix, which is dialled within the country alone.
  const parsed = parsePhoneNumberFromString(digits.replace(/^(\+?62)0+/, '$1'), 'ID');
  return parsed?.isPossible() && /^\+[1-9]\d{7,14}$/.test(parsed.number) ? parsed.number : null;
}

/** A telephone number as it is kept; what is none is left for its check to refuse. */
export function canonicalTelephone(text: string): string {
  return telephone(text) ?? plainSigns(text);
}

/** The digits by which a telephone number is searched for; empty where it is none. */
export function telephoneKey(text: string): string {
  return telephone(text)?.slice(1) ?? '';
}
