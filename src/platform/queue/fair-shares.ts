import { doubledWait } from '../../kernel/waits.js';

/** How many jobs may run at once, in this process. */
export interface Shares {
  /** Of one agency. */
  readonly agency: number;
  /** For one receiver. */
  readonly receiver: number;
  /** For all receivers together that did not answer lately: the rest is kept for those that do. */
  readonly suspects: number;
  /** The first pause after a receiver has failed; it doubles each time, up to the longest. */
  readonly pauseMs: number;
  readonly longestPauseMs: number;
}

/** How a job ended, for the receiver: `failed` when nothing could be delivered to it at all. */
export type ShareOutcome = 'done' | 'failed';

export type Admission = { readonly leave: (outcome: ShareOutcome) => void } | { readonly waitMs: number };

interface Receiver {
  running: number;
  failures: number;
  pausedUntil: number;
  /** When the last of those that wait comes back: they come one after another. */
  lastTurn: number;
}

const QUEUE_UP_MS = 500;
/** Between two that wait for the same receiver: coming back all at once, they would keep the queue busy with nothing. */
const BETWEEN_MS = 25;
const LONGEST_QUEUE_MS = 600_000;
const MOST_RECEIVERS = 10_000;

/**
 * Shares of a queue that all agencies use: one agency, or one receiver that does not answer, leaves room for the others. A receiver
 * that has failed gets one job at a time, after a pause that grows (circuit breaker), until it answers again.
 */
export class FairShares {
  private readonly agencies = new Map<string, number>();
  private readonly receivers = new Map<string, Receiver>();
  private suspects = 0;

  constructor(
    private readonly shares: Shares,
    private readonly now: () => number = () => performance.now(),
  ) {}

  enter(agency: string, name: string): Admission {
    const receiver = this.receiver(`${agency} ${name}`);
    const now = this.now();
    const suspect = receiver.failures > 0;
    const inAgency = this.agencies.get(agency) ?? 0;
    const full =
      now < receiver.pausedUntil ||
      inAgency >= this.shares.agency ||
      receiver.running >= (suspect ? 1 : this.shares.receiver) ||
      (suspect && this.suspects >= this.shares.suspects);
    if (full) return { waitMs: Math.ceil(this.turnOf(receiver, now) - now) };
    receiver.running++;
    this.agencies.set(agency, inAgency + 1);
    if (suspect) this.suspects++;
    return { leave: (outcome) => this.leave(agency, receiver, suspect, outcome) };
  }

  private leave(agency: string, receiver: Receiver, suspect: boolean, outcome: ShareOutcome): void {
    receiver.running--;
    if (suspect) this.suspects--;
    const inAgency = this.agencies.get(agency)! - 1;
    if (inAgency > 0) this.agencies.set(agency, inAgency);
    else this.agencies.delete(agency);
    if (outcome === 'done') {
      receiver.failures = 0;
      receiver.pausedUntil = 0;
      return;
    }
    const { pauseMs, longestPauseMs } = this.shares;
    receiver.pausedUntil = this.now() + doubledWait(pauseMs, receiver.failures, longestPauseMs);
    receiver.failures++;
  }

  private turnOf(receiver: Receiver, now: number): number {
    const earliest = Math.max(now + QUEUE_UP_MS, receiver.pausedUntil);
    receiver.lastTurn = Math.min(Math.max(earliest, receiver.lastTurn + BETWEEN_MS), earliest + LONGEST_QUEUE_MS);
    return receiver.lastTurn;
  }

  private receiver(name: string): Receiver {
    const known = this.receivers.get(name);
    if (known) return known;
    if (this.receivers.size >= MOST_RECEIVERS) this.dropIdle();
    const receiver: Receiver = { running: 0, failures: 0, pausedUntil: 0, lastTurn: 0 };
    this.receivers.set(name, receiver);
    return receiver;
  }

  private dropIdle(): void {
    for (const [name, { running, failures }] of this.receivers) if (running === 0 && failures === 0) this.receivers.delete(name);
  }
}
