import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Days that an administrator has changed after the calendar's file was written, and open tasks in the order of their ids. */
export class Calendar1763900200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table calendar_days (
        agency text not null,
        date text not null,
        day jsonb,
        changed_by text not null,
        changed_at timestamptz not null,
        primary key (agency, date)
      );
      create table calendar_versions (
        agency text not null,
        version integer not null,
        changed_at timestamptz not null,
        primary key (agency)
      );
      create index tasks_open on tasks (agency, id) where status = 'open';`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop index tasks_open; drop table calendar_versions; drop table calendar_days`);
  }
}
