import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { CaseState } from '../sop/case-events.js';

/** A case as it is stored; `state` is what its events have left, kept beside them so that a decision needs one read. */
@Entity('applications')
export class ApplicationRow {
  @PrimaryColumn('text')
  agency: string;

  @PrimaryColumn('uuid')
  id: string;

  @Column('text')
  number: string;

  @Column('text')
  service: string;

  /** Hash of the definition this case began with. */
  @Column('text')
  definition: string;

  @Column('text')
  status: string;

  /** Number of events so far; the ETag. */
  @Column('integer')
  version: number;

  @Column('jsonb')
  state: CaseState;

  @Column('text')
  head_hash: string;

  @Column('text', { nullable: true })
  applicant_id: string | null;

  @Column('text')
  applicant_name: string;

  @Column('text', { nullable: true })
  receipt_number: string | null;

  @Column('text', { nullable: true })
  tracking_code: string | null;

  /** What the search finds it by, in lower case. */
  @Column('text', { select: false })
  search?: string;

  @Column('timestamptz')
  opened_at: Date;

  @Column('timestamptz')
  updated_at: Date;

  @Column('timestamptz', { nullable: true })
  closed_at: Date | null;

  /** When the next warning of its statutory clock is given; null while none is owed. */
  @Column('timestamptz', { nullable: true, select: false })
  alarm_at?: Date | null;

  /** When its personal data was erased. */
  @Column('timestamptz', { nullable: true, select: false })
  erased_at?: Date | null;
}
