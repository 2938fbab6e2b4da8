import { oneOf, quoted, type DefinitionPath, type Problems } from './problem.js';

/** Reads one value; on a problem it reports and gives undefined, so that the rest is still read. */
export type Decoder<T> = (value: unknown, at: DefinitionPath, problems: Problems) => T | undefined;

/** A key that may be left out; blank counts as left out. */
interface Lenient<T> {
  readonly decode: Decoder<T>;
  readonly otherwise: T | undefined;
}

type Fields<T> = { readonly [K in keyof T]-?: Decoder<NonNullable<T[K]>> | Lenient<NonNullable<T[K]>> };

/** A key that may be left out and then is absent, or has this value. */
export function optional<T>(decode: Decoder<T>, otherwise?: T): Lenient<T> {
  return { decode, otherwise };
}

/** An object from parsed data; anything with a class of its own is none. */
export function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  // The root of all prototypes, whichever realm it comes from.
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** An object with exactly these keys: an unknown one is a problem too, for it is mostly a typing error. */
export function record<T extends object>(fields: Fields<T>): Decoder<T> {
  const known = Object.entries<Decoder<unknown> | Lenient<unknown>>(fields);
  const names = new Set(known.map(([name]) => name));
  return (value, at, problems) => {
    if (!isPlainObject(value)) return fail(problems, at, `must be a block of keys: ${oneOf(names)}`);
    for (const key of Object.keys(value)) {
      if (!names.has(key)) problems.add([...at, key], `${quoted(key)} is not a key here; allowed are ${oneOf(names)}.`);
    }
    let whole = true;
    const read: [string, unknown][] = [];
    for (const [name, field] of known) {
      const given = Object.hasOwn(value, name) ? value[name] : undefined;
      const decoded =
        given === undefined || given === null
          ? absent(field, given, [...at, name], problems)
          : decoderOf(field)(given, [...at, name], problems);
      if (decoded !== undefined) read.push([name, decoded]);
      else if (typeof field === 'function' || (given !== undefined && given !== null)) whole = false;
    }
    return whole ? (Object.fromEntries(read) as T) : undefined;
  };
}

function decoderOf(field: Decoder<unknown> | Lenient<unknown>): Decoder<unknown> {
  return typeof field === 'function' ? field : field.decode;
}

function absent(field: Decoder<unknown> | Lenient<unknown>, given: unknown, at: DefinitionPath, problems: Problems): unknown {
  if (typeof field !== 'function') return field.otherwise;
  return fail(problems, at, given === null ? 'is empty and must be filled in' : 'is missing');
}

function fail(problems: Problems, at: DefinitionPath, what: string): undefined {
  problems.add(at, `${pathName(at)} ${what}.`);
  return undefined;
}

function pathName(at: DefinitionPath): string {
  const last = at.at(-1);
  if (last === undefined) return 'The file';
  return typeof last === 'number' ? `Item ${last + 1}` : quoted(last);
}

/** Text that is not blank, to the letter: nothing is trimmed away. */
export function text(most = 2000): Decoder<string> {
  return (value, at, problems) => {
    if (typeof value !== 'string')
      return fail(problems, at, 'must be text (put it in quotes if it looks like a number, a date or true/false)');
    if (value.trim() === '') return fail(problems, at, 'must not be blank');
    return value.length > most ? fail(problems, at, `must have at most ${most} characters, and has ${value.length}`) : value;
  };
}

/** Text of a fixed shape. */
export function shaped(shape: RegExp, described: string, most = 60): Decoder<string> {
  const plain = text(most);
  return (value, at, problems) => {
    const read = plain(value, at, problems);
    return read === undefined || shape.test(read) ? read : fail(problems, at, `must be ${described}, and is ${quoted(read)}`);
  };
}

/** A short name in lower case with hyphens, such as `sik-perekam-medis`. */
export const code = shaped(
  /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/,
  'a short name of lower-case letters, digits and single hyphens, such as front-office',
);

/** A whole number between two bounds. */
export function whole(least: number, most: number): Decoder<number> {
  return (value, at, problems) =>
    typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most
      ? value
      : fail(problems, at, `must be a whole number from ${least} to ${most}`);
}

/** true or false. */
export const flag: Decoder<boolean> = (value, at, problems) =>
  typeof value === 'boolean' ? value : fail(problems, at, 'must be true or false');

/** One of some words. */
export function word<T extends string>(words: readonly T[]): Decoder<T> {
  return (value, at, problems) => words.find((each) => each === value) ?? fail(problems, at, `must be ${oneOf(words)}`);
}

/** A list whose every item is read, also when one of them is wrong. */
export function list<T>(item: Decoder<T>, { least = 0, most = 100 } = {}): Decoder<readonly T[]> {
  return (value, at, problems) => {
    if (!Array.isArray(value)) return fail(problems, at, 'must be a list');
    if (value.length < least) return fail(problems, at, `must have at least ${least} item${least === 1 ? '' : 's'}`);
    if (value.length > most) return fail(problems, at, `must have at most ${most} items, and has ${value.length}`);
    // Array.from reads holes as well, which map would jump over.
    const read = Array.from(value as readonly unknown[], (each, i) => item(each, [...at, i], problems));
    return read.some((each) => each === undefined) ? undefined : (read as T[]);
  };
}

/** What a decoder reads, made into something else. */
export function mapped<A, B>(decode: Decoder<A>, make: (read: A, at: DefinitionPath, problems: Problems) => B | undefined): Decoder<B> {
  return (value, at, problems) => {
    const read = decode(value, at, problems);
    return read === undefined ? undefined : make(read, at, problems);
  };
}
