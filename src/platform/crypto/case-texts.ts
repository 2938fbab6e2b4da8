import { Injectable } from '@nestjs/common';
import type { Tx } from '../database/tx.js';
import { CASE_TEXTS, type TextColumn, type TextColumnName } from './case-text-columns.js';
import { encryptTextWith, isEncryptedText, openTextWith } from './text-vault.js';
import { isEncrypted, encryptWith, decryptWith, Vault, type Owner } from './vault.js';

/** Stands in the place of a required text that was erased with its case. */
export const ERASED_TEXT = '(data dihapus)';

/** Names of columns of a row, and which texts they hold. */
export type TextFields<Row> = Partial<Readonly<Record<keyof Row & string, TextColumnName>>>;

/** The one way in and out of the columns of `CASE_TEXTS`. */
@Injectable()
export class CaseTexts {
  constructor(private readonly vault: Vault) {}

  /** A value as it lies in its column; JSON is not turned into text. */
  async kept<T>(name: TextColumnName, of: Owner, value: T, tx?: Tx): Promise<unknown> {
    if (value === null || value === undefined) return null;
    const key = await this.vault.key(of, tx);
    if (!key) throw new Error(`the key of ${of.owner} was destroyed: nothing can be kept for it any more`);
    return encryptedValue(key, of, columnOf(name), value);
  }

  /** The same for a JSON column of a statement. */
  async keptJson(name: TextColumnName, of: Owner, value: object | null, tx?: Tx): Promise<string | null> {
    return value === null ? null : JSON.stringify(await this.kept(name, of, value, tx));
  }

  /** The value again. What was erased is null, and a property that was erased is missing. */
  async opened<T>(name: TextColumnName, of: Owner, kept: T, tx?: Tx): Promise<T | null> {
    if (!holdsEncrypted(columnOf(name), kept)) return this.openWith(null, name, of, kept);
    return this.openWith(await this.vault.key(of, tx), name, of, kept);
  }

  /** Rows of many cases, with the named columns opened: the keys are read at once. */
  async openedRows<Row extends object>(
    rows: readonly Row[],
    agency: string,
    applicationOf: (row: Row) => string | null,
    fields: TextFields<Row>,
  ): Promise<Row[]> {
    const columns = Object.entries(fields) as [keyof Row & string, TextColumnName][];
    const encrypted = rows.filter((row) => columns.some(([field, name]) => holdsEncrypted(columnOf(name), row[field])));
    const keys = await this.vault.keysOf(agency, [...new Set(encrypted.flatMap((row) => applicationOf(row) ?? []))]);
    return rows.map((row) => {
      const owner = applicationOf(row);
      if (owner === null) return row;
      const open = ([field, name]: [keyof Row & string, TextColumnName]) => [
        field,
        this.openWith(keys.get(owner) ?? null, name, { agency, owner }, row[field]),
      ];
      return { ...row, ...(Object.fromEntries(columns.map(open)) as Partial<Row>) };
    });
  }

  private openWith<T>(key: Buffer | null, name: TextColumnName, of: Owner, kept: T): T | null {
    return openedValue(key, of, columnOf(name), kept, (plain) => this.vault.plainText(of, plain)) as T | null;
  }
}

const columnOf = (name: TextColumnName): TextColumn => CASE_TEXTS[name];
const aboutOf = ({ table, column, about }: TextColumn) => about ?? `${table}.${column}`;

/** Encrypts what a column holds; what is encrypted already stays as it is. */
export function encryptedValue(key: Buffer, of: Owner, column: TextColumn, value: unknown): unknown {
  const about = aboutOf(column);
  const { shape } = column;
  if (shape === 'json') return isEncrypted(value) ? value : encryptWith(key, of, about, value);
  const encrypt = (text: string) => (text === '' || isEncryptedText(text) ? text : encryptTextWith(key, of, about, text));
  if (shape === 'text') return encrypt(value as string);
  return withTexts(value, shape, encrypt);
}

function openedValue(key: Buffer | null, of: Owner, column: TextColumn, kept: unknown, plain: <T>(value: T) => T): unknown {
  if (kept === null || kept === undefined) return null;
  const about = aboutOf(column);
  const { shape } = column;
  if (shape === 'json') return isEncrypted(kept) ? (decryptWith(key, of, about, kept) ?? null) : plain(kept);
  const open = (text: string) => (isEncryptedText(text) ? openTextWith(key, of, about, text) : plain(text));
  if (shape === 'text') return open(kept as string);
  return withTexts(kept, shape, open);
}

/** A JSON value with the texts of these properties turned into others; a property that becomes null is left out. */
function withTexts(value: unknown, names: readonly string[], turn: (text: string) => string | null): unknown {
  if (Array.isArray(value)) return value.map((item) => withTexts(item, names, turn));
  if (typeof value !== 'object' || value === null || isEncrypted(value)) return value;
  const entries = Object.entries(value).flatMap(([name, inner]: [string, unknown]): [string, unknown][] => {
    if (typeof inner !== 'string' || !names.includes(name)) return [[name, withTexts(inner, names, turn)]];
    const text = turn(inner);
    return text === null ? [] : [[name, text]];
  });
  return Object.fromEntries(entries);
}

function holdsEncrypted({ shape }: TextColumn, kept: unknown): boolean {
  if (shape === 'json') return isEncrypted(kept);
  if (shape === 'text') return typeof kept === 'string' && isEncryptedText(kept);
  let found = false;
  withTexts(kept, shape, (text) => {
    found ||= isEncryptedText(text);
    return text;
  });
  return found;
}
