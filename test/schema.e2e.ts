import { DataSource } from 'typeorm';
import { boot, type Booted } from './support/boot.js';
import { CODES, ENCRYPTED_TEXTS, OTHER_TEXTS } from './support/text-columns.js';

let service: Booted;
let source: DataSource;
beforeAll(async () => {
  service = await boot();
  source = service.app.get(DataSource);
});
afterAll(() => service.close());

/**
 * Entities map columns only: indexes and foreign keys are written by hand in migrations (trigrams, partial and expression
 * indexes that no decorator can say), so that TypeORM would take them away. Everything else must agree.
 */
const BY_HAND = [/^DROP INDEX /, /^ALTER TABLE "\w+" DROP CONSTRAINT "\w+_fkey"$/];

it('has every table and column as the entities map them', async () => {
  const { upQueries } = await source.driver.createSchemaBuilder().log();
  const pending = upQueries.map(({ query }) => query).filter((query) => !BY_HAND.some((shape) => shape.test(query)));
  expect(pending).toEqual([]);
  expect(source.entityMetadatas.length).toBeGreaterThan(10);
});

it('would tell of a column that an entity has and no migration made', async () => {
  await service.sql('alter table receipts drop column documents');
  const { upQueries } = await source.driver.createSchemaBuilder().log();
  expect(upQueries.map(({ query }) => query)).toContainEqual(expect.stringMatching(/ALTER TABLE "receipts" ADD "documents"/));
});

it('has run every migration', async () => {
  expect(await source.showMigrations()).toBe(false);
});

/** What belongs to the installation and to no agency. */
const OF_NO_AGENCY = ['service_secrets', 'reporting_key', 'migrations', 'sign_in_failures', 'sign_in_places', 'rate_limits'];
/** People sign in by user name, before it is known for which agency. */
const ACROSS_AGENCIES = ['users_username'];

it('has the agency as the first key of every table and index', async () => {
  const keys = await service.sql<{ table: string; index: string; first: string }>(
    `select t.relname as table, i.relname as index, coalesce(a.attname, '(expression)') as first
       from pg_index x
       join pg_class i on i.oid = x.indexrelid
       join pg_class t on t.oid = x.indrelid
       join pg_namespace n on n.oid = t.relnamespace and n.nspname = 'public'
       left join pg_attribute a on a.attrelid = t.oid and a.attnum = x.indkey[0]
      where t.relkind = 'r'`,
  );
  const others = keys.filter(
    ({ table, index, first }) => first !== 'agency' && !OF_NO_AGENCY.includes(table) && !ACROSS_AGENCIES.includes(index),
  );
  expect(others).toEqual([]);
  const tables = await service.sql<{ name: string }>(
    `select relname as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace`,
  );
  const unkeyed = tables.filter(({ name }) => !keys.some(({ table }) => table === name));
  expect(unkeyed).toEqual([]);
});

it('has a reason for every column that can hold a text: encrypted with its case, or why not', async () => {
  const columns = await service.sql<{ name: string; column: string }>(
    `select table_name || '.' || column_name as name, column_name as column from information_schema.columns
      where table_schema = 'public' and data_type in ('text', 'jsonb', 'json', 'ARRAY', 'character varying') order by 1`,
  );
  const said = new Set([...ENCRYPTED_TEXTS, ...Object.values(OTHER_TEXTS).flat()]);
  expect(columns.filter(({ name, column }) => !said.has(name) && !CODES.includes(column)).map(({ name }) => name)).toEqual([]);
  const known = new Set(columns.map(({ name }) => name));
  expect([...said].filter((name) => !known.has(name))).toEqual([]);
});
