import { Processor } from '@nestjs/bullmq';
import type { Job } from 'bullmq';
import { FairShares } from '../../../platform/queue/fair-shares.js';
import { GracefulWorker, RetryLater, workerOptions } from '../../../platform/queue/graceful-worker.js';
import { OssDeliveries, OssUnavailable } from './oss-deliveries.js';
import { OSS_QUEUE, type QueuedMessage } from './oss-queue.js';

const AT_ONCE = 4;
/** Each agency calls with its own account. One whose calls are not answered gets one at a time after a pause, and leaves room for others. */
const SHARES = { agency: AT_ONCE - 1, receiver: AT_ONCE - 1, suspects: AT_ONCE - 1, pauseMs: 50, longestPauseMs: 2000 };

/** Sends messages of several licences at once; the lease of a licence keeps its messages in order. */
@Processor(OSS_QUEUE, workerOptions(AT_ONCE))
export class OssProcessor extends GracefulWorker {
  private readonly shares = new FairShares(SHARES);

  constructor(private readonly deliveries: OssDeliveries) {
    super();
  }

  async process({ data }: Job<QueuedMessage>): Promise<void> {
    const admission = this.shares.enter(data.agency, 'OSS');
    if ('waitMs' in admission) throw new RetryLater(admission.waitMs, 'the share of the agency is used up, or OSS does not answer it');
    let unavailable = false;
    try {
      await this.deliveries.deliver(data);
    } catch (error) {
      unavailable = error instanceof OssUnavailable;
      throw error;
    } finally {
      admission.leave(unavailable ? 'failed' : 'done');
    }
  }
}
