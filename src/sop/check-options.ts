import { isPlainObject } from './decoder.js';
import { oneOf, quoted, type DefinitionPath, type Problems } from './problem.js';
import type { ActivityDeclaration, Agency, JsonObject } from './sop-definition.js';

/**
 * Checks a step's `with` block by what its activity declares: a flat JSON Schema of `type`, `enum` and `required`.
 * A text of the format `book:agenda` (or counter, dispatch; `book:counter|agenda` for either) names a book of the agency of that kind; `role` names one of its roles.
 */
export function checkOptions(
  options: JsonObject,
  activity: ActivityDeclaration,
  agency: Agency | undefined,
  at: DefinitionPath,
  problems: Problems,
): void {
  const declared = isPlainObject(activity.options?.['properties']) ? activity.options['properties'] : {};
  for (const [name, value] of Object.entries(options)) {
    const schema = Object.hasOwn(declared, name) ? declared[name] : undefined;
    if (isPlainObject(schema)) checkOption(name, value, schema, agency, [...at, name], problems);
    else
      problems.add(
        [...at, name],
        `The activity ${quoted(activity.name)} does not know ${quoted(name)}; allowed here: ${oneOf(Object.keys(declared))}.`,
      );
  }
  const required = activity.options?.['required'];
  for (const name of Array.isArray(required) ? (required as string[]) : []) {
    if (!Object.hasOwn(options, name))
      problems.add([...at, name], `The activity ${quoted(activity.name)} needs ${quoted(name)} in its "with" block.`);
  }
}

const TYPES: Readonly<Record<string, readonly [string, (value: unknown) => boolean]>> = {
  string: ['text', (value) => typeof value === 'string'],
  boolean: ['true or false', (value) => typeof value === 'boolean'],
  integer: ['a whole number', Number.isInteger],
  number: ['a number', (value) => typeof value === 'number'],
};

function checkOption(
  name: string,
  value: unknown,
  schema: JsonObject,
  agency: Agency | undefined,
  at: DefinitionPath,
  problems: Problems,
): void {
  const type = TYPES[String(schema['type'])];
  if (type && !type[1](value)) {
    problems.add(at, `${quoted(name)} must be ${type[0]}.`);
    return;
  }
  const words: unknown = schema['enum'];
  if (Array.isArray(words) && !words.includes(value)) problems.add(at, `${quoted(name)} must be ${oneOf(words.map(String))}.`);
  const format = schema['format'];
  if (typeof format !== 'string' || typeof value !== 'string' || !agency) return;
  if (format === 'role')
    named(
      value,
      agency.roles.map((role) => role.code),
      `a role of ${agency.code}`,
      at,
      problems,
    );
  const kinds = /^book:(.+)$/.exec(format)?.[1]?.split('|');
  if (kinds)
    named(
      value,
      agency.books.filter((book) => kinds.includes(book.kind)).map((book) => book.code),
      `a book of the kind ${kinds.map(quoted).join(' or ')} of ${agency.code}`,
      at,
      problems,
    );
}

function named(value: string, names: readonly string[], what: string, at: DefinitionPath, problems: Problems): void {
  if (!names.includes(value)) problems.add(at, `${quoted(value)} is not ${what}; there is ${oneOf(names)}.`);
}
