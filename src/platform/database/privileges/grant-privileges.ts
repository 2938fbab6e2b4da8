import pg, { type ClientBase } from 'pg';
import { QUEUE_SCHEMA } from '../../queue/migrate-queue.js';
import { TABLE_PRIVILEGES, type TablePrivileges } from './table-privileges.js';

const SCHEMA = 'public';
/** Views for reporting tools, which the exports read as well. */
const REPORTING = 'reporting';

/** A table that the list does not name yet: rows, but no rules. `test/database-roles.e2e.ts` fails until it is named. */
const UNNAMED: TablePrivileges = { insert: true, update: true, delete: true };

/**
 * Gives the service role what `TABLE_PRIVILEGES` says, and takes away everything else. The caller is connected as the owner and holds
 * the lock of migrations.
 */
export async function grantPrivileges(owner: ClientBase, role: string): Promise<void> {
  const to = pg.escapeIdentifier(role);
  const { rows } = await owner.query<{ name: string }>(
    `select relname as name from pg_class where relnamespace = $1::regnamespace and relkind in ('r', 'p') order by 1`,
    [SCHEMA],
  );
  const sequences = await owner.query<{ name: string }>(
    `select relname as name from pg_class
      where relnamespace = $1::regnamespace and relkind = 'S' and relowner <> (select oid from pg_roles where rolname = $2) order by 1`,
    [QUEUE_SCHEMA, role],
  );
  const statements = [
    `revoke create on schema ${SCHEMA} from public`,
    `revoke all on schema ${SCHEMA} from ${to}`,
    `grant usage on schema ${SCHEMA} to ${to}`,
    ...rows.flatMap(({ name }) => statementsFor(name, to)),
    `grant usage on schema ${REPORTING} to ${to}`,
    `grant select on all tables in schema ${REPORTING} to ${to}`,
    ...queueStatements(to),
    ...sequences.rows.map(({ name }) => `grant usage, select, update on sequence ${QUEUE_SCHEMA}.${pg.escapeIdentifier(name)} to ${to}`),
  ];
  await owner.query('begin');
  try {
    await owner.query(statements.join(';\n'));
    await owner.query('commit');
  } catch (error) {
    await owner.query('rollback');
    throw error;
  }
}

function statementsFor(name: string, to: string): string[] {
  const table = `${SCHEMA}.${pg.escapeIdentifier(name)}`;
  const { insert, update, delete: removes } = TABLE_PRIVILEGES[name] ?? UNNAMED;
  const rights = ['select', ...(insert ? ['insert'] : []), ...(update === true ? ['update'] : []), ...(removes ? ['delete'] : [])];
  if (typeof update === 'object') rights.push(`update (${update.map((column) => pg.escapeIdentifier(column)).join(', ')})`);
  // A revoke of a table takes those of its columns with it.
  return [`revoke all on ${table} from ${to}`, `grant ${rights.join(', ')} on ${table} to ${to}`];
}

/** Queues hold nothing that rows do not know. BullMQ makes a sequence for each queue that numbers its jobs, hence `create`. */
function queueStatements(to: string): string[] {
  return [
    `revoke all on schema ${QUEUE_SCHEMA} from ${to}`,
    `grant usage, create on schema ${QUEUE_SCHEMA} to ${to}`,
    `grant select, insert, update, delete on all tables in schema ${QUEUE_SCHEMA} to ${to}`,
    `grant execute on all functions in schema ${QUEUE_SCHEMA} to ${to}`,
  ];
}
