import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Numbers that were voided, inserted or seeded; letters that were revoked or replaced; officials who stand in for others. */
export class Books1764600000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const sql of [BOOKS, LETTERS, STAND_INS]) await runner.query(sql);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table stand_ins;
      alter table letter_marks drop column title, drop column on_behalf;
      drop index letters_by_application;
      drop index letters_of_application;
      alter table letters drop column replaces, drop column replaced_by, drop column corrected, drop column revoked;
      create unique index letters_by_application on letters (agency, application_id, kind);
      drop table book_seeds;
      drop trigger book_entries_stay on book_entries;
      drop index book_entries_id;
      delete from book_entries where insertion > 0;
      alter table book_entries drop constraint book_entries_pkey, add primary key (agency, book, year, number);
      alter table book_entries drop column id, drop column insertion, drop column voided;
      alter table book_entries alter column application_id set not null, alter column subject_id set not null;
      alter table book_counters drop column taken`);
  }
}

const BOOKS = `
alter table book_counters add column taken integer;
update book_counters set taken = last;
alter table book_counters alter column taken set not null;

alter table book_entries add column id uuid, add column insertion integer, add column voided jsonb;
update book_entries set id = gen_random_uuid(), insertion = 0;
alter table book_entries alter column id set not null, alter column insertion set not null;
alter table book_entries alter column application_id drop not null, alter column subject_id drop not null;
alter table book_entries drop constraint book_entries_pkey, add primary key (agency, book, year, number, insertion);
create unique index book_entries_id on book_entries (agency, id);
create trigger book_entries_stay before delete or truncate on book_entries
  for each statement execute function refuse_change();

create table book_seeds (
  agency text not null,
  book text not null,
  year integer not null,
  id uuid not null,
  first integer not null,
  reason text,
  by_id text not null,
  by_name text not null,
  at timestamptz not null,
  primary key (agency, book, year, id)
);`;

const LETTERS = `
alter table letters add column replaces uuid, add column replaced_by uuid, add column corrected jsonb, add column revoked jsonb;
drop index letters_by_application;
create unique index letters_by_application on letters (agency, application_id, kind) where corrected is null;
create index letters_of_application on letters (agency, application_id);
alter table letter_marks add column title text, add column on_behalf jsonb;`;

const STAND_INS = `
create table stand_ins (
  agency text not null,
  id uuid not null,
  role text not null,
  section text,
  kind text not null,
  holder_id text not null,
  holder_name text not null,
  deputy_id text not null,
  deputy_name text not null,
  reason text,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  ended_at timestamptz,
  ended_by text,
  created_at timestamptz not null,
  primary key (agency, id)
);
create index stand_ins_holder on stand_ins (agency, holder_id, id desc);
create index stand_ins_deputy on stand_ins (agency, deputy_id, id desc);
create index stand_ins_running on stand_ins (agency, ends_at) where ended_at is null;`;
