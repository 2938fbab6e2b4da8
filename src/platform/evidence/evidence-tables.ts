/** A table whose rows are evidence: every change of one is authenticated in the ledger. */
export interface EvidenceTable {
  readonly table: string;
  /** What identifies a row within its agency. */
  readonly key: readonly string[];
  /** Columns that are no evidence, each with the reason. */
  readonly without: Readonly<Record<string, string>>;
  /** How a row belongs to a case; absent where it belongs to none. */
  readonly ofCase?: CaseLink;
}

/** The column that holds the id of the case, in the row `r` itself or in its parent `c`. */
export interface CaseLink {
  readonly column: string;
  readonly parent?: { readonly table: string; readonly by: string };
}

const table = (name: string, key: readonly string[], without: EvidenceTable['without'] = {}): EvidenceTable => ({
  table: name,
  key,
  without,
});
const caseTable = (name: string, key: readonly string[], without?: EvidenceTable['without']): EvidenceTable => ({
  ...table(name, key, without),
  ofCase: { column: name === 'applications' ? 'r.id' : 'r.application_id' },
});
const childTable = (name: string, key: readonly string[], parent: string, by: string): EvidenceTable => ({
  ...table(name, key),
  ofCase: { column: 'c.application_id', parent: { table: parent, by } },
});

/** The table of the digests of cases, as the state of the evidence names it. */
export const CASES = 'evidence_cases';

const ALARM = 'When background work looks at the row next; derived from the deadline, and it decides nothing.';

/** The tables whose rows the ledger covers; `events` and `audit_log` are covered by their hash chains, whose heads are in it. */
export const EVIDENCE_TABLES: readonly EvidenceTable[] = [
  caseTable('applications', ['id'], { search: 'Words to search by, derived from the other columns.', alarm_at: ALARM }),
  caseTable('tasks', ['id'], {
    alarm_at: ALARM,
    due_at: 'Derived from the calendar, the opening and the standard time; moves with the calendar.',
  }),
  caseTable('application_forms', ['application_id', 'revision']),
  caseTable('documents', ['id']),
  caseTable('document_checks', ['id']),
  caseTable('receipts', ['id']),
  caseTable('dispositions', ['id']),
  caseTable('recommendations', ['id']),
  caseTable('oss_records', ['id']),
  caseTable('letters', ['id']),
  childTable('letter_drafts', ['letter_id', 'draft'], 'letters', 'letter_id'),
  childTable('letter_marks', ['letter_id', 'draft', 'id'], 'letters', 'letter_id'),
  caseTable('papers', ['id']),
  childTable('paper_signatures', ['paper_id'], 'papers', 'paper_id'),
  table('paper_texts', ['service', 'definition', 'version']),
  table('paper_logos', ['sha256']),
  table('sop_definitions', ['service', 'sha256']),
  table('book_counters', ['book', 'year']),
  caseTable('book_entries', ['id']),
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

/** The rows of evidence of cases ($1: agency, $2: ids of cases), each with its hash. */
export const ROWS_OF_CASES = EVIDENCE_TABLES.flatMap(({ table: name, key, without, ofCase }) => {
  if (!ofCase) return [];
  const { column, parent } = ofCase;
  const from = parent
    ? `${parent.table} c join ${name} r on r.agency = c.agency and r.${parent.by} = c.id where c.agency = $1`
    : `${name} r where r.agency = $1`;
  return `select ${column}::text as application, '${name}'::text collate "C" as tbl, (${keyOf('r', key)})::text collate "C" as key,
                 ${evidenceOf('r', { without })} as hash from ${from} and ${column} = any($2::uuid[])`;
}).join(' union all ');
