import { Inject, Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { CONFIG, type Config } from '../platform/config/config.js';
import { Alarms } from './alarms.js';

const EVERY_MS = 1000;

/** Looks every second for alarms that are due, in every process with the role `worker`; several of them share the work. */
@Injectable()
export class AlarmLoop implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('Alarms');
  private timer: NodeJS.Timeout | undefined;
  private round: Promise<void> | undefined;

  constructor(
    private readonly alarms: Alarms,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  onApplicationBootstrap(): void {
    if (!this.config.role.includes('worker')) return;
    this.timer = setInterval(() => {
      this.round ??= this.once().finally(() => (this.round = undefined));
    }, EVERY_MS);
  }

  /** A round that is under way is let finish. */
  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.round;
  }

  private async once(): Promise<void> {
    try {
      await this.alarms.ringDue();
    } catch (error) {
      this.logger.warn((error as Error).message);
    }
  }
}
