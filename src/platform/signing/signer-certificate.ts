import { createHash, X509Certificate } from 'node:crypto';

/** What is shown of a certificate: nothing that is nobody else's business, such as a NIK in its subject. */
export interface CertificateFacts {
  /** SHA-256 of its DER, in hexadecimal. */
  readonly sha256: string;
  readonly name: string;
  readonly organisation: string | null;
  readonly issuer: string;
  readonly serialNumber: string;
  /** RFC 3339. */
  readonly notBefore: string;
  readonly notAfter: string;
}

/** Who is to have signed. */
export interface ExpectedSigner {
  /** As it stands on the letter, with titles. */
  readonly name: string;
  /** Under which they say to be enrolled with the signing service. */
  readonly nik: string;
}

export function certificateFacts(der: Buffer): CertificateFacts {
  const { subject, issuer, serialNumber, validFrom, validTo } = new X509Certificate(der);
  return {
    sha256: createHash('sha256').update(der).digest('hex'),
    name: withoutDigits(part(subject, 'CN') ?? '-'),
    organisation: part(subject, 'O') ?? null,
    issuer: part(issuer, 'CN') ?? part(issuer, 'O') ?? '-',
    serialNumber,
    notBefore: new Date(validFrom).toISOString(),
    notAfter: new Date(validTo).toISOString(),
  };
}

/**
 * Whether a certificate is that of an official: every NIK in its subject is the one they gave, and its name is theirs, whatever titles
 * stand before or behind either. A NIK alone proves nothing: whoever signs in types it.
 */
export function isOf(der: Buffer, { name, nik }: ExpectedSigner): boolean {
  const { subject } = new X509Certificate(der);
  const niks = subject.match(/(?<!\d)\d{16}(?!\d)/g) ?? [];
  if (niks.some((each) => each !== nik)) return false;
  const [own, expected] = [nameWords(part(subject, 'CN') ?? ''), nameWords(name)];
  return expected.length > 0 && own.join(' ') === expected.join(' ');
}

/** The words of a name without titles: "Hj. Siti Nur'aini, S.Kep., Ns." is "SITI NURAINI". */
export function nameWords(name: string): string[] {
  const [first = ''] = name.normalize('NFKD').split(',');
  return withoutDigits(first)
    .toLowerCase()
    .replace(/[\p{M}'’‘`´]/gu, '')
    .split(/[\s()_-]+/)
    .filter((word) => word !== '' && !TITLES.has(word.replaceAll('.', '')) && !/^\p{L}+\.\p{L}+/u.test(word))
    .map((word) => word.replace(/[^\p{L}]/gu, ''))
    .filter((word) => word !== '');
}

const TITLES = new Set(['h', 'hj', 'dr', 'drs', 'dra', 'drg', 'drh', 'ir', 'prof', 'raden', 'kh']);

/** An attribute of a distinguished name as Node writes it: one a line, the first counts. */
function part(name: string, key: string): string | undefined {
  return name
    .split('\n')
    .find((line) => line.startsWith(`${key}=`))
    ?.slice(key.length + 1);
}

function withoutDigits(text: string): string {
  return text.replace(/\d{6,}/g, '').trim();
}
