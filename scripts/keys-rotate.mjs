/**
 * `npm run keys:rotate -- [--new] [--agency-keys]`: wraps the keys of all agencies with the present master key. `--new` makes that first, in
 * the key file; `--agency-keys` gives agencies new keys too, and wraps the keys of all cases with them. Then it encrypts what was kept in
 * the clear before there were keys. The service may run meanwhile; what was broken off is taken up again by the next run.
 */
import { withDatabase } from './with-database.mjs';

await withDatabase(async (config) => {
  const { ResilientClient } = await import('../dist/platform/database/resilient-client.js');
  const { rotateKeys } = await import('../dist/platform/crypto/rotate.js');
  const client = new ResilientClient({ connectionString: config.databaseUrl });
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
  await encryptTheRest(config);
});

/** The definitions declare which fields of a form are personal, so the service itself runs here, without an open port. */
async function encryptTheRest(config) {
  const { createService } = await import('../dist/setup.js');
  const { ClearRecords } = await import('../dist/workflow/clear-records.js');
  const service = await createService({ ...config, role: ['api'], logLevel: 'error' });
  try {
    const { encrypted, failed } = await service.get(ClearRecords).encryptAll();
    const { EncryptLegacyRows } = await import('../dist/modules/oss/encrypt-legacy-rows.js');
    encrypted.oss = await service.get(EncryptLegacyRows, { strict: false }).work();
    const counts = Object.entries(encrypted).map(([name, count]) => `${count} of ${name}`);
    console.log(`Encrypted what lay in the clear: ${counts.join(', ') || 'there was nothing'}.`);
    for (const line of failed) console.error(`NOT ENCRYPTED: ${line}`);
    if (failed.length > 0) process.exitCode = 1;
  } finally {
    await service.close();
  }
}
