import { BullModule } from '@nestjs/bullmq';
import { Global, Module, type DynamicModule } from '@nestjs/common';
import type { Config } from '../config/config.js';
import { Listener } from './listener.js';
import { QueueConnection } from './queue-connection.js';
import { RecurringJobs } from './recurring-jobs.js';
import { RECURRING_JOBS_QUEUE, RecurringJobsProcessor, RecurringJobsScheduler } from './recurring-jobs.processor.js';

@Module({ providers: [QueueConnection], exports: [QueueConnection] })
class QueueConnectionModule {}

/** Background work. Only a process with the role `worker` has queues; the others leave rows, and wake it. */
@Global()
@Module({})
export class QueueModule {
  static with(config: Config): DynamicModule {
    const shared = [Listener, RecurringJobs];
    if (!config.role.includes('worker')) return { module: QueueModule, providers: shared, exports: shared };
    return {
      module: QueueModule,
      imports: [
        BullModule.forRootAsync({
          imports: [QueueConnectionModule],
          inject: [QueueConnection],
          useFactory: (connection: QueueConnection) => connection.options(),
        }),
        BullModule.registerQueue({ name: RECURRING_JOBS_QUEUE }),
      ],
      providers: [...shared, RecurringJobsProcessor, RecurringJobsScheduler],
      exports: shared,
    };
  }
}
