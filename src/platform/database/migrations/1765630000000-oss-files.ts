import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Files that OSS has signed, to be fetched and kept; and tables of OSS, kept for the names of its codes. */
export class OssFiles1765630000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const sql of [FILES, NAMED_BEFORE, TABLES, ENTRIES]) await runner.query(sql);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['oss_references', 'oss_reference_tables', 'oss_signed_files']) await runner.query(`drop table ${table}`);
  }
}

/** The bytes lie in the file store under the id. `next_attempt_at`: nobody else is at it until then. */
const FILES = `
create table oss_signed_files (
  agency            text not null,
  id                uuid not null,
  id_izin           text not null,
  application_id    uuid not null,
  url               text not null,
  status            text not null,
  attempts          integer not null default 0,
  next_attempt_at   timestamptz,
  size              integer,
  sha256            text,
  reason            text,
  noticed_at        timestamptz not null,
  settled_at        timestamptz,
  primary key (agency, id),
  foreign key (agency, id_izin) references oss_licences (agency, id_izin)
);
create unique index oss_signed_files_url on oss_signed_files (agency, id_izin, url);
create index oss_signed_files_case on oss_signed_files (agency, application_id);
create index oss_signed_files_due on oss_signed_files (agency, next_attempt_at) where status = 'waiting'`;

/** What OSS has named before anybody fetched it. */
const NAMED_BEFORE = `
insert into oss_signed_files (agency, id, id_izin, application_id, url, status, next_attempt_at, noticed_at)
select agency, gen_random_uuid(), id_izin, application_id, signed_file, 'waiting', linked_at, linked_at
  from oss_licences where signed_file is not null`;

const TABLES = `
create table oss_reference_tables (
  agency            text not null,
  kode              text not null,
  fetched_at        timestamptz,
  due_at            timestamptz not null,
  attempts          integer not null default 0,
  reason            text,
  primary key (agency, kode)
);
create index oss_reference_tables_due on oss_reference_tables (agency, due_at)`;

const ENTRIES = `
create table oss_references (
  agency            text not null,
  kode              text not null,
  code              text not null,
  name              text not null,
  remark            text,
  primary key (agency, kode, code)
)`;
