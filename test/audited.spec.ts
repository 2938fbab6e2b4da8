import { buildSchema } from 'graphql';
import { readFileSync } from 'node:fs';
import { AUDIT_KINDS, AUDITED_READS, AUDITED_WRITES, POLLED } from '../src/platform/audit/audited.js';
import { NOT_AUDITED } from '../src/platform/audit/not-audited.js';

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');
const schema = buildSchema(read('./contracts/schema.graphql'));
const { paths } = JSON.parse(read('./contracts/openapi.json')) as { paths: Record<string, object> };
const ROOTS = { query: schema.getQueryType(), mutation: schema.getMutationType(), subscription: schema.getSubscriptionType() };
const operations = [
  ...Object.entries(paths).flatMap(([path, methods]) => Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`)),
  ...Object.entries(ROOTS).flatMap(([root, type]) => Object.keys(type?.getFields() ?? {}).map((field) => `${root} ${field}`)),
];
const audited = [...Object.values(AUDITED_READS), ...Object.values(AUDITED_WRITES)].flat() as string[];
const listed = [...audited, ...Object.values(NOT_AUDITED).flat()];
/** The page for heads stands in no contract. */
const isPage = (operation: string) => /^GET \/reports($|\/)/.test(operation);

it('every operation of both contracts names its kind of entry, or why it leaves none', () => {
  expect(operations.filter((operation) => !listed.includes(operation))).toEqual([]);
});

it('the table names nothing twice, and nothing that is not there', () => {
  expect(listed.filter((operation, i) => listed.indexOf(operation) !== i)).toEqual([]);
  expect(listed.filter((operation) => !operations.includes(operation) && !isPage(operation))).toEqual([]);
});

it('what writes is noted by its service, what reads by the interceptor', () => {
  const writes = (operation: string) => /^(POST|PUT|PATCH|DELETE|mutation) /.test(operation);
  expect((Object.values(AUDITED_READS).flat() as string[]).filter(writes)).toEqual([]);
  expect((Object.values(AUDITED_WRITES).flat() as string[]).filter((each) => !writes(each) && !/xport$|[sS]ample$/.test(each))).toEqual([]);
});

it('a reason is a sentence', () => {
  expect(Object.keys(NOT_AUDITED).filter((reason) => reason.length < 30 || !reason.endsWith('.'))).toEqual([]);
});

it('docs/audit.md lists every kind, and no other', () => {
  const table = /<!-- kinds -->([\s\S]*?)<!-- \/kinds -->/.exec(read('../docs/audit.md'))?.[1] ?? '';
  const named = [...table.matchAll(/^\| `([a-z-]+)`/gm)].map(([, kind]) => kind!);
  expect(named.sort()).toEqual([...AUDIT_KINDS].sort());
  expect(POLLED.every((kind) => kind in AUDITED_READS)).toBe(true);
});
