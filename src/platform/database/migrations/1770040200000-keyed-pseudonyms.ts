import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Pseudonyms in `reporting` by a keyed hash: whoever knows the ids of colleagues cannot tell theirs. The key is one for the
 * installation and stays; reporting tools cannot read it, since the views read it with the rights of their owner.
 */
export class KeyedPseudonyms1770040200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(KEY);
    await runner.query(KEYED);
    for (const view of views(`, (select key from public.reporting_key)`)) await runner.query(view);
    await runner.query('drop function reporting.pseudonym(text, text, text)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(UNKEYED);
    for (const view of views('')) await runner.query(view);
    await runner.query('drop function reporting.pseudonym(text, text, text, bytea)');
    await runner.query('drop table reporting_key');
  }
}

const KEY = `
create table reporting_key (
  one boolean primary key default true check (one),
  key bytea not null
);
insert into reporting_key (key)
select sha256(convert_to(gen_random_uuid()::text || gen_random_uuid()::text || gen_random_uuid()::text, 'UTF8'));
revoke all on reporting_key from public;`;

/** HMAC by its two hashes, without the padding: the key is as long as the hash, and nothing of another length is ever hashed with it. */
const KEYED = `
create function reporting.pseudonym(agency text, role text, id text, key bytea) returns text language sql immutable parallel safe as $$
  select case when role in ('applicant', 'system') or id is null then null
              else substr(encode(sha256(key || sha256(key || convert_to(agency || ' ' || id, 'UTF8'))), 'hex'), 1, 12) end
$$;`;

const UNKEYED = `
create function reporting.pseudonym(agency text, role text, id text) returns text language sql immutable parallel safe as $$
  select case when role in ('applicant', 'system') or id is null then null
              else substr(encode(sha256(convert_to(agency || ' ' || id, 'UTF8')), 'hex'), 1, 12) end
$$;`;

const views = (key: string) => [
  `create or replace view reporting.tasks as
  select agency, id as task_id, application_id, service, step, role, section, status, opened_at, due_at, completed_at, outcome,
         claimed_by is not null as claimed, reporting.pseudonym(agency, role, completed_by${key}) as performer
    from tasks`,
  `create or replace view reporting.events as
  select agency, application_id, seq, at, type, body->'actor'->>'role' as role,
         reporting.pseudonym(agency, body->'actor'->>'role', actor_id${key}) as performer,
         (body->'actor'->'onBehalfOf') is not null as stood_in, (body->>'task')::uuid as task_id, (body->>'step')::integer as step,
         body->>'outcome' as outcome, body->>'kind' as alarm, body->>'ending' as ending
    from events`,
  `create or replace view reporting.step_visits as
  select e.agency, e.application_id, e.seq, a.service, a.definition, (e.body->>'step')::integer as step, (e.body->>'task')::uuid as task_id,
         e.body->'actor'->>'role' as role, reporting.pseudonym(e.agency, e.body->'actor'->>'role', e.actor_id${key}) as performer,
         e.body->>'outcome' as outcome, e.at as completed_at,
         (e.body->'used'->>'ms')::double precision / 1000 as used_seconds, (e.body->'used'->>'days')::double precision as used_days,
         s.standard_amount, s.standard_unit,
         case s.standard_unit when 'day' then (e.body->'used'->>'days')::double precision
                              when 'hour' then (e.body->'used'->>'ms')::double precision / 3600000
                              else (e.body->'used'->>'ms')::double precision / 60000 end / s.standard_amount as used_share
    from events e
    join applications a on a.agency = e.agency and a.id = e.application_id
    left join reporting.steps s on s.agency = a.agency and s.service = a.service and s.definition = a.definition
                               and s.step = (e.body->>'step')::integer
   where e.type = 'completed'`,
];
