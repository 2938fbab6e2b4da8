import { Database } from '../src/platform/database/database.js';
import { statement } from '../src/platform/database/tx.js';
import { boot, type Booted } from './support/boot.js';
import { ok, type PageOf, type Problem } from './support/client.js';
import { choices, walk } from './support/walk.js';

const ONE = statement('test.one', 'select 1 as one');

let service: Booted;
beforeAll(async () => {
  service = await boot({ env: { DATABASE_POOL: '2' } });
});
afterAll(() => service.close());

describe('a pool of two connections', () => {
  it('goes on answering while more people than it has connections void numbers that stay', async () => {
    const { application } = await walk(service, 'iumk', choices({ 5: 'refuse' }));
    expect(application.openTasks).toEqual([]);
    const keeper = await service.as('umum');
    const book = ok(await keeper.get<PageOf<{ id: string; applicationId: string }>>('/v1/books/outgoing-letters'));
    const line = book.items.find(({ applicationId }) => applicationId === application.id)!;
    const url = `/v1/books/outgoing-letters/entries/${encodeURIComponent(line.id)}/void`;

    const began = performance.now();
    const voided = Promise.all(Array.from({ length: 8 }, () => keeper.post<Problem>(url, { reason: 'x' })));
    const ready = await service.client.anonymous().get('/health/ready');
    expect((await voided).map(({ status, body }) => [status, body.code])).toEqual(Array(8).fill([409, 'LETTER_ISSUED']));
    expect(ready.status).toBe(200);
    expect(performance.now() - began).toBeLessThan(5_000);
  });
});

describe('a transaction', () => {
  const database = () => service.app.get(Database);

  it.each<[string, () => Promise<unknown>]>([
    ['a statement', () => database().run(ONE, [])],
    ['a repository', () => database().source.query('select 1')],
    ['another transaction', () => database().transaction((tx) => tx.run(ONE, []))],
  ])('is refused a second connection: %s', async (_, second) => {
    await expect(database().transaction(second)).rejects.toThrow('asked the pool for a second connection');
    await expect(database().transaction(async (tx) => (await tx.run(ONE, [])).length)).resolves.toBe(1);
  });

  it('holds back nothing that it started and that goes on after it', async () => {
    let later: Promise<unknown> = Promise.resolve();
    let end = () => undefined as void;
    const ended = new Promise<void>((resolve) => (end = resolve));
    await database().transaction(() => {
      later = ended.then(() => database().run(ONE, []));
      return Promise.resolve();
    });
    end();
    await expect(later).resolves.toHaveLength(1);
  });
});
