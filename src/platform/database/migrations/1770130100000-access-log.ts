import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who of the staff read which case, for the person whose case it is. */
export class AccessLog1770130100000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table access_log (
        agency text not null,
        application_id uuid not null,
        id bigint generated always as identity,
        at timestamptz not null,
        user_id text not null,
        user_name text not null,
        role text not null,
        kind text not null,
        times integer not null,
        primary key (agency, application_id, id)
      );
      create trigger access_log_append_only before update or delete or truncate on access_log
        for each statement execute function refuse_change();`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table access_log');
  }
}
