import { METHODS, type OssMethod, type RequestOf } from './methods.js';
import type { Field, Scalar, WireShape } from './shape.js';

/** A field that OSS would not take as it stands. */
export interface Unfit {
  /** With its envelope, as in `IZINSTATUS.nama_status`. */
  readonly field: string;
  readonly problem: 'missing' | 'too-long' | 'wrong-type' | 'wrong-format' | 'unknown';
  readonly width?: number;
  readonly length?: number;
}

/** Everything that does not fit its place in an envelope; empty when it can be sent. */
export function checkWidths(method: OssMethod, body: unknown): readonly Unfit[] {
  const { envelope, request } = METHODS[method];
  return record(request, body, envelope);
}

/** The envelope as it is sent. Call `checkWidths` before. */
export function encode<M extends OssMethod>(method: M, body: RequestOf<M>): Readonly<Record<string, unknown>> {
  const { envelope, request } = METHODS[method];
  return { [envelope]: filled(request, body) };
}

function filled(shape: WireShape, value: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const entries = Object.entries(shape).flatMap(([name, field]) => {
    const found = isBlank(value[name]) ? field.absent : value[name];
    return found === undefined ? [] : [[name, found] as const];
  });
  return Object.fromEntries(entries);
}

function isBlank(value: unknown): boolean {
  return value == null || (typeof value === 'string' && value.trim() === '');
}

function record(shape: WireShape, value: unknown, path: string): Unfit[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [{ field: path, problem: 'wrong-type' }];
  const given = value as Readonly<Record<string, unknown>>;
  const strangers = Object.keys(given).filter((name) => !Object.hasOwn(shape, name));
  return [
    ...strangers.map((name): Unfit => ({ field: `${path}.${name}`, problem: 'unknown' })),
    ...Object.entries(shape).flatMap(([name, field]) => one(field, given[name], `${path}.${name}`)),
  ];
}

function one(field: Field, value: unknown, path: string): readonly Unfit[] {
  if (value === undefined || value === null) return field.required ? [{ field: path, problem: 'missing' }] : [];
  switch (field.kind) {
    case 'one':
      return record(field.of, value, path);
    case 'list':
      if (!Array.isArray(value)) return [{ field: path, problem: 'wrong-type' }];
      return value.flatMap((item, at) => record(field.of, item, `${path}[${at}]`));
    case 'text':
      if (typeof value !== 'string') return [{ field: path, problem: 'wrong-type' }];
      return textProblem(field, value, path);
    case 'number':
    case 'boolean':
      return typeof value === field.kind && (typeof value !== 'number' || Number.isFinite(value))
        ? []
        : [{ field: path, problem: 'wrong-type' }];
  }
}

const FORMATS = {
  date: /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/,
  'date-time': /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01]) ([01]\d|2[0-3]):[0-5]\d:[0-5]\d$/,
  link: /^https?:\/\/\S+$/,
} as const;

function textProblem(field: Scalar & Pick<Field, 'required' | 'absent'>, value: string, path: string): readonly Unfit[] {
  const { width, format, digits, required } = field;
  // What counts is what a reader counts: a name with a sign outside the basic plane is not longer for it.
  const length = [...value].length;
  if (value.trim() === '') return required ? [{ field: path, problem: 'missing' }] : [];
  if (width !== undefined && length > width) return [{ field: path, problem: 'too-long', width, length }];
  if (value === field.absent) return [];
  if (digits && !new RegExp(`^\\d{${width}}$`).test(value))
    return [{ field: path, problem: 'wrong-format', ...(width && { width }), length }];
  return format && !FORMATS[format].test(value) ? [{ field: path, problem: 'wrong-format' }] : [];
}
