import { statement } from '../database/tx.js';

/** Keys of agencies: a few rows, each wrapped with a master key. */
export const AGENCY_KEYS = statement(
  'agency-key.all',
  `select agency, id, purpose, wrapped, master from agency_keys order by agency, purpose, made_at, id`,
);
/** The first of its purpose only: whoever makes one at the same time gets the other's. */
export const ADD_AGENCY_KEY = statement(
  'agency-key.add',
  `insert into agency_keys (agency, id, purpose, wrapped, master, made_at)
   select $1, $2, $3, $4, $5, $6 where not exists (select from agency_keys where agency = $1 and purpose = $3)`,
);
export const LOCK_AGENCY_KEYS = statement('agency-key.lock', `select pg_advisory_xact_lock(7261005)`);

export const DATA_KEY = statement(
  'data-key.read',
  `select owner, wrapped, wrapped_with, destroyed_at from data_keys where agency = $1 and owner = any($2::uuid[])`,
);
export const ADD_DATA_KEY = statement(
  'data-key.add',
  `insert into data_keys (agency, owner, wrapped, wrapped_with, made_at) values ($1, $2, $3, $4, $5) on conflict (agency, owner) do nothing`,
);
/** What was encrypted with it is gone with it, wherever it is kept, backups of the files included. */
export const DESTROY_DATA_KEY = statement(
  'data-key.destroy',
  `insert into data_keys (agency, owner, wrapped, wrapped_with, made_at, destroyed_at) values ($1, $2, null, null, $3, $3)
   on conflict (agency, owner) do update set wrapped = null, wrapped_with = null, destroyed_at = coalesce(data_keys.destroyed_at, $3)`,
);
