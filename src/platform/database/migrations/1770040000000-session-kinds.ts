import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a session is good for: the API, or the page of reports. Those from before are of the API. */
export class SessionKinds1770040000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table sessions add column kind text not null default 'api' check (kind in ('api', 'reports'))`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table sessions drop column kind');
  }
}
