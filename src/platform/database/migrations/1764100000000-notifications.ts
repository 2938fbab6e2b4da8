import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The outbox of events, the notices that become of them, and who else is told. */
export class Notifications1764100000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const sql of [OUTBOX, NOTICES, WEBHOOKS]) await runner.query(sql);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table outbox, notices, notice_reads, webhook_subscriptions');
  }
}

const OUTBOX = `
create table outbox (
  agency text not null,
  application_id uuid not null,
  seq integer not null,
  at timestamptz not null,
  attempts integer not null default 0,
  not_before timestamptz,
  last_error text,
  primary key (agency, application_id, seq)
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);`;

const NOTICES = `
create table notices (
  agency text not null,
  id uuid not null,
  application_id uuid not null,
  event_seq integer not null,
  kind text not null,
  channel text not null,
  recipient text not null,
  language text not null,
  subject text not null,
  body text not null,
  status text not null,
  attempts integer not null,
  round integer not null,
  next_attempt_at timestamptz,
  claimed_until timestamptz,
  last_error text,
  created_at timestamptz not null,
  sent_at timestamptz,
  primary key (agency, id)
) with (fillfactor = 80);
create unique index notices_once on notices (agency, application_id, event_seq, kind, channel, recipient);
create index notices_inbox on notices (agency, recipient, id desc) where channel = 'in-app';
create index notices_due on notices (agency, next_attempt_at) where status in ('pending', 'retrying');
create index notices_fate on notices (agency, status, id desc) where status <> 'sent';
create table notice_reads (
  agency text not null,
  user_id text not null,
  notice_id uuid not null,
  at timestamptz not null,
  primary key (agency, user_id, notice_id)
);`;

const WEBHOOKS = `
create table webhook_subscriptions (
  agency text not null,
  id uuid not null,
  url text not null,
  events text[] not null,
  description text not null,
  secret text not null,
  created_by text not null,
  created_at timestamptz not null,
  off_at timestamptz,
  off_because text,
  primary key (agency, id)
);`;
