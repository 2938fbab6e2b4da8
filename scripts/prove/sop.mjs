/** An agency and an SOP as short as one that numbers can be: beside what is shipped, in a folder of their own. */
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export const SERVICE = 'izin-uji';
export const BOOK = 'permits';
/** Who does which row: the user and the outcome. */
export const ROWS = [
  { user: 'uji.pemohon', outcome: 'submitted' },
  { user: 'uji.pengolah', outcome: 'drafted' },
  { user: 'uji.kepala', outcome: 'signed' },
  { user: 'uji.umum', outcome: 'numbered' },
];

const AGENCY = `
code: dinas-uji
name: Dinas Uji Penomoran
shortName: DUP
letterhead: { lines: [DINAS UJI PENOMORAN], address: Tempat uji }
region: { code: '12.11', name: Kabupaten Dairi, province: Sumatera Utara, seat: Sidikalang }
timeZone: Asia/Jakarta
calendar: perpres-21-2023
roles:
  - { code: applicant, title: Pemohon }
  - { code: back-office, title: Pengolah }
  - { code: agency-head, title: Kepala Dinas }
  - { code: general-affairs, title: Umum }
books:
  - { code: applications, kind: counter, title: Register Permohonan, format: 'UJI-{year}-{number:6}' }
  - { code: permits, kind: agenda, title: Buku Agenda Penomoran Izin, format: 'U/{number:5}/{unit}/{year}' }
demoUsers:
  - { username: uji.pemohon, name: Pemohon Uji, roles: [{ role: applicant }] }
  - { username: uji.pengolah, name: Pengolah Uji, roles: [{ role: back-office }] }
  - { username: uji.kepala, name: Kepala Uji, roles: [{ role: agency-head }] }
  - { username: uji.umum, name: Umum Uji, roles: [{ role: general-affairs }] }
`;

const row = (no, activity, does, role, outcome, leadsTo, more = '') => `
  - no: ${no}
    activity: ${activity}
    does: ${does}${more && `\n    with: ${more}`}
    roles: [${role}]
    performersFrom: source
    completeness: Berkas
    standardTime: 1 Jam
    output: Berkas
    outcomes:
      - { key: ${outcome}, label: ${activity}, leadsTo: ${leadsTo} }`;

const SOP = `
agency: dinas-uji
code: ${SERVICE}
shortName: UJI
label: { id: Izin Uji, en: Test Permit }
header:
  issuer: [DINAS UJI PENOMORAN]
  number: SOP/UJI
  approvedBy: { office: Kepala Dinas, name: NAMA PEJABAT, nip: '1' }
  name: IZIN UJI
  legalBasis: [Uji]
  qualifications: []
  relatedSops: []
  equipment: []
  warnings: []
  recordKeeping: []
actors:
  - { role: applicant, title: Pemohon }
  - { role: back-office, title: Pengolah }
  - { role: agency-head, title: Kepala Dinas }
  - { role: general-affairs, title: Umum }
form:
  type: object
  additionalProperties: false
  required: [purpose]
  properties:
    purpose: { type: string, maxLength: 100 }
  examples:
    - { purpose: Uji }
steps:${row(1, 'Mengajukan', 'submit', 'applicant', 'submitted', 2)}${row(2, 'Menyusun', 'draft-letter', 'back-office', 'drafted', 3, '{ letter: permit }')}${row(3, 'Menandatangani', 'sign', 'agency-head', 'signed', 4)}${row(4, 'Menomori', 'number', 'general-affairs', 'numbered', 'granted', '{ book: permits }')}
`;

/** A folder of SOPs with this one in it. */
export function writeSops(folder) {
  cpSync('sop', folder, { recursive: true });
  mkdirSync(join(folder, 'agencies'), { recursive: true });
  writeFileSync(join(folder, 'agencies/dinas-uji.yaml'), AGENCY);
  writeFileSync(join(folder, `${SERVICE}.yaml`), SOP);
}
