import { textSchema } from '../platform/api/schema-parts.js';
import type { Schema } from '../platform/api/input-schema.js';
import type { ApplicantField } from '../sop/rules/rule.js';
import type { SopDefinition } from '../sop/sop-definition.js';

const PROPERTIES: Readonly<Record<ApplicantField, Schema>> = {
  name: {
    ...textSchema('Nama', 300),
    'x-typed': 'name',
    pattern: '\\p{L}',
    'x-form': { id: 'nama dengan huruf', en: 'a name with letters' },
    'x-example': 'Siti Nuraini',
  },
  kind: { title: 'Perorangan atau badan usaha', enum: ['person', 'business'] },
  nik: { type: 'string', title: 'NIK', format: 'nik' },
  nib: { type: 'string', title: 'NIB', format: 'nib' },
  npwp: {
    type: 'string',
    title: 'NPWP',
    pattern: '^([0-9]{15,16}|[0-9]{22})$',
    'x-form': { id: '15 atau 16 angka, atau 22 angka NITKU', en: '15 or 16 digits, or 22 of a NITKU' },
    'x-example': '01.234.567.8-901.000',
  },
  phone: {
    type: 'string',
    title: 'Telepon',
    pattern: '^\\+?[0-9][0-9 ()-]{5,24}$',
    'x-form': { id: 'nomor telepon dengan kode wilayah', en: 'a telephone number with its area code' },
    'x-example': '0812 3456 7890',
  },
  email: { type: 'string', title: 'Surel', format: 'email', maxLength: 254 },
  address: textSchema('Alamat', 1000),
};

const EXAMPLE: Readonly<Record<string, unknown>> = {
  name: 'Nama Pemohon',
  kind: 'person',
  nik: '1211010101900001',
  nib: '1234567890123',
  npwp: '1211010101900001',
  phone: '+628120000000',
  email: 'pemohon@example.com',
  address: 'Sidikalang',
};

/** JSON Schema of the applicant: a name, what the service asks for beyond it, and further details that are kept as they are. */
export function applicantSchema(definition: SopDefinition): Schema {
  const required = ['name', ...definition.applicantRequires.filter((property) => property !== 'name')];
  const shown = new Set([...required, 'kind', 'phone', 'email', 'address']);
  return {
    type: 'object',
    properties: PROPERTIES,
    required,
    additionalProperties: { type: ['string', 'number', 'boolean'], maxLength: 500 },
    propertyNames: { maxLength: 100 },
    maxProperties: 30,
    examples: [Object.fromEntries(Object.entries(EXAMPLE).filter(([property]) => shown.has(property)))],
  };
}
