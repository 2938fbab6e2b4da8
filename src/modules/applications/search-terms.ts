import type { SopDefinition } from '../../sop/sop-definition.js';

/** What an application can be found by beside its number and name: the business numbers in its form. */
export function searchTerms(definition: SopDefinition, form: Readonly<Record<string, unknown>>): string[] {
  const properties = (definition.form['properties'] ?? {}) as Readonly<Record<string, { format?: string }>>;
  return Object.entries(properties).flatMap(([name, schema]) =>
    schema.format === 'nib' && typeof form[name] === 'string' ? [form[name]] : [],
  );
}
