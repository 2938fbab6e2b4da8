import { Piscina } from 'piscina';
import { Semaphore } from '../../api/semaphore.js';
import type { Verdict } from './inspect-file.js';
import type { FileInspection } from './inspect.worker.js';
import { inspectionBusy, inspectionTooLong } from './inspect-refusals.js';
import { threadOf } from './thread.js';

/** A file is in memory while it is inspected. */
const AT_ONCE = 2;
const MOST_WAITING = 50;
/** Some ten times what the largest file takes on a slow machine. */
const TIMEOUT_MS = 10_000;
const IDLE_MS = 30_000;
/** Of JavaScript objects; the bytes of files lie outside of it, and are bounded by the inspection itself. */
const MEMORY_MB = 256;

/** Worker threads that inspect files: bounded in number, time and memory, so that no file holds up the service. */
export class InspectionPool {
  private readonly places = new Semaphore(AT_ONCE, MOST_WAITING, inspectionBusy);
  private pool: Piscina<FileInspection, Verdict> | undefined;

  constructor(private readonly timeoutMs = TIMEOUT_MS) {}

  /** What a thread finds out about a file. One that takes too long, or too much memory, is refused. */
  async inspect(inspection: FileInspection): Promise<Verdict> {
    return this.places.run(async () => {
      const timeout = AbortSignal.timeout(this.timeoutMs);
      try {
        return await this.threads().run(inspection, { signal: timeout });
      } catch (error) {
        if (timeout.aborted || (error as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY') throw inspectionTooLong();
        throw error;
      }
    });
  }

  async close(): Promise<void> {
    await this.pool?.destroy();
    this.pool = undefined;
  }

  private threads(): Piscina<FileInspection, Verdict> {
    return (this.pool ??= new Piscina<FileInspection, Verdict>({
      ...threadOf(new URL('./inspect.worker.js', import.meta.url)),
      minThreads: 0,
      maxThreads: AT_ONCE,
      idleTimeout: IDLE_MS,
      resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
      recordTiming: false,
    }));
  }
}
