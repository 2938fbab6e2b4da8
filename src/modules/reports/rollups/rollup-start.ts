import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { RollupBuilder } from './rollup-builder.js';

/** A worker that starts on a database without sums makes them, beside its other work. */
@Injectable()
export class RollupStart implements OnApplicationBootstrap, OnModuleDestroy, BeforeApplicationShutdown {
  private readonly logger = new Logger('Tally');
  private readonly stopping = new AbortController();
  private work: Promise<void> = Promise.resolve();

  constructor(private readonly builder: RollupBuilder) {}

  onApplicationBootstrap(): void {
    this.work = this.builder.buildMissing(this.stopping.signal).catch((error: Error) => {
      // The next start tries again; nothing else depends on it.
      if (!this.stopping.signal.aborted) this.logger.error(`the sums of reports were not made: ${error.message}`);
    });
  }

  onModuleDestroy(): void {
    this.stopping.abort();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.work;
  }
}
