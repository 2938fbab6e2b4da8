import { Inject, Injectable } from '@nestjs/common';
import type { Readable } from 'node:stream';
import { Clock } from '../../kernel/clock.js';
import { newId } from '../../kernel/ids.js';
import type { Principal } from '../../kernel/principal.js';
import { Refusal, refusal } from '../../kernel/refusal.js';
import type { ApiCommand } from '../../platform/api/command-of.js';
import { inputInvalid } from '../../platform/api/problem.js';
import { Audit } from '../../platform/audit/audit.js';
import { shownOf } from '../../platform/auth/record-audiences.js';
import { CONFIG, type Config } from '../../platform/config/config.js';
import { Vault } from '../../platform/crypto/vault.js';
import { codeOf } from '../../platform/database/database.js';
import type { Tx } from '../../platform/database/tx.js';
import type { DocumentRow } from '../../platform/files/document.entity.js';
import { Documents } from '../../platform/files/documents.js';
import { FileAltered, FileStore, type IncomingFile } from '../../platform/files/file-store.js';
import { Inspector } from '../../platform/files/inspect/inspector.js';
import { cleanFileName, mediaTypeOf } from '../../platform/files/media-type.js';
import type { MultipartForm } from '../../platform/files/multipart.js';
import { grouped } from '../../platform/graphql/loaders.js';
import { Commands } from '../../platform/idempotency/commands.js';
import type { SopDefinition } from '../../sop/sop-definition.js';
import type { CaseState } from '../../sop/case-events.js';
import { EVIDENCE, type DocumentCommand } from '../../sop/documents.js';
import { caseClosed } from '../../sop/case-refusals.js';
import type { ApplicationRow } from '../../workflow/application.entity.js';
import { CaseReader } from '../../workflow/case-reader.js';
import { WorkflowService } from '../../workflow/workflow.service.js';
import { DefinitionRegistry } from '../../workflow/definition-registry.js';
import { documentState } from '../../workflow/record-states.js';
import { documentView, type DocumentView } from './document.view.js';

export const documentNotFound = refusal('not-found', 'DOCUMENT_NOT_FOUND', {
  id: 'Berkas tidak ditemukan.',
  en: 'There is no such document.',
});

export const documentErased = refusal('not-found', 'DOCUMENT_ERASED', {
  id: 'Berkas ini sudah dihapus setelah masa simpannya.',
  en: 'This document was erased after its retention period.',
});

export const fileAltered = refusal('conflict', 'FILE_ALTERED', {
  id: 'Berkas yang tersimpan bukan lagi yang diserahkan, sehingga tidak diberikan; kejadian ini dicatat.',
  en: 'The stored file is no longer the one that was handed in, so it is not given out; this has been recorded.',
});

export const tooManyDocuments = refusal('conflict', 'TOO_MANY_DOCUMENTS', {
  id: 'Permohonan ini sudah berisi {most} berkas; tarik berkas yang tidak perlu.',
  en: 'This application holds {most} files already; remove those that are not needed.',
});

export const tooManyBytes = refusal('conflict', 'DOCUMENTS_TOO_LARGE', {
  id: 'Semua berkas permohonan ini bersama-sama paling besar {most} MB; tarik berkas yang tidak perlu atau perkecil.',
  en: 'All files of this application together may have {most} MB; remove those that are not needed, or send smaller ones.',
});

/** Handing in and fetching files. */
@Injectable()
export class DocumentsService {
  constructor(
    private readonly reader: CaseReader,
    private readonly registry: DefinitionRegistry,
    private readonly documents: Documents,
    private readonly files: FileStore,
    private readonly inspector: Inspector,
    private readonly vault: Vault,
    private readonly commands: Commands,
    private readonly audit: Audit,
    private readonly clock: Clock,
    private readonly workflow: WorkflowService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * Keeps a file for one requirement; a newer file for the same requirement is stored beside the older one. Nothing is read from
   * a caller who may not upload it.
   */
  async add(command: ApiCommand, application: string, read: () => Promise<MultipartForm>): Promise<DocumentView> {
    const row = await this.reader.application(command.principal, application);
    // With a key it may be a request that was answered while the case was open: that is known only by its content.
    if (row.status !== 'open' && command.key === undefined) throw caseClosed({ status: row.status });
    const { definition } = await this.registry.version(row.agency, row.service, row.definition);
    const form = await read();
    try {
      const document = this.document(row, definition, command.principal, form);
      await this.inspector.inspect(command.principal, form.file, document.media_type);
      const fingerprint = `${command.fingerprint} ${document.requirement} ${document.sha256}`;
      return await this.keep({ ...command, fingerprint }, document, form.file);
    } finally {
      await this.files.discard(form.file);
    }
  }

  async list(principal: Principal, application: string): Promise<DocumentView[]> {
    const row = await this.reader.application(principal, application);
    return (await this.visible(principal, row, (await this.documents.ofApplication(row.agency, row.id)).filter(counts))).map((each) =>
      documentView(each, row.state),
    );
  }

  /** The files of several cases at once, by case. */
  async ofApplications(principal: Principal, ids: readonly string[]): Promise<Map<string, DocumentView[]>> {
    const cases = await this.reader.applicationsById(principal, ids);
    const seen = cases.map(({ id }) => id);
    const rows = grouped(await this.documents.ofApplications(principal.agency, seen), ({ application_id: id }) => id);
    const views = cases.map(
      async (row) =>
        [
          row.id,
          (await this.visible(principal, row, (rows.get(row.id) ?? []).filter(counts))).map((each) => documentView(each, row.state)),
        ] as const,
    );
    return new Map(await Promise.all(views));
  }

  /** The register's entry and the bytes. */
  async fetch(
    principal: Principal,
    application: string,
    id: string,
  ): Promise<{ readonly document: DocumentRow; readonly bytes: Readable }> {
    const row = await this.reader.application(principal, application, 'document');
    const document = await this.documents.one(row.agency, row.id, id);
    if (!document || (document.removed_at && !document.checked) || (await this.visible(principal, row, [document])).length === 0)
      throw documentNotFound();
    await this.noteRead(principal, row, document);
    const key = await this.vault.key({ agency: row.agency, owner: row.id });
    if (!key) throw documentErased();
    return { document, bytes: await this.bytesOf(principal, document, key) };
  }

  private async bytesOf({ id: user, name }: Principal, document: DocumentRow, key: Buffer): Promise<Readable> {
    const { agency, id, application_id: application, sha256, in_clear: inClear } = document;
    try {
      return await this.files.readExact(agency, id, key, { sha256, inClear });
    } catch (error) {
      if (!(error instanceof FileAltered)) throw error;
      const data = { application, document: id, sha256 };
      await this.audit.note(undefined, { agency, kind: 'file-altered', actor: { id: user, name }, data });
      throw fileAltered();
    }
  }

  /** Takes a document back, while the case is the applicant's. What a check was about stays in the store for the retention period. */
  async remove(command: ApiCommand, application: string, id: string): Promise<DocumentView> {
    const document = await this.present(command.principal, application, id);
    let checked: boolean | undefined;
    const view = await this.commands.run(command, async (tx) => {
      const state = await this.happens(tx, command.principal, document, 'remove-document');
      checked = await this.documents.remove(tx, document, this.clock.now());
      if (checked === undefined) throw documentNotFound();
      return documentView(document, state);
    });
    if (checked === false) await this.files.remove(document.agency, document.id);
    return view;
  }

  /** An official has looked at a document that came after the others were checked. */
  async accept(command: ApiCommand, application: string, id: string): Promise<DocumentView> {
    const document = await this.present(command.principal, application, id);
    return this.commands.run(command, async (tx) =>
      documentView(document, await this.happens(tx, command.principal, document, 'accept-document')),
    );
  }

  /** Also one that was removed: the same request may come again. */
  private async present(principal: Principal, application: string, id: string): Promise<DocumentRow> {
    const row = await this.reader.application(principal, application);
    const document = await this.documents.one(row.agency, row.id, id);
    if (!document || (await this.visible(principal, row, [document])).length === 0) throw documentNotFound();
    return document;
  }

  /** The event in the journal of the case, under its lock; the state after it. */
  private async happens(tx: Tx, principal: Principal, document: DocumentRow, type: DocumentCommand['type']): Promise<CaseState> {
    const { id, requirement, sha256, application_id: application } = document;
    const { row } = await this.workflow.advance(tx, { principal, application, command: { type, document: { id, requirement, sha256 } } });
    return row.state;
  }

  private async refuseTooMany(tx: Tx, { agency, application_id: application, size }: DocumentRow): Promise<void> {
    const { files, bytes } = await this.documents.held(tx, agency, application);
    const { maxCaseFiles, maxCaseBytes } = this.config;
    if (files >= maxCaseFiles) throw tooManyDocuments({ most: maxCaseFiles });
    if (bytes + size > maxCaseBytes) throw tooManyBytes({ most: Math.floor(maxCaseBytes / 1_048_576) });
  }

  /** By the table of audiences; users may read what they uploaded. */
  private async visible(principal: Principal, row: ApplicationRow, documents: readonly DocumentRow[]): Promise<DocumentRow[]> {
    const { definition } = await this.registry.version(row.agency, row.service, row.definition);
    return documents.filter(
      ({ requirement, uploaded_by: by }) =>
        by === principal.id || shownOf(principal, 'document', documentState(definition, requirement)) !== 'nothing',
    );
  }

  /** A read of specific data, such as a health certificate, is audited before it is answered. */
  private async noteRead(actor: Principal, row: ApplicationRow, { id, requirement }: DocumentRow): Promise<void> {
    const { definition } = await this.registry.version(row.agency, row.service, row.definition);
    if (!definition.requirements.some(({ code, sensitive }) => sensitive && code === requirement)) return;
    const data = { application: row.id, document: id, requirement };
    await this.audit.note(undefined, { agency: row.agency, kind: 'specific-data-read', actor, data });
  }

  private document(
    row: ApplicationRow,
    definition: SopDefinition,
    principal: Principal,
    { fields, fileName, claimedType, file }: MultipartForm,
  ): DocumentRow {
    const requirement = fields['requirement'] ?? '';
    mustBeAskedFor(definition, requirement);
    const now = this.clock.now();
    return {
      agency: row.agency,
      id: newId(now),
      application_id: row.id,
      requirement,
      file_name: cleanFileName(fileName),
      media_type: mediaTypeOf(file, fileName, claimedType),
      size: file.size,
      sha256: file.sha256,
      uploaded_by: principal.id,
      uploaded_at: now,
      in_clear: false,
      checked: false,
      removed_at: null,
    };
  }

  /** The bytes first, since a row without a file would be a lie; a file without a row is only litter, and is taken away where that is certain. */
  private async keep(command: ApiCommand, document: DocumentRow, file: IncomingFile): Promise<DocumentView> {
    const { agency, id } = document;
    const key = await this.vault.key({ agency, owner: document.application_id });
    if (!key) throw documentErased();
    await this.files.keep(file, agency, id, key);
    try {
      const view = await this.commands.run(command, async (tx) => {
        const state = await this.happens(tx, command.principal, document, 'add-document');
        await this.refuseTooMany(tx, document);
        await this.documents.add(tx, document);
        return documentView(document, state);
      });
      // The same request came before, and this file with it.
      if (view.id !== id) await this.files.remove(agency, id);
      return view;
    } catch (error) {
      if (error instanceof Refusal || refusedByDatabase(error)) await this.files.remove(agency, id);
      throw error;
    }
  }
}

const counts = ({ removed_at: removed }: DocumentRow): boolean => removed === null;

/** Whether the database itself has said no; when the connection broke, the commit may have gone through. */
function refusedByDatabase(error: unknown): boolean {
  return /^(?!08)\d[0-9A-Z]{4}$/.test(codeOf(error) ?? '');
}

function mustBeAskedFor(definition: SopDefinition, requirement: string): void {
  const known = [...definition.requirements.map(({ code }) => code), EVIDENCE];
  if (known.includes(requirement)) return;
  const allowed = known.join(', ');
  throw inputInvalid({}, [{ pointer: '/requirement', detail: { id: `Pilihannya: ${allowed}.`, en: `Must be one of: ${allowed}.` } }]);
}
