import { isPlainObject, type Decoder } from './decoder.js';
import { quoted, type DefinitionPath, type Problems } from './problem.js';
import type { JsonObject } from './sop-definition.js';

const DEEPEST = 24;
const LARGEST = 5000;
/** Keys that would reach into every object of the program where a careless reader copies them. */
const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype']);

/** Any JSON object, copied: of bounded depth and size, without keys that touch prototypes. */
export const jsonObject: Decoder<JsonObject> = (value, at, problems) => {
  if (!isPlainObject(value)) {
    problems.add(at, 'This must be a block of keys.');
    return undefined;
  }
  return copy(value, at, problems, { left: LARGEST }) as JsonObject | undefined;
};

function copy(value: unknown, at: DefinitionPath, problems: Problems, budget: { left: number }, depth = 0): unknown {
  if (depth > DEEPEST) return refuse(problems, at, `This is nested more than ${DEEPEST} levels deep.`);
  if (--budget.left < 0) {
    if (budget.left === -1) problems.add(at, `This block has more than ${LARGEST} values.`);
    return undefined;
  }
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : refuse(problems, at, 'This must be a finite number.');
  if (Array.isArray(value)) {
    if (value.length > budget.left) return refuse(problems, at, `This block has more than ${LARGEST} values.`);
    return complete(Array.from(value as readonly unknown[], (each, i) => copy(each, [...at, i], problems, budget, depth + 1)));
  }
  if (!isPlainObject(value)) return refuse(problems, at, 'This must be text, a number, true, false, a list or a block of keys.');
  const entries: [string, unknown][] = [];
  for (const key of Object.keys(value)) {
    if (FORBIDDEN.has(key)) problems.add([...at, key], `${quoted(key)} cannot be used as a key.`);
    else entries.push([key, copy(value[key], [...at, key], problems, budget, depth + 1)]);
    if (budget.left < 0) return undefined;
  }
  return Object.fromEntries(entries);
}

function complete(items: unknown[]): unknown[] | undefined {
  return items.some((item) => item === undefined) ? undefined : items;
}

function refuse(problems: Problems, at: DefinitionPath, detail: string): undefined {
  problems.add(at, detail);
  return undefined;
}
