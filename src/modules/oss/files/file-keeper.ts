import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { Refusal } from '../../../kernel/refusal.js';
import { doubledWait } from '../../../kernel/waits.js';
import { CONFIG, type Config } from '../../../platform/config/config.js';
import { Vault } from '../../../platform/crypto/vault.js';
import { Database } from '../../../platform/database/database.js';
import { FileStore, type IncomingFile } from '../../../platform/files/file-store.js';
import { Inspector } from '../../../platform/files/inspect/inspector.js';
import { mediaTypeOf } from '../../../platform/files/media-type.js';
import { OssJournal } from '../journal/oss-journal.js';
import { ossOf } from '../oss-principal.js';
import { fetchFile, type Fetched } from './file-fetch.js';
import { fileHostProblem } from './file-hosts.js';
import { FILE_KEPT, FILE_NOT_KEPT } from './file-statements.js';
import type { SignedFileRow } from './signed-file.entity.js';

/** As it stands in the journal. */
export const FETCH_FILE = 'fetchFileDS';

/** The signed form of what we handed in, which is 2 MB at most. */
const MOST_BYTES = 10 * 1024 * 1024;
const FIRST_WAIT_MS = 60_000;
const LONGEST_WAIT_MS = 6 * 3_600_000;
/** Two days, with those waits. */
const MOST_ATTEMPTS = 14;
const PDF = 'application/pdf';
/** Refused because nobody could look at it, and not for what it is. */
const BUSY: readonly string[] = ['unavailable', 'too-many'];

/** Fetches one file that OSS has signed, looks at it as at any upload, and keeps it with its case: in no transaction. */
@Injectable()
export class FileKeeper {
  constructor(
    private readonly database: Database,
    private readonly files: FileStore,
    private readonly inspector: Inspector,
    private readonly vault: Vault,
    private readonly journal: OssJournal,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async keep(row: SignedFileRow): Promise<void> {
    const from = performance.now();
    const got = await fetchFile({
      url: row.url,
      timeoutMs: this.config.ossTimeoutMs,
      mostBytes: MOST_BYTES,
      problemWith: (url) => fileHostProblem(url, this.config),
      take: (bytes) => this.files.receive(bytes),
    });
    const looked = got.kind === 'got' ? await this.lookAt(row, got) : got;
    await this.note(row, looked, performance.now() - from);
    if (looked.kind === 'got') await this.settle(row, looked.file);
    else await this.putOff(row, looked.kind, looked.reason);
  }

  /** A page, a picture, or a PDF that does something by itself is not kept. */
  private async lookAt(row: SignedFileRow, got: Extract<Fetched<IncomingFile>, { kind: 'got' }>): Promise<Fetched<IncomingFile>> {
    const { file, status } = got;
    try {
      const type = mediaTypeOf(file, 'berkas.pdf', undefined);
      if (type !== PDF) throw new Error(`it is ${type}`);
      await this.inspector.inspect(ossOf(row.agency), file, type);
      return got;
    } catch (error) {
      await this.files.discard(file);
      const { message } = error as Error;
      const busy = error instanceof Refusal && BUSY.includes(error.kind);
      return { kind: busy ? 'later' : 'no', status, reason: message };
    }
  }

  private async settle({ agency, id, application_id: owner }: SignedFileRow, file: IncomingFile): Promise<void> {
    const key = await this.vault.key({ agency, owner });
    if (!key) {
      await this.files.discard(file);
      await this.database.run(FILE_NOT_KEPT, [agency, id, 'refused', 'erased', null, this.clock.now()]);
      return;
    }
    await this.files.keep(file, agency, id, key);
    await this.database.run(FILE_KEPT, [agency, id, file.size, file.sha256, this.clock.now()]);
  }

  private async putOff({ agency, id, attempts }: SignedFileRow, kind: 'no' | 'later', reason: string): Promise<void> {
    const now = this.clock.now();
    const waits = kind === 'later' && attempts < MOST_ATTEMPTS;
    const next = new Date(now.getTime() + doubledWait(FIRST_WAIT_MS, attempts - 1, LONGEST_WAIT_MS));
    const status = waits ? 'waiting' : 'refused';
    await this.database.run(FILE_NOT_KEPT, [agency, id, status, reason.slice(0, 1000), waits ? next : null, waits ? null : now]);
  }

  private async note(row: SignedFileRow, looked: Fetched<IncomingFile>, tookMs: number): Promise<void> {
    const { agency, id_izin: idIzin, application_id: application, url } = row;
    const said = looked.kind === 'got' ? { bytes: looked.file.size, sha256: looked.file.sha256 } : '';
    const outcome = { got: 'accepted', no: 'refused', later: 'unavailable' }[looked.kind];
    const sentence = looked.kind === 'got' ? null : looked.reason;
    const exchange = {
      method: FETCH_FILE,
      direction: 'out' as const,
      url,
      requestHeaders: {},
      requestBody: '',
      status: looked.status,
      responseBody: said,
    };
    const code = looked.status === undefined ? null : String(looked.status);
    await this.journal.record(exchange, { agency, application, idIzin }, { outcome, code, sentence, tookMs });
  }
}
