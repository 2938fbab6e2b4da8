/**
 * `npm run audit:verify`: goes through every journal, the audit log and the daily seals, and names the first link that does not hold.
 * Exits with 1 when there is one.
 */
import { withDatabase } from './with-database.mjs';

await withDatabase(async ({ databaseUrl }) => {
  const { SturdyClient } = await import('../dist/platform/database/sturdy-client.js');
  const { verifyAudit } = await import('../dist/workflow/audit/verify-audit.js');
  const client = new SturdyClient({ connectionString: databaseUrl });
  await client.connect();
  try {
    const from = performance.now();
    const { events, entries, seals, broken } = await verifyAudit(client);
    const seconds = (performance.now() - from) / 1000;
    const rate = Math.round(events / Math.max(seconds, 0.001));
    console.log(`${events} events, ${entries} entries of the audit log and ${seals} seals in ${seconds.toFixed(1)} s (${rate} events/s).`);
    if (!broken) return console.log('Everything holds.');
    console.error(`BROKEN: agency ${broken.agency}, ${broken.where}: ${broken.what}`);
    process.exitCode = 1;
  } finally {
    await client.end();
  }
});
