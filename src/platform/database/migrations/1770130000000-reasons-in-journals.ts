import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Why a case was returned or taken back stands in its journal; sums for reports hold no copy of what people write. */
export class ReasonsInJournals1770130000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table case_turns drop column reason');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table case_turns add column reason text');
  }
}
