import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { newId } from '../../kernel/ids.js';
import { heldAs, type HeldRole, type Principal } from '../../kernel/principal.js';
import { refusal } from '../../kernel/refusal.js';
import { Audit } from '../../platform/audit/audit.js';
import { notAllowed } from '../../platform/auth/auth-refusals.js';
import { SigningGuard } from '../../platform/auth/signing-guard.js';
import { Database } from '../../platform/database/database.js';
import { FileStore } from '../../platform/files/file-store.js';
import { DeviantAnswer, RemoteSigner, type RemotelySigned } from '../../platform/signing/remote-signer.js';
import { certificateFacts } from '../../platform/signing/signer-certificate.js';
import { CaseReader } from '../../workflow/case-reader.js';
import { DefinitionRegistry } from '../../workflow/definition-registry.js';
import { paperNotFound } from '../../workflow/paper-reader.js';
import { PAPER_SOURCES, type PaperFacts, type PaperSource } from '../../workflow/paper-source.js';
import type { ESignInput } from './e-sign.input.js';
import type { ESignatureView } from './e-signature.view.js';
import { keepCertificate } from './paper-certificates.js';
import { PaperSignatures } from './paper-signatures.js';
import type { PaperRow } from './paper.entity.js';
import { KEEP_SIGNATURE } from './paper-statements.js';
import { Printer } from './printer.js';
import { sha256Of } from './sha256.js';

export const letterNotFinal = refusal('conflict', 'LETTER_NOT_FINAL', {
  id: 'Surat ini belum selesai: ditandatangani secara elektronik setelah bernomor.',
  en: 'This letter is not final: it is signed electronically once it has its number.',
});
export const noSigningService = refusal('conflict', 'NO_SIGNING_SERVICE', {
  id: 'Surat ini ditandatangani dengan sertifikat dinas, bukan lewat layanan tanda tangan elektronik.',
  en: "This letter carries the agency's own signature; no signing service is used for it.",
});
export const alreadySigned = refusal('conflict', 'LETTER_ALREADY_E_SIGNED', {
  id: 'Surat ini sudah ditandatangani secara elektronik.',
  en: 'This letter has been signed electronically already.',
});

/** Who signs, as it is kept. */
interface Signatory {
  readonly principal: Principal;
  readonly held: HeldRole;
}

/**
 * Has a final letter signed by whoever signed it in the SOP, at the signing service and while they wait. The file that comes back is
 * kept before the database says so: a process that is killed in between leaves a letter that can be signed again.
 */
@Injectable()
export class ESignService {
  private readonly letters: PaperSource | undefined;

  constructor(
    private readonly printer: Printer,
    private readonly signatures: PaperSignatures,
    private readonly signer: RemoteSigner,
    private readonly files: FileStore,
    private readonly cases: CaseReader,
    private readonly registry: DefinitionRegistry,
    private readonly database: Database,
    private readonly audit: Audit,
    private readonly guard: SigningGuard,
    private readonly clock: Clock,
    @Inject(PAPER_SOURCES) sources: readonly PaperSource[],
  ) {
    this.letters = sources.find(({ record }) => record === 'letter');
  }

  async sign(principal: Principal, letter: string, secret: ESignInput): Promise<ESignatureView> {
    const found = await this.letters?.read(principal.agency, letter);
    if (!found) throw paperNotFound();
    const application = await this.cases.application(principal, found.applicationId);
    const facts = found.papers.at(-1);
    if (!facts || facts.draft) throw letterNotFinal();
    const held = signatoryRole(principal, facts);
    await this.guard.confirm(principal, 'signature');
    const paper = await this.printer.frozen(application, letter, facts);
    if (!paper.remote || !this.signer.configured) throw noSigningService();
    if (await this.signatures.find(paper)) throw alreadySigned();
    const signed = await this.signed(principal, paper, facts, secret);
    return this.keep(paper, signed, { principal, held });
  }

  /** Whatever the signing service answers beside the same letter, signed by the right person, goes into the audit and nowhere else. */
  private async signed(principal: Principal, paper: PaperRow, { signer }: PaperFacts, secret: ESignInput): Promise<RemotelySigned> {
    const { agency, subject_id: letter } = paper;
    const words = { name: signer?.name ?? '', reason: paper.snapshot.title, location: this.registry.agency(agency).region.seat };
    try {
      return await this.signer.sign(await this.printer.plain(paper), secret, words);
    } catch (error) {
      if (!(error instanceof DeviantAnswer)) throw error;
      const { refusal: refused, fault, certificate } = error;
      const data = { letter, code: refused.code, fault, certificate };
      await this.database.transaction((tx) => this.audit.note(tx, { agency, kind: 'letter-e-sign-refused', actor: principal, data }));
      throw refused;
    }
  }

  private async keep(
    paper: PaperRow,
    { pdf, documentId, certificate }: RemotelySigned,
    { principal, held }: Signatory,
  ): Promise<ESignatureView> {
    const { agency, id, subject_id: letterId } = paper;
    const at = this.clock.now();
    const fileId = newId(at);
    const sha256 = sha256Of(pdf);
    const { sha256: signedWith } = certificateFacts(certificate);
    const onBehalf = held.actingFor ? JSON.stringify(held.actingFor) : null;
    await this.files.keep(
      await this.files.receive([pdf] as unknown as AsyncIterable<Buffer>),
      agency,
      fileId,
      await this.printer.keyOf(paper),
    );
    // prettier-ignore
    const params = [agency, id, fileId, documentId, sha256, principal.id, principal.name, held.role, onBehalf, at, pdf.length];
    const kept = await this.database.transaction(async (tx) => {
      await keepCertificate(tx, agency, certificate, at);
      const [row] = await tx.run(KEEP_SIGNATURE, [...params, signedWith]);
      if (row)
        await this.audit.note(tx, {
          agency,
          kind: 'letter-e-signed',
          actor: principal,
          data: { letter: letterId, sha256, certificate: signedWith },
        });
      return row;
    });
    if (!kept) {
      await this.files.remove(agency, fileId);
      throw alreadySigned();
    }
    return { letterId, by: principal.name, at: at.toISOString(), documentId, sha256, pdf: `/v1/letters/${letterId}/pdf` };
  }
}

/** The role under which somebody signed this letter; refused to everybody but the person who signed it. */
function signatoryRole(principal: Principal, { signer }: PaperFacts): HeldRole {
  const held = signer?.role === undefined ? undefined : heldAs(principal, signer.role);
  if (!held || signer?.id !== principal.id) throw notAllowed();
  return held;
}
