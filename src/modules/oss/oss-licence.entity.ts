import { Column, Entity, PrimaryColumn } from 'typeorm';

/**
 * `opened`: the case was opened of it. `matched`: NIB and NIK agreed. `confirmed`: by the front office. `unchecked`: from before there
 * was a comparison.
 */
export type JoinedBy = 'opened' | 'matched' | 'confirmed' | 'unchecked';

/** A licence as OSS knows it (id_izin), the application that it is here, and where both stand. */
@Entity('oss_licences')
export class OssLicenceRow {
  @PrimaryColumn('text')
  agency: string;

  @PrimaryColumn('text')
  id_izin: string;

  @Column('uuid')
  application_id: string;

  @Column('text')
  service: string;

  @Column('text')
  nib: string;

  @Column('integer', { default: 1 })
  nib_version: number;

  /** Of when the data is that fills it (`dataDay`). */
  @Column('text', { default: '' })
  data_on: string;

  @Column('text', { nullable: true })
  nib_status: string | null;

  @Column('text', { default: '' })
  oss_id: string;

  @Column('text', { default: '' })
  id_proyek: string;

  @Column('text', { default: '' })
  id_produk: string;

  @Column('text')
  kd_izin: string;

  @Column('text', { default: '' })
  kd_daerah: string;

  @Column('text', { nullable: true })
  oss_number: string | null;

  @Column('boolean', { default: false })
  issued: boolean;

  @Column('text', { nullable: true })
  signed_file: string | null;

  @Column('text', { nullable: true })
  told: string | null;

  @Column('text', { nullable: true })
  accepted: string | null;

  @Column('text', { nullable: true })
  remote: string | null;

  @Column('text', { nullable: true })
  remote_text: string | null;

  @Column('text', { nullable: true })
  difference: string | null;

  @Column('timestamptz', { nullable: true })
  checked_at: Date | null;

  @Column('timestamptz', { nullable: true })
  check_due_at: Date | null;

  @Column('timestamptz', { nullable: true })
  claimed_until: Date | null;

  @Column('timestamptz')
  linked_at: Date;

  /** How it came to its case: see `LICENCE_STANDS`. */
  @Column('text', { default: 'unchecked' })
  joined_by: JoinedBy;

  /** Keyed hashes of the NIB and the NIKs that it came with. */
  @Column('text', { array: true, default: '{}' })
  nibs: string[];

  @Column('text', { array: true, default: '{}' })
  niks: string[];
}
