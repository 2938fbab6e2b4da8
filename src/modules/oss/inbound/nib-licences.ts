import type { ChecklistItem, DataNib } from '../wire/data-nib.js';

/** A licence within a NIB, with what the NIB itself says where the licence says nothing. */
export type NibLicence = Pick<
  ChecklistItem,
  'id_izin' | 'kd_izin' | 'kd_daerah' | 'id_proyek' | 'id_produk' | 'flag_checklist' | 'no_izin'
>;

/** The licences of a NIB: those of its checklist, otherwise the one that its head names. Pure. */
export function licencesOf(nib: DataNib): readonly NibLicence[] {
  const list = (nib.data_checklist ?? []).map((item) => ({ ...item, kd_daerah: item.kd_daerah ?? nib.kd_daerah }));
  if (list.length > 0 || nib.kd_izin === undefined) return list;
  const { id_izin, kd_izin, kd_daerah } = nib;
  return [{ id_izin, kd_izin, kd_daerah, id_proyek: nib.data_proyek?.[0]?.id_proyek }];
}

/** N needs no work, O issues itself, T is a copy of another: what is left is for an agency to process. */
export function isToProcess({ flag_checklist: flag }: NibLicence): boolean {
  return flag === undefined || !['N', 'O', 'T'].includes(flag.toUpperCase());
}
