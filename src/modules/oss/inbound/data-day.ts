import type { DataNib } from '../wire/data-nib.js';
import { OSS_ZONE, wallDate } from '../wire/wall-time.js';

const DAY = /^\d{4}-\d\d-\d\d$/;
/** Of one day, what a NIB began with is older than what changed it, and its end is the last there is. */
const PLACE: Readonly<Record<string, number>> = { '9': 0, '5': 1, '3': 2, '4': 2 };

/**
 * Of when the data of a payload is, to be compared as a text: callbacks come in any order, and an older one must not undo a newer. OSS
 * gives days and no times; what says no day is of the day on which it arrived, but a NIB that is new, which is of the day of its issue. Pure.
 */
export function dataDay({ tipe_dokumen: kind = '9', tgl_perubahan_nib: changed, tgl_terbit_nib: issued }: DataNib, arrived: Date): string {
  const said = [changed, kind === '9' ? issued : undefined].find((day) => day !== undefined && DAY.test(day));
  return `${said ?? wallDate(arrived, OSS_ZONE)}/${PLACE[kind] ?? 1}`;
}
