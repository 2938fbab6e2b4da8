import { Inject, Injectable, Logger } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { newId } from '../../kernel/ids.js';
import { refusal } from '../../kernel/refusal.js';
import { Audit } from '../../platform/audit/audit.js';
import { CONFIG, type Config } from '../../platform/config/config.js';
import { Vault, type Encrypted } from '../../platform/crypto/vault.js';
import { Database } from '../../platform/database/database.js';
import { FileStore } from '../../platform/files/file-store.js';
import { RemoteSigner } from '../../platform/signing/remote-signer.js';
import { SigningIdentities } from '../../platform/signing/signing-identities.js';
import { signPdf } from '../../platform/signing/sign-pdf.js';
import { checkSigned } from '../../platform/signing/signed-pdf.js';
import { certificateFacts } from '../../platform/signing/signer-certificate.js';
import { TimeStamps } from '../../platform/signing/time-stamps.js';
import { ApplicationRow } from '../../workflow/application.entity.js';
import { DefinitionRegistry } from '../../workflow/definition-registry.js';
import { FILLED_FORMS, type FilledForms } from '../../workflow/filled-forms.js';
import type { Agency } from '../../sop/sop-definition.js';
import type { PaperFacts } from '../../workflow/paper-source.js';
import { compose } from './compose.js';
import type { PaperRow } from './paper.entity.js';
import { keepCertificate } from './paper-certificates.js';
import { ACCOUNT, FREEZE, FROZEN, KEEP_TIME_STAMP, PRINTED, SHEET, TIME_STAMP } from './paper-statements.js';
import { PublishedTexts } from './published-texts.js';
import { renderSheet } from './render/render-sheet.js';
import { sha256Of } from './sha256.js';
import type { Sheet, SheetSigner } from './sheet.js';

/** Across a final letter that its signer has not signed yet. */
const UNSIGNED = 'BELUM DITANDATANGANI';

/** A file, and its SHA-256 in hexadecimal. */
export interface Printed {
  readonly bytes: Buffer;
  readonly sha256: string;
}

export const paperErased = refusal('not-found', 'PAPER_ERASED', {
  id: 'Isi dokumen ini sudah dihapus setelah masa simpannya.',
  en: 'What this paper says was erased after its retention period.',
});

/** A paper as it lies in its row: everything on it sealed. */
type KeptPaper = Omit<PaperRow, 'snapshot'> & { readonly snapshot: Encrypted | Sheet };

/** Freezes papers and prints them: each is made once, and comes out the same however often it is printed. */
@Injectable()
export class Printer {
  private readonly logger = new Logger('Papers');

  constructor(
    private readonly database: Database,
    private readonly registry: DefinitionRegistry,
    private readonly texts: PublishedTexts,
    private readonly signingIdentities: SigningIdentities,
    private readonly remote: RemoteSigner,
    private readonly timeStamps: TimeStamps,
    private readonly files: FileStore,
    private readonly clock: Clock,
    private readonly vault: Vault,
    private readonly audit: Audit,
    @Inject(FILLED_FORMS) private readonly forms: FilledForms,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** The paper of a record in its present edition: frozen now, unless it was before. */
  async frozen(application: ApplicationRow, subject: string, facts: PaperFacts): Promise<PaperRow> {
    const key = [application.agency, subject, facts.kind, facts.edition];
    const [known] = await this.database.run<KeptPaper>(FROZEN, key);
    if (known) return this.opened(known);
    const sheet = await this.compose(application, facts);
    const encrypted = await this.vault.encrypt({ agency: application.agency, owner: application.id }, SHEET, sheet);
    return this.database.transaction(async (tx) => {
      // prettier-ignore
      await tx.run(FREEZE, [
        application.agency, newId(this.clock.now()), application.id, subject, facts.kind, facts.edition, JSON.stringify(encrypted), this.clock.now(),
        sheet.verify !== null, sheet.seal?.remote === true,
      ]);
      const [row] = await tx.run<KeptPaper>(FROZEN, key);
      return this.opened(row!);
    });
  }

  /** What the files of a paper's case are encrypted with. */
  async keyOf({ agency, application_id: owner }: Pick<PaperRow, 'agency' | 'application_id'>): Promise<Buffer> {
    const key = await this.vault.key({ agency, owner });
    if (!key) throw paperErased();
    return key;
  }

  /** A paper as it can be printed; refused when what is on it was erased. */
  private async opened(row: KeptPaper): Promise<PaperRow> {
    const snapshot = await this.vault.decrypt<Sheet>({ agency: row.agency, owner: row.application_id }, SHEET, row.snapshot);
    if (!snapshot) throw paperErased();
    return { ...row, snapshot };
  }

  /** Prints a frozen paper and keeps the file. */
  async print(paper: PaperRow): Promise<Printed> {
    const { agency, id, snapshot } = paper;
    const printed = await this.plain(paper);
    const { bytes, certificate } = snapshot.verify ? await this.signed(printed, paper) : { bytes: printed, certificate: null };
    const sha256 = sha256Of(bytes);
    if (paper.sha256.length > 0 && !paper.sha256.includes(sha256))
      this.logger.warn(
        `${paper.kind} ${id} was printed by an earlier version of the service, and looks different now; both count as genuine`,
      );
    const incoming = await this.files.receive([bytes] as unknown as AsyncIterable<Buffer>);
    await this.files.keep(incoming, agency, id, await this.keyOf(paper));
    await this.database.transaction(async (tx) => {
      if (certificate) await keepCertificate(tx, agency, certificate, this.clock.now());
      await tx.run(PRINTED, [agency, id, sha256, bytes.length, certificate && certificateFacts(certificate).sha256]);
      if (snapshot.verify && !paper.sha256.includes(sha256)) {
        const { application_id: application, subject_id: letter, edition } = paper;
        await this.audit.note(tx, { agency, kind: 'paper-issued', data: { application, letter, paper: id, edition, sha256 } });
      }
    });
    return { bytes, sha256 };
  }

  /** A frozen paper without a signature; `unsigned` says across the page that it lacks one. */
  async plain({ agency, snapshot }: PaperRow, { unsigned = false } = {}): Promise<Buffer> {
    const sheet = unsigned ? { ...snapshot, watermark: UNSIGNED } : snapshot;
    return renderSheet(sheet, await this.texts.logo(agency, snapshot.letterhead.logo));
  }

  /** A final letter carries the agency's signature over the whole of it, and what comes out is checked like a letter signed elsewhere. */
  private async signed(pdf: Buffer, paper: PaperRow): Promise<{ readonly bytes: Buffer; readonly certificate: Buffer }> {
    const { agency: code, snapshot } = paper;
    const agency = this.registry.agency(code);
    const identity = await this.signingIdentities.of(agency);
    // A letter that had to wait for a certificate is not signed before there was one.
    const at = new Date(Math.max(new Date(snapshot.at).getTime(), identity.notBefore.getTime()));
    const words = { at, name: identity.name, reason: snapshot.title, location: agency.region.seat };
    const stamp = this.timeStamps.configured ? (value: Buffer) => this.stamped(paper, value) : undefined;
    const bytes = await signPdf(pdf, identity, words, stamp);
    const { chain } = await checkSigned(pdf, bytes);
    return { bytes, certificate: chain[0]! };
  }

  /** The first time stamp over a signature counts: with it, a file that was lost is printed with the same bytes. */
  private async stamped({ agency, id }: PaperRow, value: Buffer): Promise<Buffer> {
    const [kept] = await this.database.run<{ time_stamp: Buffer | null }>(TIME_STAMP, [agency, id]);
    if (kept?.time_stamp && (await this.timeStamps.over(kept.time_stamp, value))) return kept.time_stamp;
    const fresh = await this.timeStamps.stamp(value);
    const [row] = await this.database.transaction((tx) =>
      tx.run<{ time_stamp: Buffer }>(KEEP_TIME_STAMP, [agency, id, fresh, kept?.time_stamp ?? null]),
    );
    return row?.time_stamp ?? this.stamped({ agency, id } as PaperRow, value);
  }

  private async compose(application: ApplicationRow, facts: PaperFacts) {
    const { agency: code, id, service, definition: sha256 } = application;
    const { definition } = await this.registry.version(code, service, sha256);
    const template = (await this.texts.of(application))[facts.kind];
    if (!template) throw new Error(`${service} has no text for a ${facts.kind}`);
    const filled = facts.filled ?? (await this.database.transaction((tx) => this.forms.latest(tx, code, id)));
    const agency = this.registry.agency(code);
    return compose({
      agency,
      definition,
      application,
      filled,
      facts,
      account: await this.accountOf(code, facts.signer?.id),
      template,
      logo: this.texts.logoOf(code),
      publicUrl: this.config.publicUrl,
      seal: facts.verificationCode === undefined ? null : await this.signerOf(agency, facts),
    });
  }

  private async accountOf(agency: string, id: string | undefined): Promise<readonly string[]> {
    if (id === undefined) return [];
    const rows = await this.database.run<{ name: string }>(ACCOUNT, [agency, id]);
    return [id, ...rows.map(({ name }) => name)];
  }

  /** With what a final letter will have been signed: what stands on it is frozen before. */
  private async signerOf(agency: Agency, { signer }: PaperFacts): Promise<SheetSigner> {
    if (this.remote.configured) return { name: signer?.name ?? agency.name, test: false, remote: true };
    const { name, test } = await this.signingIdentities.of(agency);
    return { name, test };
  }
}
