/** Characters that people type for an apostrophe: quotation marks, accents on their own, primes, modifier letters, full width. */
const APOSTROPHES = /[\u2018\u2019\u201A\u201B\u2032\u2035\u0060\u00B4\u02B9\u02BB\u02BC\u02BD\u02BE\u02BF\u02C8\u02CA\u02CB\u055A\uA78B\uA78C\uFF07\uFF40]/g; // prettier-ignore
/** Characters without a width that are pasted along with a number: joiners, byte order mark, soft hyphen. */
const ZERO_WIDTH = /[\u00AD\u200B-\u200D\u2060\uFEFF]/g;
/** Blanks of every width, but for line breaks and tabs, which a field of one line refuses. */
const BLANKS = /\p{Zs}+/gu;

/** A text with one form of each character: NFKC (full width, ligatures), plain blanks once and not at the ends, one apostrophe. */
export function plainCharacters(text: string): string {
  // An accent that stands alone is taken apart by NFKC into a blank and a combining mark: it is replaced before.
  const plain = text.replace(APOSTROPHES, "'").normalize('NFKC').replace(BLANKS, ' ');
  return plain.replace(/^ | $/g, '');
}

/** The same for numbers, codes and addresses, which hold no character without a width. */
export function plainSigns(text: string): string {
  return plainCharacters(text.replace(ZERO_WIDTH, ''));
}
