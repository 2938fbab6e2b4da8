import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Officials whom an outside issuer has vouched for: nobody else here would know that they exist. */
export class KnownPeople1765650000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table known_people (
        agency text not null,
        id uuid not null,
        subject text not null,
        username text,
        name text not null,
        roles jsonb not null,
        seen_at timestamptz not null,
        primary key (agency, id)
      );
      create index known_people_by_subject on known_people (agency, subject);
      create index known_people_by_username on known_people (agency, username)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table known_people');
  }
}
