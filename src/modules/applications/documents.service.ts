import { Injectable } from '@nestjs/common';
import type { Readable } from 'node:stream';
import { Clock } from '../../kernel/clock.js';
import { newId } from '../../kernel/ids.js';
import type { Principal } from '../../kernel/principal.js';
import { Refusal, refusal } from '../../kernel/refusal.js';
import type { ApiCommand } from '../../platform/api/command-of.js';
import { inputInvalid } from '../../platform/api/problem.js';
import { Audit } from '../../platform/audit/audit.js';
import { shownOf } from '../../platform/auth/record-audiences.js';
import { Vault } from '../../platform/crypto/vault.js';
import { codeOf } from '../../platform/database/database.js';
import type { DocumentRow } from '../../platform/files/document.entity.js';
import { Documents } from '../../platform/files/documents.js';
import { FileStore, type Incoming } from '../../platform/files/file-store.js';
import { Inspector } from '../../platform/files/inspect/inspector.js';
import { cleanFileName, mediaTypeOf } from '../../platform/files/media-type.js';
import type { MultipartForm } from '../../platform/files/multipart.js';
import { grouped } from '../../platform/graphql/loaders.js';
import { Commands } from '../../platform/idempotency/commands.js';
import type { SopDefinition } from '../../sop/sop-definition.js';
import { caseClosed } from '../../sop/case-refusals.js';
import type { ApplicationRow } from '../../workflow/application.entity.js';
import { CaseReader } from '../../workflow/case-reader.js';
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

/** Files that belong to no requirement: photographs of an inspection, screenshots of OSS, an image of a signature. */
const EVIDENCE = 'evidence';

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
  ) {}

  /**
   * Keeps a file for one requirement; a newer file for the same requirement stands beside the older one. Nothing is read from
   * somebody who may not send it.
   */
  async add(command: ApiCommand, application: string, read: () => Promise<MultipartForm>): Promise<DocumentView> {
    const row = await this.reader.application(command.principal, application);
    if (row.status !== 'open') throw caseClosed({ status: row.status });
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
    return (await this.visible(principal, row, await this.documents.ofApplication(row.agency, row.id))).map(documentView);
  }

  /** The files of several cases at once, by case. */
  async ofApplications(principal: Principal, ids: readonly string[]): Promise<Map<string, DocumentView[]>> {
    const cases = await this.reader.applicationsById(principal, ids);
    const seen = cases.map(({ id }) => id);
    const rows = grouped(await this.documents.ofApplications(principal.agency, seen), ({ application_id: id }) => id);
    const views = cases.map(
      async (row) => [row.id, (await this.visible(principal, row, rows.get(row.id) ?? [])).map(documentView)] as const,
    );
    return new Map(await Promise.all(views));
  }

  /** The register's entry and the bytes. */
  async fetch(
    principal: Principal,
    application: string,
    id: string,
  ): Promise<{ readonly document: DocumentRow; readonly bytes: Readable }> {
    const row = await this.reader.application(principal, application);
    const document = await this.documents.one(row.agency, row.id, id);
    if (!document || (await this.visible(principal, row, [document])).length === 0) throw documentNotFound();
    await this.noteRead(principal, row, document);
    const key = await this.vault.key({ agency: row.agency, owner: row.id });
    if (!key) throw documentErased();
    return { document, bytes: await this.files.read(row.agency, document.id, () => Promise.resolve(key)) };
  }

  /** By the table of audiences; what somebody handed in is theirs to read. */
  private async visible(principal: Principal, row: ApplicationRow, documents: readonly DocumentRow[]): Promise<DocumentRow[]> {
    const { definition } = await this.registry.version(row.agency, row.service, row.definition);
    return documents.filter(
      ({ requirement, uploaded_by: by }) =>
        by === principal.id || shownOf(principal, 'document', documentState(definition, requirement)) !== 'nothing',
    );
  }

  /** Nobody reads specific data, such as a letter about somebody's health, without its being noted before. */
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
    };
  }

  /** The bytes first, since a row without a file would be a lie; a file without a row is only litter, and is taken away where that is certain. */
  private async keep(command: ApiCommand, document: DocumentRow, file: Incoming): Promise<DocumentView> {
    const { agency, id } = document;
    const key = await this.vault.key({ agency, owner: document.application_id });
    if (!key) throw documentErased();
    await this.files.keep(file, agency, id, key);
    try {
      const view = await this.commands.run(command, async (tx) => {
        await this.documents.add(tx, document);
        return documentView(document);
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
