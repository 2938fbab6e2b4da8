import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The entry in OSS or in the agency's own system that was made when the file was forwarded. */
export interface OssEntry {
  readonly ossId: string;
  readonly nib?: string;
}

/** Lembar disposisi: who passes the case to whom, with which instruction. */
@Entity('dispositions')
export class DispositionRow {
  @PrimaryColumn('text')
  agency: string;

  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid')
  application_id: string;

  @Column('uuid')
  task_id: string;

  @Column('text')
  from_name: string;

  @Column('text')
  from_role: string;

  @Column('text')
  to_role: string;

  @Column('text', { nullable: true })
  to_section: string | null;

  @Column('text')
  instruction: string;

  @Column('text')
  nature: string;

  @Column('jsonb', { nullable: true })
  oss: OssEntry | null;

  @Column('timestamptz')
  at: Date;
}
