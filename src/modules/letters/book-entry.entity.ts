import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Voided } from '../../platform/numbering/book-keeping.js';

/** A line of an agenda or dispatch book. */
@Entity('book_entries')
export class BookEntryRow {
  @PrimaryColumn('text')
  agency: string;

  @PrimaryColumn('text')
  book: string;

  @PrimaryColumn('integer')
  year: number;

  /** Nomor urut. */
  @PrimaryColumn('integer')
  number: number;

  /** 0, or which of the numbers inserted beside it (sisipan): 1 is 42.A. */
  @PrimaryColumn('integer')
  insertion: number;

  @Column('uuid')
  id: string;

  /** The number as it stands on the paper. */
  @Column('text')
  label: string;

  /** None for a paper that the service does not know. */
  @Column('uuid', { nullable: true })
  application_id: string | null;

  @Column('uuid', { nullable: true })
  subject_id: string | null;

  @Column('text')
  addressed_to: string;

  @Column('text')
  summary: string;

  @Column('jsonb')
  details: object;

  /** By whom, when and why its number was voided. */
  @Column('jsonb', { nullable: true })
  voided: Voided | null;

  /** YYYY-MM-DD: the date of the paper; that of the line beside it where the number is inserted. */
  @Column('date')
  dated: string;

  @Column('text')
  entered_by: string;

  @Column('timestamptz')
  entered_at: Date;
}
