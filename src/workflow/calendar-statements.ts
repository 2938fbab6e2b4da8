import { statement } from '../platform/database/tx.js';

/** What nodes hear when a calendar has changed; the payload is the agency. */
export const CALENDAR_CHANNEL = 'terbit_calendar';

/** All that administrators have set for an agency, as of one moment. */
export const READ_CALENDAR = statement(
  'calendar.read',
  `select version,
          (select coalesce(jsonb_agg(jsonb_build_object('date', date, 'day', day, 'by', coalesce(changed_by_name, changed_by), 'at', changed_at)), '[]')
             from calendar_days where agency = $1) as days,
          (select coalesce(jsonb_agg(jsonb_build_object('code', code, 'profile', profile, 'by', changed_by_name, 'at', changed_at) order by code), '[]')
             from calendar_profiles where agency = $1) as profiles
     from calendar_versions where agency = $1`,
);

export const CALENDAR_VERSION = statement('calendar.version', `select version from calendar_versions where agency = $1`);

/** Locks an agency's calendar until the end of the transaction: two changes become one after the other. Version 0: nothing was changed yet. */
export const LOCK_CALENDAR = statement(
  'calendar.lock',
  `insert into calendar_versions (agency, version, changed_at) values ($1, 0, $2)
   on conflict (agency) do update set version = calendar_versions.version returning version`,
);

export const NEXT_VERSION = statement(
  'calendar.next-version',
  `update calendar_versions set version = version + 1, changed_at = $2 where agency = $1 returning version`,
);

export const PUT_DAYS = statement(
  'calendar.put-days',
  `insert into calendar_days (agency, date, day, changed_by, changed_by_name, changed_at)
   select $1, date, day, $4, $5, $6 from unnest($2::text[], $3::jsonb[]) as given (date, day)
   on conflict (agency, date) do update set day = excluded.day, changed_by = excluded.changed_by,
      changed_by_name = excluded.changed_by_name, changed_at = excluded.changed_at`,
);
export const TAKE_BACK_DAYS = statement(
  'calendar.take-back-days',
  `delete from calendar_days where agency = $1 and date = any($2::text[])`,
);

export const PUT_PROFILE = statement(
  'calendar.put-profile',
  `insert into calendar_profiles (agency, code, profile, changed_by, changed_by_name, changed_at) values ($1, $2, $3, $4, $5, $6)
   on conflict (agency, code) do update set profile = excluded.profile, changed_by = excluded.changed_by,
      changed_by_name = excluded.changed_by_name, changed_at = excluded.changed_at`,
);
export const TAKE_BACK_PROFILE = statement('calendar.take-back-profile', `delete from calendar_profiles where agency = $1 and code = $2`);

export const KEEP_CHANGE = statement(
  'calendar.keep-change',
  `insert into calendar_changes (agency, version, at, actor_id, actor_name, changes) values ($1, $2, $3, $4, $5, $6)`,
);

/**
 * Deadlines from $2 on are stale until they are swept; whoever made the change has a minute for that before a worker takes it up.
 * Told to all nodes with the commit.
 */
export const MARK_STALE = statement(
  'calendar.mark-stale',
  `update calendar_versions
      set stale_from = least(stale_from, $2::timestamptz),
          sweeping_until = case when $2::timestamptz is null then sweeping_until else clock_timestamp() + interval '60 seconds' end
    where agency = $1 returning pg_notify('${CALENDAR_CHANNEL}', $1)`,
);

/** A file that is not the one of the last start is a change like any other; all its deadlines are stale. */
export const TAKE_UP_FILE = statement(
  'calendar.take-up-file',
  `with taken as (
     insert into calendar_versions (agency, version, changed_at, file_sha256, stale_from)
     values ($1, 1, $2, $3, (select '1970-01-01'::timestamptz where exists (select from tasks where agency = $1 and status = 'open')))
     on conflict (agency) do update
        set version = calendar_versions.version + 1, changed_at = excluded.changed_at, file_sha256 = excluded.file_sha256,
            stale_from = '1970-01-01'
      where calendar_versions.file_sha256 is distinct from excluded.file_sha256
     returning agency, version, changed_at
   )
   insert into calendar_changes (agency, version, at, actor_id, actor_name, changes)
   select agency, version, changed_at, 'system', 'Terbit', $4 from taken`,
);
