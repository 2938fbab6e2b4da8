import type { Database } from './database.js';
import { statement } from './tx.js';

const KEEP = statement('secret.keep', `insert into service_secrets (name, value) values ($1, $2) on conflict (name) do nothing`);
const READ = statement('secret.read', `select value from service_secrets where name = $1`);

/** A secret that is made once and kept in the database, the same for all nodes whoever made it first. */
export async function keptSecret(database: Database, name: string, make: () => Promise<string> | string): Promise<string> {
  const [kept] = await database.read<{ value: string }>(READ, [name]);
  if (kept) return kept.value;
  const made = await make();
  await database.transaction((tx) => tx.run(KEEP, [name, made]));
  const [row] = await database.read<{ value: string }>(READ, [name]);
  return row!.value;
}
