/** A table whose rows are evidence: every change of one is authenticated in the ledger. */
export interface EvidenceTable {
  readonly table: string;
  /** What identifies a row within its agency. */
  readonly key: readonly string[];
  /** Columns that are no evidence, each with the reason. */
  readonly without: Readonly<Record<string, string>>;
}

const table = (name: string, key: readonly string[], without: EvidenceTable['without'] = {}): EvidenceTable => ({
  table: name,
  key,
  without,
});

const ALARM = 'When background work looks at the row next; derived from the deadline, and it decides nothing.';

/** The tables whose rows the ledger covers; `events` and `audit_log` are covered by their hash chains, whose heads are in it. */
export const EVIDENCE_TABLES: readonly EvidenceTable[] = [
  table('applications', ['id'], { search: 'Words to search by, derived from the other columns.', alarm_at: ALARM }),
  table('tasks', ['id'], {
    alarm_at: ALARM,
    due_at: 'Derived from the calendar, the opening and the standard time; moves with the calendar.',
  }),
  table('application_forms', ['application_id', 'revision']),
  table('documents', ['id']),
  table('document_checks', ['id']),
  table('receipts', ['id']),
  table('dispositions', ['id']),
  table('recommendations', ['id']),
  table('oss_records', ['id']),
  table('letters', ['id']),
  table('letter_drafts', ['letter_id', 'draft']),
  table('letter_marks', ['letter_id', 'draft', 'id']),
  table('papers', ['id']),
  table('paper_signatures', ['paper_id']),
  table('paper_texts', ['service', 'definition', 'version']),
  table('paper_logos', ['sha256']),
  table('sop_definitions', ['service', 'sha256']),
  table('book_counters', ['book', 'year']),
  table('book_entries', ['id']),
  table('book_seeds', ['id']),
  table('stand_ins', ['id']),
  table('calendar_changes', ['version']),
  table('calendar_proposals', ['id']),
  table('audit_heads', []),
  table('audit_seals', ['day']),
];

/** The key of a row as the ledger writes it, as an expression over `row`. */
export const keyOf = (row: string, key: readonly string[]): string =>
  key.length === 0 ? `''` : `concat_ws('/', ${key.map((column) => `${row}.${column}::text`).join(', ')})`;

/** What the ledger authenticates of a row; columns without a value do not count, so that a later column changes no row. */
export const evidenceOf = (row: string, { without }: Pick<EvidenceTable, 'without'>): string => {
  const names = Object.keys(without);
  return `evidence_hash(to_jsonb(${row})${names.length === 0 ? '' : ` - array[${names.map((name) => `'${name}'`).join(', ')}]`})`;
};
