import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Views for reporting tools, under names that stay, without personal data; and a role that may read them and nothing else. */
export class Reporting1765500000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const sql of [SCHEMA, CATALOGUE, CASES, TIMES, LETTERS, ROLE]) await runner.query(sql);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop schema reporting cascade');
  }
}

/** Officials stand there under a name that tells them apart and does not tell who they are; applicants under none. */
const SCHEMA = `
create schema reporting;
create function reporting.pseudonym(agency text, role text, id text) returns text language sql immutable parallel safe as $$
  select case when role in ('applicant', 'system') or id is null then null
              else substr(encode(sha256(convert_to(agency || ' ' || id, 'UTF8')), 'hex'), 1, 12) end
$$;`;

const CATALOGUE = `
create view reporting.services as
  select agency, service, version, sha256 as definition, definition->'label'->>'id' as label_id, definition->'label'->>'en' as label_en,
         published_at
    from sop_definitions;
create view reporting.steps as
  select d.agency, d.service, d.sha256 as definition, (step->>'no')::integer as step, step->>'activity' as activity, step->>'does' as does,
         step->'roles'->>0 as role, (step->'standardTime'->>'amount')::double precision as standard_amount,
         step->'standardTime'->>'unit' as standard_unit
    from sop_definitions d cross join lateral jsonb_array_elements(d.definition->'steps') step;`;

const CASES = `
create view reporting.applications as
  select agency, id as application_id, number, service, definition, status, version as events,
         case when state->>'assistant' is null then 'applicant' else 'counter' end as opened_by, opened_at, updated_at, closed_at,
         (state->'statutory'->>'startedAt')::timestamptz as statutory_started_at,
         (state->'statutory'->>'endedAt')::timestamptz as statutory_ended_at
    from applications;
create view reporting.tasks as
  select agency, id as task_id, application_id, service, step, role, section, status, opened_at, due_at, completed_at, outcome,
         claimed_by is not null as claimed, reporting.pseudonym(agency, role, completed_by) as performer
    from tasks;
create view reporting.events as
  select agency, application_id, seq, at, type, body->'actor'->>'role' as role,
         reporting.pseudonym(agency, body->'actor'->>'role', actor_id) as performer,
         (body->'actor'->'onBehalfOf') is not null as stood_in, (body->>'task')::uuid as task_id, (body->>'step')::integer as step,
         body->>'outcome' as outcome, body->>'kind' as alarm, body->>'ending' as ending
    from events;`;

/** A visit of a step that was completed. \`used_share\` is of the standard time, in the unit of that: above 1 it was late by itself. */
const TIMES = `
create view reporting.step_visits as
  select e.agency, e.application_id, e.seq, a.service, a.definition, (e.body->>'step')::integer as step, (e.body->>'task')::uuid as task_id,
         e.body->'actor'->>'role' as role, reporting.pseudonym(e.agency, e.body->'actor'->>'role', e.actor_id) as performer,
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
   where e.type = 'completed';`;

const LETTERS = `
create view reporting.letters as
  select agency, id as letter_id, application_id, kind, status, draft as drafts, number, signed_at, numbered_at,
         (handed_over->>'at')::timestamptz as handed_over_at, (acknowledged->>'at')::timestamptz as acknowledged_at,
         (revoked->>'at')::timestamptz as revoked_at, replaced_by
    from letters;
create view reporting.book_numbers as
  select agency, book, year, number, insertion, label, application_id, entered_at, voided is not null as voided
    from book_entries;`;

/** Where the owner of the database may not make roles, its administrator does: docs/reporting.md. */
const ROLE = `
do $$
begin
  if not exists (select from pg_roles where rolname = 'terbit_reporting') then
    create role terbit_reporting nologin;
  end if;
exception
  when insufficient_privilege or duplicate_object or unique_violation then null;
end $$;
do $$
begin
  if exists (select from pg_roles where rolname = 'terbit_reporting') then
    grant usage on schema reporting to terbit_reporting;
    grant select on all tables in schema reporting to terbit_reporting;
  end if;
end $$;`;
