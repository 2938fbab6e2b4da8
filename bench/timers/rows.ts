import { FixedClock, SystemClock } from '../../src/kernel/clock.js';
import { readConfig } from '../../src/platform/config/config.js';
import { createService } from '../../src/setup.js';
import { Alarms } from '../../src/workflow/alarms.js';
import { injectInto } from '../inject.js';
import { Office } from '../office.js';
import { usernames } from '../recording.js';
import type { BenchServer } from '../server.js';
import { DATA_KEY } from '../service.js';

const DAY_MS = 86_400_000;
/** Long enough for every escalation level to be due, including holidays. */
const LONG_AGO_MS = 120 * DAY_MS;

/** Two cases that others are made after. */
export interface Templates {
  /** Submitted just now, with all escalation levels to come. */
  readonly fresh: string;
  /** Overdue for months: all escalation levels but the last have passed, so that none follows it. */
  readonly forgotten: string;
}

/** Walks two cases as people do, in a migrated database. */
export async function makeTemplates(url: string, dataDir: string): Promise<Templates> {
  const config = readConfig({ ...process.env, DATA_DIR: dataDir, LOG_LEVEL: 'error', DEMO: 'true', ROLE: 'api', DATA_KEY });
  const now = new SystemClock().now();
  const clock = new FixedClock(new Date(now.getTime() - LONG_AGO_MS));
  const app = await createService({ ...config, databaseUrl: url }, clock);
  try {
    const inject = injectInto(app);
    const handIn = async () => {
      const office = await Office.prepare(inject, usernames(app));
      const [opened] = await office.open([inject], 1);
      return (await office.step(inject, opened!)).id;
    };
    const forgotten = await handIn();
    clock.set(now);
    await app.get(Alarms).ringDue();
    return { forgotten, fresh: await handIn() };
  } finally {
    await app.close();
  }
}

/** What to make many of. */
export interface Copies {
  readonly of: string;
  readonly count: number;
  /** SQL of the moment each rings; `n` is its number. */
  readonly alarmAt: string;
  /** Whether its last escalation level is due once more. */
  readonly lastRung: boolean;
}

const TABLES = ['applications', 'application_forms', 'events', 'tasks'];

/**
 * Rows as many such cases would have left them, but for the hashes of their journals. Without indexes and foreign keys
 * meanwhile, where they are many: PostgreSQL builds an index over a million rows in a fraction of the time.
 */
export async function copy(server: BenchServer, database: string, { of, count, alarmAt, lastRung }: Copies): Promise<void> {
  const indexes = (await server.run(
    database,
    `select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition from pg_index
      where indrelid = any(array['${TABLES.join("','")}']::regclass[]) and not indisprimary`,
  )) as { name: string; definition: string }[];
  const state = `jsonb_set(jsonb_set(state, '{open,0,id}', to_jsonb(task)), '{open,0,rung}', to_jsonb((state #>> '{open,0,rung}')::int - ${lastRung ? 1 : 0}))`;
  const columns = (table: string, own: string[]) =>
    `select string_agg(quote_ident(attname), ', ' order by attnum) as list from pg_attribute
      where attrelid = '${table}'::regclass and attnum > 0 and not attisdropped and attname <> all (array['${own.join("','")}'])`;
  const rest = async (table: string, own: string[]) => String((await server.run(database, columns(table, own)))[0]!['list']);
  const application = await rest('applications', ['id', 'number', 'state', 'receipt_number']);
  const form = await rest('application_forms', ['application_id']);
  const event = await rest('events', ['application_id']);
  const task = await rest('tasks', ['id', 'application_id', 'alarm_at']);
  await server.run(
    database,
    `set session_replication_role = replica;
     set maintenance_work_mem = '512MB';
     ${count > 100_000 ? indexes.map(({ name }) => `drop index ${name};`).join('\n') : ''}
     create temp table copies as select n, gen_random_uuid() as application, gen_random_uuid() as task from generate_series(1, ${count}) n;
     insert into applications (id, number, state, receipt_number, ${application})
       select application, 'BENCH-' || left(application::text, 8) || '-' || n, ${state}, null, ${application} from applications, copies where id = '${of}';
     insert into application_forms (application_id, ${form}) select application, ${form} from application_forms, copies where application_id = '${of}';
     insert into events (application_id, ${event}) select application, ${event} from events, copies where application_id = '${of}';
     insert into tasks (id, application_id, alarm_at, ${task})
       select task, application, ${alarmAt}, ${task} from tasks, copies where application_id = '${of}' and status = 'open';
     ${count > 100_000 ? indexes.map(({ definition }) => `${definition};`).join('\n') : ''}`,
  );
  await server.settle(database);
}
