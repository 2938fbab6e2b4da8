import { Connection } from './inject.js';
import { load, type Load } from './load.js';
import { Office, type OpenCase } from './office.js';
import type { RecordedCase } from './recording.js';
import { replay } from './replay.js';
import type { BenchServer } from './server.js';
import type { Service } from './service.js';

export const CLIENTS = [1, 8, 32];
export const ROUNDS = 3;
const WINDOW_MS = 2000;
/** Faster than this is not expected: so many cases are kept open for a window. */
const MOST_STEPS_PER_SECOND = 2500;
const SHORTEST_WALK = 15;
const DOORS = 8;

/** The results of one number of clients, pass by pass. */
export interface Result {
  readonly clients: number;
  readonly loads: Load[];
  /** Transactions per second of the same statements by plain `pg`. */
  readonly limits: number[];
  /** Processor time of the service per step, in milliseconds. */
  readonly cpu: number[];
  /** Most MiB of the service after a pass. */
  memory: number;
}

/** What is compared with what. */
export interface Subject {
  readonly server: BenchServer;
  readonly service: Service;
  readonly users: readonly string[];
  /** Database that every replay starts from a copy of. */
  readonly base: string;
  readonly recorded: readonly RecordedCase[];
  /** State that a replay has to come to. */
  readonly done: string;
}

/** Service and limit in turn, so that whatever else the machine does hits both. */
export async function measure(subject: Subject, warmUp: number): Promise<{ results: Result[]; errors: string[] }> {
  const { server, service } = subject;
  const connections = Array.from({ length: DOORS }, () => new Connection(service.port));
  const office = await Office.prepare(connections[0]!, subject.users);
  const results = CLIENTS.map((clients): Result => ({ clients, loads: [], limits: [], cpu: [], memory: 0 }));
  const errors: string[] = [];
  const open: OpenCase[] = await office.open(connections, warmUp);
  await load(service.port, office, open, DOORS, WINDOW_MS);
  for (let round = 1; round <= ROUNDS; round++) {
    for (const result of results) {
      const { clients } = result;
      if (process.stdout.isTTY) process.stdout.write(`round ${round} of ${ROUNDS}, clients: ${clients} \r`);
      const wanted = clients + Math.ceil((MOST_STEPS_PER_SECOND * WINDOW_MS) / 1000 / SHORTEST_WALK);
      open.push(...(await office.open(connections, wanted - open.length)));
      await server.settle('service');
      const before = service.processorTime();
      const loaded = await load(service.port, office, open, clients, WINDOW_MS);
      result.loads.push(loaded);
      result.cpu.push((service.processorTime() - before) / loaded.steps);
      result.memory = Math.max(result.memory, service.memory());
      errors.push(...loaded.errors);
      result.limits.push(await limit(subject, clients, errors));
    }
  }
  connections.forEach((inject) => inject.close());
  return { results, errors };
}

async function limit({ server, base, recorded, done }: Subject, clients: number, errors: string[]): Promise<number> {
  const url = await server.create('replayed', base);
  await server.checkpoint();
  const perSecond = await replay(url, recorded, clients, WINDOW_MS);
  const came = await server.digest('replayed');
  if (came !== done) errors.push(`the replay by ${clients} came to another state:\n  ${came}\ninstead of\n  ${done}`);
  return perSecond;
}
