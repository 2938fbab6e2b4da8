/**
 * `npm run audit:verify [-- --agency CODE] [--no-files]`: goes through every journal, the audit log, the daily digests, every row of evidence
 * and every stored file, and names what does not hold. Exits with 1 when there is something. It needs the master key, as the service does.
 */
import { parseArgs } from 'node:util';
import { withDatabase } from './with-database.mjs';

const MOST_LINES = 1000;
const { values } = parseArgs({ options: { agency: { type: 'string' }, 'no-files': { type: 'boolean' } } });

await withDatabase(async (config) => {
  const { SturdyClient } = await import('../dist/platform/database/resilient-client.js');
  const { readMasterKeys } = await import('../dist/platform/crypto/master-keys.js');
  const { ledgerKeys } = await import('../dist/platform/evidence/verify-evidence.js');
  const { verifyFiles } = await import('../dist/platform/files/verify-files.js');
  const { shelfOf } = await import('../dist/platform/files/blob-store-of.js');
  const { verifyAudit } = await import('../dist/workflow/audit/verify-audit.js');
  const client = new SturdyClient({ connectionString: config.databaseUrl });
  await client.connect();
  try {
    const masters = readMasterKeys(config);
    if (masters.length === 0)
      throw new Error('There is no master key (DATA_KEY, DATA_KEY_FILE or DATA_DIR/data.key): nothing could be proved.');
    const scope = { keys: await ledgerKeys(client, masters), ...(values.agency !== undefined && { agency: values.agency }) };
    if (values.agency !== undefined && !scope.keys.has(values.agency)) throw new Error(`There is no agency ${values.agency}.`);
    const from = performance.now();
    const { events, entries, seals, cases, beforeHashes, rows, ledger, fromBefore, findings: found } = await verifyAudit(client, scope);
    const seconds = (performance.now() - from) / 1000;
    const rate = Math.round(events / Math.max(seconds, 0.001));
    console.log(`${events} events, ${entries} entries of the audit log and ${seals} seals in ${seconds.toFixed(1)} s (${rate} events/s).`);
    console.log(`${rows} rows of evidence by ${ledger} entries of the ledger; ${fromBefore} rows are from before the ledger.`);
    console.log(
      `${cases} journals folded (${Math.round(cases / Math.max(seconds, 0.001))} cases/s); ${beforeHashes} forms are from before hashes.`,
    );
    const stored = values['no-files'] ? undefined : await verifyFiles(client, masters, shelfOf(config), values.agency);
    const findings = [...found, ...(stored?.findings ?? [])];
    if (stored)
      console.log(`${stored.files} stored files (${stored.bytes} bytes) read; ${stored.toPrintAgain} papers are to be printed again.`);
    else console.log('Stored files were not read.');
    if (findings.length === 0) return console.log('Everything holds.');
    for (const { agency, where, what } of findings.slice(0, MOST_LINES)) console.error(`BROKEN: agency ${agency}, ${where}: ${what}`);
    if (findings.length > MOST_LINES) console.error(`... and ${findings.length - MOST_LINES} more.`);
    process.exitCode = 1;
  } finally {
    await client.end();
  }
});
