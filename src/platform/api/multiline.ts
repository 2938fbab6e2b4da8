import type { Problem, Sentence } from '../../kernel/refusal.js';
import { hasBreaks } from '../../kernel/lines.js';
import { pointerTo } from './pointer.js';

const MULTILINE = Symbol('multiline');

export const ONE_LINE: Sentence = { id: 'Harus satu baris saja.', en: 'Must be a single line.' };

/** Marks a member of an input class that may have several lines; every other text is one line. */
export function Multiline(): PropertyDecorator {
  return (target, key) => {
    const known = (Reflect.getMetadata(MULTILINE, target) ?? []) as readonly (string | symbol)[];
    Reflect.defineMetadata(MULTILINE, [...known, key], target);
  };
}

/** Texts of an input class that have several lines and may not; what is within is the business of its own schema. */
export function lineProblems(type: { readonly prototype: object }, value: object): Problem[] {
  const multiline = (Reflect.getMetadata(MULTILINE, type.prototype) ?? []) as readonly (string | symbol)[];
  return Object.entries(value).flatMap(([name, member]) => {
    if (multiline.includes(name)) return [];
    const texts: unknown[] = Array.isArray(member) ? member : [member];
    return texts.some((text) => typeof text === 'string' && hasBreaks(text)) ? [{ pointer: pointerTo('', name), detail: ONE_LINE }] : [];
  });
}

type Node = Readonly<Record<string, unknown>>;

/** The same for a value of a JSON Schema, where `x-multiline: true` marks a text of several lines. */
export function schemaLineProblems(schema: Node | undefined, value: unknown, pointer: string): Problem[] {
  if (typeof value === 'string') return hasBreaks(value) && schema?.['x-multiline'] !== true ? [{ pointer, detail: ONE_LINE }] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => {
    const child = Array.isArray(value) ? itemOf(schema, Number(name)) : memberOf(schema, name);
    return schemaLineProblems(child, inner, pointerTo(pointer, name));
  });
}

function memberOf(schema: Node | undefined, name: string): Node | undefined {
  if (!schema) return undefined;
  const own = (schema['properties'] as Node | undefined)?.[name];
  if (own !== undefined) return own as Node;
  for (const part of partsOf(schema)) {
    const found = memberOf(part, name);
    if (found) return found;
  }
  const others = schema['additionalProperties'];
  return typeof others === 'object' && others !== null ? (others as Node) : undefined;
}

function itemOf(schema: Node | undefined, index: number): Node | undefined {
  const first = (schema?.['prefixItems'] as readonly Node[] | undefined)?.[index];
  return first ?? (schema?.['items'] as Node | undefined);
}

function partsOf(schema: Node): Node[] {
  return ['allOf', 'anyOf', 'oneOf', 'then', 'else'].flatMap((keyword) => {
    const found = schema[keyword];
    return (Array.isArray(found) ? found : found === undefined ? [] : [found]) as Node[];
  });
}
