/** `npm run bench:read`: what reading costs with few cases and with many, in one run. See docs/benchmark.md. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Connection } from '../inject.js';
import { benchFolder, BenchServer } from '../server.js';
import { DATA_KEY, Service } from '../service.js';
import { readsOf, signIn, type Read } from './reads.js';
import { exportCsv, readFor, Timing } from './timing.js';

const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: '10000,1000000' },
    rounds: { type: 'string', default: '4' },
    /** A folder whose databases are used again, and left there: a million cases take their time. */
    keep: { type: 'string' },
  },
});
const SIZES = values.sizes.split(',').map(Number);
const ROUNDS = Number(values.rounds);
const WINDOW_MS = 2500;
const WARM_UP_MS = 1000;
const MANY_CLIENTS = 16;
const EXPORTED = 'applications';
/** The same days at every size, so that months are alike but for how much is in them. */
const PERIOD = ['--from', '2023', '--until', '2026-11-23'];

interface Office {
  readonly size: number;
  readonly service: Service;
  readonly reads: readonly Read[];
  readonly left: readonly string[];
  readonly timings: Map<string, Timing>;
}

async function seed(url: string, size: number): Promise<void> {
  const env = { ...process.env, DATABASE_URL: url, DATA_KEY };
  const child = spawn('npm', ['run', '-s', 'seed', '--', '--applications', String(size), '--seed', '1', ...PERIOD], {
    env,
    stdio: 'inherit',
  });
  const [code] = (await once(child, 'exit')) as [number];
  if (code !== 0) throw new Error(`the seed of ${size} ended with ${code}`);
}

/** One service per size, both at once: what else the machine does hits them alike. No worker: it would ring what is overdue. */
async function open(server: BenchServer, dir: string, size: number): Promise<Office> {
  const name = `cases_${size}`;
  let url = server.urlOf(name);
  if (!(await server.has(name))) {
    console.log(`${size} cases:`);
    const making = await server.create(`making_${size}`);
    await seed(making, size);
    url = await server.rename(`making_${size}`, name);
    await server.checkpoint();
  }
  const service = await Service.start(url, join(dir, name), { ROLE: 'api' });
  const inject = new Connection(service.port);
  const { reads, left } = await readsOf(inject, url);
  inject.close();
  return { size, service, reads, left, timings: new Map() };
}

async function measure(offices: readonly Office[], name: string, clients: number, label: string): Promise<void> {
  for (let round = 0; round <= ROUNDS; round++) {
    for (const { service, reads, timings } of offices) {
      const read = reads.find((one) => one.name === name)!;
      const times = await readFor(service.port, read, clients, round === 0 ? WARM_UP_MS : WINDOW_MS);
      if (!timings.has(label)) timings.set(label, new Timing());
      if (round > 0) timings.get(label)!.add(times);
    }
  }
}

function report(offices: readonly Office[]): void {
  const cell = (value: number) => value.toFixed(1).padStart(9);
  const sizes = offices.map(({ size }) => `${`p50 ${size}`.padStart(14)}${`p99 ${size}`.padStart(14)}`).join('');
  console.log(`\n${'ms'.padEnd(24)}${sizes}${'ratio p50'.padStart(11)}${'ratio p99'.padStart(11)}`);
  for (const label of offices[0]!.timings.keys()) {
    const times = offices.map(({ timings }) => timings.get(label)!);
    const line = times.map((timing) => `${cell(timing.at(0.5)).padStart(14)}${cell(timing.at(0.99)).padStart(14)}`).join('');
    const ratio = (share: number) => (times.at(-1)!.at(share) / times[0]!.at(share)).toFixed(2).padStart(11);
    console.log(`${label.padEnd(24)}${line}${ratio(0.5)}${ratio(0.99)}`);
  }
  for (const one of offices[0]!.left) console.log(`left out: ${one}`);
}

const loadBefore = loadavg()[0]!;
const dir = benchFolder('terbit-bench-read-');
const server = await BenchServer.start(values.keep ?? join(dir, 'postgres'));
const offices: Office[] = [];
try {
  for (const size of SIZES) offices.push(await open(server, dir, size));
  const common = offices[0]!.reads
    .map(({ name }) => name)
    .filter((name) => offices.every(({ reads }) => reads.some((read) => read.name === name)));
  for (const name of common) await measure(offices, name, 1, name);
  await measure(offices, 'inbox page', MANY_CLIENTS, `inbox, ${MANY_CLIENTS} clients`);
  report(offices);
  for (const { size, service } of offices) {
    const inject = new Connection(service.port);
    const { rows, seconds, mib } = await exportCsv(service.port, await signIn(inject, 'pelapor'), EXPORTED, () => service.memory());
    inject.close();
    console.log(
      `CSV of ${EXPORTED} of ${size} cases: ${rows} rows, ${Math.round(rows / seconds)} a second, ${Math.round(mib)} MiB of the service at most`,
    );
  }
  console.log(`load of the machine before: ${loadBefore.toFixed(1)}, at the end: ${loadavg()[0]!.toFixed(1)}`);
} finally {
  for (const { service } of offices) await service.stop();
  await server.stop();
}
