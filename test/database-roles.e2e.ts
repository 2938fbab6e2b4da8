import pg from 'pg';
import { TABLE_PRIVILEGES } from '../src/platform/database/privileges/table-privileges.js';
import { cloneTemplate, dropDatabase, serviceUrlOf } from './support/boot.js';

/** What is written once: evidence and the record of who read what. */
const APPEND_ONLY = Object.entries(TABLE_PRIVILEGES)
  .filter(([, { insert, update, delete: removes }]) => insert && update === false && !removes)
  .map(([name]) => name);

let url: string;
let owner: pg.Client;
let service: pg.Client;
beforeAll(async () => {
  url = await cloneTemplate();
  [owner, service] = [new pg.Client(url), new pg.Client(serviceUrlOf(url))];
  await Promise.all([owner.connect(), service.connect()]);
});
afterAll(async () => {
  await Promise.all([owner.end(), service.end()]);
  await dropDatabase(url);
});

const codeOf = (sql: string): Promise<string> =>
  service.query(sql).then(
    () => 'done',
    (error: pg.DatabaseError) => error.code ?? error.message,
  );

it('names every table of the schema', async () => {
  const { rows } = await owner.query<{ name: string }>(`select tablename as name from pg_tables where schemaname = 'public' order by 1`);
  expect(Object.keys(TABLE_PRIVILEGES).sort()).toEqual(rows.map(({ name }) => name));
});

it('grants the service role what the list says, and no more', async () => {
  const granted = await owner.query<{ line: string }>(
    `select table_name || ' ' || lower(privilege_type) as line from information_schema.role_table_grants
      where grantee = 'terbit_service' and table_schema = 'public' order by 1`,
  );
  const columns = await owner.query<{ line: string }>(
    `select c.table_name || '.' || c.column_name as line from information_schema.role_column_grants c
      where c.grantee = 'terbit_service' and c.table_schema = 'public' and c.privilege_type = 'UPDATE'
        and not exists (select from information_schema.role_table_grants t where t.grantee = c.grantee and t.table_schema = c.table_schema
                           and t.table_name = c.table_name and t.privilege_type = 'UPDATE')
      order by 1`,
  );
  const entries = Object.entries(TABLE_PRIVILEGES);
  const expected = entries.flatMap(([name, { insert, update, delete: removes }]) => [
    `${name} select`,
    ...(insert ? [`${name} insert`] : []),
    ...(update === true ? [`${name} update`] : []),
    ...(removes ? [`${name} delete`] : []),
  ]);
  const byColumn = entries.flatMap(([name, { update }]) => (typeof update === 'object' ? update.map((column) => `${name}.${column}`) : []));
  expect(granted.rows.map(({ line }) => line).sort()).toEqual(expected.sort());
  expect(columns.rows.map(({ line }) => line).sort()).toEqual(byColumn.sort());
});

it('lists what the triggers guard', async () => {
  const { rows } = await owner.query<{ name: string }>(
    `select tgrelid::regclass::text as name from pg_trigger t join pg_proc p on p.oid = t.tgfoid where p.proname = 'refuse_change'`,
  );
  const written = Object.entries(TABLE_PRIVILEGES).filter(([, { update, delete: removes }]) => update !== true && !removes);
  expect(written.map(([name]) => name)).toEqual(expect.arrayContaining(rows.map(({ name }) => name)));
});

it.each(APPEND_ONLY)('lets the service role add to %s and nothing else', async (table) => {
  const { rows } = await owner.query<{ column: string }>(
    `select column_name as column from information_schema.columns where table_schema = 'public' and table_name = $1 and is_generated = 'NEVER' and is_identity = 'NO' limit 1`,
    [table],
  );
  const column = rows[0]!.column;
  const tried = [
    `update ${table} set ${column} = ${column}`,
    `delete from ${table}`,
    `truncate ${table}`,
    `alter table ${table} disable trigger all`,
    `alter table ${table} add column mine text`,
    `create trigger mine before insert on ${table} for each row execute function refuse_change()`,
    `drop table ${table}`,
    `alter table ${table} owner to terbit_service`,
  ];
  for (const sql of tried) expect([sql, await codeOf(sql)]).toEqual([sql, '42501']);
  const triggers = await owner.query<{ name: string }>(
    'select tgname as name from pg_trigger where tgrelid = $1::regclass and not tgisinternal',
    [table],
  );
  for (const { name } of triggers.rows) expect([name, await codeOf(`drop trigger ${name} on ${table}`)]).toEqual([name, '42501']);
});

it.each([
  'create table mine (a int)',
  'create schema mine',
  'create role mine',
  'alter role terbit_service superuser',
  'set session_replication_role = replica',
  'set role terbit',
  `create or replace function refuse_change() returns trigger language plpgsql as 'begin return new; end'`,
  'drop function refuse_change() cascade',
  'update book_entries set label = label',
  'update documents set sha256 = sha256',
  'delete from letters',
  'update migrations set name = name',
])('refuses the service role: %s', async (sql) => expect(await codeOf(sql)).toBe('42501'));
