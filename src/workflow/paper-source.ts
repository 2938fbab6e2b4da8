import type { TemplateValues } from '../kernel/template.js';
import type { PaperKind, PrintedRecord } from '../sop/papers/paper-kinds.js';
import type { FilledForm } from './filled-forms.js';

/** Initials or a signature, by the code of a role. */
export interface PaperMark {
  readonly kind: 'initials' | 'signature';
  readonly name: string;
  readonly role: string;
  /** The office as it was held: "Plh. Kepala Dinas"; without it, the title of the role. */
  readonly title?: string | null;
  readonly at: Date;
}

/** What one paper of a record is to say, as far as the owner of the record knows. */
export interface PaperFacts {
  readonly kind: PaperKind;
  /** Which state of the record it shows. A paper is frozen per edition: the same words mean the same paper for ever. */
  readonly edition: string;
  /** When it came to that state. */
  readonly at: Date;
  /** The date that stands on it (YYYY-MM-DD), where it need not be the day of `at`. */
  readonly dated?: string;
  readonly draft: boolean;
  /** Values of the placeholders of its kind; `number` where it has one. */
  readonly values: TemplateValues;
  /** Whose name stands beneath it: by the code of a role, or by a title that the record has kept. */
  readonly signer: {
    readonly id?: string;
    readonly name: string;
    readonly role?: string;
    readonly section?: string;
    readonly title?: string;
  } | null;
  readonly marks?: readonly PaperMark[];
  /** Form and applicant where the record has frozen them. */
  readonly filled?: FilledForm | undefined;
  readonly verificationCode?: string;
  /** Texts on it for the applicant alone, and for whoever acts for them; everybody else gets it without them. */
  readonly secrets?: readonly string[];
}

/** A record with all of its papers, the earliest first. */
export interface PrintedFacts {
  readonly applicationId: string;
  readonly papers: readonly PaperFacts[];
}

/** Says what the papers of one kind of record are to show; the module that owns the record implements it. */
export interface PaperSource {
  readonly record: PrintedRecord;
  read(agency: string, id: string): Promise<PrintedFacts | null>;
}

/** Nest token of all `PaperSource`s. */
export const PAPER_SOURCES = Symbol('paper sources');
