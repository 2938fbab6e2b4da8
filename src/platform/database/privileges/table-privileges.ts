/** What the service's own database role may do with a table besides reading it. */
export interface TablePrivileges {
  readonly insert: boolean;
  /** Every column, these columns, or none. */
  readonly update: boolean | readonly string[];
  readonly delete: boolean;
}

const APPEND: TablePrivileges = { insert: true, update: false, delete: false };
const KEEP: TablePrivileges = { insert: true, update: true, delete: false };
const REPLACE: TablePrivileges = { insert: true, update: false, delete: true };
const ALL: TablePrivileges = { insert: true, update: true, delete: true };
const READ: TablePrivileges = { insert: false, update: false, delete: false };
/** Rows stay; these columns change. */
const columns = (...update: string[]): TablePrivileges => ({ insert: true, update, delete: false });

/**
 * The privileges of the service role, table by table; they are granted after every migration. Append-only tables are written once.
 * Columns of evidence that may be updated are those that erasure and encryption rewrite, or that a later step of the case fills.
 */
export const TABLE_PRIVILEGES: Readonly<Record<string, TablePrivileges>> = {
  migrations: READ,
  reporting_key: READ,

  access_log: APPEND,
  audit_log: APPEND,
  audit_seal_leaves: APPEND,
  audit_seals: APPEND,
  book_seeds: APPEND,
  calendar_changes: APPEND,
  events: APPEND,
  evidence_ledger: APPEND,
  paper_logos: APPEND,
  paper_signatures: APPEND,
  paper_texts: APPEND,
  signing_certificates: APPEND,
  sop_definitions: APPEND,

  book_entries: columns('voided', 'details'),
  calendar_proposals: columns('decision', 'decided_at', 'decided_by', 'decided_by_name', 'version'),
  dispositions: columns('instruction'),
  document_checks: columns('findings', 'reason'),
  documents: columns('file_name', 'in_clear', 'checked', 'removed_at'),
  letter_marks: columns('reason'),
  oss_records: columns('reason'),
  receipts: columns('tracking_code'),
  stand_ins: columns('ended_at', 'ended_by'),
  surveys: columns('suggestion'),

  agency_keys: KEEP,
  application_forms: KEEP,
  applications: KEEP,
  audit_heads: KEEP,
  book_counters: KEEP,
  calendar_moves: KEEP,
  calendar_versions: KEEP,
  data_keys: KEEP,
  evidence_cases: KEEP,
  evidence_heads: KEEP,
  evidence_states: KEEP,
  letter_drafts: KEEP,
  letters: KEEP,
  oss_inbox: KEEP,
  oss_join_requests: KEEP,
  oss_licences: KEEP,
  oss_messages: KEEP,
  oss_reference_tables: KEEP,
  oss_signed_files: KEEP,
  papers: KEEP,
  recommendations: KEEP,
  tally_builds: KEEP,
  tasks: KEEP,

  certificate_warnings: ALL,
  account_links: ALL,
  calendar_days: ALL,
  calendar_profiles: ALL,
  case_days: ALL,
  case_turns: REPLACE,
  form_identities: ALL,
  form_rewrites: ALL,
  idempotency_keys: REPLACE,
  known_people: ALL,
  name_words: REPLACE,
  notice_reads: ALL,
  notices: ALL,
  oss_calls: ALL,
  oss_references: ALL,
  outbox: ALL,
  paper_tasks: ALL,
  password_reset_requests: ALL,
  personal_index: REPLACE,
  rate_limits: ALL,
  recovery_codes: ALL,
  refresh_tokens: ALL,
  second_factors: ALL,
  service_secrets: ALL,
  sessions: ALL,
  sign_in_failures: ALL,
  sign_in_places: ALL,
  step_days: ALL,
  users: ALL,
  webhook_subscriptions: ALL,
};
