import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What OSS has sent, as it came. */
@Entity('oss_inbox')
export class OssInboxRow {
  @PrimaryColumn('text')
  agency: string;

  @PrimaryColumn('uuid')
  id: string;

  @Column('text')
  method: string;

  @Column('text')
  hash: string;

  @Column('text')
  payload: string;

  @Column('text', { nullable: true })
  nib: string | null;

  /** Of a file: the licence that it is of. */
  @Column('text', { nullable: true })
  id_izin: string | null;

  /** Of when the data in it is (`dataDay`), once it is processed. */
  @Column('text', { nullable: true })
  data_on: string | null;

  @Column('text', { nullable: true })
  document_type: string | null;

  @Column('integer', { nullable: true })
  version: number | null;

  @Column('text')
  status: string;

  @Column('integer', { default: 1 })
  times: number;

  @Column('integer', { default: 0 })
  attempts: number;

  @Column('timestamptz', { nullable: true })
  not_before: Date | null;

  @Column('text', { nullable: true })
  result: string | null;

  @Column('timestamptz')
  received_at: Date;

  @Column('timestamptz', { nullable: true })
  processed_at: Date | null;

  /** Whether it is encrypted: rows from before are not, until `SealOlder` has come to them. */
  @Column('boolean', { default: false })
  sealed: boolean;
}
