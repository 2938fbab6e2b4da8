import { isTypedKind, typedAs, type TypedKind } from './typed-kinds.js';

type Node = Readonly<Record<string, unknown>>;

/** Properties that are of a kind by their name, also in definitions from before there was `x-typed`. */
const BY_NAME: readonly string[] = ['nik', 'npwp', 'nib', 'kbli', 'phone', 'email'];

/** Which kind of input a property of a JSON Schema is: by `x-typed`, its format or its name. */
export function kindOf(name: string, schema: unknown): TypedKind | undefined {
  const { 'x-typed': typed, format, type } = (schema ?? {}) as Node;
  if (isTypedKind(typed)) return typed;
  if (isTypedKind(format)) return format;
  return BY_NAME.includes(name) && (type === undefined || type === 'string') ? (name as TypedKind) : undefined;
}

/** A value with each text that its JSON Schema marks as a kind of input in the form in which it is kept; the value itself where nothing changes. */
export function typedBySchema<T>(schema: Node | undefined, value: T): T {
  if (typeof value !== 'object' || value === null || !schema) return value;
  if (Array.isArray(value)) {
    const items = (value as readonly unknown[]).map((item) => typedBySchema(schema['items'] as Node | undefined, item));
    return items.every((item, i) => item === (value as readonly unknown[])[i]) ? value : (items as T);
  }
  const properties = (schema['properties'] ?? {}) as Readonly<Record<string, Node>>;
  const entries = Object.entries(value).map(([name, inner]) => {
    const own = Object.hasOwn(properties, name) ? properties[name] : undefined;
    const kind = own && kindOf(name, own);
    return [name, kind ? typedAs(kind, inner) : typedBySchema(own, inner)] as const;
  });
  return entries.every(([name, inner]) => inner === (value as Node)[name]) ? value : (Object.fromEntries(entries) as T);
}

/** The same for a value whose schema is not known yet, by the names of its members: what would be refused before anybody looks for a schema. */
export function typedByName<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const items: unknown[] = value.map((item: unknown) => typedByName(item));
    return items.every((item, i) => item === (value as readonly unknown[])[i]) ? value : (items as T);
  }
  if (Object.getPrototypeOf(value) !== Object.prototype && Object.getPrototypeOf(value) !== null) return value;
  const entries = Object.entries(value).map(
    ([name, inner]) => [name, typeof inner === 'string' && BY_NAME.includes(name) ? typedAs(name as TypedKind, inner) : typedByName<unknown>(inner)] as const, // prettier-ignore
  );
  return entries.every(([name, inner]) => inner === (value as Node)[name]) ? value : (Object.fromEntries(entries) as T);
}
