import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What the applicant filled in; a correction is a further revision. */
@Entity('application_forms')
export class ApplicationFormRow {
  @PrimaryColumn('text')
  agency: string;

  @PrimaryColumn('uuid')
  application_id: string;

  @PrimaryColumn('integer')
  revision: number;

  @Column('jsonb')
  applicant: Record<string, unknown>;

  @Column('jsonb')
  form: Record<string, unknown>;

  @Column('text')
  entered_by: string;

  @Column('timestamptz')
  entered_at: Date;
}
