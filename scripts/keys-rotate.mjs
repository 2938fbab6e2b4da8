/**
 * `npm run keys:rotate -- [--new] [--agency-keys]`: wraps the keys of all agencies with the present master key. `--new` makes that first, in
 * the key file; `--agency-keys` gives agencies new keys too, and wraps the keys of all cases with them. Then it encrypts what was kept in
 * the clear before there were keys. The service may run meanwhile; what was broken off is taken up again by the next run.
 */
import { withDatabase } from './with-database.mjs';

await withDatabase(async (config) => {
  const { SturdyClient } = await import('../dist/platform/database/resilient-client.js');
  const { rotateKeys } = await import('../dist/platform/crypto/rotate.js');
  const client = new SturdyClient({ connectionString: config.databaseUrl });
  await client.connect();
  try {
    const how = { newMaster: process.argv.includes('--new'), agencyKeys: process.argv.includes('--agency-keys') };
    const { master, agencyKeys, secrets, dataKeys } = await rotateKeys(client, config, how, new Date());
    console.log(
      `Master key ${master}: ${agencyKeys} keys of agencies and ${secrets} secrets of the service wrapped anew, ${dataKeys} keys of cases.`,
    );
  } finally {
    await client.end();
  }
  await sealTheRest(config);
});

/** The definitions declare which fields of a form are personal, so the service itself runs here, without an open port. */
async function sealTheRest(config) {
  const { createService } = await import('../dist/setup.js');
  const { ClearRecords } = await import('../dist/workflow/clear-records.js');
  const service = await createService({ ...config, role: ['api'], logLevel: 'error' });
  try {
    const { sealed, failed } = await service.get(ClearRecords).sealAll();
    const { SealOlder } = await import('../dist/modules/oss/encrypt-legacy-rows.js');
    sealed.oss = await service.get(SealOlder, { strict: false }).work();
    const told = Object.entries(sealed).map(([name, count]) => `${count} of ${name}`);
    console.log(`Encrypted what lay in the clear: ${told.join(', ') || 'there was nothing'}.`);
    for (const line of failed) console.error(`NOT ENCRYPTED: ${line}`);
    if (failed.length > 0) process.exitCode = 1;
  } finally {
    await service.close();
  }
}
