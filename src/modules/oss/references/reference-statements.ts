import { statement } from '../../../platform/database/tx.js';

/** Name of the round that keeps the tables of OSS. */
export const OSS_REFERENCES_JOB = 'oss-references';

export const KNOW_TABLES = statement(
  'oss.references-know',
  `insert into oss_reference_tables (agency, kode, due_at)
   select office, kode, $3 from unnest($1::text[]) as office cross join unnest($2::text[]) as kode on conflict do nothing`,
);
/** Claims what is to be fetched: nobody else fetches it until $4. */
export const CLAIM_TABLES = statement(
  'oss.references-claim',
  `update oss_reference_tables t set due_at = $4, attempts = attempts + 1
     from (select agency, kode from oss_reference_tables where agency = any($1::text[]) and kode = any($2::text[]) and due_at <= $3
            for update skip locked) due
    where t.agency = due.agency and t.kode = due.kode returning t.agency, t.kode, t.attempts`,
);
export const EMPTY_TABLE = statement('oss.references-empty', `delete from oss_references where agency = $1 and kode = $2`);
export const FILL_TABLE = statement(
  'oss.references-fill',
  `insert into oss_references (agency, kode, code, name, remark)
   select $1, $2, code, name, remark from jsonb_to_recordset($3::jsonb) as e (code text, name text, remark text)`,
);
export const TABLE_FETCHED = statement(
  'oss.references-fetched',
  `update oss_reference_tables set fetched_at = $3, due_at = $4, attempts = 0, reason = null where agency = $1 and kode = $2`,
);
export const TABLE_NOT_FETCHED = statement(
  'oss.references-not-fetched',
  `update oss_reference_tables set due_at = $3, reason = $4 where agency = $1 and kode = $2`,
);
/** On demand. */
export const FETCH_NOW = statement(
  'oss.references-now',
  `insert into oss_reference_tables (agency, kode, due_at) select $1, kode, $3 from unnest($2::text[]) as kode
   on conflict (agency, kode) do update set due_at = $3 returning kode`,
  OSS_REFERENCES_JOB,
);

export const ENTRIES_OF = statement(
  'oss.references-of',
  `select code, name, remark from oss_references where agency = $1 and kode = $2 and code > $3 order by code limit $4`,
);
/** What codes of two tables are called. */
export const NAMES_OF = statement(
  'oss.references-names',
  `select kode, code, name from oss_references
    where agency = $1 and ((kode = '8' and code = any($2::text[])) or (kode = '10' and code = any($3::text[])))`,
);
