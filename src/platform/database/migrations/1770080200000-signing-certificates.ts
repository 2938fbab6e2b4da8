import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The certificates that papers were signed with, their time stamps, and why a paper waits. */
export class SigningCertificates1770080200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table signing_certificates (
        agency text not null,
        sha256 text not null,
        der bytea not null,
        name text not null,
        organisation text,
        issuer text not null,
        serial_number text not null,
        not_before timestamptz not null,
        not_after timestamptz not null,
        kept_at timestamptz not null,
        primary key (agency, sha256)
      );
      create trigger signing_certificates_stay before update or delete or truncate on signing_certificates
        for each statement execute function refuse_change();
      create table certificate_warnings (
        agency text not null,
        sha256 text not null,
        threshold integer not null,
        warned_at timestamptz not null,
        primary key (agency, sha256, threshold)
      );
      alter table papers add column certificate text, add column time_stamp bytea;
      alter table paper_tasks add column waits_for text;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table paper_tasks drop column waits_for;
      alter table papers drop column certificate, drop column time_stamp;
      drop table certificate_warnings;
      drop table signing_certificates;`);
  }
}
