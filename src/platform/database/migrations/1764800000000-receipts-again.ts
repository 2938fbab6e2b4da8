import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A file that was sent back and accepted again has a second receipt under the number of the first. */
export class ReceiptsAgain1764800000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('drop index receipts_number');
    await runner.query('create index receipts_number on receipts (agency, number)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index receipts_number');
    await runner.query('create unique index receipts_number on receipts (agency, number)');
  }
}
