import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ActingFor } from '../../kernel/principal.js';
import type { Encrypted } from '../../platform/crypto/vault.js';
import type { FilledForm } from '../../workflow/filled-forms.js';

/** Rejection or permit: which letter of a case this is. */
export type LetterKind = 'rejection' | 'permit';

/**
 * drafted → initialled → signed → numbered → handed-over → acknowledged; a refused draft is `returned`. After issue: `revoked`, or
 * `replaced` by the letter that corrects it.
 */
export type LetterStatus =
  'drafted' | 'initialled' | 'returned' | 'signed' | 'numbered' | 'handed-over' | 'acknowledged' | 'revoked' | 'replaced';

/** What a letter says, frozen by its hash with each draft. */
export interface LetterContent {
  readonly kind: LetterKind;
  readonly letterhead: readonly string[];
  readonly subject: string;
  readonly addressedTo: string;
  readonly application: string;
  readonly service: string;
  readonly body: string | null;
  readonly reason: string | null;
  readonly validUntil: string | null;
  /** Number of the letter that it corrects. */
  readonly replaces?: string | null;
  /** Form and applicant as they were when it was drafted; letters from before 2026-11 have none. */
  readonly filled?: FilledForm;
}

/** A letter's content as it lies in its row: what the applicant filled in is sealed. */
export type KeptContent = Omit<LetterContent, 'filled'> & { readonly filled?: Encrypted | FilledForm };

/** By whom to whom a letter went on its way. */
export interface HandOver {
  readonly by: string;
  readonly to: string;
  readonly at: string;
}

/** Who received a letter in the end. */
export interface Acknowledgement {
  readonly receivedBy: string;
  readonly relation: string;
  readonly receiptShown: boolean;
  readonly signatureImage: string | null;
  readonly at: string;
  readonly handedOutBy: string;
  readonly dispatchNumber: string;
}

/** Who took a letter back that was out, and why. */
export interface TakenBack {
  readonly by: string;
  readonly at: string;
  readonly reason: string;
  readonly onBehalfOf?: ActingFor;
}

/** A letter of a case: its present draft, and what has been done with it. */
@Entity('letters')
export class LetterRow {
  @PrimaryColumn('text')
  agency: string;

  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid')
  application_id: string;

  @Column('text')
  kind: LetterKind;

  @Column('integer')
  draft: number;

  @Column('text')
  status: LetterStatus;

  /** What it says; `filled` is sealed (`sealed-content.ts`). */
  @Column('jsonb')
  content: KeptContent;

  @Column('text')
  content_hash: string;

  /** Proves the letter to whoever holds it; made by the database with the first draft, from chance alone. */
  @Column('text', { default: () => 'new_verification_code()' })
  verification_code: string;

  @Column('text', { nullable: true })
  number: string | null;

  @Column('timestamptz', { nullable: true })
  numbered_at: Date | null;

  /** YYYY-MM-DD: the date of the letter, that of its line in the book; when it was entered there is `numbered_at`. */
  @Column('date', { nullable: true })
  dated: string | null;

  @Column('timestamptz', { nullable: true })
  signed_at: Date | null;

  @Column('jsonb', { nullable: true })
  handed_over: HandOver | null;

  @Column('jsonb', { nullable: true })
  acknowledged: Acknowledgement | null;

  /** The letter that this one corrects. */
  @Column('uuid', { nullable: true })
  replaces: string | null;

  /** The letter that is valid in its place, from its number on. */
  @Column('uuid', { nullable: true })
  replaced_by: string | null;

  /** That it is being, or has been, corrected by another letter. */
  @Column('jsonb', { nullable: true })
  corrected: TakenBack | null;

  @Column('jsonb', { nullable: true })
  revoked: TakenBack | null;

  @Column('timestamptz')
  updated_at: Date;
}
