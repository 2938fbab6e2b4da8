import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { nibProblem, nikProblem } from '../../kernel/identity-numbers.js';
import type { Problem, Sentence } from '../../kernel/refusal.js';

/** JSON Schema, as ajv reads it. */
export type Schema = Readonly<Record<string, unknown>>;

const ajv = new Ajv2020({ allErrors: true, strict: false, useDefaults: false, coerceTypes: false });
addFormats.default(ajv, ['date', 'date-time', 'email', 'uri', 'uuid']);
ajv.addFormat('nik', (text: string) => nikProblem(text) === undefined);
ajv.addFormat('nib', (text: string) => nibProblem(text) === undefined);

/** More errors than this are not told one by one. */
const MOST = 50;

/** Compiles a schema once; the result lists what is wrong with a value, with a JSON pointer each. */
export function compileSchema(schema: Schema): (value: unknown, prefix?: string) => Problem[] {
  const validate: ValidateFunction = ajv.compile(schema);
  return (value, prefix = '') => (validate(value) ? [] : (validate.errors ?? []).slice(0, MOST).map((error) => problem(error, prefix)));
}

function problem(error: ErrorObject, prefix: string): Problem {
  const params = error.params as Record<string, unknown>;
  const own = typeof params['missingProperty'] === 'string' ? params['missingProperty'] : params['additionalProperty'];
  const suffix = typeof own === 'string' ? `/${own.slice(0, 100).replaceAll('~', '~0').replaceAll('/', '~1')}` : '';
  return { pointer: `${prefix}${error.instancePath}${suffix}`, detail: sentence(error, params) };
}

function sentence(error: ErrorObject, params: Record<string, unknown>): Sentence {
  const limit = String(params['limit']);
  switch (error.keyword) {
    case 'required':
      return { id: 'Wajib diisi.', en: 'This is required.' };
    case 'additionalProperties':
    case 'unevaluatedProperties':
      return { id: 'Isian ini tidak dikenal.', en: 'This is not known here.' };
    case 'type':
      return { id: `Harus berupa ${String(params['type'])}.`, en: `Must be of type ${String(params['type'])}.` };
    case 'enum':
    case 'const':
      return { id: `Pilihannya: ${allowed(params)}.`, en: `Must be one of: ${allowed(params)}.` };
    case 'minLength':
    case 'minItems':
      return { id: `Sedikitnya ${limit}.`, en: `At least ${limit}.` };
    case 'maxLength':
    case 'maxItems':
      return { id: `Paling banyak ${limit}.`, en: `At most ${limit}.` };
    case 'minimum':
      return { id: `Tidak boleh kurang dari ${limit}.`, en: `Must not be less than ${limit}.` };
    case 'maximum':
      return { id: `Tidak boleh lebih dari ${limit}.`, en: `Must not be more than ${limit}.` };
    case 'format':
      return FORMATS[String(params['format'])] ?? { id: 'Bentuknya belum benar.', en: 'Not of the right form.' };
    default:
      return { id: `Tidak memenuhi aturan "${error.keyword}".`, en: `Does not meet "${error.keyword}".` };
  }
}

const FORMATS: Readonly<Record<string, Sentence>> = {
  nik: { id: 'NIK harus 16 angka dengan tanggal lahir yang ada.', en: 'A NIK has 16 digits and holds a date of birth that exists.' },
  nib: { id: 'NIB harus 13 angka.', en: 'A NIB has 13 digits.' },
  date: { id: 'Harus tanggal, seperti 2026-11-23.', en: 'Must be a date, such as 2026-11-23.' },
  email: { id: 'Alamat surel belum benar.', en: 'Not an e-mail address.' },
  uuid: { id: 'Harus id (UUID).', en: 'Must be an id (UUID).' },
};

function allowed(params: Record<string, unknown>): string {
  const values = params['allowedValues'] ?? [params['allowedValue']];
  return (values as unknown[]).map(String).join(', ').slice(0, 300);
}
