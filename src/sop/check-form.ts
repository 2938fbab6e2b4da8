import { isPlainObject } from './decoder.js';
import { quoted, type Problems } from './problem.js';
import type { JsonObject } from './sop-definition.js';

/**
 * What every application form must have, so that nothing unasked for is kept, and any client finds a complete example. Whether the examples fit is checked where the schema is compiled.
 */
export function checkForm(form: JsonObject, problems: Problems): void {
  if (form['type'] !== 'object') problems.add(['form', 'type'], 'The form must be of the type "object".');
  if (form['additionalProperties'] !== false)
    problems.add(['form', 'additionalProperties'], 'The form must say "additionalProperties: false", so that nothing unasked for is kept.');
  const examples = form['examples'];
  if (!Array.isArray(examples) || examples.length === 0 || !examples.every(isPlainObject)) {
    problems.add(['form', 'examples'], 'The form needs "examples": a list with at least one completely filled-in form.');
  }
  const properties = form['properties'];
  if (!isPlainObject(properties)) {
    problems.add(['form', 'properties'], 'The form needs "properties": a block with one entry for each thing that is asked.');
    return;
  }
  for (const [name, schema] of Object.entries(properties)) checkProperty(name, schema, problems);
  const required = form['required'];
  for (const [i, name] of (Array.isArray(required) ? (required as unknown[]) : []).entries()) {
    if (typeof name !== 'string' || !Object.hasOwn(properties, name))
      problems.add(['form', 'required', i], `${quoted(String(name))} is not one of the form's properties.`);
  }
}

function checkProperty(name: string, schema: unknown, problems: Problems): void {
  const at = ['form', 'properties', name];
  if (!isPlainObject(schema)) problems.add(at, `${quoted(name)} must be a block with "type", "title" and so on.`);
  else checkPatterns(schema, at, problems);
}

/** Who gets a pattern wrong has to be told its form, and shown an example; at any depth. */
function checkPatterns(schema: unknown, at: readonly (string | number)[], problems: Problems): void {
  if (Array.isArray(schema)) return schema.forEach((each, i) => checkPatterns(each, [...at, i], problems));
  if (!isPlainObject(schema)) return;
  if (typeof schema['pattern'] === 'string') {
    const form = schema['x-form'];
    if (!isPlainObject(form) || typeof form['id'] !== 'string' || typeof form['en'] !== 'string')
      problems.add([...at, 'x-form'], 'A "pattern" needs "x-form: { id, en }": what the value must look like, in both languages.');
    if (typeof schema['x-example'] !== 'string') problems.add([...at, 'x-example'], 'A "pattern" needs "x-example": a value that fits it.');
  }
  for (const [key, inner] of Object.entries(schema)) if (typeof inner === 'object') checkPatterns(inner, [...at, key], problems);
}
