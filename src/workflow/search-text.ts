/** Signs of a name that make a word of it worth looking up: letters, three of them at least. */
const WORD = /[\p{L}\p{M}]{3,40}/gu;
/** Longer names have titles and degrees in them that nobody searches by. */
const MOST_WORDS_OF_NAME = 12;
const MOST_WORDS_ASKED = 8;

/** Something that can be looked up at all: trigrams are made of three letters or digits in a row. */
export const SEARCHABLE = /[\p{L}\p{N}]{3}/u;

/** The words of a name as the dictionary of names keeps them, in one order: two cases that add the same words never wait crosswise. */
export function nameWords(name: string): string[] {
  const words = name.toLowerCase().match(WORD) ?? [];
  return [...new Set(words)].slice(0, MOST_WORDS_OF_NAME).sort();
}

/** What somebody searches for: each word has to be found, in any order. */
export interface Asked {
  /** As it was written, in small letters and with single spaces. */
  readonly phrase: string;
  readonly words: readonly string[];
  /** Those that may be a misspelt part of a name. */
  readonly names: readonly string[];
}

export function askedFor(q: string): Asked {
  const phrase = q.trim().toLowerCase().replace(/\s+/g, ' ');
  const parts = [...new Set(phrase.split(' '))].filter((word) => word !== '').slice(0, MOST_WORDS_ASKED);
  // A word of one or two signs alone finds nothing by an index; beside a longer one it only narrows down.
  const words = parts.some((word) => SEARCHABLE.test(word)) ? parts : [phrase];
  return { phrase, words, names: words.filter((word) => /^[\p{L}\p{M}'’.-]{4,40}$/u.test(word)) };
}

/** A text as part of a LIKE pattern, with its own signs for anything taken as they stand. */
export function likePart(text: string): string {
  return text.replace(/[\\%_]/g, (sign) => `\\${sign}`);
}
