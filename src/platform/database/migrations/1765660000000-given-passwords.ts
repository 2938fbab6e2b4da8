import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When a password was given that is only good for choosing another: those from before begin now; the first administrator's has no end. */
export class GivenPasswords1765660000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table users add column password_given_at timestamptz');
    await runner.query('update users set password_given_at = now() where must_change and not demo');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table users drop column password_given_at');
  }
}
