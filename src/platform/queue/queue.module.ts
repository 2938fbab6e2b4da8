import { BullModule } from '@nestjs/bullmq';
import { Global, Module, type DynamicModule } from '@nestjs/common';
import type { Config } from '../config/config.js';
import { Listener } from './listener.js';
import { QueueConnection } from './queue-connection.js';
import { Rounds } from './rounds.js';
import { ROUNDS_QUEUE, RoundsProcessor, RoundsScheduler } from './rounds.processor.js';

@Module({ providers: [QueueConnection], exports: [QueueConnection] })
class QueueConnectionModule {}

/** Background work. Only a process with the role `worker` has queues; the others leave rows, and wake it. */
@Global()
@Module({})
export class QueueModule {
  static with(config: Config): DynamicModule {
    const shared = [Listener, Rounds];
    if (!config.role.includes('worker')) return { module: QueueModule, providers: shared, exports: shared };
    return {
      module: QueueModule,
      imports: [
        BullModule.forRootAsync({
          imports: [QueueConnectionModule],
          inject: [QueueConnection],
          useFactory: (connection: QueueConnection) => connection.options(),
        }),
        BullModule.registerQueue({ name: ROUNDS_QUEUE }),
      ],
      providers: [...shared, RoundsProcessor, RoundsScheduler],
      exports: shared,
    };
  }
}
