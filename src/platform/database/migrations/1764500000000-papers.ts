import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Papers as they were frozen and printed, the texts and logos they were made from, and the codes of letters. */
export class Papers1764500000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const sql of [PAPERS, TEXTS, CODES]) await runner.query(sql);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table letters drop column verification_code');
    await runner.query('drop function new_verification_code()');
    await runner.query('drop table papers, paper_tasks, paper_texts, paper_logos');
  }
}

const PAPERS = `
create table papers (
  agency text not null,
  id uuid not null,
  application_id uuid not null,
  subject_id uuid not null,
  kind text not null,
  edition text not null,
  snapshot jsonb not null,
  frozen_at timestamptz not null,
  sha256 text[] not null default '{}',
  size integer,
  primary key (agency, id)
);
create unique index papers_once on papers (agency, subject_id, kind, edition);
create table paper_tasks (
  agency text not null,
  application_id uuid not null,
  seq integer not null,
  record text not null,
  subject_id uuid not null,
  attempts integer not null default 0,
  not_before timestamptz,
  last_error text,
  primary key (agency, application_id, seq, record, subject_id)
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);`;

const TEXTS = `
create table paper_texts (
  agency text not null,
  service text not null,
  definition text not null,
  version integer not null,
  sha256 text not null,
  texts jsonb not null,
  published_at timestamptz not null,
  primary key (agency, service, definition, version)
);
create table paper_logos (
  agency text not null,
  sha256 text not null,
  bytes bytea not null,
  primary key (agency, sha256)
);`;

/** Sixteen signs of Crockford's alphabet, 80 random bits: byte 6 of a UUID is left out, as part of it is fixed. */
const CODES = `
create function new_verification_code() returns text language sql volatile as $$
  select string_agg(substr('0123456789ABCDEFGHJKMNPQRSTVWXYZ', 1 + (get_byte(chance.bytes, place) & 31), 1), '')
    from (select uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) as bytes) chance,
         unnest(array[0, 1, 2, 3, 4, 5, 7, 9, 10, 11, 12, 13, 14, 15, 16, 17]) place
$$;
alter table letters add column verification_code text not null default new_verification_code();
create unique index letters_verification_code on letters (agency, verification_code);`;
