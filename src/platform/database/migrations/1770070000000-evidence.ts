import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The ledger of evidence. A trigger reports each change of a row of evidence to the connection that made it (a notice with SQLSTATE
 * `TBEVD`); the service authenticates it with a key that is not in the database and appends it here, in the same transaction.
 */
export class Evidence1770070000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const sql of [LEDGER, HASH, REPORT]) await runner.query(sql);
    for (const [table, key, without = ''] of TABLES) {
      await runner.query(
        `create trigger evidence_changed after insert or update or delete on ${table}
           for each row execute function evidence_changed('${key}', '${without}')`,
      );
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [table] of TABLES) await runner.query(`drop trigger evidence_changed on ${table}`);
    await runner.query(`
      drop function evidence_changed(); drop function evidence_tags(json, text[]); drop function evidence_hash(jsonb);
      drop table evidence_ledger; drop table evidence_heads; drop table evidence_states`);
  }
}

/** Table, key columns, columns that are no evidence (`src/platform/evidence/evidence-tables.ts` has the reasons). */
const TABLES: readonly (readonly [table: string, key: string, without?: string])[] = [
  ['applications', 'id', 'search,alarm_at'],
  ['tasks', 'id', 'alarm_at,due_at'],
  ['application_forms', 'application_id,revision'],
  ['documents', 'id'],
  ['document_checks', 'id'],
  ['receipts', 'id'],
  ['dispositions', 'id'],
  ['recommendations', 'id'],
  ['oss_records', 'id'],
  ['letters', 'id'],
  ['letter_drafts', 'letter_id,draft'],
  ['letter_marks', 'letter_id,draft,id'],
  ['papers', 'id'],
  ['paper_signatures', 'paper_id'],
  ['paper_texts', 'service,definition,version'],
  ['paper_logos', 'sha256'],
  ['sop_definitions', 'service,sha256'],
  ['book_counters', 'book,year'],
  ['book_entries', 'id'],
  ['book_seeds', 'id'],
  ['stand_ins', 'id'],
  ['calendar_changes', 'version'],
  ['audit_heads', ''],
  ['audit_seals', 'day'],
];

/** Several chains per agency, so that commands seldom wait for one another; the head says how far a chain has come. */
const LEDGER = `
create table evidence_ledger (
  agency text not null,
  chain smallint not null,
  seq bigint not null,
  id bigint generated always as identity,
  kind text not null,
  tbl text not null collate "C",
  key text not null collate "C",
  before text,
  after text,
  tags text,
  mac text not null,
  primary key (agency, chain, seq)
);
create index evidence_ledger_row on evidence_ledger (agency, tbl, key, id);
create trigger evidence_ledger_append_only before update or delete or truncate on evidence_ledger
  for each statement execute function refuse_change();
create table evidence_heads (
  agency text not null,
  chain smallint not null,
  seq bigint not null,
  mac text not null,
  proof text not null,
  primary key (agency, chain)
) with (fillfactor = 50);
create table evidence_states (
  agency text not null,
  state text not null,
  mac text not null,
  primary key (agency)
);`;

const HASH = `
create function evidence_hash(content jsonb) returns text language sql immutable parallel safe as $$
  select encode(sha256(convert_to(jsonb_strip_nulls(content)::text, 'UTF8')), 'base64')
$$;
create function evidence_tags(content json, without text[]) returns text language sql immutable parallel safe as $$
  select string_agg(name || '=' || left(encode(sha256(convert_to(value::text, 'UTF8')), 'hex'), 16), ',' order by place)
    from json_each(content) with ordinality as field(name, value, place)
   where name <> all (without) and value::text <> 'null'
$$;`;

const REPORT = `
create function evidence_changed() returns trigger language plpgsql
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
    raise notice using errcode = 'TBEVD', message = json_build_array(tg_table_name, was->>'agency', was_key, evidence_hash(was - without), null, null)::text;
    was := null;
  end if;
  raise notice using errcode = 'TBEVD', message = json_build_array(
    tg_table_name, coalesce(present, was)->>'agency', coalesce(present_key, was_key),
    case when was is not null then evidence_hash(was - without) end,
    case when present is not null then evidence_hash(present - without) end,
    case when present is not null then evidence_tags(to_json(new), without) end)::text;
  return null;
end $$;`;
