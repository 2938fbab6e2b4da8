import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What reports are read from: finished step visits and cases by day, what went back or was refused, surveys; and ways to read by time. */
export class Reports1765400000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const sql of [TALLIES, SURVEYS, INDEXES]) await runner.query(sql);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop index oss_records_by_time;
      drop index letters_by_numbering;
      drop index applications_by_opening;
      drop table surveys;
      drop table tally_builds;
      drop table case_turns;
      drop table case_days;
      drop table step_days`);
  }
}

/** `used` holds each visit, in thousandths of the unit of the step's standard time: minutes or days. */
const TALLIES = `
create table step_days (
  agency text not null,
  day date not null,
  service text not null,
  definition text not null,
  step integer not null,
  role text not null,
  section text not null,
  person text not null,
  name text not null,
  n integer not null,
  on_time integer not null,
  used_ms bigint not null,
  used integer[] not null,
  primary key (agency, day, service, definition, step, role, section, person)
) with (fillfactor = 70);

create table case_days (
  agency text not null,
  day date not null,
  service text not null,
  definition text not null,
  ending text not null,
  n integer not null,
  on_time integer not null,
  used_ms bigint not null,
  used integer[] not null,
  primary key (agency, day, service, definition, ending)
) with (fillfactor = 70);

create table case_turns (
  agency text not null,
  application_id uuid not null,
  seq integer not null,
  at timestamptz not null,
  day date not null,
  service text not null,
  definition text not null,
  step integer,
  kind text not null,
  outcome text,
  to_role text,
  person text not null,
  name text not null,
  reason text,
  primary key (agency, application_id, seq)
);
create index case_turns_by_day on case_turns (agency, day, application_id, seq);

create table tally_builds (
  agency text not null,
  built_at timestamptz not null,
  primary key (agency)
);`;

const SURVEYS = `
create table surveys (
  agency text not null,
  application_id uuid not null,
  service text not null,
  day date not null,
  at timestamptz not null,
  answers smallint[] not null,
  suggestion text,
  primary key (agency, application_id),
  foreign key (agency, application_id) references applications
);
create index surveys_by_day on surveys (agency, day, service);`;

const INDEXES = `
create index applications_by_opening on applications (agency, opened_at, id);
create index letters_by_numbering on letters (agency, numbered_at, id) where numbered_at is not null;
create index oss_records_by_time on oss_records (agency, recorded_at, id);`;
