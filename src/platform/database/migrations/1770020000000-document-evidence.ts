import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Documents say whether a check was about them, whether they were taken back, and whether their file may lie in the clear: those that are
 * there already may be from before encryption. Checks keep the versions that they were about.
 */
export class DocumentEvidence1770020000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table documents add column in_clear boolean not null default true,
                            add column checked boolean not null default true,
                            add column removed_at timestamptz;
      alter table documents alter column in_clear set default false, alter column checked set default false;
      alter table document_checks add column documents jsonb not null default '[]';`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table document_checks drop column documents;
      alter table documents drop column removed_at, drop column checked, drop column in_clear;`);
  }
}
