import { statement } from '../../platform/database/tx.js';

/** Name of the recurring job that enqueues notices. */
export const NOTICES_JOB = 'notices';
/** Additional authenticated data of the encrypted address of a notice. */
export const NOTICE_ADDRESS = 'notice';
/** Channel of NOTIFY on which every process receives new notices in the application. */
export const NOTICES_CHANNEL = 'terbit_notices';

export const NEWS = statement(
  'notice.news',
  `select e.agency, e.application_id, e.seq, e.body as event, a.number, a.service, a.definition, a.applicant_id, a.applicant_name,
          a.state->>'assistant' as assistant, a.receipt_number, a.tracking_code,
          (select t.due_at from tasks t where t.agency = e.agency and t.id = coalesce(e.body->'next'->>'id', e.body->>'task')::uuid) as due_at
     from unnest($1::text[], $2::uuid[], $3::int[]) as o (agency, application_id, seq)
     join events e on e.agency = o.agency and e.application_id = o.application_id and e.seq = o.seq
     join applications a on a.agency = e.agency and a.id = e.application_id
    order by e.agency, e.application_id, e.seq`,
);

export const SUBSCRIBERS = statement(
  'notice.subscribers',
  `select agency, id, events from webhook_subscriptions where agency = any($1::text[]) and off_at is null`,
);

/** Whoever is told of an event in the same way twice is told once; notices in the application are announced to all processes; what the caller puts into no queue is
 * swept up. */
export const INSERT_NOTICES = statement(
  'notice.insert',
  `with fresh as (
     insert into notices (agency, id, application_id, event_seq, kind, channel, recipient, address, language, subject, body, status,
                          attempts, round, next_attempt_at, created_at, sent_at)
     select agency, id, application_id, event_seq, kind, channel, recipient, address, language, subject, body, status, 0, 0,
            case when channel = 'in-app' or unqueued then null else created_at end, created_at, case when channel = 'in-app' then created_at end
       from jsonb_to_recordset($1::jsonb) as n (agency text, id uuid, application_id uuid, event_seq integer, kind text, channel text,
            recipient text, address jsonb, language text, subject text, body text, status text, created_at timestamptz, unqueued boolean)
     on conflict (agency, application_id, event_seq, kind, channel, recipient) do nothing
     returning agency, id, channel, recipient, round
   ), told as (
     select count(pg_notify('${NOTICES_CHANNEL}', json_build_object('agency', agency, 'recipient', recipient, 'id', id)::text)) as n
       from fresh where channel = 'in-app'
   )
   select agency, id, channel, recipient, round from fresh, told where channel <> 'in-app'`,
);

/** Notices whose job should have run by $1: they survive an emptied queue and a process that stopped before it enqueued them. */
export const OVERDUE_NOTICES = statement(
  'notice.overdue',
  `update notices n set next_attempt_at = $2
     from (select agency, id from notices
            where status in ('pending', 'retrying') and (next_attempt_at is null or next_attempt_at < $1)
            order by next_attempt_at nulls first limit $3 for update skip locked) late
    where n.agency = late.agency and n.id = late.id
   returning n.agency, n.id, n.channel, n.recipient, n.round`,
);

/** Begins one attempt under a lease. The attempt counts even if its process is killed. */
export const CLAIM_NOTICE = statement(
  'notice.claim',
  `update notices set claimed_until = $5, attempts = attempts + 1
    where agency = $1 and id = $2 and round = $3 and status in ('pending', 'retrying') and (claimed_until is null or claimed_until <= $4)
   returning agency, id, application_id, kind, recipient, address, language, subject, body, attempts, round, created_at`,
);

/** Why a notice could not be claimed: null when it needs no attempt any more. */
export const CLAIMED_UNTIL = statement(
  'notice.claimed-until',
  `select claimed_until from notices where agency = $1 and id = $2 and round = $3 and status in ('pending', 'retrying')`,
);

export const SETTLE_NOTICE = statement(
  'notice.settle',
  `update notices set status = $4, next_attempt_at = $5, last_error = $6, sent_at = $7, claimed_until = null
    where agency = $1 and id = $2 and round = $3`,
);

export const SEND_AGAIN = statement(
  'notice.send-again',
  `update notices set status = 'pending', round = round + 1, attempts = 0, next_attempt_at = null, claimed_until = null, sent_at = null
    where agency = $1 and id = $2 and channel <> 'in-app' and status = any($3::text[]) and ($4::text is null or recipient = $4)
   returning id`,
  NOTICES_JOB,
);

export const MARK_READ = statement(
  'notice.mark-read',
  `insert into notice_reads (agency, user_id, notice_id, at)
   select agency, $3, id, $5 from notices where agency = $1 and id = $2 and channel = 'in-app' and recipient = any($4::text[])
   on conflict (agency, user_id, notice_id) do update set at = notice_reads.at
   returning at`,
);

export const NOTICES_BY_ID = statement(
  'notice.by-id',
  `select agency, id, application_id, event_seq, kind, channel, recipient, language, subject, body, status, attempts, round,
          next_attempt_at, last_error, created_at, sent_at
     from notices where agency = $1 and id = any($2::uuid[]) order by id`,
);

export const NOTICES_SINCE = statement(
  'notice.since',
  `select agency, id, application_id, event_seq, kind, channel, recipient, language, subject, body, status, attempts, round,
          next_attempt_at, last_error, created_at, sent_at
     from notices where agency = $1 and channel = 'in-app' and recipient = any($2::text[]) and id > $3 order by id limit 100`,
);
