import { Column, Entity, PrimaryColumn } from 'typeorm';

/** That a year of a book goes on from a number, and who said so. */
@Entity('book_seeds')
export class BookSeedRow {
  @PrimaryColumn('text')
  agency: string;

  @PrimaryColumn('text')
  book: string;

  @PrimaryColumn('integer')
  year: number;

  @PrimaryColumn('uuid')
  id: string;

  @Column('integer')
  first: number;

  @Column('text', { nullable: true })
  reason: string | null;

  @Column('text')
  by_id: string;

  @Column('text')
  by_name: string;

  @Column('timestamptz')
  at: Date;
}
