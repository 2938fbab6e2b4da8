import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Since when the receiver of a webhook has not answered; null while it does. */
export class WebhookHealth1770030000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table webhook_subscriptions add column failing_since timestamptz');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table webhook_subscriptions drop column failing_since');
  }
}
