import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What an official found about one requirement. */
export interface Finding {
  readonly requirement: string;
  readonly status: 'present' | 'missing' | 'wrong';
  readonly note?: string;
}

/** The result of looking through a file: completeness at the counter, or verification in the back office. */
@Entity('document_checks')
export class DocumentCheckRow {
  @PrimaryColumn('text')
  agency: string;

  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid')
  application_id: string;

  @Column('uuid')
  task_id: string;

  @Column('text')
  kind: 'completeness' | 'verification';

  @Column('text')
  result: string;

  @Column('jsonb')
  findings: Finding[];

  /** The versions that it was about. */
  @Column('jsonb', { default: [] })
  documents: { readonly id: string; readonly requirement: string; readonly sha256: string }[];

  @Column('text', { nullable: true })
  reason: string | null;

  @Column('text')
  checked_by: string;

  @Column('timestamptz')
  checked_at: Date;
}
