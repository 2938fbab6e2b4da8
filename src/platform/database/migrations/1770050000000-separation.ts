import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What separates duties: the NIK of officials as a keyed hash, and in the state of each case who did the steps that drafted or recommended. */
export class Separation1770050000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table users add column nik_hash text');
    await runner.query('alter table known_people add column nik_hash text');
    await runner.query(DONE_BY);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`update applications set state = state - 'doneBy' where state ? 'doneBy'`);
    await runner.query('alter table known_people drop column nik_hash');
    await runner.query('alter table users drop column nik_hash');
  }
}

/** As the events give it: per step the people in the order in which they came, the one who acted before the one it was done for. */
const DONE_BY = `
with watched as (
  select d.agency, d.service, d.sha256, (step->>'no')::int as step
    from sop_definitions d, jsonb_array_elements(d.definition->'steps') step
   where step->>'does' in ('draft-letter', 'recommend')
), people as (
  select a.agency, a.id, w.step, person.id as person, min(e.seq * 2 + person.place) as first
    from applications a
    join watched w on w.agency = a.agency and w.service = a.service and w.sha256 = a.definition
    join events e on e.agency = a.agency and e.application_id = a.id and e.type = 'completed' and (e.body->>'step')::int = w.step
    cross join lateral (values (e.body->'actor'->>'id', 0), (e.body->'actor'->'onBehalfOf'->>'id', 1)) person (id, place)
   where person.id is not null
   group by a.agency, a.id, w.step, person.id
), steps as (
  select agency, id, step, jsonb_agg(person order by first) as people from people group by agency, id, step
), cases as (
  select agency, id, jsonb_object_agg(step, people) as done_by from steps group by agency, id
)
update applications a set state = a.state || jsonb_build_object('doneBy', c.done_by)
  from cases c where c.agency = a.agency and c.id = a.id`;
