import { foldedWords, loweredText } from '../kernel/typed/search-text.js';

/** A word of a name that is worth looking up when it is misspelt: letters, three of them at least. */
const WORD = /^[\p{L}\p{M}]{3,40}$/u;
/** Longer names have titles and degrees in them that nobody searches by. */
const MOST_WORDS_OF_NAME = 12;
const MOST_WORDS_ASKED = 8;

/** Something that can be looked up at all: a word of two letters or digits. */
export const SEARCHABLE = /[\p{L}\p{N}][^\s]*[\p{L}\p{N}]/u;
/** Trigrams are made of three letters or digits in a row; the index finds a shorter word at the beginning of a word alone. */
const BY_TRIGRAMS = /[\p{L}\p{N}]{3}/u;

/** The words of a name as the dictionary of names keeps them, in one order: two cases that add the same words never wait crosswise. */
export function nameWords(name: string): string[] {
  const words = foldedWords(name).filter((word) => WORD.test(word));
  return [...new Set(words)].slice(0, MOST_WORDS_OF_NAME).sort();
}

/** What somebody searches for: each word has to be found, in any order. */
export interface SearchQuestion {
  /** As it was typed, in small letters and with single blanks. */
  readonly typed: string;
  /** Without punctuation. */
  readonly phrase: string;
  readonly words: readonly string[];
  /** Those that may be a misspelt part of a name. */
  readonly names: readonly string[];
}

export function askedFor(q: string): SearchQuestion {
  const folded = foldedWords(q);
  const words = [...new Set(folded)].slice(0, MOST_WORDS_ASKED);
  const names = words.filter((word) => /^[\p{L}\p{M}]{4,40}$/u.test(word));
  return { typed: loweredText(q), phrase: folded.join(' '), words, names };
}

/** A word as a LIKE pattern: anywhere in a text, or where no word is long enough for the index, at the beginning of a word. */
export function wordPattern({ words }: Pick<SearchQuestion, 'words'>, word: string): string {
  return words.some((each) => BY_TRIGRAMS.test(each)) ? `%${likePart(word)}%` : `% ${likePart(word)}%`;
}

/** A text as part of a LIKE pattern, with its own signs for anything taken as they stand. */
export function likePart(text: string): string {
  return text.replace(/[\\%_]/g, (sign) => `\\${sign}`);
}
