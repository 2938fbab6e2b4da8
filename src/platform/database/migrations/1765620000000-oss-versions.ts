import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What arrives from OSS out of order: of which day it is, and files of licences that are not known yet. */
export class OssVersions1765620000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table oss_inbox add column id_izin text, add column data_on text');
    await runner.query(`create index oss_inbox_held on oss_inbox (agency, id_izin) where status = 'held'`);
    await runner.query(`alter table oss_licences add column data_on text not null default ''`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table oss_inbox drop column id_izin, drop column data_on');
    await runner.query('alter table oss_licences drop column data_on');
  }
}
