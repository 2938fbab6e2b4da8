import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A user name is one person's within an agency: what another agency calls its own people is none of its business. */
export class UsernamesPerAgency1770040100000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create unique index users_username_of_agency on users (agency, username)');
    await runner.query('drop index users_username');
    await runner.query('create index users_username on users (username)');
  }

  /** Refused by the database where two agencies use one name meanwhile. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index users_username');
    await runner.query('create unique index users_username on users (username)');
    await runner.query('drop index users_username_of_agency');
  }
}
