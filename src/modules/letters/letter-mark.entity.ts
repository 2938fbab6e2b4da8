import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ActingFor } from '../../kernel/principal.js';

/** Initials (paraf) or signature on one draft of a letter, or the refusal of it. */
@Entity('letter_marks')
export class LetterMarkRow {
  @PrimaryColumn('text')
  agency: string;

  @PrimaryColumn('uuid')
  letter_id: string;

  @PrimaryColumn('integer')
  draft: number;

  @PrimaryColumn('uuid')
  id: string;

  @Column('text')
  kind: 'initials' | 'signature';

  @Column('text')
  role: string;

  @Column('text')
  by_id: string;

  @Column('text')
  by_name: string;

  /** `given`, or `refused` with a reason. */
  @Column('text')
  result: 'given' | 'refused';

  @Column('text', { nullable: true })
  reason: string | null;

  /** Hash of the content that was marked. */
  @Column('text')
  content_hash: string;

  /** The office as it is printed above the name: "Plh. Kepala Dinas"; null for marks from before it was kept. */
  @Column('text', { nullable: true })
  title: string | null;

  /** The holder of the role, where a stand-in has marked. */
  @Column('jsonb', { nullable: true })
  on_behalf: ActingFor | null;

  @Column('timestamptz')
  at: Date;
}
