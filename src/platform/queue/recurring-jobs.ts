import {
  Inject,
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import { CONFIG, type Config } from '../config/config.js';
import { Database } from '../database/database.js';
import { statement } from '../database/tx.js';
import { Listener } from './listener.js';

/** Background work that comes round, and takes up whatever rows lie there for it. */
export interface RecurringJob {
  readonly name: string;
  /** How often it comes round by itself, on one worker of all. */
  readonly everyMs: number;
  /** Between two runs in one process: a quiet service answers at once, and under load rows are taken up in larger batches. */
  readonly pauseMs: number;
  /** Safe to run on several workers at once, and to run for nothing; ends early, between two pieces of work, when the process stops. */
  readonly work: (stopping: AbortSignal) => Promise<void>;
  /** Asked after each run: in how many milliseconds this process is to look again by itself, whatever the queue does. */
  readonly delayMs?: () => number;
}

const CHANNEL = 'terbit_rounds';
const NOTIFY = statement('round.wake', `select pg_notify('${CHANNEL}', $1)`);
/** Between two calls to other processes. */
const CALL_PAUSE_MS = 50;

/**
 * Wakes background work: at once after the commit that left something for it, and at its interval by BullMQ. A wake-up that gets
 * lost loses nothing, since the rows stay where they are until the next round.
 */
@Injectable()
export class RecurringJobs implements OnApplicationBootstrap, OnModuleDestroy, BeforeApplicationShutdown {
  private readonly logger = new Logger('Rounds');
  private readonly known = new Map<string, RecurringJob>();
  private readonly runners = new Map<string, Runner>();
  private readonly works: boolean;
  private readonly stopping = new AbortController();

  constructor(
    private readonly database: Database,
    private readonly listener: Listener,
    @Inject(CONFIG) config: Config,
  ) {
    this.works = config.role.includes('worker');
    database.onCommit((job) => this.wake(job));
  }

  /** Called while the modules start. */
  add(job: RecurringJob): void {
    this.known.set(job.name, job);
  }

  all(): readonly RecurringJob[] {
    return [...this.known.values()];
  }

  /** There is something to do: here, or on whichever process works. */
  wake(name: string): void {
    this.runner(name).wake();
  }

  /** Runs a round and waits for it; what goes wrong is logged, and tried again next time. */
  run(name: string): Promise<void> {
    return this.runner(name).run();
  }

  /** What was left over when the last process stopped is taken up first. */
  onApplicationBootstrap(): void {
    if (!this.works) return;
    void this.listener.on(
      CHANNEL,
      (name) => this.known.has(name) && this.wake(name),
      () => this.wakeAll(),
    );
  }

  /** Before the queue's worker is closed, which waits for the rounds that it has begun. */
  onModuleDestroy(): void {
    this.stopping.abort();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all([...this.runners.values()].map((runner) => runner.idle()));
  }

  private wakeAll(): void {
    for (const name of this.known.keys()) this.wake(name);
  }

  private runner(name: string): Runner {
    let runner = this.runners.get(name);
    if (!runner) {
      const job = this.works ? this.known.get(name) : undefined;
      runner = new Runner(() => this.once(name), this.works ? (job?.pauseMs ?? 0) : CALL_PAUSE_MS, job?.delayMs);
      this.runners.set(name, runner);
    }
    return runner;
  }

  private async once(name: string): Promise<void> {
    const { signal } = this.stopping;
    if (signal.aborted) return;
    try {
      if (this.works) await this.known.get(name)?.work(signal);
      else await this.database.run(NOTIFY, [name]);
    } catch (error) {
      if (!signal.aborted) this.logger.warn(`${name}: ${(error as Error).message}`);
    }
  }
}

/** Runs one thing at a time; wake-ups while it runs make it run once more, and so does its own timer where it has one. */
class Runner {
  private running: Promise<void> | undefined;
  private again = false;
  private stopped = false;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly work: () => Promise<void>,
    private readonly pauseMs: number,
    private readonly againInMs?: () => number,
  ) {}

  wake(): void {
    void this.run();
  }

  run(): Promise<void> {
    // Under load wake-ups never stop: without this the loop would not end with the process.
    if (this.stopped) return this.running ?? Promise.resolve();
    this.again = true;
    return (this.running ??= this.loop());
  }

  async idle(): Promise<void> {
    this.again = false;
    this.stopped = true;
    clearTimeout(this.timer);
    await this.running;
  }

  private async loop(): Promise<void> {
    clearTimeout(this.timer);
    while (this.again) {
      this.again = false;
      await this.work();
      await new Promise((resolve) => setTimeout(resolve, this.pauseMs).unref());
    }
    this.running = undefined;
    if (this.againInMs && !this.stopped) this.timer = setTimeout(() => this.wake(), this.againInMs()).unref();
  }
}
