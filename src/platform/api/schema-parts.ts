import type { Schema } from './input-schema.js';

/** An input object: nothing but these properties, and an example that is accepted as it stands. */
export function objectSchema(
  properties: Readonly<Record<string, Schema>>,
  required: readonly string[],
  example: Readonly<Record<string, unknown>>,
): Schema {
  return { type: 'object', properties, required, additionalProperties: false, examples: [example] };
}

/** An input that takes nothing. */
export const NOTHING_TO_FILL_IN = objectSchema({}, [], {});

/** One line of one or more visible signs. */
export function textSchema(title: string, maxLength = 500): Schema {
  return { type: 'string', title, minLength: 1, maxLength, pattern: '\\S' };
}

/** The same with several lines. */
export function linesSchema(title: string, maxLength = 500): Schema {
  return { ...textSchema(title, maxLength), 'x-multiline': true };
}

export const dateSchema = (title: string): Schema => ({ type: 'string', title, format: 'date' });

export const documentSchema = (title: string): Schema => ({ type: 'string', title, format: 'uuid' });

/** Why something goes back or is refused. */
export const REASON_SCHEMA = linesSchema('Alasan', 2000);
