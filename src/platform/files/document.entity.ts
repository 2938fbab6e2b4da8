import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A file that was handed in for an application; its bytes lie in the file store under its id. */
@Entity('documents')
export class DocumentRow {
  @PrimaryColumn('text')
  agency: string;

  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid')
  application_id: string;

  /** What it is for: a requirement of the service, or evidence of a step. */
  @Column('text')
  requirement: string;

  @Column('text')
  file_name: string;

  @Column('text')
  media_type: string;

  @Column('integer')
  size: number;

  @Column('text')
  sha256: string;

  @Column('text')
  uploaded_by: string;

  @Column('timestamptz')
  uploaded_at: Date;

  /** From before files were encrypted, and not encrypted since: only such a file is read as it lies there. */
  @Column('boolean', { default: false })
  in_clear: boolean;

  /** A check was about it: its bytes stay for the retention period, also when it is taken back. */
  @Column('boolean', { default: false })
  checked: boolean;

  /** When the applicant took it back; null for one that counts. */
  @Column('timestamptz', { nullable: true })
  removed_at: Date | null;
}
