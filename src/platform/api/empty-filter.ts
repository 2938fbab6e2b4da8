import type { Problem, Sentence } from '../../kernel/refusal.js';
import { pointerTo } from './pointer.js';

const EMPTY_FIELDS = Symbol('empty fields');
const EMPTY: Sentence = { id: 'Saringan ini kosong; hilangkan atau isilah.', en: 'This filter is empty; leave it out or fill it in.' };

/** Marks the query of a page whose form sends a field that was left empty as an empty text. */
export function EmptyFields(): ClassDecorator {
  return (target) => Reflect.defineMetadata(EMPTY_FIELDS, true, target);
}

/** Filters without a value: whether everything or nothing was meant, nobody knows. */
export function emptyFilterProblems(type: object, filters: object): Problem[] {
  if (Reflect.getMetadata(EMPTY_FIELDS, type) === true) return [];
  return Object.entries(filters).flatMap(([name, value]) => (value === '' ? [{ pointer: pointerTo('', name), detail: EMPTY }] : []));
}
