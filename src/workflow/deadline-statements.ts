import { statement } from '../platform/database/tx.js';

const OPEN_TASK = `task.id, task.step, task.due_at, task.alarm_at, application.number, application.service, application.definition,
          application.state -> 'open' as open
     from tasks task join applications application on application.agency = task.agency and application.id = task.application_id`;

/** Open tasks in the order of their ids; before the moment $4 nothing has changed, and a clock that stands still is not concerned. */
export const OPEN_FROM = statement(
  'deadline.open-from',
  `select ${OPEN_TASK}
    where task.agency = $1 and task.status = 'open' and task.id > $2 and (task.due_at >= $4 or task.alarm_at >= $4)
    order by task.id limit $3`,
);

export const OPEN_AGAIN = statement(
  'deadline.open-again',
  `select ${OPEN_TASK} where task.agency = $1 and task.status = 'open' and task.id = any($2::uuid[])`,
);

/** Moves tasks that are still as they were read, keeps which deadlines moved with the version $2, and answers whom it found so. */
export const MOVE = statement(
  'deadline.move',
  `with moved as (
     update tasks set due_at = given.due_at, alarm_at = given.alarm_at
       from unnest($3::uuid[], $4::text[], $5::timestamptz[], $6::timestamptz[], $7::timestamptz[], $8::timestamptz[])
         as given (task, number, due_at, alarm_at, old_due, old_alarm)
      where tasks.agency = $1 and tasks.id = given.task and tasks.status = 'open'
        and tasks.due_at is not distinct from given.old_due and tasks.alarm_at is not distinct from given.old_alarm
     returning tasks.id, tasks.step, given.number, given.old_due, given.due_at
   ), kept as (
     insert into calendar_moves (agency, version, task_id, application, step, old_due_at, due_at)
     select $1, $2, id, number, step, old_due, due_at from moved where old_due is distinct from due_at
     on conflict (agency, version, task_id) do update set due_at = excluded.due_at
   )
   select id from moved`,
);

/** What is stale in an agency, for whoever made the change. */
export const STALE = statement(
  'deadline.stale',
  `select version, stale_from from calendar_versions where agency = $1 and stale_from is not null`,
);

/** What nobody is sweeping, and one may take up for a minute. */
export const CLAIM_STALE = statement(
  'deadline.claim-stale',
  `update calendar_versions set sweeping_until = clock_timestamp() + interval '60 seconds'
    where agency = any($1::text[]) and stale_from is not null and coalesce(sweeping_until, '-infinity') < clock_timestamp()
   returning agency, version, stale_from`,
);

export const SWEPT = statement(
  'deadline.swept',
  `update calendar_versions set stale_from = null, sweeping_until = null where agency = $1 and version = $2`,
);

/** The present on the database's own clock, to the microsecond: transactions are compared with it. */
export const DATABASE_NOW = statement('deadline.database-now', `select clock_timestamp()::text as now`);

/** Whether a transaction still runs that began before a moment, and may have read the calendar as it was then. */
export const OLDER_RUNS = statement(
  'deadline.older-runs',
  `select exists (select from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
      and backend_type = 'client backend' and xact_start <= $1::timestamptz) as runs`,
);

/** What moved with a version of the calendar, in the order of the tasks' ids. */
export const MOVED = statement(
  'deadline.moved',
  `select task_id, application, step, old_due_at, due_at from calendar_moves
    where agency = $1 and version = $2 and old_due_at is distinct from due_at and task_id > $3 order by task_id limit $4`,
);
export const HOW_MANY_MOVED = statement(
  'deadline.how-many-moved',
  `select count(*)::int as moved from calendar_moves where agency = $1 and version = $2 and old_due_at is distinct from due_at`,
);
