import type { Sentence } from '../../kernel/refusal.js';
import { OF_FORM } from './of-form.js';

export const IS_OBJECT: Sentence = { id: 'Harus berupa objek.', en: 'Must be an object.' };
const REQUIRED: Sentence = { id: 'Wajib diisi.', en: 'This is required.' };

/** Rules of input classes, the most telling first; `said` is what class-validator says, with the limit in it. */
const RULES: Readonly<Record<string, Sentence | ((said: string) => Sentence)>> = {
  whitelistValidation: { id: 'Isian ini tidak dikenal.', en: 'This is not known here.' },
  holdsNoLists: { id: 'Setiap unsur harus berupa objek.', en: 'Each of them must be an object.' },
  isString: { id: 'Harus berupa teks.', en: 'Must be a text.' },
  isObject: IS_OBJECT,
  isInt: { id: 'Harus bilangan bulat.', en: 'Must be a whole number.' },
  isUuid: { id: 'Harus id (UUID).', en: 'Must be an id (UUID).' },
  isEmail: { id: 'Bukan alamat surel yang sah bentuknya.', en: 'Not a mail address.' },
  isIn: (said) => ({ id: `Pilihannya: ${listIn(said)}.`, en: `Must be one of: ${listIn(said)}.` }),
  isNotEmpty: REQUIRED,
  minLength: (said) => ({ id: `Sedikitnya ${numberIn(said)} huruf.`, en: `At least ${numberIn(said)} characters.` }),
  maxLength: (said) => ({ id: `Paling banyak ${numberIn(said)} huruf.`, en: `At most ${numberIn(said)} characters.` }),
  [OF_FORM]: (said) => JSON.parse(said) as Sentence,
  min: (said) => ({ id: `Tidak boleh kurang dari ${numberIn(said)}.`, en: `Must not be less than ${numberIn(said)}.` }),
  max: (said) => ({ id: `Tidak boleh lebih dari ${numberIn(said)}.`, en: `Must not be more than ${numberIn(said)}.` }),
};

/** The one thing to say of a value that breaks several rules. */
export function worst(value: unknown, broken: Readonly<Record<string, string>>): Sentence {
  if (value === undefined && !broken['whitelistValidation']) return REQUIRED;
  const rule = Object.keys(RULES).find((name) => name in broken);
  if (!rule) return { id: 'Isian ini belum benar.', en: `${Object.values(broken)[0]}.` };
  const sentence = RULES[rule]!;
  return typeof sentence === 'function' ? sentence(broken[rule]!) : sentence;
}

function numberIn(said: string): string {
  return /\d+/.exec(said)?.[0] ?? '';
}

function listIn(said: string): string {
  return said.slice(said.indexOf(':') + 1).trim();
}
