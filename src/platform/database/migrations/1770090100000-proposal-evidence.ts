import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Proposals of changes to passed time are evidence: who proposed what, and who approved it. */
export class ProposalEvidence1770090100000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `create trigger evidence_changed after insert or update or delete on calendar_proposals
         for each row execute function evidence_changed('id', '')`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop trigger evidence_changed on calendar_proposals');
  }
}
