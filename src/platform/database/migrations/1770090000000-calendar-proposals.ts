import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Changes of today's calendar or of the past, which a second person approves before they count. */
export class CalendarProposals1770090000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table calendar_proposals (
        agency text not null,
        id uuid not null,
        proposed_at timestamptz not null,
        proposed_by text not null,
        proposed_by_name text not null,
        source text not null,
        first_date text not null,
        edit jsonb not null,
        applications integer not null,
        first_applications jsonb not null,
        decision text,
        decided_at timestamptz,
        decided_by text,
        decided_by_name text,
        version integer,
        primary key (agency, id)
      );
      create index calendar_proposals_approved on calendar_proposals (agency, first_date) where decision = 'approved';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table calendar_proposals');
  }
}
