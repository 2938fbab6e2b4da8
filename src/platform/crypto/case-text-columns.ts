/** How a column holds texts: a text, a JSON value that is encrypted whole, or properties of those names at any depth of a JSON value. */
export type TextShape = 'text' | 'json' | readonly string[];

/** A column with texts that people write about a case; they lie there encrypted with the key of the case. */
export interface TextColumn {
  readonly table: string;
  readonly column: string;
  readonly shape: TextShape;
  /** What its texts are encrypted as, where that is another column: one value is written into both. */
  readonly about?: string;
}

const column = (table: string, name: string, shape: TextShape): TextColumn => ({ table, column: name, shape });

/** Every such column. What else holds texts, and why it is not here, stands in `test/support/text-columns.ts`. */
export const CASE_TEXTS = {
  fileName: column('documents', 'file_name', 'text'),
  findings: column('document_checks', 'findings', ['note']),
  checkReason: column('document_checks', 'reason', 'text'),
  instruction: column('dispositions', 'instruction', 'text'),
  request: column('recommendations', 'request', 'json'),
  inspection: column('recommendations', 'inspection', 'json'),
  assessment: column('recommendations', 'assessment', 'json'),
  reception: column('recommendations', 'reception', 'json'),
  ossReason: column('oss_records', 'reason', 'text'),
  bookDetails: column('book_entries', 'details', ['receivedBy', 'place']),
  suggestion: column('surveys', 'suggestion', 'text'),
  letterContent: column('letters', 'content', ['body', 'reason']),
  handedOver: column('letters', 'handed_over', ['to']),
  acknowledged: column('letters', 'acknowledged', ['receivedBy']),
  draftContent: { ...column('letter_drafts', 'content', ['body', 'reason']), about: 'letters.content' },
  markReason: column('letter_marks', 'reason', 'text'),
} as const satisfies Readonly<Record<string, TextColumn>>;

export type TextColumnName = keyof typeof CASE_TEXTS;

/** What identifies a row of such a table within its agency, and the case it belongs to, as an expression over `t`. */
export interface TextTable {
  readonly key: readonly string[];
  readonly application: string;
}

const OWN = 't.application_id';
const OF_LETTER = '(select l.application_id from letters l where l.agency = t.agency and l.id = t.letter_id)';

export const TEXT_TABLES: Readonly<Record<string, TextTable>> = {
  documents: { key: ['id'], application: OWN },
  document_checks: { key: ['id'], application: OWN },
  dispositions: { key: ['id'], application: OWN },
  recommendations: { key: ['id'], application: OWN },
  oss_records: { key: ['id'], application: OWN },
  book_entries: { key: ['id'], application: OWN },
  surveys: { key: ['application_id'], application: OWN },
  letters: { key: ['id'], application: OWN },
  letter_drafts: { key: ['letter_id', 'draft'], application: OF_LETTER },
  letter_marks: { key: ['letter_id', 'draft', 'id'], application: OF_LETTER },
};
