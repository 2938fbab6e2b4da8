import { pathToFileURL } from 'node:url';
import { migrateQueue } from '../queue/migrate-queue.js';
import { dataSource } from './data-source.js';
import { SturdyClient } from './sturdy-client.js';

/** Any number will do, as long as nothing else on the server uses it. */
const LOCK = 7_261_001;

/** Brings a database to the present schema; safe to run from several processes at once. */
export async function migrate(url: string): Promise<void> {
  const client = new SturdyClient(url);
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [LOCK]);
    const source = await dataSource(url, 2).initialize();
    try {
      await source.runMigrations({ transaction: 'each' });
    } finally {
      await source.destroy();
    }
    await migrateQueue(client);
  } finally {
    await client.end();
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const url = process.env['DATABASE_URL'];
  if (!url) throw new Error('DATABASE_URL is not set');
  await migrate(url);
}
