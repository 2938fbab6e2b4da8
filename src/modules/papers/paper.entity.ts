import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { PaperKind } from '../../sop/papers/paper-kinds.js';
import type { Sheet } from './sheet.js';

/** A paper: frozen with everything on it, printed from that alone. Its file lies in the file store under its id. */
@Entity('papers')
export class PaperRow {
  @PrimaryColumn('text')
  agency: string;

  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid')
  application_id: string;

  /** The record that it shows. */
  @Column('uuid')
  subject_id: string;

  @Column('text')
  kind: PaperKind;

  /** Which state of the record. */
  @Column('text')
  edition: string;

  /** Sealed in its row (`printer.ts`). */
  @Column('jsonb')
  snapshot: Sheet;

  /** A letter as it goes out, with the code that verifies it. */
  @Column('boolean', { default: false })
  final: boolean;

  /** Signed at a signing service by its signer, and not by the agency. */
  @Column('boolean', { default: false })
  remote: boolean;

  @Column('timestamptz')
  frozen_at: Date;

  /** Of the file, once it is printed; more than one only if a later version of the service had to print it anew. */
  @Column('text', { array: true, default: () => `'{}'` })
  sha256: string[];

  /** SHA-256 of the certificate that its file is signed with. */
  @Column('text', { nullable: true })
  certificate: string | null;

  /** Over the value of its signature, DER; kept so that a file that was lost is printed with the same bytes. */
  @Column('bytea', { nullable: true })
  time_stamp: Buffer | null;

  @Column('integer', { nullable: true })
  size: number | null;
}

/** A record whose papers the worker is still to print. */
@Entity('paper_tasks')
export class PaperTaskRow {
  @PrimaryColumn('text')
  agency: string;

  @PrimaryColumn('uuid')
  application_id: string;

  /** The event that left the record behind. */
  @PrimaryColumn('integer')
  seq: number;

  @PrimaryColumn('text')
  record: string;

  @PrimaryColumn('uuid')
  subject_id: string;

  @Column('integer', { default: 0 })
  attempts: number;

  @Column('timestamptz', { nullable: true })
  not_before: Date | null;

  @Column('text', { nullable: true })
  last_error: string | null;

  /** Code of what it waits for, where a person can do something about it. */
  @Column('text', { nullable: true })
  waits_for: string | null;
}
