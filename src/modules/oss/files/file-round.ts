import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { Database } from '../../../platform/database/database.js';
import { Rounds } from '../../../platform/queue/rounds.js';
import { DefinitionRegistry } from '../../../workflow/definition-registry.js';
import { FileKeeper } from './file-keeper.js';
import { CLAIM_FILES, OSS_FILES_ROUND } from './file-statements.js';
import type { SignedFileRow } from './signed-file.entity.js';

const EVERY_MS = 60_000;
const BATCH = 10;
/** One whose worker died is fetched again after this long: longer than a whole batch takes. */
const LEASE_MS = 60 * 60_000;

/** Fetches what OSS has signed, after it has said where that lies. */
@Injectable()
export class FileRound implements OnModuleInit {
  private readonly logger = new Logger('OssFiles');

  constructor(
    private readonly database: Database,
    private readonly registry: DefinitionRegistry,
    private readonly rounds: Rounds,
    private readonly keeper: FileKeeper,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.rounds.add({ name: OSS_FILES_ROUND, everyMs: EVERY_MS, pauseMs: 100, work: (stopping) => this.work(stopping) });
  }

  async work(stopping?: AbortSignal): Promise<void> {
    const offices = this.registry.agencies().flatMap(({ code, oss }) => (oss ? [code] : []));
    for (let taken = BATCH; taken === BATCH && !stopping?.aborted;) {
      const now = this.clock.now();
      const lease = new Date(now.getTime() + LEASE_MS);
      const due = await this.database.read<SignedFileRow & Record<string, unknown>>(CLAIM_FILES, [offices, now, lease, BATCH]);
      for (const row of due) if (!stopping?.aborted) await this.one(row);
      taken = due.length;
    }
  }

  private async one(row: SignedFileRow): Promise<void> {
    try {
      await this.keeper.keep(row);
    } catch (error) {
      this.logger.error({ file: row.id, error: (error as Error).stack });
    }
  }
}
