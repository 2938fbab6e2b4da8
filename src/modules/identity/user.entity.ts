import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { HeldRole } from '../../kernel/principal.js';

/** A user of the built-in issuer. */
@Entity('users')
export class UserRow {
  @PrimaryColumn('text')
  agency: string;

  @PrimaryColumn('uuid')
  id: string;

  @Column('text')
  username: string;

  @Column('text')
  name: string;

  @Column('text')
  password_hash: string;

  @Column('jsonb')
  roles: HeldRole[];

  /** Made from the agency's data in demo mode. */
  @Column('boolean')
  demo: boolean;

  /** Since when they may not sign in any more. */
  @Column('timestamptz', { nullable: true })
  disabled_at: Date | null;

  /** The password was set by another user: it only permits to choose a new one. */
  @Column('boolean', { default: false })
  must_change: boolean;

  /** When it was given, where it has an end. */
  @Column('timestamptz', { nullable: true })
  password_given_at: Date | null;

  /** Keyed hash of their NIK, as that of an application is kept; null while it is unknown. */
  @Column('text', { nullable: true })
  nik_hash: string | null;

  /** Their confirmed mail address, encrypted; null without one. */
  @Column('text', { nullable: true })
  email: string | null;

  /** Keyed hash of it. */
  @Column('text', { nullable: true })
  email_hash: string | null;

  /** Absent for users created before this column existed. */
  @Column('timestamptz', { nullable: true })
  created_at: Date | null;
}
