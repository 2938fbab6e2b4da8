import type { Field, IncomingMessage, WireShape } from './shape.js';

/** A place whose value could not be what the document says; it counts as absent, and is told. */
export interface Misfit {
  /** As in `data_proyek[0].jumlah_investasi`. */
  readonly field: string;
  readonly expected: Field['kind'];
}

export interface Decoded<S extends WireShape> {
  readonly value: IncomingMessage<S>;
  readonly misfits: readonly Misfit[];
}

/** The spellings of "nothing": OSS sends "-" where it knows nothing. */
export function isAbsent(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === 'string' && ['', '-'].includes(value.trim()));
}

/** An object whose keys are read without blanks around them and without regard to case; the first that says something counts. */
export function keysOf(value: object): ReadonlyMap<string, unknown> {
  const found = new Map<string, unknown>();
  for (const [written, item] of Object.entries(value)) {
    const key = written.trim().toLowerCase();
    if (isAbsent(found.get(key))) found.set(key, item);
  }
  return found;
}

/**
 * Reads what arrives as well as it can be read: numbers as texts and texts as numbers, one where many are expected and the other
 * way round, whatever keys look like. Never throws: what cannot be read is absent and named.
 */
export function decode<S extends WireShape>(shape: S, value: unknown): Decoded<S> {
  const misfits: Misfit[] = [];
  return { value: record(shape, value, '', misfits) as IncomingMessage<S>, misfits };
}

function record(shape: WireShape, value: unknown, path: string, misfits: Misfit[]): Readonly<Record<string, unknown>> {
  const keys = keysOf(typeof value === 'object' && value !== null ? value : {});
  const entries = Object.entries(shape).flatMap(([name, field]) => {
    const found = keys.get(name.toLowerCase());
    if (isAbsent(found)) return [];
    const read = one(field, found, path ? `${path}.${name}` : name, misfits);
    return read === undefined ? [] : [[name, read] as const];
  });
  return Object.fromEntries(entries);
}

function one(field: Field, value: unknown, path: string, misfits: Misfit[]): unknown {
  switch (field.kind) {
    case 'one': {
      const only: unknown = Array.isArray(value) ? value[0] : value;
      if (isAbsent(only)) return undefined;
      return isRecord(only) ? record(field.of, only, path, misfits) : misfit();
    }
    case 'list': {
      const items: readonly unknown[] = Array.isArray(value) ? value : [value];
      return items.flatMap((item, at) => {
        if (isRecord(item)) return [record(field.of, item, `${path}[${at}]`, misfits)];
        if (!isAbsent(item)) misfits.push({ field: `${path}[${at}]`, expected: 'one' });
        return [];
      });
    }
    case 'text':
      return textOf(value, field) ?? misfit();
    case 'number':
      return numberOf(value) ?? misfit();
    case 'boolean':
      return booleanOf(value) ?? misfit();
  }

  function misfit(): undefined {
    misfits.push({ field: path, expected: field.kind });
    return undefined;
  }
}

function isRecord(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textOf(value: unknown, { digits, width }: { readonly digits?: boolean; readonly width?: number | undefined }): string | undefined {
  if (typeof value === 'string') return value.trim();
  if (typeof value === 'boolean') return String(value);
  if (typeof value !== 'number') return undefined;
  // 1e21 and beyond would come out as "1e+21": nothing that OSS numbers is that long.
  if (!digits || !Number.isSafeInteger(value) || value < 0) return String(value);
  return String(value).padStart(width ?? 0, '0');
}

function numberOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string' || !/^\s*-?\d{1,22}(\.\d{1,9})?\s*$/.test(value)) return undefined;
  return Number(value);
}

const YES = new Set<unknown>([true, 1, '1', 'true', 'y', 'ya']);
const NO = new Set<unknown>([false, 0, '0', 'false', 'n', 'tidak', 't']);

function booleanOf(value: unknown): boolean | undefined {
  const plain = typeof value === 'string' ? value.trim().toLowerCase() : value;
  return YES.has(plain) ? true : NO.has(plain) ? false : undefined;
}
