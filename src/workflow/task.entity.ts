import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One step of one case, open or done. */
@Entity('tasks')
export class TaskRow {
  @PrimaryColumn('text')
  agency: string;

  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid')
  application_id: string;

  @Column('text')
  service: string;

  @Column('integer')
  step: number;

  @Column('text')
  role: string;

  @Column('text', { nullable: true })
  section: string | null;

  @Column('text')
  status: 'open' | 'done' | 'cancelled';

  @Column('timestamptz')
  opened_at: Date;

  @Column('timestamptz', { nullable: true })
  due_at: Date | null;

  /** When the next rung of its escalation ladder rings. */
  @Column('timestamptz', { nullable: true })
  alarm_at: Date | null;

  /** In whose inbox it is where that is not the role's own: at the counter for an applicant without an account. */
  @Column('text', { nullable: true })
  desk: string | null;

  @Column('text', { nullable: true })
  claimed_by: string | null;

  @Column('timestamptz', { nullable: true })
  completed_at: Date | null;

  @Column('text', { nullable: true })
  completed_by: string | null;

  @Column('text', { nullable: true })
  outcome: string | null;
}
