import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Indexes begin with the agency, like every other key: each query is of one agency, and one agency's rows slow no other. */
export class AgencyFirst1770110000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('drop index form_identities_nibs, form_identities_niks, oss_calls_strangers');
    await runner.query('create index form_identities_nibs on form_identities using gin (agency, nibs)');
    await runner.query('create index form_identities_niks on form_identities using gin (agency, niks)');
    await runner.query('create index oss_calls_strangers on oss_calls (agency, at) where stranger');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index form_identities_nibs, form_identities_niks, oss_calls_strangers');
    await runner.query('create index form_identities_nibs on form_identities using gin (nibs)');
    await runner.query('create index form_identities_niks on form_identities using gin (niks)');
    await runner.query('create index oss_calls_strangers on oss_calls (at) where stranger');
  }
}
