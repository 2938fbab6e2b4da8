import { Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { Clock } from '../../kernel/clock.js';
import { newId } from '../../kernel/ids.js';
import type { Principal } from '../../kernel/principal.js';
import { refusal } from '../../kernel/refusal.js';
import type { ApiCommand } from '../../platform/api/command-of.js';
import { inputInvalid } from '../../platform/api/problem.js';
import type { DocumentRow } from '../../platform/files/document.entity.js';
import { Documents } from '../../platform/files/documents.js';
import { FileStore } from '../../platform/files/file-store.js';
import { cleanFileName, mediaTypeOf } from '../../platform/files/media-type.js';
import { Commands } from '../../platform/idempotency/commands.js';
import type { SopDefinition } from '../../sop/sop-definition.js';
import { caseClosed } from '../../sop/case-refusals.js';
import { CaseReader } from '../../workflow/case-reader.js';
import { DefinitionRegistry } from '../../workflow/definition-registry.js';
import { documentView, type DocumentView } from './document.view.js';

export const documentNotFound = refusal('not-found', 'DOCUMENT_NOT_FOUND', {
  id: 'Berkas tidak ditemukan.',
  en: 'There is no such document.',
});

/** Files that belong to no requirement: photographs of an inspection, screenshots of OSS, an image of a signature. */
const EVIDENCE = 'evidence';

/** A file as it came in. */
export interface Upload {
  readonly requirement: string;
  readonly fileName: string;
  readonly claimedType: string | undefined;
  readonly bytes: Buffer;
}

/** Handing in and fetching files. */
@Injectable()
export class DocumentsService {
  constructor(
    private readonly reader: CaseReader,
    private readonly registry: DefinitionRegistry,
    private readonly documents: Documents,
    private readonly files: FileStore,
    private readonly commands: Commands,
    private readonly clock: Clock,
  ) {}

  /** Keeps a file for one requirement; a newer file for the same requirement stands beside the older one. */
  async add(command: ApiCommand, application: string, upload: Upload): Promise<DocumentView> {
    const { principal } = command;
    const row = await this.reader.application(principal, application);
    if (row.status !== 'open') throw caseClosed({ status: row.status });
    const { definition } = await this.registry.version(row.agency, row.service, row.definition);
    mustBeAskedFor(definition, upload.requirement);
    const mediaType = await mediaTypeOf(upload.bytes, upload.fileName, upload.claimedType);
    const now = this.clock.now();
    const sha256 = createHash('sha256').update(upload.bytes).digest('hex');
    const document: DocumentRow = {
      agency: row.agency,
      id: newId(now),
      application_id: row.id,
      requirement: upload.requirement,
      file_name: cleanFileName(upload.fileName),
      media_type: mediaType,
      size: upload.bytes.length,
      sha256,
      uploaded_by: principal.id,
      uploaded_at: now,
    };
    return this.keep({ ...command, fingerprint: `${command.fingerprint} ${upload.requirement} ${sha256}` }, document, upload.bytes);
  }

  async list(principal: Principal, application: string): Promise<DocumentView[]> {
    const row = await this.reader.application(principal, application);
    return (await this.documents.ofApplication(row.agency, row.id)).map(documentView);
  }

  /** The register's entry and the bytes. */
  async fetch(
    principal: Principal,
    application: string,
    id: string,
  ): Promise<{ readonly document: DocumentRow; readonly bytes: Readable }> {
    const row = await this.reader.application(principal, application);
    const document = await this.documents.one(row.agency, row.id, id);
    if (!document) throw documentNotFound();
    return { document, bytes: this.files.read(row.agency, document.id) };
  }

  /** The bytes first, since a row without a file would be a lie; a file without a row is only litter, and is taken away. */
  private async keep(command: ApiCommand, document: DocumentRow, bytes: Buffer): Promise<DocumentView> {
    await this.files.put(document.agency, document.id, bytes);
    let kept: string | undefined;
    try {
      const view = await this.commands.run(command, async (tx) => {
        await this.documents.add(tx, document);
        return documentView(document);
      });
      kept = view.id;
      return view;
    } finally {
      if (kept !== document.id) await this.files.remove(document.agency, document.id);
    }
  }
}

function mustBeAskedFor(definition: SopDefinition, requirement: string): void {
  const known = [...definition.requirements.map(({ code }) => code), EVIDENCE];
  if (known.includes(requirement)) return;
  const allowed = known.join(', ');
  throw inputInvalid({}, [{ pointer: '/requirement', detail: { id: `Pilihannya: ${allowed}.`, en: `Must be one of: ${allowed}.` } }]);
}
