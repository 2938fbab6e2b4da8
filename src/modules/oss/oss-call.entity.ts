import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One call from or to OSS, masked. */
@Entity('oss_calls')
export class OssCallRow {
  @PrimaryColumn('text')
  agency: string;

  @PrimaryColumn('uuid')
  id: string;

  @Column('text')
  direction: string;

  @Column('text')
  method: string;

  @Column('text')
  url: string;

  @Column('uuid', { nullable: true })
  application_id: string | null;

  @Column('text', { nullable: true })
  id_izin: string | null;

  @Column('text', { nullable: true })
  nib: string | null;

  @Column('uuid', { nullable: true })
  message_id: string | null;

  @Column('uuid', { nullable: true })
  inbox_id: string | null;

  @Column('jsonb')
  request_headers: object;

  @Column('text')
  request: string;

  @Column('integer', { nullable: true })
  http_status: number | null;

  @Column('text')
  response: string;

  @Column('text')
  outcome: string;

  @Column('text', { nullable: true })
  code: string | null;

  @Column('text', { nullable: true })
  sentence: string | null;

  @Column('integer')
  took_ms: number;

  @Column('timestamptz')
  at: Date;

  /** Whether it is encrypted: rows from before are not, until `SealOlder` has come to them. */
  @Column('boolean', { default: false })
  sealed: boolean;

  /** Of whoever did not prove to be OSS: deleted after days. */
  @Column('boolean', { default: false })
  stranger: boolean;
}
