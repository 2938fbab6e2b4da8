import * as codes from '../modules/oss/wire/codes.js';
import { DATA_NIB } from '../modules/oss/wire/data-nib.js';
import { decode } from '../modules/oss/wire/decode.js';
import type { RequestOf } from '../modules/oss/wire/methods.js';
import { PRESET } from './example-nib.js';
import { checklistOf, type Business } from './licence.js';
import type { Memory } from './memory.js';
import type { Reply } from './quirks.js';

const NO_NIB: Reply = { kode: 400, keterangan: 'Data NIB tidak ditemukan' };

/** The tables that can be asked for, by the number of their appendix; 8, the kinds of licences, is what was pushed. */
const TABLES: Readonly<Record<string, codes.CodeTable>> = {
  '2': codes.COMPANY_KIND,
  '4': codes.IDENTITY_KIND,
  '9': codes.RESPONSE,
  // One more than anybody here knows, as the real table has them.
  '10': { ...codes.LICENCE_STATUS, '46': 'Perbaikan Persyaratan (simulator)' },
  '12': codes.LEGAL_ENTITY,
  '14': codes.NIB_STATUS,
  '18': codes.BUSINESS_KIND,
  '20': codes.SECTOR,
  '27': codes.LICENCE_KIND,
  '28': codes.CHECKLIST_FLAG,
  '31': codes.BUSINESS_SCALE,
};

/** What OSS tells of businesses, and its tables. */
export class Businesses {
  constructor(private readonly memory: Memory) {}

  checkNIB({ nib }: RequestOf<'checkNIB'>): Reply {
    const business = this.memory.business(nib);
    if (!business) return NO_NIB;
    const nama_perusahaan = (decode(DATA_NIB, business.data).value.nama_perseroan ?? '-').slice(0, 100);
    return { kode: 200, keterangan: 'Sukses', rest: { dataNIB: { nib, nama_perusahaan, status: business.status } } };
  }

  inqueryNIB({ nib, oss_id, npwp }: RequestOf<'inqueryNIB'>): Reply {
    const found = nib ? this.memory.business(nib) : this.memory.allBusinesses().find(({ data }) => npwp && data['npwp_perseroan'] === npwp);
    if (!found || (oss_id && found.data['oss_id'] !== oss_id)) return NO_NIB;
    return { kode: 200, keterangan: 'Sukses', rest: { dataNIB: this.tree(found) } };
  }

  getDataReferensi({ kode }: RequestOf<'getDataReferensi'>): Reply {
    const table = kode === '8' ? this.licenceCodes() : Object.hasOwn(TABLES, kode) ? TABLES[kode] : undefined;
    if (!table) return { kode: 400, keterangan: 'Kode referensi tidak ditemukan' };
    const dataReferensi = Object.entries(table).map(([kode_referensi, uraian_referensi]) => ({
      kode_referensi,
      uraian_referensi,
      keterangan_referensi: '-',
    }));
    return { kode: 200, keterangan: 'Sukses', rest: { dataReferensi } };
  }

  /** With where its licences stand. */
  private tree(business: Business): unknown {
    const standing = checklistOf(business).map((item) => {
      const licence = this.memory.licence(String(item['id_izin']));
      return { ...item, status_checklist: licence?.status ?? '-', no_izin: licence?.issues.at(-1)?.number ?? '-' };
    });
    return { ...business.data, data_checklist: standing };
  }

  private licenceCodes(): codes.CodeTable {
    const items = this.memory.allBusinesses().flatMap((business) => checklistOf(business));
    const preset = [PRESET.kdIzin, PRESET.namaIzin] as const;
    return Object.fromEntries([preset, ...items.map((item) => [String(item['kd_izin']), String(item['nama_izin'])] as const)]);
  }
}
