import type { MigrationInterface, QueryRunner } from 'typeorm';

/** OSS: licences and where they stand, what it is told in which order, what it tells us, and the journal of every call. */
export class Oss1765000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const sql of [LICENCES, MESSAGES, INBOX, CALLS]) await runner.query(sql);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['oss_calls', 'oss_inbox', 'oss_messages', 'oss_licences']) await runner.query(`drop table ${table}`);
  }
}

/** A licence (id_izin) is one application. `claimed_until`: one sender at a time, which keeps its messages in order. */
const LICENCES = `
create table oss_licences (
  agency            text not null,
  id_izin           text not null,
  application_id    uuid not null,
  service           text not null,
  nib               text not null,
  nib_version       integer not null default 1,
  nib_status        text,
  oss_id            text not null default '',
  id_proyek         text not null default '',
  id_produk         text not null default '',
  kd_izin           text not null,
  kd_daerah         text not null default '',
  oss_number        text,
  issued            boolean not null default false,
  signed_file       text,
  told              text,
  accepted          text,
  remote            text,
  remote_text       text,
  difference        text,
  checked_at        timestamptz,
  check_due_at      timestamptz,
  claimed_until     timestamptz,
  linked_at         timestamptz not null,
  primary key (agency, id_izin),
  foreign key (agency, application_id) references applications (agency, id)
);
create unique index oss_licences_application on oss_licences (agency, application_id);
create index oss_licences_nib on oss_licences (agency, nib);
create index oss_licences_due on oss_licences (agency, check_due_at) where check_due_at is not null;
create index oss_licences_difference on oss_licences (agency, id_izin) where difference is not null`;

/** Strictly one after the other per id_izin: by event, and by place within it. Settled rows stay for the record. */
const MESSAGES = `
create table oss_messages (
  agency            text not null,
  id                uuid not null,
  id_izin           text not null,
  application_id    uuid not null,
  task_id           uuid,
  event_seq         integer not null,
  place             integer not null,
  call              text not null,
  kd_status         text,
  body              jsonb not null,
  status            text not null,
  attempts          integer not null default 0,
  round             integer not null default 0,
  next_attempt_at   timestamptz,
  answer_code       text,
  answer_text       text,
  created_at        timestamptz not null,
  settled_at        timestamptz,
  primary key (agency, id),
  foreign key (agency, id_izin) references oss_licences (agency, id_izin)
);
create unique index oss_messages_place on oss_messages (agency, application_id, event_seq, place);
create index oss_messages_waiting on oss_messages (agency, id_izin, event_seq, place) where status in ('waiting', 'sending');
create index oss_messages_due on oss_messages (agency, next_attempt_at) where status in ('waiting', 'sending');
create index oss_messages_task on oss_messages (agency, task_id) where task_id is not null`;

/** What OSS has sent, as it came: kept before anything is made of it. The same payload twice is one row. */
const INBOX = `
create table oss_inbox (
  agency            text not null,
  id                uuid not null,
  method            text not null,
  hash              text not null,
  payload           text not null,
  nib               text,
  document_type     text,
  version           integer,
  status            text not null,
  times             integer not null default 1,
  attempts          integer not null default 0,
  not_before        timestamptz,
  result            text,
  received_at       timestamptz not null,
  processed_at      timestamptz,
  primary key (agency, id)
);
create unique index oss_inbox_hash on oss_inbox (agency, method, hash);
create index oss_inbox_nib on oss_inbox (agency, nib, version);
create index oss_inbox_waiting on oss_inbox (agency, id) where status = 'received'`;

/** Every call in and out, with what is secret or personal in it masked. */
const CALLS = `
create table oss_calls (
  agency            text not null,
  id                uuid not null,
  direction         text not null,
  method            text not null,
  url               text not null,
  application_id    uuid,
  id_izin           text,
  nib               text,
  message_id        uuid,
  inbox_id          uuid,
  request_headers   jsonb not null,
  request           text not null,
  http_status       integer,
  response          text not null,
  outcome           text not null,
  code              text,
  sentence          text,
  took_ms           integer not null,
  at                timestamptz not null,
  primary key (agency, id)
);
create index oss_calls_application on oss_calls (agency, application_id, id) where application_id is not null;
create index oss_calls_licence on oss_calls (agency, id_izin, id) where id_izin is not null`;
