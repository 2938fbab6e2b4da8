import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { PaperKind } from '../../sop/papers/paper-kinds.js';
import type { PaperTemplate } from '../../sop/papers/paper-template.js';

/** The templates of every paper of a service; a version of a definition may see several of them. */
export type PaperTexts = Readonly<Partial<Record<PaperKind, PaperTemplate>>>;

/** The texts that were in force from a moment on, for one version of a service's definition. */
@Entity('paper_texts')
export class PaperTextRow {
  @PrimaryColumn('text')
  agency: string;

  @PrimaryColumn('text')
  service: string;

  /** SHA-256 of the definition. */
  @PrimaryColumn('text')
  definition: string;

  @PrimaryColumn('integer')
  version: number;

  @Column('text')
  sha256: string;

  @Column('jsonb')
  texts: PaperTexts;

  @Column('timestamptz')
  published_at: Date;
}

/** A logo as papers were printed with it. */
@Entity('paper_logos')
export class PaperLogoRow {
  @PrimaryColumn('text')
  agency: string;

  @PrimaryColumn('text')
  sha256: string;

  @Column('bytea')
  bytes: Buffer;
}
