import { GraphQLSchemaHost } from '@nestjs/graphql';
import { lexicographicSortSchema, printSchema } from 'graphql';
import { readFileSync, writeFileSync } from 'node:fs';
import { boot, type Booted } from './support/boot.js';

let service: Booted;
beforeAll(async () => {
  service = await boot();
});
afterAll(() => service.close());

/** The contracts as they are checked in; `npm run contracts:write` brings them up to date after a change that is meant. */
const FOLDER = new URL('./contracts/', import.meta.url);

function held(name: string, now: string): void {
  const file = new URL(name, FOLDER);
  if (process.env['CONTRACTS'] === 'write') writeFileSync(file, now);
  expect(now).toBe(readFileSync(file, 'utf8'));
}

test('the REST contract is the one that is checked in', async () => {
  const { body } = await service.app.inject('/docs/openapi.json');
  held('openapi.json', `${JSON.stringify(JSON.parse(body), null, 2)}\n`);
});

test('the GraphQL contract is the one that is checked in', () => {
  held('schema.graphql', `${printSchema(lexicographicSortSchema(service.app.get(GraphQLSchemaHost).schema))}\n`);
});

interface Described {
  readonly name: string;
  readonly description?: string | null | undefined;
  readonly args?: readonly Described[];
}

test('every type, field, argument and value of the GraphQL contract has a sentence', () => {
  const { schema } = service.app.get(GraphQLSchemaHost);
  const silent = Object.values(schema.getTypeMap()).flatMap((type) => {
    if (type.name.startsWith('__') || ['String', 'Boolean', 'Int', 'Float', 'ID'].includes(type.name)) return [];
    const own = type.description || ['Query', 'Mutation', 'Subscription'].includes(type.name) ? [] : [type.name];
    const fields: readonly Described[] = 'getFields' in type ? Object.values(type.getFields()) : [];
    const values: readonly Described[] = 'getValues' in type ? type.getValues() : [];
    const args = fields.flatMap((field) => (field.args ?? []).map((arg) => ({ ...arg, name: `${field.name}(${arg.name})` })));
    const without = [...fields, ...values, ...args].filter(({ description }) => !description);
    return [...own, ...without.map(({ name }) => `${type.name}.${name}`)];
  });
  expect(silent).toEqual([]);
});
