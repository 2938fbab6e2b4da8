import { Column, Entity, PrimaryColumn } from 'typeorm';

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

  /** The number as it stands on the paper. */
  @Column('text')
  label: string;

  @Column('uuid')
  application_id: string;

  @Column('uuid')
  subject_id: string;

  @Column('text')
  addressed_to: string;

  @Column('text')
  summary: string;

  @Column('jsonb')
  details: object;

  @Column('text')
  entered_by: string;

  @Column('timestamptz')
  entered_at: Date;
}
