import type { Statement } from '../platform/database/tx.js';

/** A row as it is loaded: JSON as text, moments as dates. */
export type Row = Record<string, unknown>;

/** What a statement writes into one table: a column, and which parameter or constant it gets. */
interface Write {
  readonly columns: readonly string[];
  readonly values: readonly Value[];
}

type Value = { readonly param: number } | { readonly constant: unknown } | { readonly unknown: string };

/** What a statement of the service writes, read from its text: so that a new column of it is a new column of the rows made here. */
export interface StatementShape {
  readonly inserts: ReadonlyMap<string, Write>;
  readonly updates: ReadonlyMap<string, Write>;
}

const SHAPES = new Map<string, StatementShape>();

export function shapeOf({ name, text }: Statement): StatementShape {
  let shape = SHAPES.get(name);
  if (!shape) SHAPES.set(name, (shape = { inserts: new Map(insertsIn(text)), updates: new Map(updatesIn(text)) }));
  return shape;
}

/** The columns that a statement writes, filled in; what it computes itself has to be `known`. */
export function written(write: Write | undefined, params: readonly unknown[], known: Row = {}): Row {
  if (!write) throw new Error('this statement does not write there any more');
  const row: Row = {};
  write.columns.forEach((column, index) => {
    const value = write.values[index]!;
    if (column in known) row[column] = known[column];
    else if ('param' in value) row[column] = params[value.param - 1];
    else if ('constant' in value) row[column] = value.constant;
    else throw new Error(`what is ${column} = ${value.unknown}? The seed has to be told.`);
  });
  return row;
}

function* insertsIn(text: string): Generator<[string, Write]> {
  for (const match of text.matchAll(/\binsert into (\w+)\s*\(([^)]*)\)\s*(values\s*\(|select\s)/g)) {
    const values = listAt(text, match.index + match[0].length);
    yield [match[1]!, { columns: match[2]!.split(',').map((column) => column.trim()), values: values.map(valueOf) }];
  }
}

function* updatesIn(text: string): Generator<[string, Write]> {
  for (const match of text.matchAll(/(?<!do )(?<!for )(?<!key )\bupdate (\w+) set\s/g)) {
    const parts = listAt(text, match.index + match[0].length).map((part) => /^(\w+)\s*=\s*([\s\S]+)$/.exec(part)!);
    yield [match[1]!, { columns: parts.map((part) => part[1]!), values: parts.map((part) => valueOf(part[2]!)) }];
  }
}

function valueOf(text: string): Value {
  const param = /^\$(\d+)(::[\w[\]]+)?$/.exec(text);
  if (param) return { param: Number(param[1]) };
  if (/^'[^']*'$/.test(text)) return { constant: text.slice(1, -1) };
  if (/^\d+$/.test(text)) return { constant: Number(text) };
  return text === 'null' ? { constant: null } : { unknown: text };
}

/** The parts of a list between commas, up to the bracket or the clause that ends it. */
function listAt(text: string, from: number): string[] {
  const parts: string[] = [];
  let [depth, start] = [0, from];
  for (let at = from; ; at++) {
    const sign = text[at];
    const over =
      sign === undefined || (depth === 0 && (sign === ')' || /^\s(where|from|on conflict|returning)\b/.test(text.slice(at, at + 13))));
    if (over || (depth === 0 && sign === ',')) {
      parts.push(text.slice(start, at).trim());
      start = at + 1;
    }
    if (over) return parts;
    if (sign === '(') depth++;
    if (sign === ')') depth--;
  }
}
