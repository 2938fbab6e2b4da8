/** The database that `npm start` uses, as its owner, for commands beside it: that of DATABASE_URL, or the embedded one, running or not. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { build, isStale } from './build.mjs';

export async function withDatabase(work) {
  if (isStale() && !build()) process.exit(1);
  if (existsSync('.env')) process.loadEnvFile('.env');
  const { readConfig } = await import('../dist/platform/config/config.js');
  let server;
  try {
    const config = readConfig(process.env);
    if (!config.databaseUrl) {
      const dir = join(config.dataDir, 'postgres');
      if (!existsSync(dir)) throw new Error(`There is no database: neither DATABASE_URL nor ${dir}.`);
      const { startEmbeddedPostgres } = await import('../dist/platform/database/embedded-postgres.js');
      server = await startEmbeddedPostgres({ dir, database: 'terbit' });
    }
    const databaseUrl = config.databaseOwnerUrl ?? config.databaseUrl ?? server.url;
    return await work({ ...config, databaseUrl });
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
    return undefined;
  } finally {
    await server?.stop();
  }
}
