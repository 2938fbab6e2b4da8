import type { Sentence } from '../../../kernel/refusal.js';

/** The nine elements of service that PermenPAN-RB 14/2017 has offices ask about, each answered from 1 (bad) to 4 (very good). */
export const ELEMENTS = [
  { key: 'requirements', label: { id: 'Persyaratan', en: 'Requirements' } },
  { key: 'procedure', label: { id: 'Sistem, mekanisme, dan prosedur', en: 'System, mechanism and procedure' } },
  { key: 'time', label: { id: 'Waktu penyelesaian', en: 'Time until completion' } },
  { key: 'cost', label: { id: 'Biaya/tarif', en: 'Cost' } },
  { key: 'product', label: { id: 'Produk spesifikasi jenis pelayanan', en: 'The product of the service' } },
  { key: 'competence', label: { id: 'Kompetensi pelaksana', en: 'Competence of the officials' } },
  { key: 'conduct', label: { id: 'Perilaku pelaksana', en: 'Conduct of the officials' } },
  { key: 'complaints', label: { id: 'Penanganan pengaduan, saran dan masukan', en: 'Handling of complaints and suggestions' } },
  { key: 'facilities', label: { id: 'Sarana dan prasarana', en: 'Facilities' } },
] as const satisfies readonly { readonly key: string; readonly label: Sentence }[];

export type ElementKey = (typeof ELEMENTS)[number]['key'];

export const LOWEST = 1;
export const HIGHEST = 4;

/** Grades of the index (Lampiran PermenPAN-RB 14/2017), from the best: the index as it is told, to two decimals, is at least so much. */
const GRADES = [
  { grade: 'A', from: 88.31 },
  { grade: 'B', from: 76.61 },
  { grade: 'C', from: 65 },
  { grade: 'D', from: 25 },
] as const;

/** Mean answers of the elements as an index from 25 to 100: all elements weigh the same. */
export function indexOf(means: readonly number[]): number {
  const mean = means.reduce((sum, value) => sum + value, 0) / means.length;
  return Math.round(mean * 25 * 100) / 100;
}

export function gradeOf(index: number): string {
  return GRADES.find(({ from }) => index >= from)?.grade ?? 'D';
}
