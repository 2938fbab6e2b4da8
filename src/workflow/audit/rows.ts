import type { ClientBase } from 'pg';

/** Rows fetched at once: enough that round trips do not count, and few enough that memory stays flat. */
const BATCH = 2000;

/** The rows of a query as they come, as text and in the order of its columns, through a cursor of the open transaction. */
export async function* rowsOf(client: ClientBase, sql: string): AsyncGenerator<(string | null)[][]> {
  await client.query(`declare audit_rows no scroll cursor for ${sql}`);
  try {
    for (;;) {
      const { rows } = await client.query<(string | null)[]>({ text: `fetch ${BATCH} from audit_rows`, rowMode: 'array', types: AS_TEXT });
      if (rows.length > 0) yield rows;
      if (rows.length < BATCH) return;
    }
  } finally {
    await client.query('close audit_rows').catch(() => undefined);
  }
}

const AS_TEXT = { getTypeParser: () => (value: string) => value } as never;

/** A text within SQL, for cursors, which take no parameters. */
export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;
