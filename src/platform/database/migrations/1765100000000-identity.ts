import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Staff that an administrator manages, sessions with their refresh tokens, and what slows guessing down. */
export class Identity1765100000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const sql of [USERS, SESSIONS, LIMITS]) await runner.query(sql);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table rate_limits;
      drop table sign_in_failures;
      drop table refresh_tokens;
      drop table sessions;
      alter table users drop column disabled_at, drop column must_change, drop column created_at`);
  }
}

const USERS = `
alter table users
  add column disabled_at timestamptz,
  add column must_change boolean not null default false,
  add column created_at timestamptz;`;

const SESSIONS = `
create table sessions (
  agency text not null,
  id uuid not null,
  user_id uuid not null,
  started_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz,
  ended_why text,
  primary key (agency, id)
);
create index sessions_of_user on sessions (agency, user_id, id) where ended_at is null;
create index sessions_ended on sessions (agency, ended_at) where ended_at is not null;
create table refresh_tokens (
  agency text not null,
  session_id uuid not null,
  hash text not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  primary key (agency, session_id, hash),
  foreign key (agency, session_id) references sessions on delete cascade
);`;

// Without an agency: nobody has signed in yet. Losing the counts in a crash is no harm, so they are written to no log.
const LIMITS = `
create table sign_in_failures (
  kind text not null,
  subject text not null,
  failures integer not null,
  last_at timestamptz not null,
  locked_until timestamptz,
  primary key (kind, subject)
);
create unlogged table rate_limits (
  bucket text not null,
  subject text not null,
  free_at timestamptz not null,
  primary key (bucket, subject)
) with (fillfactor = 50);`;
