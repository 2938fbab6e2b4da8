import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { dayNumber, DAY_MS } from '../kernel/local-time.js';
import { readConfig } from '../platform/config/config.js';
import { StartProblem } from '../platform/config/start-problem.js';
import { startEmbeddedPostgres } from '../platform/database/embedded-postgres.js';
import { migrate } from '../platform/database/migrate.js';
import type { SeedOptions } from './seed.js';

const USAGE = `npm run seed -- --applications 10000 --seed 1 [--from 2022] [--until 2026-11-23] [--append]`;
const YEARS = 3;
const MOST = 5_000_000;

/** Reads what was asked for; the same words give the same history. */
export function readOptions(args: readonly string[], today: Date): SeedOptions {
  const { values } = parsed(args);
  const applications = Number(values.applications ?? '10000');
  if (!(Number.isInteger(applications) && applications >= 1 && applications <= MOST))
    throw new StartProblem(`--applications: a whole number from 1 to ${MOST}.\n${USAGE}`);
  const until = values.until === undefined ? today : moment('until', values.until);
  const from = values.from === undefined ? new Date(Date.UTC(until.getUTCFullYear() - YEARS, 0, 1)) : moment('from', values.from);
  if (from.getTime() >= until.getTime()) throw new StartProblem(`--from has to come before --until.\n${USAGE}`);
  return { applications, seed: values.seed ?? '1', from, until, append: values.append === true };
}

function parsed(args: readonly string[]) {
  const options = {
    applications: { type: 'string' },
    seed: { type: 'string' },
    from: { type: 'string' },
    until: { type: 'string' },
    append: { type: 'boolean' },
  } as const;
  try {
    return parseArgs({ args: [...args], options });
  } catch (error) {
    throw new StartProblem(`${(error as Error).message}\n${USAGE}`);
  }
}

/** A year or a date, from its first moment on (UTC). */
function moment(name: string, text: string): Date {
  const day = dayNumber(/^\d{4}$/.test(text) ? `${text}-01-01` : text);
  if (day === undefined || day < 0 || day > dayNumber('2100-01-01')!)
    throw new StartProblem(`--${name}: a year or a date from 1970 to 2100, such as 2024 or 2024-06-30.\n${USAGE}`);
  return new Date(day * DAY_MS);
}

/** Makes a history in the database of the settings, and says what came of it. */
export async function main(args: readonly string[]): Promise<void> {
  const today = new Date(Math.floor(Date.now() / DAY_MS) * DAY_MS);
  const options = readOptions(args, today);
  const config = readConfig(process.env);
  const embedded =
    config.databaseUrl === undefined
      ? await startEmbeddedPostgres({ dir: join(config.dataDir, 'postgres'), database: 'terbit' })
      : undefined;
  // Loading in bulk takes indexes away and puts them back: that is for the owner.
  const databaseUrl = config.databaseOwnerUrl ?? config.databaseUrl ?? embedded!.url;
  try {
    await migrate(databaseUrl, config.databaseUrl ?? embedded!.serviceUrl);
    // Loaded only now: what is wrong with the words is told at once, and not after all the modules.
    const { seed } = await import('./seed.js');
    const done = await seed(
      { ...config, databaseUrl, databaseOwnerUrl: undefined },
      { ...options, progress: progress(options.applications) },
    );
    const seconds = (ms: number) => (ms / 1000).toFixed(1);
    console.log(
      `${done.applications} applications, ${done.open} of them open, ${done.events} events, ${Math.round(done.bytes / 1024 / 1024)} MiB loaded ` +
        `in ${seconds(done.madeMs)} s (${Math.round((1000 * done.applications) / done.madeMs)} a second), indexes and statistics in ${seconds(done.indexedMs)} s.`,
    );
  } finally {
    await embedded?.stop();
  }
}

function progress(of: number): (arrived: number) => void {
  let told = 0;
  return (arrived) => {
    const percent = Math.floor((100 * arrived) / of);
    if (percent < told + 5) return;
    told = percent;
    console.log(`${percent} %`);
  };
}
