import { Inject, Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { scrubbed } from '../../kernel/mask.js';
import { CONFIG, type Config } from '../../platform/config/config.js';
import { Vault, type Encrypted } from '../../platform/crypto/vault.js';
import { Database } from '../../platform/database/database.js';
import { RetryLater } from '../../platform/queue/graceful-worker.js';
import { NotDelivered, whyFailed, type ChannelSender, type LeavingNotice } from './channels/channel.js';
import type { QueuedNotice } from './notice-queues.js';
import { CLAIM_NOTICE, CLAIMED_UNTIL, NOTICE_ADDRESS, SETTLE_NOTICE } from './notice-statements.js';
import { NoticeBodies } from './notice-bodies.js';

const LONGEST_WAIT_MS = 12 * 3_600_000;
/** How long a delivery that is under way may hold up a process that is to stop. */
const PATIENCE_MS = 1500;

type Claimed = LeavingNotice & { readonly attempts: number; readonly address: Encrypted | null };

/** One attempt to deliver one notice, by whatever channel. */
@Injectable()
export class NoticeDeliveries implements OnModuleDestroy {
  private readonly logger = new Logger('Notices');
  private readonly stopping = new AbortController();

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly vault: Vault,
    private readonly bodies: NoticeBodies,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Before the workers are asked to end, since they wait for their jobs. */
  onModuleDestroy(): void {
    setTimeout(() => this.stopping.abort(new Error('the service is stopping')), PATIENCE_MS).unref();
  }

  /** Returns when nothing is left to do for this job; throws `TryAgain` otherwise. Doing it twice sends nothing twice. */
  async deliver(channel: ChannelSender, job: QueuedNotice, onFailure?: (error: Error) => void): Promise<void> {
    const { agency, id, round } = job;
    const now = this.clock.now();
    // Longer than an attempt may take: only who was killed leaves it behind.
    const until = new Date(now.getTime() + 2 * this.config.noticeTimeoutMs);
    const [notice] = await this.database.run<Claimed>(CLAIM_NOTICE, [agency, id, round, now, until]);
    if (!notice) return this.somebodyElse(job, now);
    try {
      await channel.send(
        { ...notice, recipient: await this.addressOf(notice), body: await this.bodies.opened(notice) },
        AbortSignal.any([AbortSignal.timeout(this.config.noticeTimeoutMs), this.stopping.signal]),
      );
    } catch (error) {
      onFailure?.(error as Error);
      return this.failed(job, notice, error as Error);
    }
    await this.settle(job, 'sent', { sentAt: this.clock.now() });
  }

  /** An address is opened for the one attempt. */
  private async addressOf({ agency, application_id: owner, address, recipient }: Claimed): Promise<string> {
    if (!address) return recipient;
    const opened = await this.vault.decrypt<string>({ agency, owner }, NOTICE_ADDRESS, address);
    if (opened === undefined) throw new NotDelivered('the address was erased', true);
    return opened;
  }

  /** It was sent meanwhile, or another worker holds the lease: then it is checked again when the lease ends. */
  private async somebodyElse({ agency, id, round }: QueuedNotice, now: Date): Promise<void> {
    const [waiting] = await this.database.run<{ claimed_until: Date | null }>(CLAIMED_UNTIL, [agency, id, round]);
    if (waiting) throw new RetryLater(Math.max((waiting.claimed_until?.getTime() ?? 0) - now.getTime(), 0) + 100, 'somebody else is at it');
  }

  private async failed(job: QueuedNotice, { attempts }: Claimed, error: Error): Promise<void> {
    const why = scrubbed(whyFailed(error)).slice(0, 1000);
    if ((error instanceof NotDelivered && error.forGood) || attempts >= this.config.noticeAttempts) {
      this.logger.warn(`${job.channel} ${job.id} given up after ${attempts}: ${why}`);
      return this.settle(job, 'dead', { why });
    }
    const waitMs = Math.min(this.config.noticeRetryMs * 3 ** (attempts - 1), LONGEST_WAIT_MS);
    await this.settle(job, 'retrying', { why, nextAt: new Date(this.clock.now().getTime() + waitMs) });
    throw new RetryLater(waitMs, why);
  }

  private async settle(
    { agency, id, round }: QueuedNotice,
    status: string,
    { sentAt = null, why = null, nextAt = null }: { sentAt?: Date | null; why?: string | null; nextAt?: Date | null },
  ): Promise<void> {
    await this.database.run(SETTLE_NOTICE, [agency, id, round, status, nextAt, why, sentAt]);
  }
}
