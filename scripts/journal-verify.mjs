/**
 * `npm run journal:verify -- FILE [--fingerprint SHA256]`: whether an exported journal is what the agency signed, and its events form one
 * chain. It needs no database. The fingerprint is that of the agency's certificate, as the agency has published it. Exits with 1 when
 * something does not hold.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

const { values, positionals } = parseArgs({ options: { fingerprint: { type: 'string' } }, allowPositionals: true });
if (positionals.length !== 1) {
  console.error('Usage: npm run journal:verify -- FILE [--fingerprint SHA256]');
  process.exit(2);
}
const { verifyExport } = await import('../dist/workflow/audit/verify-export.js');
const { events, masked, certificate, broken } = verifyExport(JSON.parse(readFileSync(positionals[0], 'utf8')));
const plain = (fingerprint) => fingerprint.replaceAll(':', '').toLowerCase();
if (certificate) console.log(`Signed by ${certificate.subject.replaceAll('\n', ', ')}; SHA-256 ${certificate.fingerprint256}.`);
const stranger = values.fingerprint !== undefined && (!certificate || plain(certificate.fingerprint256) !== plain(values.fingerprint));
const wrong = broken ?? (stranger ? 'it was signed with another certificate' : undefined);
if (wrong === undefined) console.log(`${events} events form one chain; the content of ${masked} is masked. Everything holds.`);
else {
  console.error(`BROKEN: ${wrong}`);
  process.exitCode = 1;
}
