import type pg from 'pg';
import { StartProblem } from '../../config/start-problem.js';
import { ResilientClient } from '../resilient-client.js';

/** The role that the service works as; made where it is missing and its address names its password. */
export async function serviceRole(ownerUrl: string, serviceUrl: string): Promise<string> {
  const { username, password } = new URL(serviceUrl);
  const name = decodeURIComponent(username);
  if (name !== '' && password !== '' && !(await hasRole(ownerUrl, name)))
    await ensureServiceRole(ownerUrl, name, decodeURIComponent(password)).catch((error: pg.DatabaseError) => {
      if (error.code !== '42501') throw error;
      throw new StartProblem(`The owner of the database may not make roles: create role ${name} login, with the password of DATABASE_URL.`);
    });
  return withClient(serviceUrl, async (client) => (await client.query<{ role: string }>('select current_user as role')).rows[0]!.role);
}

async function hasRole(ownerUrl: string, name: string): Promise<boolean> {
  return withClient(ownerUrl, async (client) => (await client.query('select from pg_roles where rolname = $1', [name])).rowCount === 1);
}

/** Makes a role that may sign in and nothing else, or gives the one that is there this password. */
export async function ensureServiceRole(ownerUrl: string, role: string, password: string): Promise<void> {
  await withClient(ownerUrl, async (client) => {
    const name = client.escapeIdentifier(role);
    const { rowCount } = await client.query('select from pg_roles where rolname = $1', [role]);
    const how = 'login nosuperuser nocreatedb nocreaterole noreplication nobypassrls';
    if (!rowCount)
      await client.query(`create role ${name} ${how}`).catch((error: pg.DatabaseError) => {
        // Another starter made it in the same moment.
        if (error.code !== '42710' && error.code !== '23505') throw error;
      });
    await client.query(`alter role ${name} ${how} password ${client.escapeLiteral(password)}`).catch((error: pg.DatabaseError) => {
      // Another starter sets the same password in the same moment.
      if (error.code !== 'XX000') throw error;
    });
  });
}

/** Refuses a service role that its privileges do not bind. */
export async function checkServiceRole(client: pg.ClientBase, role: string): Promise<void> {
  const { rows } = await client.query<{ rolsuper: boolean; owns: boolean }>(
    `select r.rolsuper, pg_has_role(r.oid, c.relowner, 'member') as owns
       from pg_roles r, pg_class c where r.rolname = $1 and c.oid = 'public.events'::regclass`,
    [role],
  );
  if (rows.some(({ rolsuper, owns }) => rolsuper || owns))
    throw new StartProblem(
      `DATABASE_URL signs in as ${role}, who is a superuser or owns the tables: name a role of its own there, or leave out DATABASE_OWNER_URL.`,
    );
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new ResilientClient({ connectionString: url, connectionTimeoutMillis: 15_000 });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
