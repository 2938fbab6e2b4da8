import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Records that a user has read a notice in the application. */
@Entity('notice_reads')
export class NoticeReadRow {
  @PrimaryColumn('text')
  agency: string;

  @PrimaryColumn('text')
  user_id: string;

  @PrimaryColumn('uuid')
  notice_id: string;

  @Column('timestamptz')
  at: Date;
}
