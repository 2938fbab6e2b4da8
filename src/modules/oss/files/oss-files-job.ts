import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { Database } from '../../../platform/database/database.js';
import { RecurringJobs } from '../../../platform/queue/recurring-jobs.js';
import { DefinitionRegistry } from '../../../workflow/definition-registry.js';
import { drainClaims } from '../drain-claims.js';
import { FileKeeper } from './file-keeper.js';
import { CLAIM_FILES, OSS_FILES_JOB } from './file-statements.js';
import type { SignedFileRow } from './signed-file.entity.js';

const EVERY_MS = 60_000;
const BATCH = 10;
/** One whose worker died is fetched again after this long: longer than a whole batch takes. */
const LEASE_MS = 60 * 60_000;

/** Fetches what OSS has signed, after it has said where that lies. */
@Injectable()
export class OssFilesJob implements OnModuleInit {
  private readonly logger = new Logger('OssFiles');

  constructor(
    private readonly database: Database,
    private readonly registry: DefinitionRegistry,
    private readonly recurringJobs: RecurringJobs,
    private readonly keeper: FileKeeper,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.recurringJobs.add({ name: OSS_FILES_JOB, everyMs: EVERY_MS, pauseMs: 100, work: (stopping) => this.work(stopping) });
  }

  async work(stopping?: AbortSignal): Promise<void> {
    const offices = this.registry.agencies().flatMap(({ code, oss }) => (oss ? [code] : []));
    const claim = () => {
      const now = this.clock.now();
      return this.database.run<SignedFileRow & Record<string, unknown>>(CLAIM_FILES, [
        offices,
        now,
        new Date(now.getTime() + LEASE_MS),
        BATCH,
      ]);
    };
    const failed = ({ id: file }: SignedFileRow, { stack: error }: Error) => this.logger.error({ file, error });
    await drainClaims({ batch: BATCH, claim, each: (row) => this.keeper.keep(row), failed }, stopping);
  }
}
