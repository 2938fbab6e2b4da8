import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLES = ['oss_inbox', 'oss_calls'] as const;

/** What is said to and by OSS is encrypted from now on; the index finds what lies there from before, until it is as well. */
export class OssSealed1765610000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const table of TABLES) {
      await runner.query(`alter table ${table} add column sealed boolean not null default false`);
      await runner.query(`create index ${table}_in_the_clear on ${table} (agency, id) where not sealed`);
    }
    // For taking away what was said of a business before its case was known.
    await runner.query('create index oss_calls_nib on oss_calls (agency, nib) where application_id is null');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index oss_calls_nib');
    for (const table of TABLES) await runner.query(`alter table ${table} drop column sealed`);
  }
}
