import { plainSigns } from './characters.js';

/** Marks that are written above or below letters, such as accents and the vowel signs of Arabic. */
const ACCENTS = /[\u0300-\u036F\u064B-\u0652\u0670]/g;
const NO_SIGNS = /[^\p{L}\p{N}\p{M}]/gu;
/** What ends a word without a blank behind it: "Sinaga,A.Md". */
const ENDS_WORD = /[\s,;]+/u;

/** A text in small letters and one form of each character; punctuation and single blanks as they are. */
export function loweredText(text: string): string {
  return plainSigns(text).toLowerCase().replace(/\s+/g, ' ').trim();
}

function withoutAccents(text: string): string {
  return loweredText(text).normalize('NFKD').replace(ACCENTS, '').normalize('NFC');
}

/** The words of a text without any punctuation. */
export function foldedWords(text: string): string[] {
  return withoutAccents(text)
    .split(ENDS_WORD)
    .map((word) => word.replace(NO_SIGNS, ''))
    .filter((word) => word !== '');
}

/**
 * What one name or number is found by: its words without punctuation, their parts between punctuation ("a md" of "A.Md"), and all of it
 * without a blank, for who leaves blanks out.
 */
export function searchForms(text: string): string {
  const words = foldedWords(text).join(' ');
  const parts = withoutAccents(text).replace(NO_SIGNS, ' ').replace(/ +/g, ' ').trim();
  return [...new Set([words, parts, words.replaceAll(' ', '')])].filter((form) => form !== '').join(' ');
}

/** Everything that a case is found by. A blank stands before each word, so that the beginning of a word can be looked for. */
export function searchText(terms: readonly string[]): string {
  return terms.map((term) => searchForms(term)).filter((form) => form !== '').map((form) => ` ${form}`).join(''); // prettier-ignore
}
