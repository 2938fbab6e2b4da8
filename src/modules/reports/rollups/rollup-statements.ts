import { statement } from '../../../platform/database/tx.js';
import { COUNTED_EVENTS } from './past.js';

/** Events that close or open a task. */
const MOVING = `('completed', 'withdrawn', 'number-voided', 'revoked', 'corrected')`;

/** Events with what the tally asks of their past: read backwards from each, so that it costs the same however long a case is. */
export const EVENT_CONTEXTS = statement(
  'tally.happenings',
  `select e.agency, e.application_id, e.seq, a.service, a.definition, e.body as event, opener.task as opened,
          coalesce(past.used, '[]') as used, coalesce(past.corrected, false) as corrected
     from unnest($1::text[], $2::uuid[], $3::int[]) as m (agency, application_id, seq)
     join events e on e.agency = m.agency and e.application_id = m.application_id and e.seq = m.seq and e.type in ${MOVING}
     join applications a on a.agency = m.agency and a.id = m.application_id
     left join lateral (
       select o.body->'next' as task from events o
        where o.agency = m.agency and o.application_id = m.application_id and o.seq < m.seq
          and o.type in ('opened', 'completed', 'number-voided', 'corrected')
        order by o.seq desc limit 1
     ) opener on true
     left join lateral (
       select jsonb_agg(p.body->'used') filter (where p.type = 'completed') as used, bool_or(p.type = 'corrected') as corrected
         from events p
        where p.agency = m.agency and p.application_id = m.application_id and p.seq < m.seq and p.type in ('completed', 'corrected')
          and (e.type = 'withdrawn' or e.body->>'ending' is not null)
     ) past on true`,
);

/** In the order of their keys: two workers who add to the same rows do so one after the other. */
export const ADD_STEPS = statement(
  'tally.add-steps',
  `insert into step_days as known (agency, day, service, definition, step, role, section, person, name, n, on_time, used_ms, used)
   select agency, day, service, definition, step, role, section, person, name, n, on_time, used_ms, used
     from jsonb_to_recordset($1::jsonb) as more (agency text, day date, service text, definition text, step integer, role text, section text,
                                                 person text, name text, n integer, on_time integer, used_ms bigint, used integer[])
    order by agency, day, service, definition, step, role, section, person
   on conflict (agency, day, service, definition, step, role, section, person) do update
      set name = excluded.name, n = known.n + excluded.n, on_time = known.on_time + excluded.on_time,
          used_ms = known.used_ms + excluded.used_ms, used = known.used || excluded.used`,
);
export const ADD_CASES = statement(
  'tally.add-cases',
  `insert into case_days as known (agency, day, service, definition, ending, n, on_time, used_ms, used)
   select agency, day, service, definition, ending, n, on_time, used_ms, used
     from jsonb_to_recordset($1::jsonb) as more (agency text, day date, service text, definition text, ending text,
                                                 n integer, on_time integer, used_ms bigint, used integer[])
    order by agency, day, service, definition, ending
   on conflict (agency, day, service, definition, ending) do update
      set n = known.n + excluded.n, on_time = known.on_time + excluded.on_time,
          used_ms = known.used_ms + excluded.used_ms, used = known.used || excluded.used`,
);
export const ADD_DETOURS = statement(
  'tally.add-turns',
  `insert into case_turns (agency, application_id, seq, at, day, service, definition, step, kind, outcome, to_role, person, name)
   select agency, application_id, seq, at, day, service, definition, step, kind, outcome, to_role, person, name
     from jsonb_populate_recordset(null::case_turns, $1::jsonb)
   on conflict do nothing`,
);

export const BUILT = statement('tally.built', `select agency from tally_builds where agency = $1`);
export const MARK_BUILT = statement(
  'tally.mark-built',
  `insert into tally_builds (agency, built_at) values ($1, $2) on conflict (agency) do update set built_at = excluded.built_at`,
);
export const CLEAR = [
  statement('tally.forget-steps', `delete from step_days where agency = $1`),
  statement('tally.forget-cases', `delete from case_days where agency = $1`),
  statement('tally.forget-turns', `delete from case_turns where agency = $1`),
];
/** A million cases take longer than any statement of a request may. */
export const NO_TIMEOUT = statement('tally.take-time', `select set_config('statement_timeout', '0', true)`);

export const CASES = statement(
  'tally.cases',
  `select id, service, definition from applications where agency = $1 and id > $2 order by id limit $3`,
);
/** `waiting`: still in the outbox, from where it will be tallied in its turn. */
export const HISTORIES = statement(
  'tally.histories',
  `select e.application_id, e.seq, e.body as event,
          exists (select from outbox o where o.agency = e.agency and o.application_id = e.application_id and o.seq = e.seq) as waiting
     from events e
    where e.agency = $1 and e.application_id = any($2::uuid[]) and e.type in (${COUNTED_EVENTS.map((type) => `'${type}'`).join(', ')})
    order by e.application_id, e.seq`,
);
