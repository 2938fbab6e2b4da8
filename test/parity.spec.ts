import { buildSchema, isObjectType } from 'graphql';
import { readFileSync } from 'node:fs';
import { GRAPHQL_ONLY, PARITY, type Counterpart } from './support/parity.js';

/** The contracts as they are checked in: that they are those of the service is another test's word. */
const contract = (name: string) => readFileSync(new URL(`./contracts/${name}`, import.meta.url), 'utf8');
const schema = buildSchema(contract('schema.graphql'));
const { paths } = JSON.parse(contract('openapi.json')) as { paths: Record<string, object> };
const operations = Object.entries(paths).flatMap(([path, methods]) =>
  Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
);
const ROOTS = { query: 'Query', mutation: 'Mutation', subscription: 'Subscription' } as const;

function fieldOf(door: Counterpart): string | null {
  const [kind, name] = door.split(/ (.*)/) as [keyof typeof ROOTS | 'field' | 'not:', string];
  if (kind === 'not:') return null;
  return kind === 'field' ? name : `${ROOTS[kind]}.${name}`;
}

it('every operation of REST has its place in the table, and every place its operation', () => {
  expect(operations.filter((operation) => !(operation in PARITY))).toEqual([]);
  expect(Object.keys(PARITY).filter((operation) => !operations.includes(operation))).toEqual([]);
});

it('every field that the table names is there', () => {
  const missing = [...Object.values(PARITY), ...GRAPHQL_ONLY].filter((door) => {
    const [typeName, field] = fieldOf(door)?.split('.') ?? [];
    if (!typeName || !field) return false;
    const type = schema.getType(typeName);
    return !isObjectType(type) || !(field in type.getFields());
  });
  expect(missing).toEqual([]);
});

it('every field of Query, Mutation and Subscription is named by the table', () => {
  const named = [...Object.values(PARITY), ...GRAPHQL_ONLY].map(fieldOf);
  const fields = Object.values(ROOTS).flatMap((root) => {
    const type = schema.getType(root);
    return isObjectType(type) ? Object.keys(type.getFields()).map((field) => `${root}.${field}`) : [];
  });
  expect(fields.filter((field) => !named.includes(field))).toEqual([]);
});

it('what is left out is a file, a sign-in or a machine’s business, with the reason', () => {
  const reasons = Object.values(PARITY).filter((door) => door.startsWith('not: '));
  expect(reasons.every((door) => door.length > 15)).toBe(true);
  expect(reasons.length).toBeLessThan(operations.length / 3);
});
