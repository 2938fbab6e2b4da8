import { Inject, Injectable, Logger } from '@nestjs/common';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Clock } from '../../kernel/clock.js';
import { refusal } from '../../kernel/refusal.js';
import { CONFIG, type Config } from '../config/config.js';
import { ServiceSecrets } from '../crypto/service-secrets.js';
import { readPkcs12 } from './pkcs12.js';
import type { SigningIdentity } from './signing-identity.js';
import { makeTestCertificate, readTestCertificate } from './test-certificate.js';

export const certificateExpired = refusal('unavailable', 'CERTIFICATE_EXPIRED', {
  id: 'Surat ini menunggu: sertifikat tanda tangan elektronik dinas berakhir pada {date}. Surat dibuat sendiri setelah administrator memasang yang baru.',
  en: "This letter waits: the agency's signing certificate expired on {date}. It is made by itself once the administrator has installed a new one.",
});
export const certificateNotYetValid = refusal('unavailable', 'CERTIFICATE_NOT_YET_VALID', {
  id: 'Surat ini menunggu: sertifikat tanda tangan elektronik dinas baru berlaku pada {date}.',
  en: "This letter waits: the agency's signing certificate is valid from {date} only.",
});
export const certificateUnusable = refusal('unavailable', 'CERTIFICATE_UNUSABLE', {
  id: 'Surat ini menunggu: berkas sertifikat tanda tangan elektronik dinas tidak dapat dipakai ({why}).',
  en: "This letter waits: the file of the agency's signing certificate cannot be used ({why}).",
});

/** Codes of what keeps an agency's letters from being signed. */
export const SIGNING_WAITS = ['CERTIFICATE_EXPIRED', 'CERTIFICATE_NOT_YET_VALID', 'CERTIFICATE_UNUSABLE'] as const;

/** Whose letters are sealed. */
export interface IdentityHolder {
  readonly code: string;
  readonly name: string;
}

/** How the certificate of an agency stands. */
export interface CertificateState {
  readonly agency: string;
  /** Code of what keeps letters from being signed; null where nothing does. */
  readonly problem: (typeof SIGNING_WAITS)[number] | null;
  /** What is wrong with a file that cannot be used. */
  readonly why: string | null;
  /** Null where there is no certificate to speak of. */
  readonly identity: SigningIdentity | null;
}

/** A certificate file as it was when it was read. */
interface ReadFile {
  readonly version: string;
  readonly identity: SigningIdentity | null;
  readonly why: string | null;
}

/**
 * What each agency signs its letters with. A file that is broken, and a certificate that is not valid now, hold back the letters of that
 * agency alone: a new file is read as soon as it lies there.
 */
@Injectable()
export class SigningIdentities {
  private readonly logger = new Logger('Signing');
  private readonly files = new Map<string, ReadFile>();
  private holders: readonly IdentityHolder[] = [];
  private readonly made = new Map<string, Promise<SigningIdentity>>();

  constructor(
    private readonly secrets: ServiceSecrets,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Opens every agency's certificate; what is wrong with one is logged, and holds back that agency's letters. */
  async open(holders: readonly IdentityHolder[]): Promise<void> {
    this.holders = holders;
    await this.states();
  }

  /** The agency's certificate; without SIGNING_P12 a test certificate, made once and kept for all nodes. Refused while none is valid. */
  async of(holder: IdentityHolder): Promise<SigningIdentity> {
    const { identity, problem, why } = await this.state(holder);
    if (!identity) throw certificateUnusable({ why: why ?? '-' });
    if (problem === 'CERTIFICATE_EXPIRED') throw certificateExpired({ date: dayOf(identity.notAfter) });
    if (problem === 'CERTIFICATE_NOT_YET_VALID') throw certificateNotYetValid({ date: dayOf(identity.notBefore) });
    return identity;
  }

  /** How the certificates of all agencies stand now; none of them where letters are signed by test certificates. */
  async states(): Promise<readonly CertificateState[]> {
    const states: CertificateState[] = [];
    for (const holder of this.config.signingP12 ? this.holders : []) states.push(await this.state(holder));
    return states;
  }

  /** How the agency's certificate stands now. */
  async state(holder: IdentityHolder): Promise<CertificateState> {
    const { signingP12 } = this.config;
    const { identity, why } = signingP12 ? await this.fromFile(holder.code, signingP12) : { identity: await this.test(holder), why: null };
    const now = this.clock.now();
    const problem = !identity
      ? 'CERTIFICATE_UNUSABLE'
      : identity.notAfter <= now
        ? 'CERTIFICATE_EXPIRED'
        : identity.notBefore > now
          ? 'CERTIFICATE_NOT_YET_VALID'
          : null;
    return { agency: holder.code, problem, why, identity };
  }

  /** Read once, and again when it was replaced. */
  private async fromFile(agency: string, signingP12: string): Promise<ReadFile> {
    const path = pathOf(signingP12, agency);
    const stat = statSync(path, { throwIfNoEntry: false });
    const version = stat?.isFile() ? `${path} ${stat.mtimeMs} ${stat.size}` : `${path} missing`;
    const known = this.files.get(agency);
    if (known?.version === version) return known;
    const read: ReadFile = { version, ...(await this.read(path, stat?.isFile() === true)) };
    if (read.why !== null) this.logger.error(`SIGNING_P12: ${path}: ${read.why}; the letters of ${agency} wait`);
    this.files.set(agency, read);
    return read;
  }

  private async read(path: string, exists: boolean): Promise<{ readonly identity: SigningIdentity | null; readonly why: string | null }> {
    if (!exists) return { identity: null, why: 'there is no such file' };
    try {
      return { identity: await readPkcs12(readFileSync(path), this.config.signingP12Password), why: null };
    } catch (error) {
      return { identity: null, why: (error as NodeJS.ErrnoException).code ?? (error as Error).message };
    }
  }

  private test(holder: IdentityHolder): Promise<SigningIdentity> {
    let made = this.made.get(holder.code);
    if (!made) {
      this.made.set(holder.code, (made = this.testIdentity(holder)));
      made.catch(() => this.made.delete(holder.code));
    }
    return made;
  }

  private async testIdentity({ code, name }: IdentityHolder): Promise<SigningIdentity> {
    const pem = await this.secrets.kept(`test-certificate ${code}`, () => makeTestCertificate(name, this.clock.now()));
    return readTestCertificate(pem);
  }
}

/** One file for all, or a folder with a file for each agency. */
function pathOf(signingP12: string, agency: string): string {
  return statSync(signingP12, { throwIfNoEntry: false })?.isDirectory() ? join(signingP12, `${agency}.p12`) : signingP12;
}

function dayOf(at: Date): string {
  return at.toISOString().slice(0, 10);
}
