import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Proof of acceptance (resi penerimaan). */
@Entity('receipts')
export class ReceiptRow {
  @PrimaryColumn('text')
  agency: string;

  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid')
  application_id: string;

  @Column('text')
  number: string;

  @Column('text')
  tracking_code: string;

  /** What was accepted, as the receipt lists it. */
  @Column('jsonb')
  documents: string[];

  @Column('text')
  issued_by: string;

  @Column('timestamptz')
  issued_at: Date;
}
