import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { isId } from '../../kernel/ids.js';
import { nibProblem, nikProblem } from '../../kernel/identity-numbers.js';
import type { Problem, Sentence } from '../../kernel/refusal.js';
import type { TypedKind } from '../../kernel/typed/typed-kinds.js';
import { kindOf } from '../../kernel/typed/typed-schema.js';
import { formSentence, type Form } from './of-form.js';
import { schemaLineProblems } from './multiline.js';
import { pointerTo } from './pointer.js';

/** JSON Schema, as ajv reads it. */
export type Schema = Readonly<Record<string, unknown>>;

/** Stops at the first error, so that a length is looked at before a pattern and a number of items before what they are. */
const brief = compiler(false);
/** Finds every error of a small value: whoever fills in a form wants to know all of them. */
const thorough = compiler(true);

function compiler(allErrors: boolean): Ajv2020 {
  const ajv = new Ajv2020({ allErrors, strict: false, strictNumbers: true, useDefaults: false, coerceTypes: false, verbose: true });
  addFormats.default(ajv, ['date', 'date-time', 'email', 'uri']);
  // The one of the library takes "urn:uuid:…" too, and the database does not.
  ajv.addFormat('uuid', isId);
  ajv.addFormat('nik', (text: string) => nikProblem(text) === undefined);
  ajv.addFormat('nib', (text: string) => nibProblem(text) === undefined);
  return ajv;
}

/** More errors than this are not told one by one. */
const MOST = 50;
/** Of a value with more values or characters than this, only the first error is told. */
const SMALL_VALUES = 300;
const SMALL_SIGNS = 50_000;

/** Compiles a schema once; the result lists what is wrong with a value, with a JSON pointer each. */
export function compileSchema(schema: Schema): (value: unknown, prefix?: string) => Problem[] {
  const first: ValidateFunction = brief.compile(schema);
  let all: ValidateFunction | undefined;
  return (value, prefix = '') => {
    if (first(value)) return schemaLineProblems(schema, value, prefix).slice(0, MOST);
    const validate = isSmall(value) ? (all ??= thorough.compile(schema)) : first;
    validate(value);
    // That a condition applies is not what is wrong: what it asks for stands beside it.
    const errors = (validate.errors ?? []).filter(({ keyword }, _, all) => keyword !== 'if' || all.every((each) => each.keyword === 'if'));
    return errors.slice(0, MOST).map((error) => problem(error, prefix));
  };
}

/** Whether all of its errors can be looked for in no time. */
function isSmall(value: unknown): boolean {
  let left = SMALL_VALUES;
  let signs = SMALL_SIGNS;
  const waiting: unknown[] = [value];
  while (waiting.length > 0) {
    const one = waiting.pop();
    if (typeof one === 'string') signs -= one.length;
    if (--left < 0 || signs < 0) return false;
    if (typeof one !== 'object' || one === null) continue;
    for (const name in one) {
      if (waiting.length > SMALL_VALUES) return false;
      signs -= name.length;
      waiting.push((one as Record<string, unknown>)[name]);
    }
  }
  return true;
}

function problem(error: ErrorObject, prefix: string): Problem {
  const params = error.params as Record<string, unknown>;
  const own = typeof params['missingProperty'] === 'string' ? params['missingProperty'] : params['additionalProperty'];
  const place = `${prefix}${error.instancePath}`;
  return { pointer: typeof own === 'string' ? pointerTo(place, own) : place, detail: sentence(error, params) };
}

function sentence(error: ErrorObject, params: Record<string, unknown>): Sentence {
  const limit = String(params['limit']);
  switch (error.keyword) {
    case 'required':
    case 'dependentRequired':
      return { id: 'Wajib diisi.', en: 'This is required.' };
    case 'additionalProperties':
    case 'unevaluatedProperties':
      return { id: 'Isian ini tidak dikenal.', en: 'This is not known here.' };
    case 'type':
      return typeSentence(params['type']);
    case 'enum':
    case 'const':
      return { id: `Pilihannya: ${allowed(params)}.`, en: `Must be one of: ${allowed(params)}.` };
    case 'minLength':
      return { id: `Sedikitnya ${limit} huruf.`, en: `At least ${limit} characters.` };
    case 'maxLength':
      return { id: `Paling banyak ${limit} huruf.`, en: `At most ${limit} characters.` };
    case 'minItems':
    case 'minProperties':
      return { id: `Sedikitnya ${limit} isian.`, en: `At least ${limit} entries.` };
    case 'maxItems':
    case 'maxProperties':
      return { id: `Paling banyak ${limit} isian.`, en: `At most ${limit} entries.` };
    case 'uniqueItems':
      return { id: 'Ada isian yang disebut dua kali.', en: 'Something stands here twice.' };
    case 'pattern':
      return params['pattern'] === '\\S' ? { id: 'Wajib diisi.', en: 'This is required.' } : patternSentence(error);
    case 'minimum':
      return { id: `Tidak boleh kurang dari ${limit}.`, en: `Must not be less than ${limit}.` };
    case 'maximum':
      return { id: `Tidak boleh lebih dari ${limit}.`, en: `Must not be more than ${limit}.` };
    case 'format':
      return FORMATS[String(params['format'])] ?? NOT_OF_FORM;
    default:
      return { id: `Tidak memenuhi aturan "${error.keyword}".`, en: `Does not meet "${error.keyword}".` };
  }
}

/** The form and an example, as the schema has them beside the pattern; for a schema from before it had to, those of the kind of input. */
function patternSentence({ parentSchema, instancePath }: ErrorObject): Sentence {
  const { 'x-form': form, 'x-example': example } = (parentSchema ?? {}) as Schema;
  if (isSentence(form) && typeof example === 'string') return formSentence({ form, example });
  const kind = kindOf(instancePath.slice(instancePath.lastIndexOf('/') + 1), parentSchema);
  const known = kind && KINDS[kind];
  return known ? formSentence(known) : NOT_OF_FORM;
}

function isSentence(value: unknown): value is Sentence {
  const { id, en } = (value ?? {}) as Partial<Sentence>;
  return typeof id === 'string' && typeof en === 'string';
}

const KINDS: Readonly<Partial<Record<TypedKind, Form>>> = {
  phone: { form: { id: 'nomor telepon dengan kode wilayah', en: 'a telephone number with its area code' }, example: '081234567890' },
  kbli: { form: { id: '5 angka kode KBLI', en: 'the 5 digits of a KBLI code' }, example: '47112' },
  npwp: { form: { id: '15 atau 16 angka NPWP', en: 'the 15 or 16 digits of an NPWP' }, example: '01.234.567.8-901.000' },
};

const NOT_OF_FORM: Sentence = { id: 'Bentuknya belum benar.', en: 'Not of the right form.' };

const TYPES: Readonly<Record<string, Sentence>> = {
  string: { id: 'teks', en: 'a text' },
  number: { id: 'bilangan', en: 'a number' },
  integer: { id: 'bilangan bulat', en: 'a whole number' },
  boolean: { id: 'ya atau tidak (true, false)', en: 'true or false' },
  object: { id: 'objek', en: 'an object' },
  array: { id: 'daftar', en: 'a list' },
  null: { id: 'kosong', en: 'empty' },
};

function typeSentence(type: unknown): Sentence {
  const types = (Array.isArray(type) ? type : [type]).map((name) => TYPES[String(name)] ?? { id: String(name), en: String(name) });
  return { id: `Harus berupa ${types.map(({ id }) => id).join(', ')}.`, en: `Must be ${types.map(({ en }) => en).join(', ')}.` };
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
