import type pg from 'pg';
import { EVIDENCE_TABLES } from '../platform/evidence/evidence-tables.js';
import type { TableColumn } from './loader.js';

/** The tables that a history fills. */
const FILLED = [
  'applications',
  'application_forms',
  'data_keys',
  'personal_index',
  'tasks',
  'events',
  'document_checks',
  'receipts',
  'dispositions',
  'recommendations',
  'oss_records',
  'letters',
  'letter_drafts',
  'letter_marks',
  'book_entries',
];

/** Fewer applications than this are loaded sooner than indexes are made anew; more of them where there are rows to index again. */
const WORTH_IT = { empty: 1000, filled: 20_000 };

/** What was taken away before loading, as the statements that bring it back. */
export interface TakenAway {
  readonly restore: readonly string[];
}

export async function columnsOf(client: pg.Client): Promise<Map<string, TableColumn[]>> {
  const { rows } = await client.query<{ table: string; name: string; default: boolean }>(
    `select c.relname as table, a.attname as name, a.atthasdef or a.attidentity <> '' or a.attgenerated <> '' as default
       from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'public' and c.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped
      order by c.relname, a.attnum`,
  );
  const columns = new Map<string, TableColumn[]>();
  for (const { table, name, default: hasDefault } of rows) columns.set(table, [...(columns.get(table) ?? []), { name, hasDefault }]);
  return columns;
}

/**
 * Takes foreign keys away, as the rows of a case come when each is finished, and secondary indexes where much is to come: made once at
 * the end they cost a fraction. In the caller's transaction, so that a seed that breaks off leaves the database as it was.
 */
export async function takeAway(client: pg.Client, applications: number, empty: boolean): Promise<TakenAway> {
  const keys = await client.query<{ table: string; name: string; definition: string }>(
    `select conrelid::regclass::text as table, conname as name, pg_get_constraintdef(oid) as definition
       from pg_constraint where contype = 'f' and conrelid::regclass::text = any($1) order by 1, 2`,
    [FILLED],
  );
  const indexes = await client.query<{ name: string; definition: string }>(
    `select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as definition
       from pg_index i where i.indrelid::regclass::text = any($1) and not i.indisprimary and $2
        and not exists (select from pg_constraint where conindid = i.indexrelid) order by 1`,
    [FILLED, applications >= WORTH_IT[empty ? 'empty' : 'filled']],
  );
  for (const { table, name } of keys.rows) await client.query(`alter table ${table} drop constraint ${client.escapeIdentifier(name)}`);
  for (const { name } of indexes.rows) await client.query(`drop index ${name}`);
  // What is loaded is entered in the ledger of evidence at the end, all at once.
  const reporting = [...FILLED, 'book_counters'].filter((table) => EVIDENCE_TABLES.some((evidence) => evidence.table === table));
  for (const table of reporting) await client.query(`alter table ${table} disable trigger evidence_changed`);
  return {
    restore: [
      ...indexes.rows.map(({ definition }) => definition),
      ...keys.rows.map(
        ({ table, name, definition }) => `alter table ${table} add constraint ${client.escapeIdentifier(name)} ${definition}`,
      ),
      ...reporting.map((table) => `alter table ${table} enable trigger evidence_changed`),
    ],
  };
}

export async function bringBack(client: pg.Client, { restore }: TakenAway): Promise<void> {
  await client.query(`set local maintenance_work_mem = '512MB'`);
  for (const statement of restore) await client.query(statement);
}

/** Up-to-date statistics, and pages marked as visible, so that the first readers plan and read as all others will. */
export async function settle(client: pg.Client): Promise<void> {
  await client.query(`vacuum (analyze) ${FILLED.join(', ')}, book_counters`);
}
