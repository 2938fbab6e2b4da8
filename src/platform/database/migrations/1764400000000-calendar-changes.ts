import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Profiles that an administrator has set, every change of a calendar for good, and the deadlines that moved with it. */
export class CalendarChanges1764400000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table calendar_versions
        add column stale_from timestamptz,
        add column sweeping_until timestamptz,
        add column file_sha256 text;
      alter table calendar_days add column changed_by_name text;
      create table calendar_profiles (
        agency text not null,
        code text not null,
        profile jsonb not null,
        changed_by text not null,
        changed_by_name text not null,
        changed_at timestamptz not null,
        primary key (agency, code)
      );
      create table calendar_changes (
        agency text not null,
        version integer not null,
        at timestamptz not null,
        actor_id text not null,
        actor_name text not null,
        changes jsonb not null,
        primary key (agency, version)
      );
      create trigger calendar_changes_append_only before update or delete or truncate on calendar_changes
        for each statement execute function refuse_change();
      create table calendar_moves (
        agency text not null,
        version integer not null,
        task_id uuid not null,
        application text not null,
        step integer not null,
        old_due_at timestamptz,
        due_at timestamptz,
        primary key (agency, version, task_id)
      );`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table calendar_moves; drop table calendar_changes; drop table calendar_profiles;
      alter table calendar_days drop column changed_by_name;
      alter table calendar_versions drop column stale_from, drop column sweeping_until, drop column file_sha256;`);
  }
}
