import { Connection } from '../inject.js';
import type { Read } from './reads.js';

/** Milliseconds of many reads. */
export class Timing {
  private readonly times: number[] = [];

  add(times: readonly number[]): void {
    this.times.push(...times);
  }

  get count(): number {
    return this.times.length;
  }

  at(share: number): number {
    const sorted = [...this.times].sort((a, b) => a - b);
    return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
  }
}

/** Reads for a while, by so many clients at once, each on a connection of its own; something else each time. */
export async function readFor(port: number, { token, paths, name }: Read, clients: number, ms: number): Promise<number[]> {
  const times: number[] = [];
  const until = performance.now() + ms;
  const work = async (_: unknown, client: number) => {
    const inject = new Connection(port);
    try {
      for (let turn = client * 7; performance.now() < until; turn++) {
        const asked = performance.now();
        const { status, body } = await inject.send('GET', paths[turn % paths.length]!, token);
        times.push(performance.now() - asked);
        if (status !== 200) throw new Error(`${name}: ${status} ${body.slice(0, 200)}`);
      }
    } finally {
      inject.close();
    }
  };
  await Promise.all(Array.from({ length: clients }, work));
  return times;
}

/** A whole view as CSV, read as fast as it comes. */
export async function exportCsv(
  port: number,
  token: string,
  view: string,
  memory: () => number,
): Promise<{ rows: number; seconds: number; mib: number }> {
  const began = performance.now();
  let [rows, mib] = [-1, memory()];
  const watch = setInterval(() => (mib = Math.max(mib, memory())), 200);
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/v1/exports/${view}.csv`, { headers: { authorization: `Bearer ${token}` } });
    if (!answer.ok || !answer.body) throw new Error(`the export answered ${answer.status}`);
    for await (const piece of answer.body as AsyncIterable<Uint8Array>) for (const byte of piece) if (byte === 10) rows++;
  } finally {
    clearInterval(watch);
  }
  return { rows, seconds: (performance.now() - began) / 1000, mib };
}
