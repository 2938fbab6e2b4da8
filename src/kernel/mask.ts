import { nikProblem } from './identity-numbers.js';

const DOT = '•';

/** A NIK as it may be shown where nobody needs to read it: the region and the serial number, not the date of birth. */
export function maskNik(nik: string): string {
  return nik.length < 12 ? DOT.repeat(3) : `${nik.slice(0, 4)}${DOT.repeat(8)}${nik.slice(-4)}`;
}

/** An address of a mailbox: enough to tell one's own, not enough to write to. */
export function maskEmail(address: string): string {
  const at = address.lastIndexOf('@');
  return at < 1 ? DOT.repeat(3) : `${[...address][0]!}${DOT.repeat(3)}${address.slice(at)}`;
}

/** A telephone number: its beginning and its last two digits. */
export function maskPhone(number: string): string {
  return number.length < 7 ? DOT.repeat(3) : `${number.slice(0, 4)}${DOT.repeat(3)}${number.slice(-2)}`;
}

/** Anything personal, by what it looks like. */
export function maskPersonal(value: unknown): unknown {
  if (typeof value !== 'string') return value === null || value === undefined ? value : DOT.repeat(3);
  if (/^\d{15,16}$/.test(value)) return maskNik(value);
  if (value.includes('@')) return maskEmail(value);
  return /^\+?[\d ()-]{7,25}$/.test(value) ? maskPhone(value) : DOT.repeat(3);
}

/** Sixteen digits that stand alone: part of a longer number or of a hash they are no NIK. */
const SIXTEEN = /(?<![0-9A-Za-z])\d{16}(?![0-9A-Za-z])/g;
/** Bounded, since it runs over whatever somebody has sent. */
const ADDRESS = /(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}/g;

/** A text without any NIK in it, for what is kept for ever. */
export function withoutNik(text: string): string {
  return text.replace(SIXTEEN, (digits) => (nikProblem(digits) === undefined ? maskNik(digits) : digits));
}

/** A text for logs and errors: no number that could be a NIK, no mailbox. */
export function scrubbed(text: string): string {
  return text.replace(SIXTEEN, maskNik).replace(ADDRESS, maskEmail);
}

/** The same for every text within a value; the value itself where there is nothing to hide, which is nearly always. */
export function withoutNikIn<T>(value: T): T {
  if (typeof value === 'string') return withoutNik(value) as T;
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  if (Array.isArray(value)) {
    const items: unknown[] = value.map(withoutNikIn);
    return items.every((item, i) => item === value[i]) ? value : (items as T);
  }
  const entries = Object.entries(value);
  const clean = entries.map(([name, inner]) => [name, withoutNikIn<unknown>(inner)] as const);
  return clean.every(([, inner], i) => inner === entries[i]![1]) ? value : (Object.fromEntries(clean) as T);
}

/** A telephone number as people write it: mobile, or with an area code in words of their own. */
const TELEPHONE = /(?<![0-9A-Za-z/.-])(?:\+?62[ -]?|0)8[1-9](?:[ .-]?\d){6,10}(?![0-9A-Za-z])/g;

/** A text for who need not know whom it is about: without NIKs, mailboxes and telephone numbers. */
export function maskedText(text: string): string {
  return scrubbed(text).replace(TELEPHONE, maskPhone);
}

/** The same for every text within an answer; what is no plain value, such as a stream, is left as it is. */
export function maskedTexts<T>(value: T, mask: (text: string) => string = maskedText): T {
  if (typeof value === 'string') return mask(value) as T;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item: unknown) => maskedTexts(item, mask)) as T;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, maskedTexts<unknown>(inner, mask)])) as T;
}

/** What applicants have entered about themselves. */
export interface PersonalLiterals {
  /** A text that is a name as a whole is a field of its own, and stays. */
  readonly names: readonly string[];
  readonly others: readonly string[];
}

/** Shorter ones stand in too many other words. */
const SHORTEST_LITERAL = 4;

/** A mask of these values wherever they stand in a text, whatever their case and spaces. Takes as long as the text is, not as the values are many. */
export function literalMask({ names, others }: PersonalLiterals): (text: string) => string {
  const whole = new Set(names.map(folded));
  const patterns = new Map<string, RegExp[]>();
  for (const value of new Set([...names, ...others].map(folded))) {
    const [first] = WORD.exec(value) ?? [];
    if (first === undefined || value.length < SHORTEST_LITERAL) continue;
    const from = value.slice(value.indexOf(first)).split(' ').map(escaped).join('\\s+');
    patterns.set(first, [...(patterns.get(first) ?? []), new RegExp(`${from}(?![\\p{L}\\p{N}])`, 'iuy')]);
  }
  return (text) => (whole.has(folded(text)) ? text : withoutLiterals(text, patterns));
}

const WORD = /[\p{L}\p{N}]+/u;
const WORDS = /[\p{L}\p{N}]+/gu;

function withoutLiterals(text: string, patterns: ReadonlyMap<string, readonly RegExp[]>): string {
  let [masked, end] = ['', 0];
  for (const { 0: word, index } of text.matchAll(WORDS)) {
    if (index < end) continue;
    for (const pattern of patterns.get(word.toLowerCase()) ?? []) {
      pattern.lastIndex = index;
      const found = pattern.exec(text);
      if (!found) continue;
      masked += text.slice(end, index) + DOT.repeat(3);
      end = index + found[0].length;
      break;
    }
  }
  return end === 0 ? text : masked + text.slice(end);
}

const folded = (value: string): string => value.trim().replace(/\s+/g, ' ').toLowerCase();
const escaped = (word: string): string => word.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
