import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { StandInKind } from '../../kernel/principal.js';

/** A period in which somebody stands in for the holder of a role. */
@Entity('stand_ins')
export class StandInRow {
  @PrimaryColumn('text')
  agency: string;

  @PrimaryColumn('uuid')
  id: string;

  @Column('text')
  role: string;

  @Column('text', { nullable: true })
  section: string | null;

  @Column('text')
  kind: StandInKind;

  @Column('text')
  holder_id: string;

  @Column('text')
  holder_name: string;

  @Column('text')
  deputy_id: string;

  @Column('text')
  deputy_name: string;

  /** Why, such as the number of the order. */
  @Column('text', { nullable: true })
  reason: string | null;

  @Column('timestamptz')
  starts_at: Date;

  @Column('timestamptz')
  ends_at: Date;

  /** When it was ended before its time, and by whom. */
  @Column('timestamptz', { nullable: true })
  ended_at: Date | null;

  @Column('text', { nullable: true })
  ended_by: string | null;

  @Column('timestamptz')
  created_at: Date;
}
