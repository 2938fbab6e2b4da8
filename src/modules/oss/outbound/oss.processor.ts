import { Processor } from '@nestjs/bullmq';
import type { Job } from 'bullmq';
import { HouseWorker, workerOptions } from '../../../platform/queue/house-worker.js';
import { Deliveries } from './deliveries.js';
import { OSS_QUEUE, type QueuedMessage } from './oss-queue.js';

/** Several licences at once; each is told one thing after the other, which its lease sees to. */
@Processor(OSS_QUEUE, workerOptions(4))
export class OssProcessor extends HouseWorker {
  constructor(private readonly deliveries: Deliveries) {
    super();
  }

  process({ data }: Job<QueuedMessage>): Promise<void> {
    return this.deliveries.deliver(data);
  }
}
