import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Another system that receives events at its own address. */
@Entity('webhook_subscriptions')
export class WebhookRow {
  @PrimaryColumn('text')
  agency: string;

  @PrimaryColumn('uuid')
  id: string;

  @Column('text')
  url: string;

  /** Types it wants; empty: all. */
  @Column('text', { array: true })
  events: string[];

  @Column('text')
  description: string;

  /** Needed for every signature, and shown once; encrypted. */
  @Column('text', { select: false })
  secret: string;

  @Column('text')
  created_by: string;

  @Column('timestamptz')
  created_at: Date;

  @Column('timestamptz', { nullable: true })
  off_at: Date | null;

  @Column('text', { nullable: true })
  off_because: string | null;

  /** Since when the receiver has not answered; null while it does. */
  @Column('timestamptz', { nullable: true })
  failing_since: Date | null;
}
