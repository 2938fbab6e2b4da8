import { statement } from '../platform/database/tx.js';
import { applicantsAmong } from './own-cases.js';
import { OUTBOX_JOB } from '../platform/outbox/outbox-job.js';

/** Locks one case until the end of the transaction: two hands on one task become one after the other. */
export const LOCK_APPLICATION = statement(
  'application.lock',
  `select agency, id, number, service, definition, status, version, state, head_hash, applicant_id, applicant_name,
          receipt_number, tracking_code, opened_at, updated_at, closed_at,
          (select version from calendar_versions where agency = $1) as calendar_version, ${applicantsAmong('applications.id')} as applicants
     from applications where agency = $1 and id = $2 for no key update`,
);

export const VERSION_OF = statement('application.version-of', `select service, definition from applications where agency = $1 and id = $2`);

export const LOCK_APPLICATION_OF_TASK = statement(
  'application.lock-by-task',
  `select agency, id, number, service, definition, status, version, state, head_hash, applicant_id, applicant_name,
          receipt_number, tracking_code, opened_at, updated_at, closed_at,
          (select version from calendar_versions where agency = $1) as calendar_version, ${applicantsAmong('applications.id')} as applicants
     from applications where agency = $1 and id = (select application_id from tasks where agency = $1 and id = $2)
      for no key update`,
);

/**
 * From here on this transaction waits for no lock any longer than that: background work has other cases to see to, and somebody
 * who holds one for long must not hold up the rest. In the statement that locks, since a round trip costs as much as a case.
 */
const PATIENCE = `(select set_config('lock_timeout', '100ms', true) as lock_timeout)`;

/** The same for background work; 55P03 when somebody holds the case for longer than a moment. */
export const LOCK_APPLICATION_OF_ALARM = statement(
  'application.lock-by-alarm',
  `select a.agency, a.id, a.number, a.service, a.definition, a.status, a.version, a.state, a.head_hash, a.applicant_id, a.applicant_name,
          a.receipt_number, a.tracking_code, a.opened_at, a.updated_at, a.closed_at,
          (select version from calendar_versions where agency = $1) as calendar_version, ${applicantsAmong('a.id')} as applicants
     from ${PATIENCE} patience cross join applications a
    where a.agency = $1 and a.id = (select application_id from tasks where agency = $1 and id = $2) and patience.lock_timeout is not null
      for no key update of a`,
);

export const INSERT_APPLICATION = statement(
  'application.insert',
  `with application as (
     insert into applications (agency, id, number, service, definition, status, version, state, head_hash, applicant_id,
                               applicant_name, search, opened_at, updated_at)
     values ($1, $2, $3, $4, $5, 'open', 1, $6, $7, $8, $9, $10, $11, $11)
   ), event as (
     insert into events (agency, application_id, seq, at, type, actor_id, body, prev_hash, hash)
     values ($1, $2, 1, $11, $12, $13, $14, $15, $7)
   ), outbox as (
     insert into outbox (agency, application_id, seq, at) values ($1, $2, 1, $11)
   ), words as (
     insert into name_words (agency, word) select $1, unnest($23::text[]) on conflict do nothing
   )
   insert into tasks (agency, id, application_id, service, step, role, section, status, opened_at, due_at, alarm_at, desk)
   values ($1, $16, $2, $4, $17, $18, $19, 'open', $11, $20, $21, $22)`,
  OUTBOX_JOB,
);

/**
 * One event and everything that follows from it, in one round trip: the case's new state, the journal, the task that was
 * done ($14, null for none) and the one that is next ($18, null for none).
 */
export const APPEND_EVENT = statement(
  'application.append-event',
  `with application as (
     update applications set status = $3, version = $4, state = $5, head_hash = $6, updated_at = $7::timestamptz,
            applicant_name = $8, receipt_number = $9, tracking_code = $10, search = search || $11,
            closed_at = case when $3 = 'open' then null else coalesce(closed_at, $7::timestamptz) end, alarm_at = $25
      where agency = $1 and id = $2
   ), event as (
     insert into events (agency, application_id, seq, at, type, actor_id, body, prev_hash, hash)
     values ($1, $2, $4, $7::timestamptz, $12, $13, $16, $17, $6)
   ), outbox as (
     insert into outbox (agency, application_id, seq, at) values ($1, $2, $4, $7::timestamptz)
   ), done as (
     update tasks set status = 'done', completed_at = $7::timestamptz, completed_by = $13, outcome = $15
      where agency = $1 and id = $14
   )
   insert into tasks (agency, id, application_id, service, step, role, section, status, opened_at, due_at, alarm_at, desk)
   select $1, $18, $2, $19, $20, $21, $22, 'open', $7::timestamptz, $23, $24, $26 where $18::uuid is not null`,
  OUTBOX_JOB,
);

/** Words of a name that somebody may misspell when they search for it. */
export const ADD_WORDS = statement(
  'name-words.add',
  `insert into name_words (agency, word) select $1, unnest($2::text[]) on conflict do nothing`,
);

export const CLAIM_TASK = statement('task.claim', `update tasks set claimed_by = $3 where agency = $1 and id = $2`);

/** When the next rung of a task's ladder rings; null when there is none left. */
export const SET_ALARM = statement('task.set-alarm', `update tasks set alarm_at = $3 where agency = $1 and id = $2`);

/** Deadline and next rung of a task whose clock was stopped or started; null while it stands still. */
export const SET_CLOCK = statement('task.set-clock', `update tasks set due_at = $3, alarm_at = $4 where agency = $1 and id = $2`);

export const CANCEL_TASKS = statement(
  'task.cancel',
  `update tasks set status = 'cancelled', completed_at = $3, completed_by = $4 where agency = $1 and application_id = $2 and status = 'open'`,
);
