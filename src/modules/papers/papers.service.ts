import { Inject, Injectable } from '@nestjs/common';
import type { Principal } from '../../kernel/principal.js';
import { refusal } from '../../kernel/refusal.js';
import { FileStore } from '../../platform/files/file-store.js';
import type { PaperKind, PrintedRecord } from '../../sop/papers/paper-kinds.js';
import { actsAsApplicant } from '../../sop/acting.js';
import { PaperReader, paperNotFound } from '../../workflow/paper-reader.js';
import { PAPER_SOURCES, type PaperFacts, type PaperSource } from '../../workflow/paper-source.js';
import type { PaperRow } from './paper.entity.js';
import { PaperSignatures } from './paper-signatures.js';
import { Printer, type Printed } from './printer.js';
import type { Sheet } from './sheet.js';
import { sha256Of } from './sha256.js';

export const paperNotYet = refusal('not-found', 'PAPER_NOT_YET', {
  id: 'Dokumen "{paper}" belum ada di sini; yang ada: {known}.',
  en: 'There is no "{paper}" here yet; there are: {known}.',
});

export const signedFileLost = refusal('unavailable', 'SIGNED_FILE_LOST', {
  id: 'Berkas surat yang sudah ditandatangani tidak ditemukan; pulihkan dari cadangan.',
  en: 'The file of the signed letter is missing; restore it from a backup.',
});

/** A file as it goes out. */
export interface PrintedFile {
  readonly fileName: string;
  readonly sha256: string;
  readonly bytes: Buffer;
}

/** Papers for whoever may see the application they belong to. */
@Injectable()
export class PapersService {
  private readonly sources: ReadonlyMap<PrintedRecord, PaperSource>;

  constructor(
    private readonly printer: Printer,
    private readonly files: FileStore,
    private readonly records: PaperReader,
    private readonly signatures: PaperSignatures,
    @Inject(PAPER_SOURCES) sources: readonly PaperSource[],
  ) {
    this.sources = new Map(sources.map((source) => [source.record, source]));
  }

  /** A paper of a record, the latest that there is unless one is named; printed now if the worker has not come by yet. */
  async pdf(principal: Principal, record: PrintedRecord, id: string, kind?: PaperKind): Promise<PrintedFile> {
    const found = await this.sources.get(record)?.read(principal.agency, id);
    if (!found) throw paperNotFound();
    const { application } = await this.records.ofCase(principal, found.applicationId, record, id);
    const facts = kind === undefined ? found.papers.at(-1) : found.papers.find((paper) => paper.kind === kind);
    if (!facts) throw paperNotYet({ paper: kind ?? record, known: found.papers.map((paper) => paper.kind).join(', ') || '-' });
    const paper = await this.printer.frozen(application, id, facts);
    const secrets = actsAsApplicant(application.state, principal) ? [] : (facts.secrets ?? []);
    const file = secrets.some(Boolean) ? await this.without(secrets, paper) : await this.file(paper);
    return { ...file, fileName: fileName(paper, application.number, facts) };
  }

  /** The paper with these texts made unreadable. */
  private async without(secrets: readonly string[], paper: PaperRow): Promise<Printed> {
    let json = JSON.stringify(paper.snapshot);
    for (const secret of secrets) if (secret !== '') json = json.replaceAll(JSON.stringify(secret).slice(1, -1), '•'.repeat(secret.length));
    const bytes = await this.printer.plain({ ...paper, snapshot: JSON.parse(json) as Sheet });
    return { bytes, sha256: sha256Of(bytes) };
  }

  private async file(paper: PaperRow): Promise<Printed> {
    if (paper.remote) return this.signedElsewhere(paper);
    if (paper.sha256.length > 0) {
      const kept = await this.kept(paper);
      // A file that was lost or damaged is printed again: it comes out the same.
      const sha256 = kept && sha256Of(kept);
      if (kept && sha256 && paper.sha256.includes(sha256)) return { bytes: kept, sha256 };
    }
    return this.printer.print(paper);
  }

  /** With the signature of its signer, which nobody can make again; until there is one, it says so across the page. */
  private async signedElsewhere(paper: PaperRow): Promise<Printed> {
    const signature = await this.signatures.find(paper);
    const bytes = signature ? await this.kept({ ...paper, id: signature.file_id }) : await this.printer.plain(paper, { unsigned: true });
    const sha256 = bytes && sha256Of(bytes);
    if (!bytes || !sha256 || (signature && signature.sha256 !== sha256)) throw signedFileLost();
    return { bytes, sha256 };
  }

  private async kept(paper: Pick<PaperRow, 'agency' | 'id' | 'application_id'>): Promise<Buffer | null> {
    const { agency, id } = paper;
    try {
      const pieces: Buffer[] = [];
      for await (const piece of await this.files.read(agency, id, () => this.printer.keyOf(paper))) pieces.push(piece as Buffer);
      return Buffer.concat(pieces);
    } catch {
      return null;
    }
  }
}

function fileName({ kind }: PaperRow, application: string, { draft }: PaperFacts): string {
  return `${kind}${draft ? '-konsep' : ''}-${application.replace(/[^\w.-]+/g, '-')}.pdf`;
}
