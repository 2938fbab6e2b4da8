import { pathToFileURL } from 'node:url';
import { migrateQueue } from '../queue/migrate-queue.js';
import { dataSource } from './data-source.js';
import { grantPrivileges } from './privileges/grant-privileges.js';
import { checkServiceRole, serviceRole } from './privileges/service-role.js';
import { ResilientClient } from './resilient-client.js';

/** Any number will do, as long as nothing else on the server uses it. */
const LOCK = 7_261_001;

/**
 * Brings a database to the present schema as its owner, and grants the role of `service` its privileges where that is another one; safe to run from several processes
 * at once.
 */
export async function migrate(url: string, service = url): Promise<void> {
  const role = service === url ? undefined : await serviceRole(url, service);
  const client = new ResilientClient(url);
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
    if (role === undefined) return;
    await checkServiceRole(client, role);
    await grantPrivileges(client, role);
  } finally {
    await client.end();
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const url = process.env['DATABASE_URL'];
  if (!url) throw new Error('DATABASE_URL is not set');
  await migrate(process.env['DATABASE_OWNER_URL'] ?? url, url);
}
