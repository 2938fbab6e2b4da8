import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A digest of all rows of evidence per case, under a proof by the key of the ledger: a row that is removed, or moved to another case or
 * agency, is noticed without going through the ledger. The trigger also reports which case a row belongs to.
 */
export class CaseEvidence1770160000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLE);
    await runner.query(CASE_OF);
    await runner.query(REPORT(true));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(REPORT(false));
    await runner.query('drop function evidence_case(text, jsonb); drop table evidence_cases');
  }
}

const TABLE = `
create table evidence_cases (
  agency text not null,
  application_id uuid not null,
  digest text not null,
  proof text not null,
  primary key (agency, application_id)
) with (fillfactor = 50)`;

const CASE_OF = `
create function evidence_case(name text, evidence jsonb) returns text language plpgsql stable as $$
begin
  case name
    when 'applications' then return evidence->>'id';
    when 'letter_drafts', 'letter_marks' then
      return (select l.application_id from letters l where l.agency = evidence->>'agency' and l.id = (evidence->>'letter_id')::uuid);
    when 'paper_signatures' then
      return (select p.application_id from papers p where p.agency = evidence->>'agency' and p.id = (evidence->>'paper_id')::uuid);
    else return evidence->>'application_id';
  end case;
end $$`;

const REPORT = (cases: boolean) => `
create or replace function evidence_changed() returns trigger language plpgsql
   set timezone = 'UTC' set bytea_output = 'hex' set extra_float_digits = 1 set client_min_messages = 'notice' as $$
declare
  names text[] := string_to_array(tg_argv[0], ',');
  without text[] := string_to_array(tg_argv[1], ',');
  was jsonb;
  present jsonb;
  was_key text;
  present_key text;
begin
  if tg_op <> 'INSERT' then
    was := to_jsonb(old);
    select coalesce(string_agg(was->>name, '/' order by place), '') into was_key from unnest(names) with ordinality as k(name, place);
  end if;
  if tg_op <> 'DELETE' then
    present := to_jsonb(new);
    select coalesce(string_agg(present->>name, '/' order by place), '') into present_key from unnest(names) with ordinality as k(name, place);
  end if;
  if was - without = present - without then return null; end if;
  if tg_op = 'UPDATE' and (was_key <> present_key or was->>'agency' <> present->>'agency') then
    raise notice using errcode = 'TBEVD', message = json_build_array(tg_table_name, was->>'agency', was_key, evidence_hash(was - without), null, null${
      cases ? ', evidence_case(tg_table_name, was), null' : ''
    })::text;
    was := null;
  end if;
  raise notice using errcode = 'TBEVD', message = json_build_array(
    tg_table_name, coalesce(present, was)->>'agency', coalesce(present_key, was_key),
    case when was is not null then evidence_hash(was - without) end,
    case when present is not null then evidence_hash(present - without) end,
    case when present is not null then evidence_tags(to_json(new), without) end${
      cases
        ? `,
    case when was is not null then evidence_case(tg_table_name, was) end,
    case when present is not null then evidence_case(tg_table_name, present) end`
        : ''
    })::text;
  return null;
end $$`;
