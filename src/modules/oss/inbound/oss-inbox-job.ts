import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { doubledWait } from '../../../kernel/waits.js';
import { Database } from '../../../platform/database/database.js';
import type { Tx } from '../../../platform/database/tx.js';
import { RecurringJobs } from '../../../platform/queue/recurring-jobs.js';
import { BusinessIdentities } from '../../../workflow/business-identities.js';
import { DefinitionRegistry } from '../../../workflow/definition-registry.js';
import { UncheckedLicences } from '../joins/unchecked-licences.js';
import { OSS_INBOX_JOB } from './oss-inbox-job-name.js';
import { IN_TURN, NEXT_ARRIVED, POSTPONED, PROCESSED, RELEASE_KNOWN, STILL_THERE } from './inbox-statements.js';
import { NotNow, type ArrivedRow, type Made } from './arrived.js';
import { EntryLook, type Looked } from './entry-look.js';
import { FileIntake } from './file-intake.js';
import { NibIntake } from './nib-intake.js';
import { ENTRY } from './oss-inbox.js';

const EVERY_MS = 5000;
const FIRST_WAIT_MS = 2000;
const LONGEST_WAIT_MS = 15 * 60_000;

/** Makes something of what OSS has sent, after it was answered: strictly one after the other within an agency. */
@Injectable()
export class OssInboxJob implements OnModuleInit {
  private readonly logger = new Logger('OssInbox');

  constructor(
    private readonly database: Database,
    private readonly registry: DefinitionRegistry,
    private readonly recurringJobs: RecurringJobs,
    private readonly intake: NibIntake,
    private readonly files: FileIntake,
    private readonly entries: EntryLook,
    private readonly clock: Clock,
    private readonly identities: BusinessIdentities,
    private readonly unchecked: UncheckedLicences,
  ) {}

  onModuleInit(): void {
    this.recurringJobs.add({ name: OSS_INBOX_JOB, everyMs: EVERY_MS, pauseMs: 50, work: (stopping) => this.drain(stopping) });
  }

  async drain(stopping?: AbortSignal): Promise<void> {
    for (const { code } of this.registry.agencies().filter(({ oss }) => oss)) {
      await this.identities.index(code, stopping);
      await this.unchecked.check(code, stopping);
      await this.database.run(RELEASE_KNOWN, [code]);
      while (!stopping?.aborted && (await this.next(code)));
    }
  }

  private async next(agency: string): Promise<boolean> {
    const [row] = await this.database.run<ArrivedRow>(NEXT_ARRIVED, [agency, this.clock.now()]);
    if (!row) return false;
    try {
      const looked = row.method === ENTRY ? await this.entries.look(row) : undefined;
      const after = await this.database.transaction(async (tx) => {
        await tx.run(IN_TURN, [agency]);
        const [there] = await tx.run(STILL_THERE, [agency, row.id]);
        return there && (await this.process(tx, row, looked));
      });
      after?.();
    } catch (error) {
      await this.putOff(row, error as Error);
    }
    return true;
  }

  private async process(tx: Tx, row: ArrivedRow, looked: Looked | undefined): Promise<() => void> {
    const { result, after, version = null, dataOn = null, held = false } = await this.made(tx, row, looked);
    const status = held ? 'held' : 'processed';
    await tx.run(PROCESSED, [row.agency, row.id, status, result.slice(0, 2000), this.clock.now(), version, dataOn]);
    return after;
  }

  private made(tx: Tx, row: ArrivedRow, looked: Looked | undefined): Promise<Made> {
    if (looked) return this.entries.apply(tx, row.agency, looked);
    return row.method === 'receiveFileDS' ? this.files.process(tx, row) : this.intake.process(tx, row);
  }

  /** One that fails waits, longer each time, and holds up no other. */
  private async putOff({ agency, id, attempts }: ArrivedRow, error: Error): Promise<void> {
    if (!(error instanceof NotNow)) this.logger.error({ inbox: id, error: error.stack });
    const waitMs = doubledWait(FIRST_WAIT_MS, attempts, LONGEST_WAIT_MS);
    await this.database.run(POSTPONED, [agency, id, new Date(this.clock.now().getTime() + waitMs), error.message.slice(0, 2000)]);
  }
}
