/** Titles that stand before a name, and say nothing about who it is. */
const TITLES = new Set(['dr', 'drg', 'drh', 'dra', 'drs', 'h', 'hj', 'ir', 'prof', 'st', 'kh', 'tn', 'ny', 'sdr', 'bapak', 'ibu']);

/**
 * A value as it is compared with another: numbers by their digits, names without titles, degrees, accents and punctuation. Two that
 * come out alike mean the same to whoever reads them.
 */
export function comparedText(value: unknown): string {
  if (typeof value !== 'string') return JSON.stringify(value) ?? '';
  const plain = value.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  if (!/\p{L}/u.test(plain)) return plain.replace(/[^\p{N}]/gu, '');
  if (plain.includes('@')) return plain.trim();
  // A degree stands behind a comma.
  const [name = ''] = plain.split(',').filter((part) => /[\p{L}\p{N}]/u.test(part));
  const words = name.replace(/['’ʼ`´-]/g, '').match(/[\p{L}\p{N}]+/gu) ?? [];
  const kept = words.slice(words.findIndex((word) => !TITLES.has(word)));
  return kept.join('');
}
