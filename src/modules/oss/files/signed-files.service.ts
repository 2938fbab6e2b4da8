import { Injectable } from '@nestjs/common';
import type { Readable } from 'node:stream';
import type { Principal } from '../../../kernel/principal.js';
import { Vault } from '../../../platform/crypto/vault.js';
import { Database } from '../../../platform/database/database.js';
import { FileStore } from '../../../platform/files/file-store.js';
import { CaseReader } from '../../../workflow/case-reader.js';
import { signedFileMissing } from '../oss-refusals.js';
import { FILE_OF } from './file-statements.js';
import type { SignedFileRow } from './signed-file.entity.js';

/** Reads what OSS has signed, for who may see the case. */
@Injectable()
export class SignedFilesService {
  constructor(
    private readonly database: Database,
    private readonly cases: CaseReader,
    private readonly files: FileStore,
    private readonly vault: Vault,
  ) {}

  /** The last one that OSS has named for a case, fetched or not. */
  async of(agency: string, application: string): Promise<SignedFileRow | undefined> {
    const [row] = await this.database.run<SignedFileRow & Record<string, unknown>>(FILE_OF, [agency, application]);
    return row;
  }

  async fetch(principal: Principal, application: string): Promise<{ readonly row: SignedFileRow; readonly bytes: Readable }> {
    const { agency, id } = await this.cases.application(principal, application, 'document');
    const row = await this.of(agency, id);
    const key = row?.status === 'kept' ? await this.vault.key({ agency, owner: id }) : null;
    if (!row || !key) throw signedFileMissing();
    return { row, bytes: await this.files.read(agency, row.id, () => Promise.resolve(key)) };
  }
}
