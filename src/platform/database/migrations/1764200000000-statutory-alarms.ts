import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When the next warning of a case's statutory clock is given, to be found without reading every case. */
export class StatutoryAlarms1764200000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table applications add column alarm_at timestamptz');
    await runner.query('create index applications_alarms on applications (agency, alarm_at) where alarm_at is not null');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table applications drop column alarm_at');
  }
}
