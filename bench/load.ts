import { Connection } from './inject.js';
import type { Office, OpenCase } from './office.js';

/** What some clients got out of the service in a while. */
export interface Load {
  readonly steps: number;
  readonly stepsPerSecond: number;
  /** Milliseconds that half of the requests took at most, and 99 of 100. */
  readonly p50: number;
  readonly p99: number;
  readonly errors: readonly string[];
}

/**
 * Some clients walk cases for a while: each completes a task, reads the answer, and does the next one as the role it is for.
 * The cases they begin with are taken from the list; the rest stays for the next time. `during` is for so many milliseconds, or for as
 * long as it says so.
 */
export async function load(
  port: number,
  office: Office,
  cases: OpenCase[],
  clients: number,
  during: number | (() => boolean),
  pauseMs = 0,
): Promise<Load> {
  const latencies: number[] = [];
  const errors: string[] = [];
  const connections = Array.from({ length: clients }, () => new Connection(port));
  const began = performance.now();
  const goesOn = typeof during === 'number' ? () => performance.now() < began + during : during;
  let exhausted = 0;

  const walk = async (inject: Connection, opened: OpenCase) => {
    let present = opened;
    while (present.status === 'open' && goesOn()) {
      const asked = performance.now();
      present = await office.step(inject, present);
      latencies.push(performance.now() - asked);
      if (pauseMs > 0) await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  };
  const work = async (inject: Connection) => {
    while (goesOn()) {
      const next = cases.shift();
      if (!next) return void exhausted++;
      await walk(inject, next).catch((error: unknown) => errors.push(String(error)));
    }
  };
  await Promise.all(connections.map(work));
  const seconds = (performance.now() - began) / 1000;
  connections.forEach((connection) => connection.close());
  if (exhausted > 0) errors.push(`${exhausted} of ${clients} clients ran out of cases: more have to be opened beforehand`);
  latencies.sort((a, b) => a - b);
  const at = (share: number) => latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))] ?? NaN;
  return { steps: latencies.length, stepsPerSecond: latencies.length / seconds, p50: at(0.5), p99: at(0.99), errors };
}
