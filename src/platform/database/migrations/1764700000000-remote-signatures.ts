import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Final letters that their signer has signed with a remote signing service: once per paper, the file under its own id. */
export class RemoteSignatures1764700000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table papers add column final boolean not null default false, add column remote boolean not null default false;
      update papers set final = snapshot->'verify' <> 'null';
      create table paper_signatures (
        agency text not null,
        paper_id uuid not null,
        file_id uuid not null,
        document_id text,
        sha256 text not null,
        signed_by text not null,
        signer_name text not null,
        role text not null,
        on_behalf jsonb,
        signed_at timestamptz not null,
        primary key (agency, paper_id),
        foreign key (agency, paper_id) references papers
      );
      create trigger paper_signatures_stay before update or delete or truncate on paper_signatures
        for each statement execute function refuse_change();`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table paper_signatures');
    await runner.query('alter table papers drop column final, drop column remote');
  }
}
