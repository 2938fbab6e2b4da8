import { setTimeout as sleep } from 'node:timers/promises';
import type { BenchServer } from '../server.js';
import type { Service } from '../service.js';
import { postgresTime } from './processor-time.js';

/** How late alarms fired: from the due time in their row to the commit of the event, in milliseconds. */
export interface Lateness {
  readonly timers: number;
  readonly p50: number;
  readonly p99: number;
  readonly most: number;
  readonly lost: number;
  readonly doubled: number;
}

/** Time for a worker to read what is due, and for the last alarm to have fired. */
const AHEAD_S = 3;
const PATIENCE_MS = 60_000;

/** Lets the alarms of some tasks ring at random moments of a window, and looks when each of them did. */
export async function ring(server: BenchServer, database: string, template: string, windowS: number): Promise<Lateness> {
  await server.run(
    database,
    `create table bench_due as
       select task.application_id, clock_timestamp() + make_interval(secs => ${AHEAD_S} + random() * ${windowS}) as at,
              (select max(seq) from events where application_id = '${template}') as before
         from tasks task where task.status = 'open' and task.application_id <> '${template}';
     create index on bench_due (application_id);
     update tasks set alarm_at = bench_due.at from bench_due where bench_due.application_id = tasks.application_id and status = 'open'`,
  );
  await sleep((AHEAD_S + windowS) * 1000);
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await sleep(500)) {
    if ((await counted(server, database)).lost === 0) break;
  }
  return counted(server, database);
}

async function counted(server: BenchServer, database: string): Promise<Lateness> {
  const [row] = await server.run(
    database,
    `with rang as (
       select bench_due.at, count(event.seq)::int as times,
              extract(epoch from min(pg_xact_commit_timestamp(event.xmin)) - bench_due.at) * 1000 as late
         from bench_due left join events event
           on event.application_id = bench_due.application_id and event.seq > bench_due.before and event.type = 'rang'
        group by bench_due.application_id, bench_due.at)
     select count(*)::int as timers, (count(*) filter (where times = 0))::int as lost, (count(*) filter (where times > 1))::int as doubled,
            percentile_disc(0.5) within group (order by late)::float as p50,
            percentile_disc(0.99) within group (order by late)::float as p99, max(late)::float as most
       from rang`,
  );
  return row as unknown as Lateness;
}

/** Share of one core that service and PostgreSQL take while nothing is to be done, in percent. */
export async function idle(server: BenchServer, service: Service, seconds: number): Promise<number> {
  const used = () => service.processorTime() + postgresTime(server.dataDir);
  const before = used();
  const began = performance.now();
  await sleep(seconds * 1000);
  return ((used() - before) / (performance.now() - began)) * 100;
}

/** Makes the alarms of a few tasks due now, one by one, without a notification; returns how late each fired, in milliseconds. */
export async function ringUnannounced(server: BenchServer, database: string, tasks: number): Promise<number[]> {
  const late: number[] = [];
  for (let n = 0; n < tasks; n++) {
    const [due] = await server.run(
      database,
      `update tasks set alarm_at = clock_timestamp() where id = (select id from tasks where status = 'open' and alarm_at is null limit 1)
       returning application_id, alarm_at::text as at`,
    );
    const { application_id: application, at } = due as { application_id: string; at: string };
    const rang = `select extract(epoch from pg_xact_commit_timestamp(xmin) - '${at}')::float * 1000 as late from events
                   where application_id = '${application}' and type = 'rang' order by seq desc limit 1`;
    for (const end = Date.now() + PATIENCE_MS; ; await sleep(100)) {
      const [row] = await server.run(database, rang);
      const ms = Number(row?.['late'] ?? -1);
      if (ms > 0) late.push(ms);
      if (ms > 0 || Date.now() > end) break;
    }
    await sleep(300 * n);
  }
  return late;
}
