import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What was done in OSS for a case, and how it is known: by hand in the web form, or by the web service. */
@Entity('oss_records')
export class OssRecordRow {
  @PrimaryColumn('text')
  agency: string;

  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid')
  application_id: string;

  @Column('uuid')
  task_id: string;

  @Column('text')
  kind: 'validation' | 'publication';

  @Column('text')
  mode: 'webform' | 'api';

  @Column('text')
  result: string;

  @Column('text', { nullable: true })
  reference: string | null;

  /** What OSS said when it did not accept. */
  @Column('text', { nullable: true })
  reason: string | null;

  @Column('uuid', { nullable: true })
  evidence: string | null;

  @Column('text')
  recorded_by: string;

  @Column('timestamptz')
  recorded_at: Date;
}
