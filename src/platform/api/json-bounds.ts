import { jsonTooDeep, jsonTooLarge } from './problem.js';

/** How much JSON one request may hold; what is done with a value afterwards can cost more than reading it. */
export interface JsonBounds {
  /** Levels of nesting. */
  readonly depth: number;
  /** Values in all. */
  readonly values: number;
  /** Members of one object. */
  readonly members: number;
  /** Items of one list. */
  readonly items: number;
  /** Bytes of one text as it is written. */
  readonly text: number;
}

/** More than any form or list of this service holds; the longest text has 20,000 characters, of six bytes each where they are escaped. */
export const REQUEST_BOUNDS: JsonBounds = { depth: 40, values: 5000, members: 500, items: 1000, text: 130_000 };

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;

/**
 * Refuses JSON that is too large in any way before it is parsed: one pass over its bytes, without recursion. What is no JSON at all is
 * left to the parser, which cannot take long over what has passed here.
 */
export function refuseLargeJson(json: Uint8Array, most: JsonBounds): void {
  const open: { readonly object: boolean; count: number }[] = [];
  let values = 1;
  for (let at = 0; at < json.length; at++) {
    const byte = json[at]!;
    if (byte === QUOTE) {
      const end = endOfText(json, at + 1);
      if (end - at > most.text) throw jsonTooLarge({ what: 'bytes of one text', most: most.text });
      at = end;
    } else if (byte === OPEN_OBJECT || byte === OPEN_LIST) {
      if (open.length >= most.depth) throw jsonTooDeep({ most: most.depth });
      open.push({ object: byte === OPEN_OBJECT, count: 1 });
      values++;
    } else if (byte === COMMA) {
      values++;
      const inner = open.at(-1);
      if (inner) inner.count++;
      if (inner?.object && inner.count > most.members) throw jsonTooLarge({ what: 'members of one object', most: most.members });
      if (inner && !inner.object && inner.count > most.items) throw jsonTooLarge({ what: 'items of one list', most: most.items });
    } else if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) open.pop();
    if (values > most.values) throw jsonTooLarge({ what: 'values', most: most.values });
  }
}

/** The place of its closing quote; the end of the text where there is none. */
function endOfText(json: Uint8Array, from: number): number {
  let at = from;
  while (at < json.length && json[at] !== QUOTE) at += json[at] === BACKSLASH ? 2 : 1;
  return at;
}

/** The same for values that came in no JSON: arguments of GraphQL, a query string. */
export function refuseLargeValue(value: unknown, most: JsonBounds = REQUEST_BOUNDS): void {
  let level: unknown[] = [value];
  let values = 0;
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > most.depth) throw jsonTooDeep({ most: most.depth });
    values += level.length;
    if (values > most.values) throw jsonTooLarge({ what: 'values', most: most.values });
    const next: unknown[] = [];
    for (const each of level) {
      if (typeof each !== 'object' || each === null) continue;
      const inner: unknown[] = Array.isArray(each) ? each : Object.values(each);
      const [what, allowed] = Array.isArray(each)
        ? (['items of one list', most.items] as const)
        : (['members of one object', most.members] as const);
      if (inner.length > allowed) throw jsonTooLarge({ what, most: allowed });
      for (const one of inner) next.push(one);
    }
    level = next;
  }
}
