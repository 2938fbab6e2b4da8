import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readPersistedOperations } from '../src/platform/graphql/persisted.js';
import { boot, type Booted } from './support/boot.js';
import type { Answer, Session } from './support/client.js';

const ME = 'query Me { me { name } }';
const SERVICES = '{ services { code } }';

interface Answered {
  readonly data?: { readonly me?: object; readonly services?: object[] } | null;
  readonly errors?: readonly { readonly message: string; readonly extensions: { readonly code: string } }[];
}

let folder: string;
let service: Booted;
let clerk: Session;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'terbit-operations-'));
  service = await boot();
  clerk = await service.as('frontoffice');
});
afterAll(async () => {
  await service.close();
  rmSync(folder, { recursive: true });
});

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const byHash = (hash: unknown, query?: string): Promise<Answer<Answered>> =>
  clerk.post('/graphql', { ...(query && { query }), extensions: { persistedQuery: { version: 1, sha256Hash: hash } } });
const codeOf = ({ body }: Answer<Answered>) => body.errors?.[0]?.extensions.code;
const written = (name: string, content: unknown) => {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
};

it('an operation is sent once, and then by its hash alone', async () => {
  expect(codeOf(await byHash(sha256(ME)))).toBe('PERSISTED_QUERY_NOT_FOUND');
  expect((await byHash(sha256(ME), ME)).body.data?.me).toEqual({ name: 'Front Office (demo)' });
  expect((await byHash(sha256(ME))).body.data?.me).toEqual({ name: 'Front Office (demo)' });
});

it('nobody who has not signed in fills the memory, and one person cannot push out what others have sent', async () => {
  const typename = '{ __typename }';
  const stranger = service.client.anonymous();
  const sent = { query: typename, extensions: { persistedQuery: { version: 1, sha256Hash: sha256(typename) } } };
  expect((await stranger.post<Answered>('/graphql', sent)).body.data).toEqual({ __typename: 'Query' });
  expect(codeOf(await byHash(sha256(typename)))).toBe('PERSISTED_QUERY_NOT_FOUND');

  await byHash(sha256(ME), ME);
  const other = await service.as('umum');
  for (let i = 0; i < 1010; i++) {
    const query = `{ me { name } } # ${i}`;
    await other.post('/graphql', { query, extensions: { persistedQuery: { version: 1, sha256Hash: sha256(query) } } });
  }
  expect((await byHash(sha256(ME))).body.data?.me).toEqual({ name: 'Front Office (demo)' });
});

it.each([
  ['a hash of something else', sha256('other'), ME],
  ['a number for a hash', 5, undefined],
  ['an object for a hash', { a: 1 }, undefined],
  ['a hash without end', 'f'.repeat(100_000), undefined],
  ['nothing', null, undefined],
])('%s is refused, and the service goes on', async (_, hash, query) => {
  const answer = await byHash(hash, query);
  expect(answer.status).toBeLessThan(500);
  expect(answer.body.errors).toHaveLength(1);
  expect(answer.body.data ?? null).toBeNull();
});

describe('with a list of operations', () => {
  beforeAll(async () => {
    const list = written('manifest.json', {
      format: 'apollo-persisted-query-manifest',
      version: 1,
      operations: [{ id: 'whatever', name: 'Me', type: 'query', body: ME }],
    });
    await service.restart({ env: { GRAPHQL_PERSISTED_ONLY: list } });
    clerk = await service.client.as('frontoffice');
  });

  it('those are run, as text and by hash', async () => {
    expect((await byHash(sha256(ME))).body.data?.me).toEqual({ name: 'Front Office (demo)' });
    expect((await clerk.graphql(ME)).body.data).toEqual({ me: { name: 'Front Office (demo)' } });
  });

  it('nothing else is, however it is sent', async () => {
    expect(codeOf(await byHash(sha256(SERVICES), SERVICES))).toBe('OPERATION_NOT_LISTED');
    expect(codeOf(await byHash(sha256(SERVICES)))).toBe('PERSISTED_QUERY_NOT_FOUND');
    const { body } = await clerk.graphql(`${ME} `);
    expect(body.errors?.[0]?.extensions).toMatchObject({ code: 'OPERATION_NOT_LISTED', status: 403 });
    expect((await clerk.graphql('{ __schema { types { name } } }')).body.errors?.[0]?.extensions.code).toBe('OPERATION_NOT_LISTED');
  });
});

it.each([
  ['is not there', () => join(folder, 'nothing.json'), /cannot be read/],
  ['is no JSON', () => written('text.json', '{'), /cannot be read/],
  ['holds nothing', () => written('empty.json', {}), /no list/],
  ['holds no documents', () => written('numbers.json', { operations: [{ id: 'a' }] }), /no list/],
  ['is null', () => written('null.json', 'null'), /no list/],
])('a list that %s is told of at start', (_, path, why) => {
  expect(() => readPersistedOperations(path())).toThrow(why);
});

it('a list may be a plain object of documents', () => {
  expect([...readPersistedOperations(written('plain.json', { me: ME })).entries()]).toEqual([[sha256(ME), ME]]);
});
