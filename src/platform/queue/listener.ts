import { Inject, Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import pg from 'pg';
import { CONFIG, type Config } from '../config/config.js';
import { throttledWarning } from './throttled-warning.js';
import { closesWithin } from './closes-within.js';

const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 5000;
const CLOSE_MS = 2000;

interface Ear {
  readonly heard: (payload: string) => void;
  /** Called when the connection was away: something may have been missed. */
  readonly missed: (() => void) | undefined;
}

/** Hears PostgreSQL's NOTIFY on one connection per process, opened when somebody first listens, and again when it breaks. */
@Injectable()
export class Listener implements OnApplicationShutdown {
  private readonly ears = new Map<string, Ear>();
  private readonly logger = new Logger('Listener');
  private readonly complain = throttledWarning(this.logger);
  private client: pg.Client | undefined;
  private connecting: Promise<void> | undefined;
  private retry: NodeJS.Timeout | undefined;
  private closed = false;

  constructor(@Inject(CONFIG) private readonly config: Config & { readonly databaseUrl: string }) {}

  /** Listens on a channel from now on; a channel has one listener. Resolves when the database has heard of it. */
  async on(channel: string, heard: (payload: string) => void, missed?: () => void): Promise<void> {
    this.ears.set(channel, { heard, missed });
    if (this.client) await this.client.query(`listen ${pg.escapeIdentifier(channel)}`);
    else await (this.connecting ??= this.connect(FIRST_WAIT_MS));
  }

  async onApplicationShutdown(): Promise<void> {
    this.closed = true;
    clearTimeout(this.retry);
    await this.connecting;
    if (this.client) await closesWithin(CLOSE_MS, this.client.end(), 'the connection', this.logger);
  }

  private async connect(waitMs: number): Promise<void> {
    const client = new pg.Client({ connectionString: this.config.databaseUrl, application_name: 'terbit listener', keepAlive: true });
    let broken = false;
    client.on('error', (error) => {
      this.complain(error);
      if (broken) return;
      broken = true;
      this.client = undefined;
      void client.end().catch(() => undefined);
      this.later(FIRST_WAIT_MS);
    });
    client.on('notification', ({ channel, payload }) => this.ears.get(channel)?.heard(payload ?? ''));
    try {
      await client.connect();
      for (const channel of this.ears.keys()) await client.query(`listen ${pg.escapeIdentifier(channel)}`);
      this.client = client;
      for (const ear of this.ears.values()) ear.missed?.();
    } catch (error) {
      this.complain(error as Error);
      if (broken) return;
      broken = true;
      void client.end().catch(() => undefined);
      this.later(Math.min(waitMs * 2, LONGEST_WAIT_MS));
    } finally {
      this.connecting = undefined;
    }
  }

  private later(waitMs: number): void {
    if (this.closed) return;
    this.retry = setTimeout(() => {
      this.connecting ??= this.connect(waitMs);
    }, waitMs);
  }
}
