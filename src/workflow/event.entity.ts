import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { CaseEvent } from '../sop/case-events.js';

/** One entry of a case's journal; never changed, never deleted. */
@Entity('events')
export class EventRow {
  @PrimaryColumn('text')
  agency: string;

  @PrimaryColumn('uuid')
  application_id: string;

  @PrimaryColumn('integer')
  seq: number;

  @Column('timestamptz')
  at: Date;

  @Column('text')
  type: string;

  @Column('text')
  actor_id: string;

  @Column('jsonb')
  body: CaseEvent;

  @Column('text')
  prev_hash: string;

  @Column('text')
  hash: string;
}
