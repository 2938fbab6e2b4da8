const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const MINUS = 0x2d;
const INTEGER = /^-?[1-9]\d*$/;
/** No number with fewer digits loses one. */
const SAFE_DIGITS = 15;
/** Longer is no number of anybody: it is left as it is. */
const MOST_DIGITS = 100;

/**
 * JSON text in which whole numbers that JavaScript cannot hold to the last digit stand as texts: OSS writes a NIK of 16 digits as a number
 * now and then, and beyond 2^53 another person's would be read. Everything else, what is no JSON included, stays as it is. Pure, linear.
 */
export function keepDigits(json: string): string {
  const parts: string[] = [];
  let from = 0;
  for (let at = 0; at < json.length;) {
    const code = json.charCodeAt(at);
    if (code === QUOTE) at = endOfString(json, at + 1);
    else if (code === MINUS || isDigit(code)) {
      const end = endOfNumber(json, at + 1);
      if (losesDigits(json, at, end)) {
        parts.push(json.slice(from, at), '"', json.slice(at, end), '"');
        from = end;
      }
      at = end;
    } else at++;
  }
  return from === 0 ? json : parts.join('') + json.slice(from);
}

/** JSON.parse with every digit; throws as it does. */
export function parseExact(json: string): unknown {
  return JSON.parse(keepDigits(json));
}

const isDigit = (code: number) => code >= 0x30 && code <= 0x39;

/** Behind its closing quote; the end of the text where there is none. */
function endOfString(json: string, from: number): number {
  let at = from;
  for (; at < json.length; at++) {
    const code = json.charCodeAt(at);
    if (code === QUOTE) return at + 1;
    if (code === BACKSLASH) at++;
  }
  return json.length;
}

/** Digits, a point, an exponent with its sign. */
function endOfNumber(json: string, from: number): number {
  let at = from;
  while (at < json.length && (isDigit(json.charCodeAt(at)) || '.eE+-'.includes(json[at]!))) at++;
  return at;
}

function losesDigits(json: string, from: number, end: number): boolean {
  if (end - from <= SAFE_DIGITS || end - from > MOST_DIGITS) return false;
  const written = json.slice(from, end);
  return INTEGER.test(written) && !Number.isSafeInteger(Number(written));
}
