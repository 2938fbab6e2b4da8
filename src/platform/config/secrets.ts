import { deflateRawSync } from 'node:zlib';
import type { VariableParser } from './parsers.js';

const SHORTEST = 32;
const LONGEST = 4096;
/** A random secret of 32 hexadecimal digits has some 120 bits by the frequency of its characters. */
const FEWEST_BITS = 90;
const FEWEST_CHARACTERS = 8;
/** What holds repeated parts becomes shorter than this by naming them once. */
const FEWEST_BYTES_PACKED = 22;

/** Runs of characters that look manifold and are the first to be tried. */
const RUNS = ['0123456789', 'abcdefghijklmnopqrstuvwxyz', 'qwertyuiop', 'asdfghjkl', 'zxcvbnm'];

/** Secrets to sign with, with commas between; weak ones are refused, since whoever guesses one signs in as anybody. */
export function secrets(): VariableParser<readonly string[]> {
  return (value) => {
    const each = value === '' ? [] : value.split(',').map((item) => item.trim());
    for (const [index, secret] of each.entries()) {
      const problem = problemOf(secret);
      if (problem) throw new Error(`must hold secrets that cannot be guessed, with commas between: number ${index + 1} ${problem}`);
    }
    if (new Set(each).size < each.length) throw new Error('must not hold a secret twice');
    return each;
  };
}

function problemOf(secret: string): string | undefined {
  if (secret.length < SHORTEST || secret.length > LONGEST) return `must have ${SHORTEST} to ${LONGEST} characters`;
  const weak =
    new Set(secret).size < FEWEST_CHARACTERS ||
    entropyBits(secret) < FEWEST_BITS ||
    deflateRawSync(secret, { level: 9 }).length < FEWEST_BYTES_PACKED ||
    withoutRuns(secret).length < SHORTEST / 2;
  return weak ? 'is too regular; make one with "openssl rand -base64 32"' : undefined;
}

/** Bits that the characters hold by how often each comes. */
function entropyBits(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  return [...counts.values()].reduce((bits, count) => bits - count * Math.log2(count / text.length), 0);
}

/** What is left when runs of four or more in the order of the alphabet, the digits or the keyboard are taken out, forwards and backwards. */
function withoutRuns(text: string): string {
  const lower = text.toLowerCase();
  const whole = RUNS.flatMap((run) => [run + run, [...(run + run)].reverse().join('')]);
  let left = '';
  for (let at = 0; at < lower.length;) {
    let length = 4;
    while (at + length <= lower.length && whole.some((run) => run.includes(lower.slice(at, at + length)))) length++;
    const run = length - 1;
    if (run < 4) left += lower[at];
    at += run < 4 ? 1 : run;
  }
  return left;
}
