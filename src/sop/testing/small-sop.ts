import { checkDefinition } from '../check-definition.js';
import { parseAgency } from '../parse-agency.js';
import { parseDefinition } from '../parse-definition.js';
import type { SopDefinition, Vocabulary } from '../sop-definition.js';
import { ACTIVITIES } from './vocabulary.js';

/** A small agency in order, as a file of it would be read. */
export const SMALL_AGENCY: unknown = {
  code: 'dinas-contoh',
  name: 'Dinas Contoh',
  shortName: 'DPMPTSP',
  letterhead: { lines: ['PEMERINTAH CONTOH'], address: 'Contoh' },
  region: { code: '12.11', name: 'Contoh', province: 'Contoh', seat: 'Contoh' },
  timeZone: 'Asia/Jakarta',
  calendar: 'perpres-21-2023',
  sections: [{ code: 'I', title: 'Seksi I' }],
  roles: [
    { code: 'applicant', title: 'Pemohon' },
    { code: 'front-office', title: 'Front Office' },
    { code: 'back-office', title: { id: 'Backoffice', en: 'Back office' }, perSection: true },
    { code: 'agency-head', title: 'Kadis' },
  ],
  books: [
    { code: 'receipts', kind: 'counter', title: 'Resi', format: 'RESI-{year}-{number:6}' },
    { code: 'permits', kind: 'agenda', title: 'Agenda', format: '503/{number:4}/{unit}/{year}' },
    { code: 'dispatch', kind: 'dispatch', title: 'Ekspedisi', format: '{number}' },
  ],
  demoUsers: [{ username: 'petugas', name: 'Petugas (demo)', roles: [{ role: 'back-office', section: 'I' }] }],
};

/** A small SOP in order, as a file of it would be read. */
export const SMALL_SOP: unknown = {
  agency: 'dinas-contoh',
  code: 'izin-contoh',
  shortName: 'IC',
  label: 'Izin Contoh',
  header: {
    issuer: ['PEMERINTAH CONTOH'],
    number: 'SOP/1',
    approvedBy: { office: 'Kepala', name: 'NAMA', nip: '1' },
    name: 'IZIN CONTOH',
    legalBasis: ['Peraturan'],
    qualifications: [],
    relatedSops: [],
    equipment: [],
    warnings: [],
    recordKeeping: [],
  },
  actors: [
    { role: 'applicant', title: 'Pemohon' },
    { role: 'front-office', title: 'Front Office' },
    { role: 'back-office', section: 'I', title: 'Backoffice' },
    { role: 'agency-head', title: 'Kadis' },
  ],
  requirements: [{ code: 'ktp', label: 'KTP' }],
  form: {
    type: 'object',
    additionalProperties: false,
    required: ['nik'],
    properties: { nik: { type: 'string', maxLength: 16, title: 'NIK' } },
    examples: [{ nik: '1211014508900001' }],
  },
  steps: [
    row(1, 'submit', 'applicant', '15 Menit', [['submitted', 2]]),
    row(2, 'check-completeness', 'front-office', '2 jam', [
      ['complete', 3],
      ['incomplete', 1],
    ]),
    { ...row(3, 'draft-letter', 'back-office', '1 Hari', [['drafted', 4]]), with: { letter: 'permit' } },
    row(4, 'sign', 'agency-head', '1,5 Hari', [
      ['signed', 5],
      ['revise', 3],
    ]),
    { ...row(5, 'acknowledge', 'front-office', '30 Menit', [['received', 'granted']]), with: { book: 'dispatch' } },
  ],
};

function row(no: number, does: string, role: string, standardTime: string, outcomes: readonly (readonly [string, number | string])[]) {
  return {
    no,
    activity: `Langkah ${no}`,
    does,
    roles: [role],
    performersFrom: 'source',
    completeness: 'Berkas',
    standardTime,
    output: 'Berkas',
    outcomes: outcomes.map(([key, leadsTo]) => ({ key, label: key, leadsTo })),
  };
}

/** A copy with one value changed, named as problems name it: `steps[1].outcomes[0].leadsTo`; undefined takes it away. */
export function changed(data: unknown, path: string, value: unknown): unknown {
  const copy: unknown = structuredClone(data);
  const parts = path.match(/[^.[\]]+/g)!;
  let block = copy as Record<string, unknown>;
  for (const part of parts.slice(0, -1)) block = block[part] as Record<string, unknown>;
  const last = parts.at(-1)!;
  if (value === undefined) delete block[last];
  else block[last] = value;
  return copy;
}

/** The vocabulary of the small agency. */
export function smallVocabulary(): Vocabulary {
  const agency = parseAgency(SMALL_AGENCY);
  if (!agency.ok) throw new Error(JSON.stringify(agency.problems));
  return { activities: ACTIVITIES, agencies: [agency.value] };
}

/** The definition in data that must be readable. */
export function parsed(data: unknown): SopDefinition {
  const result = parseDefinition(data, { activities: ACTIVITIES });
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.value;
}

/** Everything wrong with data, as `path: sentence`; parser first, then the checks. */
export function problemsOf(data: unknown): string[] {
  const result = parseDefinition(data, { activities: ACTIVITIES });
  const problems = result.ok ? checkDefinition(result.value, smallVocabulary()) : result.problems;
  return problems.map(({ path, detail }) => `${path}: ${detail}`);
}
