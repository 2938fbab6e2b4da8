import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A member of the technical team. */
export interface Member {
  readonly name: string;
  readonly office?: string;
}

/** Surat permintaan rekomendasi. */
export interface RecommendationRequest {
  readonly members: readonly Member[];
  readonly subject: string;
  readonly requestedAt: string;
  readonly requestedBy: string;
}

/** Surat perintah tugas and berita acara of one field visit. */
export interface Inspection {
  readonly assignmentNumber: string;
  readonly date: string;
  readonly place: string;
  readonly members: readonly Member[];
  readonly findings: string;
  readonly photos: readonly string[];
  readonly reportedAt: string;
  readonly reportedBy: string;
}

/** Hasil penilaian, and what it led to. */
export interface Assessment {
  readonly assessment: string;
  readonly conditions: readonly string[];
  readonly reason?: string;
  readonly assessedAt: string;
  readonly assessedBy: string;
}

/** SKRD: what is to be paid; 0 where a permit is free of charge. */
export interface Levy {
  readonly amount: number;
  readonly paid: boolean;
  readonly reference?: string;
}

/** The recommendation arrives at the back office. */
export interface Reception {
  readonly receivedAt: string;
  readonly receivedBy: string;
  readonly levy: Levy | null;
}

/** Rekomendasi tim teknis: asked for, looked at, given, received. One per round of a case. */
@Entity('recommendations')
export class RecommendationRow {
  @PrimaryColumn('text')
  agency: string;

  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid')
  application_id: string;

  @Column('jsonb', { nullable: true })
  request: RecommendationRequest | null;

  @Column('jsonb', { nullable: true })
  inspection: Inspection | null;

  @Column('text', { nullable: true })
  result: string | null;

  @Column('jsonb', { nullable: true })
  assessment: Assessment | null;

  @Column('jsonb', { nullable: true })
  reception: Reception | null;

  @Column('timestamptz')
  updated_at: Date;
}
