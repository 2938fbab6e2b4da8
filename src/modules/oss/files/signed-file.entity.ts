import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A file of a licence that OSS has signed: where it lies there, and whether it is kept here, in the file store under its id. */
@Entity('oss_signed_files')
export class SignedFileRow {
  @PrimaryColumn('text')
  agency: string;

  @PrimaryColumn('uuid')
  id: string;

  @Column('text')
  id_izin: string;

  @Column('uuid')
  application_id: string;

  @Column('text')
  url: string;

  @Column('text')
  status: 'waiting' | 'kept' | 'refused';

  @Column('integer', { default: 0 })
  attempts: number;

  @Column('timestamptz', { nullable: true })
  next_attempt_at: Date | null;

  @Column('integer', { nullable: true })
  size: number | null;

  @Column('text', { nullable: true })
  sha256: string | null;

  /** Why it is not kept, or not yet. */
  @Column('text', { nullable: true })
  reason: string | null;

  @Column('timestamptz')
  noticed_at: Date;

  @Column('timestamptz', { nullable: true })
  settled_at: Date | null;
}
