import { hasUnseenSigns } from '../../kernel/lines.js';
import type { Problem, Sentence } from '../../kernel/refusal.js';
import { refuseLargeValue } from './json-bounds.js';
import { isWellFormed, pointerTo } from './pointer.js';
import { inputInvalid } from './problem.js';

/** More problems than this are not told one by one. */
const MOST = 50;

const UNKNOWN: Sentence = { id: 'Isian ini tidak dikenal.', en: 'This is not known here.' };
const UNSTORABLE: Sentence = {
  id: 'Mengandung tanda yang tidak dapat disimpan (U+0000 atau setengah huruf).',
  en: 'Holds a sign that cannot be stored (U+0000 or half a character).',
};
const UNSEEN: Sentence = {
  id: 'Mengandung tanda yang tidak terlihat (tanda kendali atau pemisah baris).',
  en: 'Holds a sign that nobody sees (a control sign or a line separator).',
};
const ENDLESS: Sentence = { id: 'Bilangan ini terlalu besar.', en: 'This number is too large.' };

/**
 * What speaks against a value before anybody asks what it means: PostgreSQL stores neither U+0000 nor half a surrogate pair, JSON has
 * no infinity, and names that every object has are dropped by the libraries that copy it, so that they would be accepted and lost.
 */
export function plainInputProblems(value: unknown, pointer = ''): Problem[] {
  refuseLargeValue(value);
  const problems: Problem[] = [];
  collect(value, pointer, problems);
  return problems;
}

/** Refuses fields of a form or of a page by the same rules. */
export function refuseUnstorable(fields: Readonly<Record<string, unknown>>): void {
  const problems = plainInputProblems(fields);
  if (problems.length > 0) throw inputInvalid({}, problems);
}

function collect(value: unknown, pointer: string, problems: Problem[]): void {
  if (problems.length >= MOST) return;
  if (typeof value === 'string' && !storable(value)) problems.push({ pointer, detail: UNSTORABLE });
  else if (typeof value === 'string' && hasUnseenSigns(value)) problems.push({ pointer, detail: UNSEEN });
  if (typeof value === 'number' && !Number.isFinite(value)) problems.push({ pointer, detail: ENDLESS });
  if (typeof value !== 'object' || value === null) return;
  for (const [name, inner] of Object.entries(value)) {
    const place = pointerTo(pointer, name);
    if (!storable(name)) problems.push({ pointer: place, detail: UNSTORABLE });
    else if (!Array.isArray(value) && (name in Object.prototype || name === 'prototype'))
      problems.push({ pointer: place, detail: UNKNOWN });
    else collect(inner, place, problems);
  }
}

function storable(text: string): boolean {
  return !text.includes('\u0000') && isWellFormed(text);
}
