import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Cases with their journal, tasks and papers. The agency is the first key of every table and index. */
export class Foundation1763900000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const sql of [EXTENSIONS, IDENTITY, WORKFLOW, BOOKS, APPLICATIONS, OFFICE, LETTERS]) await runner.query(sql);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('the first migration is not taken back: drop the database'));
  }
}

const EXTENSIONS = `
create extension if not exists pg_trgm;
create extension if not exists btree_gin;`;

const IDENTITY = `
create table service_secrets (
  name text primary key,
  value text not null
);
create table users (
  agency text not null,
  id uuid not null,
  username text not null,
  name text not null,
  password_hash text not null,
  roles jsonb not null,
  demo boolean not null,
  primary key (agency, id)
);
create unique index users_username on users (username);
create table idempotency_keys (
  agency text not null,
  actor text not null,
  key text not null,
  fingerprint text not null,
  response jsonb not null,
  at timestamptz not null,
  primary key (agency, actor, key)
);
create index idempotency_keys_at on idempotency_keys (agency, at);`;

const WORKFLOW = `
create table sop_definitions (
  agency text not null,
  service text not null,
  sha256 text not null,
  version integer not null,
  definition jsonb not null,
  source text not null,
  published_at timestamptz not null,
  primary key (agency, service, sha256)
);
create unique index sop_definitions_version on sop_definitions (agency, service, version);

create table applications (
  agency text not null,
  id uuid not null,
  number text not null,
  service text not null,
  definition text not null,
  status text not null,
  version integer not null,
  state jsonb not null,
  head_hash text not null,
  applicant_id text,
  applicant_name text not null,
  receipt_number text,
  tracking_code text,
  search text not null,
  opened_at timestamptz not null,
  updated_at timestamptz not null,
  closed_at timestamptz,
  primary key (agency, id)
) with (fillfactor = 70);
create unique index applications_number on applications (agency, number);
create unique index applications_receipt on applications (agency, receipt_number) where receipt_number is not null;
create index applications_by_service on applications (agency, service, id desc);
create index applications_by_status on applications (agency, status, id desc);
create index applications_by_applicant on applications (agency, applicant_id, id desc);
create index applications_search on applications using gin (agency, search gin_trgm_ops);

create table tasks (
  agency text not null,
  id uuid not null,
  application_id uuid not null,
  service text not null,
  step integer not null,
  role text not null,
  section text,
  status text not null,
  opened_at timestamptz not null,
  due_at timestamptz,
  alarm_at timestamptz,
  claimed_by text,
  completed_at timestamptz,
  completed_by text,
  outcome text,
  primary key (agency, id),
  foreign key (agency, application_id) references applications
) with (fillfactor = 80);
create index tasks_inbox on tasks (agency, role, (coalesce(due_at, 'infinity'::timestamptz)), id) where status = 'open';
create index tasks_due on tasks (agency, (coalesce(due_at, 'infinity'::timestamptz)), id) where status = 'open';
create index tasks_claimed on tasks (agency, claimed_by, (coalesce(due_at, 'infinity'::timestamptz)), id) where status = 'open' and claimed_by is not null;
create index tasks_alarms on tasks (agency, alarm_at) where status = 'open' and alarm_at is not null;
create index tasks_by_application on tasks (agency, application_id, id);

create table events (
  agency text not null,
  application_id uuid not null,
  seq integer not null,
  at timestamptz not null,
  type text not null,
  actor_id text not null,
  body jsonb not null,
  prev_hash text not null,
  hash text not null,
  primary key (agency, application_id, seq)
);
create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'the journal is append-only: % on % refused', tg_op, tg_table_name;
end $$;
create trigger events_append_only before update or delete or truncate on events
  for each statement execute function refuse_change();`;

const BOOKS = `
create table book_counters (
  agency text not null,
  book text not null,
  year integer not null,
  last integer not null,
  primary key (agency, book, year)
) with (fillfactor = 50);
create table book_entries (
  agency text not null,
  book text not null,
  year integer not null,
  number integer not null,
  label text not null,
  application_id uuid not null,
  subject_id uuid not null,
  addressed_to text not null,
  summary text not null,
  details jsonb not null,
  entered_by text not null,
  entered_at timestamptz not null,
  primary key (agency, book, year, number)
);
create index book_entries_by_application on book_entries (agency, application_id);`;

const APPLICATIONS = `
create table application_forms (
  agency text not null,
  application_id uuid not null,
  revision integer not null,
  applicant jsonb not null,
  form jsonb not null,
  entered_by text not null,
  entered_at timestamptz not null,
  primary key (agency, application_id, revision),
  foreign key (agency, application_id) references applications
);
create table documents (
  agency text not null,
  id uuid not null,
  application_id uuid not null,
  requirement text not null,
  file_name text not null,
  media_type text not null,
  size integer not null,
  sha256 text not null,
  uploaded_by text not null,
  uploaded_at timestamptz not null,
  primary key (agency, id),
  foreign key (agency, application_id) references applications
);
create index documents_by_application on documents (agency, application_id, id);
create table document_checks (
  agency text not null,
  id uuid not null,
  application_id uuid not null,
  task_id uuid not null,
  kind text not null,
  result text not null,
  findings jsonb not null,
  reason text,
  checked_by text not null,
  checked_at timestamptz not null,
  primary key (agency, id)
);
create index document_checks_by_application on document_checks (agency, application_id, id);
create table receipts (
  agency text not null,
  id uuid not null,
  application_id uuid not null,
  number text not null,
  tracking_code text not null,
  documents jsonb not null,
  issued_by text not null,
  issued_at timestamptz not null,
  primary key (agency, id)
);
create unique index receipts_number on receipts (agency, number);
create index receipts_by_application on receipts (agency, application_id);`;

const OFFICE = `
create table dispositions (
  agency text not null,
  id uuid not null,
  application_id uuid not null,
  task_id uuid not null,
  from_name text not null,
  from_role text not null,
  to_role text not null,
  to_section text,
  instruction text not null,
  nature text not null,
  oss jsonb,
  at timestamptz not null,
  primary key (agency, id)
);
create index dispositions_by_application on dispositions (agency, application_id, id);
create table recommendations (
  agency text not null,
  id uuid not null,
  application_id uuid not null,
  request jsonb,
  inspection jsonb,
  result text,
  assessment jsonb,
  reception jsonb,
  updated_at timestamptz not null,
  primary key (agency, id)
);
create index recommendations_by_application on recommendations (agency, application_id, id);
create table oss_records (
  agency text not null,
  id uuid not null,
  application_id uuid not null,
  task_id uuid not null,
  kind text not null,
  mode text not null,
  result text not null,
  reference text,
  reason text,
  evidence uuid,
  recorded_by text not null,
  recorded_at timestamptz not null,
  primary key (agency, id)
);
create index oss_records_by_application on oss_records (agency, application_id, id);`;

const LETTERS = `
create table letters (
  agency text not null,
  id uuid not null,
  application_id uuid not null,
  kind text not null,
  draft integer not null,
  status text not null,
  content jsonb not null,
  content_hash text not null,
  number text,
  numbered_at timestamptz,
  signed_at timestamptz,
  handed_over jsonb,
  acknowledged jsonb,
  updated_at timestamptz not null,
  primary key (agency, id)
) with (fillfactor = 70);
create unique index letters_by_application on letters (agency, application_id, kind);
create index letters_number on letters (agency, number) where number is not null;
create table letter_drafts (
  agency text not null,
  letter_id uuid not null,
  draft integer not null,
  content jsonb not null,
  content_hash text not null,
  drafted_by text not null,
  drafted_at timestamptz not null,
  primary key (agency, letter_id, draft)
);
create table letter_marks (
  agency text not null,
  letter_id uuid not null,
  draft integer not null,
  id uuid not null,
  kind text not null,
  role text not null,
  by_id text not null,
  by_name text not null,
  result text not null,
  reason text,
  content_hash text not null,
  at timestamptz not null,
  primary key (agency, letter_id, draft, id)
);`;
