import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Encrypted } from '../../platform/crypto/vault.js';
import type { AnyKind, Channel, NoticeStatus } from './notice-kinds.js';
import type { NoticeLanguage } from './notice-values.js';

/** A rendered notice about one event, and the state of its delivery. */
@Entity('notices')
export class NoticeRow {
  @PrimaryColumn('text')
  agency: string;

  @PrimaryColumn('uuid')
  id: string;

  /** Id of the application; of the account, where the notice is about one. */
  @Column('uuid')
  application_id: string;

  @Column('integer')
  event_seq: number;

  @Column('text')
  kind: AnyKind;

  @Column('text')
  channel: Channel;

  /** `user:…`, `role:…` or `role:…/section`; the id of a subscription; an address or a number only as it may be read, masked. */
  @Column('text')
  recipient: string;

  /** The encrypted address; null where the recipient suffices. */
  @Column('jsonb', { nullable: true, select: false })
  address?: Encrypted | null;

  @Column('text')
  language: NoticeLanguage;

  @Column('text')
  subject: string;

  @Column('text')
  body: string;

  @Column('text')
  status: NoticeStatus;

  @Column('integer')
  attempts: number;

  /** How often it was sent anew by hand; the job of an earlier time has no say any more. */
  @Column('integer')
  round: number;

  /** Null while no job is there for it. */
  @Column('timestamptz', { nullable: true })
  next_attempt_at: Date | null;

  @Column('timestamptz', { nullable: true, select: false })
  claimed_until: Date | null;

  @Column('text', { nullable: true })
  last_error: string | null;

  @Column('timestamptz')
  created_at: Date;

  @Column('timestamptz', { nullable: true })
  sent_at: Date | null;
}
