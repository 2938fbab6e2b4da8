import pg from 'pg';

type Query = (this: unknown, ...args: unknown[]) => unknown;

/** How many statements go to the database, on any connection of this process, while something is done. */
export async function counting<T>(work: () => Promise<T>): Promise<{ readonly result: T; readonly statements: string[] }> {
  const statements: string[] = [];
  const prototype = pg.Client.prototype as unknown as { query: Query };
  const { query } = prototype;
  prototype.query = function (...args) {
    const [first] = args as [string | { text?: string }];
    statements.push(typeof first === 'string' ? first : (first.text ?? ''));
    return query.apply(this, args);
  };
  try {
    return { result: await work(), statements };
  } finally {
    prototype.query = query;
  }
}
