import { availableParallelism } from 'node:os';
import type { Result } from './measure.js';

const TARGET = { clients: 32, ratio: 0.4, p99: 150 };

const COLUMNS = ['clients', 'HTTP steps/s', 'p50 ms', 'p99 ms', 'raw steps/s', 'ratio', 'CPU ms', 'RSS MiB'];

/**
 * The table, and whether the target is met. Each number is from the best of the rounds: other work on the machine makes a round
 * slower and never faster.
 */
export function report(results: readonly Result[], rounds: number, loadBefore: number): string {
  const lines = results.map((result) => ({ result, ...best(result) }));
  const table = lines.map(({ result, load, limit, ratio }) => [
    String(result.clients),
    load.stepsPerSecond.toFixed(0),
    load.p50.toFixed(1),
    load.p99.toFixed(1),
    limit.toFixed(0),
    ratio.toFixed(2),
    Math.min(...result.cpu).toFixed(2),
    result.memory.toFixed(0),
  ]);
  const rows = [COLUMNS, COLUMNS.map((name) => '─'.repeat(name.length)), ...table];
  const drawn = rows.map((row) => row.map((cell, column) => cell.padStart(COLUMNS[column]!.length)).join('  '));
  const note = `Best of ${rounds} rounds, ${availableParallelism()} cores for service, PostgreSQL and clients; load before: ${loadBefore.toFixed(1)}.`;
  return [...drawn, '', note, verdict(lines)].join('\n');
}

function best({ loads, limits }: Result) {
  const load = loads.reduce((one, other) => (other.stepsPerSecond > one.stepsPerSecond ? other : one));
  const limit = Math.max(...limits);
  return { load, limit, ratio: load.stepsPerSecond / limit };
}

function verdict(lines: readonly ({ readonly result: Result } & ReturnType<typeof best>)[]): string {
  const line = lines.find(({ result }) => result.clients === TARGET.clients);
  if (!line) return '';
  const met = line.ratio >= TARGET.ratio && line.load.p99 < TARGET.p99;
  const aim = `target with ${TARGET.clients} clients: ratio ${TARGET.ratio.toFixed(2)} or more, p99 under ${TARGET.p99} ms`;
  return `${met ? 'PASS' : 'MISS'}  ${aim}; it is ${line.ratio.toFixed(2)} and ${line.load.p99.toFixed(0)} ms`;
}
