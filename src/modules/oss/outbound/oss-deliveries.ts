import { Inject, Injectable, Logger } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { doubledWait } from '../../../kernel/waits.js';
import { CONFIG, type Config } from '../../../platform/config/config.js';
import { Database } from '../../../platform/database/database.js';
import { RetryLater } from '../../../platform/queue/graceful-worker.js';
import { OssGateway } from '../client/oss-gateway.js';
import type { OssLicenceRow } from '../oss-licence.entity.js';
import type { NextMessage, Sent } from './next-message.js';
import { HEAD, LEASE, LEASED_UNTIL, PUT_OFF, RELEASE, SENDING } from './message-statements.js';
import type { QueuedMessage } from './oss-queue.js';
import { Sender } from './sender.js';
import { Settlement } from './settlement.js';

/** Calls that one message may take: a look at what OSS has, and the message itself. */
const CALLS = 3;
const LONGEST_WAIT_MS = 5 * 60_000;
const GRACE_MS = 2000;
const SOON_MS = 100;
const MOST_AT_ONCE = 20;

/** OSS did not answer, or answered that it cannot now. */
export class OssUnavailable extends RetryLater {}

/** Tells OSS what is to be told of a licence, strictly one after the other. */
@Injectable()
export class OssDeliveries {
  private readonly logger = new Logger('Oss');
  private readonly busy = new Set<string>();

  constructor(
    private readonly database: Database,
    private readonly sender: Sender,
    private readonly settlement: Settlement,
    private readonly line: OssGateway,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Returns when nothing is left to be told of that licence; throws `TryAgain` otherwise. */
  async deliver(message: QueuedMessage): Promise<void> {
    const { agency, id_izin: idIzin } = message;
    // Rows that wait while an agency works by hand are told when it does not any more.
    if (!this.line.speaks(agency)) return;
    // Before the lease, which goes by a clock that may jump: within a process there is one sender in any case.
    const key = `${agency} ${idIzin}`;
    if (this.busy.has(key)) throw new RetryLater(SOON_MS, 'somebody else is at it');
    this.busy.add(key);
    try {
      await this.inTurn(message);
    } finally {
      this.busy.delete(key);
    }
  }

  private async inTurn({ agency, id_izin: idIzin, id }: QueuedMessage): Promise<void> {
    const now = this.clock.now();
    const lease = new Date(now.getTime() + CALLS * this.config.ossTimeoutMs + GRACE_MS);
    const [licence] = await this.database.run<OssLicenceRow & Record<string, unknown>>(LEASE, [agency, idIzin, now, lease]);
    if (!licence) return this.somebodyElse(agency, idIzin, now);
    try {
      // Whoever is here for the message that waits was woken for it; a lease is too short for more than a few of them.
      for (let told = 0; await this.next(agency, idIzin, id); told++) if (told === MOST_AT_ONCE) throw new RetryLater(SOON_MS);
    } finally {
      await this.database.run(RELEASE, [agency, idIzin, lease]);
    }
  }

  /** The message whose turn it is; false when there is none. */
  private async next(agency: string, idIzin: string, wokenFor: string): Promise<boolean> {
    const [head] = await this.database.run<NextMessage & Record<string, unknown>>(HEAD, [agency, idIzin]);
    if (!head) return false;
    if (head.behind) throw new RetryLater(SOON_MS, 'an earlier event is still to be looked at');
    const wait = (head.next_attempt_at?.getTime() ?? 0) - this.clock.now().getTime();
    if (wait > 0 && head.id !== wokenFor) throw new RetryLater(Math.min(wait, LONGEST_WAIT_MS), 'it is not time yet');
    if (head.task_open === false) {
      await this.settlement.byHand(head);
      return true;
    }
    const again = head.status === 'sending' || head.attempts > 0;
    await this.database.run(SENDING, [agency, head.id]);
    const sent = await this.sender.send(head, again);
    if (sent.kind === 'unavailable') return this.putOff(head, sent);
    await this.settlement.settle(head, sent);
    return true;
  }

  /** Only what may change by itself is tried again; everything that comes after waits for it. */
  private async putOff(head: NextMessage, { sentence, code }: Sent): Promise<never> {
    const waitMs = doubledWait(this.config.ossRetryMs, head.attempts, LONGEST_WAIT_MS);
    const at = new Date(this.clock.now().getTime() + waitMs);
    this.logger.warn(`${head.call} ${head.kd_status ?? ''} of ${head.id_izin}: ${sentence ?? 'no answer'}; again in ${waitMs} ms`);
    await this.database.run(PUT_OFF, [head.agency, head.id, at, code, sentence]);
    throw new OssUnavailable(waitMs, sentence ?? 'no answer');
  }

  private async somebodyElse(agency: string, idIzin: string, now: Date): Promise<void> {
    const [row] = await this.database.run<{ claimed_until: Date | null }>(LEASED_UNTIL, [agency, idIzin]);
    if (row) throw new RetryLater(Math.max((row.claimed_until?.getTime() ?? 0) - now.getTime(), 0) + SOON_MS, 'somebody else is at it');
  }
}
