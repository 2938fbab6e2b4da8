import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Calls of whoever brought no right token are told from those of OSS, and deleted after days. */
export class OssRefused1770010100000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const sql of [COLUMN, REFUSED, NOBODYS, INDEX]) await runner.query(sql);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table oss_calls drop column stranger');
  }
}

const COLUMN = 'alter table oss_calls add column stranger boolean not null default false';
const REFUSED = `update oss_calls set stranger = true where direction = 'in' and outcome = 'refused' and http_status <> 200`;
/** NIBs of regions that are nobody's here lay with the first agency of the alphabet. */
const NOBODYS = `
update oss_calls set stranger = true, request_headers = '{}', request = '', response = '', nib = null, id_izin = null
 where direction = 'in' and sentence = 'kd_daerah ini bukan wilayah dinas di sini.'`;
const INDEX = 'create index oss_calls_strangers on oss_calls (at) where stranger';
