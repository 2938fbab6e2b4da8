import type { Book, JsonObject } from '../sop/sop-definition.js';

/** Options of a step that takes a number from a book of the agency; the format is checked with the definition. */
export function bookOption(...kinds: readonly Book['kind'][]): JsonObject {
  const book = { type: 'string', format: `book:${kinds.join('|')}`, description: 'Code of a book of the agency.' };
  return { type: 'object', additionalProperties: false, properties: { book }, required: ['book'] };
}
