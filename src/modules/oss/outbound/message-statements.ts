import { statement } from '../../../platform/database/tx.js';
import { LICENCE_STANDS } from '../licence-stands.js';

/** Name of the round that looks for messages whose job was lost. */
export const OSS_MESSAGES_JOB = 'oss-messages';

/** Events of cases that OSS knows, or may come to know by the entry that was made there. */
export const NEWS_FOR_OSS = statement(
  'oss.news',
  `select e.agency, e.application_id, e.seq, e.body as event, a.service, a.definition, l.id_izin, l.told
     from unnest($1::text[], $2::uuid[], $3::int[]) as o (agency, application_id, seq)
     join events e on e.agency = o.agency and e.application_id = o.application_id and e.seq = o.seq
     join applications a on a.agency = e.agency and a.id = e.application_id
     left join oss_licences l on l.agency = e.agency and l.application_id = e.application_id and ${LICENCE_STANDS}
    where l.id_izin is not null or e.body->'data'->'oss' is not null
    order by e.agency, e.application_id, e.seq`,
);

/** The whole journal of a case, for one that OSS came to know late. */
export const EVENTS_OF_CASE = statement(
  'oss.events-of-case',
  `select seq, body as event from events where agency = $1 and application_id = $2 order by seq`,
);

export const INSERT_MESSAGES = statement(
  'oss.insert-messages',
  `insert into oss_messages (agency, id, id_izin, application_id, task_id, event_seq, place, call, kd_status, body, status,
                             next_attempt_at, created_at)
   select agency, id, id_izin, application_id, task_id, event_seq, place, call, kd_status, body, 'waiting', created_at, created_at
     from jsonb_to_recordset($1::jsonb) as m (agency text, id uuid, id_izin text, application_id uuid, task_id uuid, event_seq integer,
          place integer, call text, kd_status text, body jsonb, created_at timestamptz)
   on conflict (agency, application_id, event_seq, place) do nothing
   returning agency, id, id_izin, round`,
);

export const SET_TOLD = statement('oss.set-told', `update oss_licences set told = $3 where agency = $1 and id_izin = $2`);

/** An official has issued it in the web form: from now on it is corrected, not issued again. */
export const ISSUED_BY_HAND = statement(
  'oss.issued-by-hand',
  `update oss_licences set issued = true where agency = $1 and application_id = $2`,
);

/** One sender per licence: nobody else is at it until $4. */
export const LEASE = statement(
  'oss.lease',
  `update oss_licences set claimed_until = $4
    where agency = $1 and id_izin = $2 and (claimed_until is null or claimed_until <= $3) returning *`,
);
export const RELEASE = statement(
  'oss.release',
  `update oss_licences set claimed_until = null where agency = $1 and id_izin = $2 and claimed_until = $3`,
);
export const LEASED_UNTIL = statement('oss.leased-until', `select claimed_until from oss_licences where agency = $1 and id_izin = $2`);

/**
 * What is to be told next of a licence. `behind`: an earlier event of the case has not been looked at yet, and what it has to say
 * goes first. `task_open`: null where no task waits for it.
 */
export const HEAD = statement(
  'oss.head',
  `select m.*, (select t.status = 'open' from tasks t where t.agency = m.agency and t.id = m.task_id) as task_open,
          exists (select 1 from outbox o where o.agency = m.agency and o.application_id = m.application_id and o.seq < m.event_seq) as behind
     from oss_messages m
     join oss_licences l on l.agency = m.agency and l.id_izin = m.id_izin and l.application_id = m.application_id and ${LICENCE_STANDS}
    where m.agency = $1 and m.id_izin = $2 and m.status in ('waiting', 'sending')
    order by m.event_seq, m.place limit 1`,
);

/** Counts before it is sent: whoever is killed meanwhile leaves the mark that it may have arrived. */
export const SENDING = statement(
  'oss.sending',
  `update oss_messages set status = 'sending', attempts = attempts + 1 where agency = $1 and id = $2 returning attempts`,
);
export const SETTLE = statement(
  'oss.settle',
  `update oss_messages set status = $3, answer_code = $4, answer_text = $5, settled_at = $6, next_attempt_at = null
    where agency = $1 and id = $2 and status in ('waiting', 'sending') returning id`,
);
export const PUT_OFF = statement(
  'oss.put-off',
  `update oss_messages set next_attempt_at = $3, answer_code = $4, answer_text = $5 where agency = $1 and id = $2`,
);

/** What OSS has taken in, on the licence itself; that is what it shows from now on, until it sets something by itself. */
export const ACCEPTED = statement(
  'oss.accepted',
  `update oss_licences set accepted = coalesce($3, accepted), remote = coalesce($3, remote),
          remote_text = case when $3::text is null then remote_text end, oss_number = coalesce($4, oss_number), issued = issued or $5
    where agency = $1 and id_izin = $2`,
);

/** Once more, for whoever looks after it: in its own place among the others. */
export const AGAIN = statement(
  'oss.again',
  `update oss_messages set status = 'waiting', round = round + 1, next_attempt_at = $3, settled_at = null
    where agency = $1 and id = $2 and status in ('waiting', 'refused', 'accepted', 'by-hand') returning agency, id, id_izin, round`,
  OSS_MESSAGES_JOB,
);

/** Messages whose job should have run: whoever emptied the queue took nothing away. */
export const OVERDUE_MESSAGES = statement(
  'oss.overdue-messages',
  `select m.agency, m.id, m.id_izin, m.round from unnest($1::text[]) as office(code)
    cross join lateral (select o.agency, o.id, o.id_izin, o.round from oss_messages o
      join oss_licences l on l.agency = o.agency and l.id_izin = o.id_izin and l.application_id = o.application_id and ${LICENCE_STANDS}
      where o.agency = office.code and o.status in ('waiting', 'sending') and o.next_attempt_at <= $2
      order by o.next_attempt_at limit $3) m`,
);

export const LICENCE = statement('oss.licence', `select * from oss_licences where agency = $1 and id_izin = $2`);
export const LICENCE_OF = statement('oss.licence-of', `select * from oss_licences where agency = $1 and application_id = $2`);
/** The same where the licence is known to be the case's: what OSS says of it may be used there. */
export const STANDING_LICENCE_OF = statement(
  'oss.standing-licence-of',
  `select l.* from oss_licences l where l.agency = $1 and l.application_id = $2 and ${LICENCE_STANDS}`,
);
export const MESSAGES_OF = statement(
  'oss.messages-of',
  `select * from oss_messages where agency = $1 and application_id = $2 order by event_seq, place`,
);
/** What OSS does for a task, and which licence its case is, each where there is one. */
export const KNOWN_OF_TASK = statement(
  'oss.known-of-task',
  `select m.*, l.id_izin, l.oss_id, l.nib from (select) as task
     left join lateral (select status, answer_text, settled_at, created_at from oss_messages
       where agency = $1 and task_id = $2 order by event_seq desc, place desc limit 1) m on true
     left join oss_licences l on l.agency = $1 and l.application_id = $3 and ${LICENCE_STANDS}`,
);
