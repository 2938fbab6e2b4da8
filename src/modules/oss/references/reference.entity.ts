import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A table of OSS that is kept here, and when it is to be fetched again. */
@Entity('oss_reference_tables')
export class ReferenceTableRow {
  @PrimaryColumn('text')
  agency: string;

  /** Number of the appendix. */
  @PrimaryColumn('text')
  kode: string;

  @Column('timestamptz', { nullable: true })
  fetched_at: Date | null;

  @Column('timestamptz')
  due_at: Date;

  @Column('integer', { default: 0 })
  attempts: number;

  /** Why it could not be fetched last. */
  @Column('text', { nullable: true })
  reason: string | null;
}

/** A code of OSS, as its own table has it. */
@Entity('oss_references')
export class ReferenceRow {
  @PrimaryColumn('text')
  agency: string;

  @PrimaryColumn('text')
  kode: string;

  @PrimaryColumn('text')
  code: string;

  @Column('text')
  name: string;

  @Column('text', { nullable: true })
  remark: string | null;
}
