import type { MigrationInterface, QueryRunner } from 'typeorm';

const INDEXES = [
  'create index oss_calls_by_time on oss_calls (agency, at)',
  'create index oss_messages_by_time on oss_messages (agency, created_at)',
  'create index oss_licences_by_time on oss_licences (agency, linked_at, id_izin)',
] as const;

/** The report on OSS reads a period of what was said to and by it. */
export class OssReport1765640000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const sql of INDEXES) await runner.query(sql);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['calls', 'messages', 'licences']) await runner.query(`drop index oss_${table}_by_time`);
  }
}
