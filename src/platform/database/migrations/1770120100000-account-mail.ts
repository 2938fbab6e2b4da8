import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The confirmed mail address of an account, links that are sent to it, and requests for a new password that wait to be worked off. */
export class AccountMail1770120100000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table users add column email text, add column email_hash text;
      create index users_email on users (agency, email_hash) where email_hash is not null;
      create table account_links (
        agency text not null,
        hash text not null,
        user_id uuid not null,
        purpose text not null check (purpose in ('password-reset', 'confirm-email')),
        address text,
        expires_at timestamptz not null,
        primary key (agency, hash)
      );
      create index account_links_user on account_links (agency, user_id);
      create table password_reset_requests (
        agency text not null,
        id uuid not null,
        user_ids uuid[] not null,
        language text not null,
        at timestamptz not null,
        primary key (agency, id)
      );`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table password_reset_requests, account_links');
    await runner.query('alter table users drop column email, drop column email_hash');
  }
}
