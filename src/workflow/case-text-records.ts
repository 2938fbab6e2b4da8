import { Injectable } from '@nestjs/common';
import { CASE_TEXTS, TEXT_TABLES, type TextColumn, type TextColumnName } from '../platform/crypto/case-text-columns.js';
import { CaseTexts, encryptedValue } from '../platform/crypto/case-texts.js';
import { newKey } from '../platform/crypto/cipher.js';
import { Vault } from '../platform/crypto/vault.js';
import { Database } from '../platform/database/database.js';
import { statement, type Statement, type Tx } from '../platform/database/tx.js';
import type { PersonalCase, PersonalRecords, LabelledCase } from './personal-records.js';

const NAMES = Object.keys(CASE_TEXTS) as TextColumnName[];
const columnOf = (name: TextColumnName): TextColumn => CASE_TEXTS[name];

/** A table with the columns of it that hold texts, and its statements. */
interface Rewritten {
  readonly table: string;
  readonly key: readonly string[];
  readonly columns: readonly TextColumnName[];
  readonly clear: Statement;
  readonly keep: Statement;
}

const REWRITTEN = Object.entries(TEXT_TABLES).map(([table, { key, application }]): Rewritten => {
  const columns = NAMES.filter((name) => columnOf(name).table === table);
  const lists = [...key, ...columns.map((name) => columnOf(name).column)].map((column) => `t.${column}`).join(', ');
  const sets = columns.map((name, i) => `${columnOf(name).column} = $${i + 2}`).join(', ');
  const which = key.map((column, i) => `${column} = $${i + 2 + columns.length}`).join(' and ');
  return {
    table,
    key,
    columns,
    clear: statement(
      `case-text.clear-${table}`,
      `select ${lists} from ${table} t where t.agency = $1 and ${application} = $2 and (${clearOf(columns)}) for update of t`,
    ),
    keep: statement(`case-text.keep-${table}`, `update ${table} set ${sets} where agency = $1 and ${which}`),
  };
});

const CLEAR_CASES = statement(
  'case-text.clear-cases',
  `${REWRITTEN.map(({ table, columns }) => {
    const { application } = TEXT_TABLES[table]!;
    return `select ${application} as id from ${table} t where t.agency = $1 and ${application} > $2 and (${clearOf(columns)})`;
  }).join(' union ')} order by 1 limit $3`,
);

function clearOf(columns: readonly TextColumnName[]): string {
  return columns.map((name) => clear(columnOf(name))).join(' or ');
}

/** Whether a column holds a text in the clear. */
function clear({ column, shape }: TextColumn): string {
  if (shape === 'text') return `(t.${column} <> '' and t.${column} not like '$sealed:%')`;
  if (shape === 'json') return `(t.${column} is not null and not (t.${column} ? '$sealed'))`;
  const path = shape.map((name) => `@.${name}.type() == "string" && @.${name} != "" && !(@.${name} starts with "$sealed:")`).join(' || ');
  return `jsonb_path_exists(t.${column}, 'strict $.** ? (${path})', silent => true)`;
}

/** Records of a case whose texts its person may read, where the table of audiences shows them. */
const TOLD: Readonly<Record<string, string>> = { document_checks: 'check', dispositions: 'disposition', recommendations: 'recommendation' };

/** Texts that people have written about a case: told, erased and encrypted by the one table of their columns. */
@Injectable()
export class CaseTextRecords implements PersonalRecords {
  readonly name = 'records';

  constructor(
    private readonly database: Database,
    private readonly texts: CaseTexts,
    private readonly vault: Vault,
  ) {}

  async tell({ agency, id, shown }: LabelledCase): Promise<unknown> {
    const told: object[] = [];
    for (const { table, columns } of REWRITTEN) {
      if (!(table in TOLD)) continue;
      const rows = await this.database.run<Record<string, unknown>>(READ[table]!, [agency, id, [...shown]]);
      for (const row of rows) {
        const values = columns.map(async (name) => {
          const { column } = columnOf(name);
          return [column, await this.texts.opened(name, { agency, owner: id }, row[column])] as const;
        });
        told.push({ kind: TOLD[table], id: row['id'], ...Object.fromEntries(await Promise.all(values)) });
      }
    }
    return told;
  }

  /** What was never encrypted is so now: the key goes next. */
  async erase(tx: Tx, of: PersonalCase): Promise<void> {
    await this.encrypt(tx, of);
  }

  async inTheClear(agency: string, after: string, limit: number): Promise<string[]> {
    return (await this.database.run<{ id: string }>(CLEAR_CASES, [agency, after, limit])).map(({ id }) => id);
  }

  async encrypt(tx: Tx, { agency, id }: Pick<PersonalCase, 'agency' | 'id'>): Promise<number> {
    const key = await this.vault.key({ agency, owner: id }, tx);
    return key ? this.encryptWithKey(tx, agency, id, key) : 0;
  }

  encryptErased(tx: Tx, { agency, id }: Pick<PersonalCase, 'agency' | 'id'>): Promise<number> {
    return this.encryptWithKey(tx, agency, id, newKey());
  }

  private async encryptWithKey(tx: Tx, agency: string, id: string, caseKey: Buffer): Promise<number> {
    let rewritten = 0;
    for (const { columns, key, clear: find, keep } of REWRITTEN) {
      const rows = await tx.run(find, [agency, id]);
      for (const row of rows) {
        const values = columns.map((name) => {
          const { column, shape } = columnOf(name);
          const value = row[column] ?? null;
          const kept = value === null ? null : encryptedValue(caseKey, { agency, owner: id }, columnOf(name), value);
          return kept === null || shape === 'text' ? kept : JSON.stringify(kept);
        });
        await tx.run(keep, [agency, ...values, ...key.map((column) => row[column])]);
      }
      rewritten += rows.length;
    }
    return rewritten;
  }
}

const READ: Readonly<Record<string, Statement>> = Object.fromEntries(
  REWRITTEN.filter(({ table }) => table in TOLD).map(({ table, columns }) => [
    table,
    statement(
      `case-text.told-${table}`,
      `select id, ${columns.map((name) => columnOf(name).column).join(', ')} from ${table}
        where agency = $1 and application_id = $2 and id = any($3::uuid[]) order by id`,
    ),
  ]),
);
