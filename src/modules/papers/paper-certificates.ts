import type { Database } from '../../platform/database/database.js';
import { statement, type Tx } from '../../platform/database/tx.js';
import { certificateFacts, type CertificateFacts } from '../../platform/signing/signer-certificate.js';

const KEEP = statement(
  'signing-certificate.keep',
  `insert into signing_certificates (agency, sha256, der, name, organisation, issuer, serial_number, not_before, not_after, kept_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict do nothing`,
);
const OF_LETTERS = statement(
  'signing-certificate.of-letters',
  `select distinct on (p.subject_id) p.subject_id as letter, c.der
     from papers p left join signing_certificates c on c.agency = p.agency and c.sha256 = p.certificate
    where p.agency = $1 and p.subject_id = any($2::uuid[]) and p.final
    order by p.subject_id, p.frozen_at desc, p.id desc`,
);

/** Keeps a certificate with which something was signed; once per agency. */
export async function keepCertificate(tx: Tx, agency: string, der: Buffer, at: Date): Promise<void> {
  const { sha256, name, organisation, issuer, serialNumber, notBefore, notAfter } = certificateFacts(der);
  await tx.run(KEEP, [agency, sha256, der, name, organisation, issuer, serialNumber, notBefore, notAfter, at]);
}

/** With which certificate the latest final edition of each letter was signed; read from the certificate itself. */
export async function certificatesOf(
  source: Database | Tx,
  agency: string,
  letters: readonly string[],
): Promise<ReadonlyMap<string, CertificateFacts>> {
  if (letters.length === 0) return new Map();
  type Row = { readonly letter: string; readonly der: Buffer | null };
  const params = [agency, letters];
  const rows = await source.run<Row>(OF_LETTERS, params);
  return new Map(rows.flatMap(({ letter, der }) => (der ? [[letter, certificateFacts(der)] as const] : [])));
}
