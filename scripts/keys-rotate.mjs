/**
 * `npm run keys:rotate -- [--new] [--agency-keys]`: wraps the keys of all agencies with the present master key. `--new` makes that first, in
 * the key file; `--agency-keys` gives agencies new keys too, and wraps the keys of all cases with them. The service may run meanwhile.
 */
import { withDatabase } from './with-database.mjs';

await withDatabase(async (config) => {
  const { SturdyClient } = await import('../dist/platform/database/sturdy-client.js');
  const { rotateKeys } = await import('../dist/platform/crypto/rotate.js');
  const client = new SturdyClient({ connectionString: config.databaseUrl });
  await client.connect();
  try {
    const how = { newMaster: process.argv.includes('--new'), agencyKeys: process.argv.includes('--agency-keys') };
    const { master, agencyKeys, dataKeys } = await rotateKeys(client, config, how, new Date());
    console.log(`Master key ${master}: ${agencyKeys} keys of agencies wrapped anew, ${dataKeys} keys of cases.`);
  } finally {
    await client.end();
  }
});
