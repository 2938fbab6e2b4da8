import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Second factors with their recovery codes, when a session was last authenticated, and from which addresses an account has signed in. */
export class SecondFactors1770120000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table sessions add column authenticated_at timestamptz');
    await runner.query(`
      create table second_factors (
        agency text not null,
        user_id uuid not null,
        secret text not null,
        begun_at timestamptz not null,
        confirmed_at timestamptz,
        last_step bigint not null default 0,
        primary key (agency, user_id)
      );
      create table recovery_codes (
        agency text not null,
        user_id uuid not null,
        hash text not null,
        used_at timestamptz,
        primary key (agency, user_id, hash),
        foreign key (agency, user_id) references second_factors on delete cascade
      );
      create table sign_in_places (
        subject text not null primary key,
        seen_at timestamptz not null
      );`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table recovery_codes, second_factors, sign_in_places');
    await runner.query('alter table sessions drop column authenticated_at');
  }
}
