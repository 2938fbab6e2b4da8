import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One thing that OSS is to be told of a licence, in its place among the others. */
@Entity('oss_messages')
export class OssMessageRow {
  @PrimaryColumn('text')
  agency: string;

  @PrimaryColumn('uuid')
  id: string;

  @Column('text')
  id_izin: string;

  @Column('uuid')
  application_id: string;

  @Column('uuid', { nullable: true })
  task_id: string | null;

  @Column('integer')
  event_seq: number;

  @Column('integer')
  place: number;

  @Column('text')
  call: string;

  @Column('text', { nullable: true })
  kd_status: string | null;

  @Column('jsonb')
  body: object;

  @Column('text')
  status: string;

  @Column('integer', { default: 0 })
  attempts: number;

  @Column('integer', { default: 0 })
  round: number;

  @Column('timestamptz', { nullable: true })
  next_attempt_at: Date | null;

  @Column('text', { nullable: true })
  answer_code: string | null;

  @Column('text', { nullable: true })
  answer_text: string | null;

  @Column('timestamptz')
  created_at: Date;

  @Column('timestamptz', { nullable: true })
  settled_at: Date | null;
}
