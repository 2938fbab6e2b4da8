import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Keys of what is encrypted at rest, what a person is found by, the audit log and its daily seals, and what was erased. */
export class Privacy1765200000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const sql of [KEYS, INDEX, NOTICES, ERASURE, AUDIT, SEALS]) await runner.query(sql);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table audit_seal_leaves, audit_seals, audit_log, audit_heads');
    await runner.query('alter table applications drop column erased_at');
    await runner.query('alter table notices drop column address');
    await runner.query('drop table personal_index, data_keys, agency_keys');
  }
}

const KEYS = `
create table agency_keys (
  agency text not null,
  id uuid not null,
  purpose text not null,
  wrapped bytea not null,
  master text not null,
  made_at timestamptz not null,
  primary key (agency, id)
);
create table data_keys (
  agency text not null,
  owner uuid not null,
  wrapped bytea,
  wrapped_with uuid,
  made_at timestamptz not null,
  destroyed_at timestamptz,
  primary key (agency, owner)
);`;

const INDEX = `
create table personal_index (
  agency text not null,
  hash text not null,
  application_id uuid not null,
  primary key (agency, hash, application_id)
);
create index personal_index_by_application on personal_index (agency, application_id);`;

const NOTICES = `
alter table notices add column address jsonb;`;

const ERASURE = `
alter table applications add column erased_at timestamptz;
create index applications_to_erase on applications (agency, status, closed_at) where erased_at is null and closed_at is not null;`;

/** What is no event of a case; each row carries the hash of the one before it, per agency. */
const AUDIT = `
create table audit_heads (
  agency text primary key,
  seq bigint not null,
  prev_hash text not null,
  hash text not null
);
create table audit_log (
  agency text not null,
  seq bigint not null,
  at timestamptz not null,
  kind text not null,
  actor_id text,
  body text not null,
  prev_hash text not null,
  hash text not null,
  primary key (agency, seq)
);
create index audit_log_by_kind on audit_log (agency, kind, seq);
create index audit_log_by_actor on audit_log (agency, actor_id, seq);
create trigger audit_log_append_only before update or delete or truncate on audit_log
  for each statement execute function refuse_change();`;

/** A seal says for a day how far every journal had come that has moved since the seal before it. */
const SEALS = `
create table audit_seals (
  agency text not null,
  day date not null,
  made_at timestamptz not null,
  cases integer not null,
  root text not null,
  audit_seq bigint not null,
  audit_hash text not null,
  prev_hash text not null,
  hash text not null,
  primary key (agency, day)
);
create table audit_seal_leaves (
  agency text not null,
  application_id uuid not null,
  seq integer not null,
  day date not null,
  hash text not null,
  primary key (agency, application_id, seq)
);
create index audit_seal_leaves_by_day on audit_seal_leaves (agency, day, application_id);
create trigger audit_seals_append_only before update or delete or truncate on audit_seals
  for each statement execute function refuse_change();
create trigger audit_seal_leaves_append_only before update or delete or truncate on audit_seal_leaves
  for each statement execute function refuse_change();`;
