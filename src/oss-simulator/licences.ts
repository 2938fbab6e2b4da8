import type { Clock } from '../kernel/clock.js';
import { LICENCE_STATUS, named } from '../modules/oss/wire/codes.js';
import { isAbsent } from '../modules/oss/wire/decode.js';
import type { RequestOf } from '../modules/oss/wire/methods.js';
import { OSS_ZONE, wallTime } from '../modules/oss/wire/wall-time.js';
import { checklistOf, type Business, type Issue, type Licence } from './licence.js';
import type { Memory } from './memory.js';
import type { Reply } from './quirks.js';

const NO_LICENCE: Reply = { kode: 400, keterangan: 'Data izin tidak ditemukan' };

/** Hears of a file that was handed in with a licence. */
export type OnFile = (idIzin: string, number: string, file: string) => void;

/** What OSS does with licences. Nothing is checked for being the second time: the protocol knows no such thing. */
export class Licences {
  constructor(
    private readonly memory: Memory,
    private readonly clock: Clock,
    private readonly onFile: OnFile,
  ) {}

  receiveLicenseStatus(told: RequestOf<'receiveLicenseStatus'>): Reply {
    if (!this.find(told)) return NO_LICENCE;
    this.set(told.id_izin, 'receiveLicenseStatus', told.kd_status, told.tgl_status, told.keterangan);
    return { kode: 200, keterangan: 'Sukses', rest: { dataNIB: {} } };
  }

  /** Without one of our numbers it issues a licence, also if there is one: who has lost an answer has to look first. */
  receiveLicense(told: RequestOf<'receiveLicense'>): Reply {
    const licence = this.find(told);
    if (!licence) return NO_LICENCE;
    const file = told.file_lampiran ?? told.file_izin;
    const known = licence.issues.find(({ number }) => number === told.nomor_izin);
    const number = known?.number ?? this.issue(licence, told.nomor_izin);
    this.set(told.id_izin, 'receiveLicense', told.status_izin, undefined, told.keterangan);
    if (file) this.takeFile(told.id_izin, number, file);
    return {
      kode: 200,
      keterangan: 'Sukses',
      rest: { nomor_izin: number, jenis_perizinan: told.jenis_perizinan ?? '-', file_lampiran: file ?? '-' },
    };
  }

  updateLicense(told: RequestOf<'updateLicense'>): Reply {
    const licence = this.find(told);
    const issue = licence?.issues.at(-1);
    if (!licence || !issue) return NO_LICENCE;
    this.set(told.id_izin, 'updateLicense', told.status_izin, undefined, told.keterangan);
    this.memory.change(told.id_izin, (now) => ({ ...now, updates: now.updates + 1, signedFile: undefined }));
    const file = told.file_lampiran ?? told.file_izin;
    if (file) this.takeFile(told.id_izin, issue.number, file);
    return { kode: 200, keterangan: 'Sukses', rest: { keterangan_reset_izin_ds: 'Berhasil Reset DS', nomor_izin: issue.number } };
  }

  checkLicenseStatus({ id_izin }: RequestOf<'checkLicenseStatus'>): Reply {
    const licence = this.memory.licence(id_izin);
    if (!licence) return NO_LICENCE;
    const { nib, idProyek, status, issues } = licence;
    const uraian_status = status ? (named(LICENCE_STATUS, status).name ?? '-') : '-';
    const dataIZIN = {
      nib,
      id_proyek: idProyek ?? '-',
      id_izin,
      kd_status: status ?? '-',
      uraian_status,
      file_lampiran: issues.at(-1)?.file ?? '-',
    };
    return { kode: 200, keterangan: 'Sukses', rest: { dataIZIN } };
  }

  inqueryLicense({ id_izin }: RequestOf<'inqueryLicense'>): Reply {
    const licence = this.memory.licence(id_izin);
    if (!licence) return NO_LICENCE;
    const business: Pick<Business, 'data'> = this.memory.business(licence.nib) ?? { data: {} };
    const issue = licence.issues.at(-1);
    const standing = {
      status_checklist: licence.status ?? '-',
      no_izin: issue?.number ?? '-',
      tgl_izin: issue ? wallTime(new Date(issue.at), OSS_ZONE).slice(0, 10) : '-',
      file_izin: issue?.file ?? '-',
    };
    return {
      kode: 200,
      keterangan: 'Sukses',
      rest: {
        data: {
          oss_id: licence.ossId ?? '-',
          id_izin,
          kd_izin: licence.kdIzin ?? '-',
          kd_daerah: licence.kdDaerah ?? '-',
          kewenangan: licence.kewenangan ?? '-',
          data_proyek: business.data['data_proyek'] ?? [],
          data_checklist: checklistOf(business)
            .filter((item) => item['id_izin'] === id_izin)
            .map((item) => ({ ...item, ...standing })),
        },
      },
    };
  }

  inqueryFileDS({ id_permohonan_izin }: RequestOf<'inqueryFileDS'>): Reply {
    const file = this.memory.licence(id_permohonan_izin)?.signedFile;
    return file ? { kode: 200, keterangan: 'Sukses', rest: { url_file_ds: file } } : { kode: 400, keterangan: 'File belum tersedia' };
  }

  /** A licence of another business is none. */
  private find({ id_izin, nib }: { readonly id_izin: string; readonly nib: string }): Licence | undefined {
    const licence = this.memory.licence(id_izin);
    return licence?.nib === nib ? licence : undefined;
  }

  private set(idIzin: string, method: string, kdStatus: string, tglStatus: string | undefined, keterangan: string | undefined): void {
    this.memory.addStatus(idIzin, { kdStatus, by: 'agency', method, tglStatus, keterangan, at: this.clock.now().toISOString() });
  }

  private issue({ idIzin, nib }: Licence, brought: string | undefined): string {
    const number = `${nib}${String(this.memory.numbersOf(nib) + 1).padStart(4, '0')}`;
    const issue: Issue = {
      number,
      agencyNumber: isAbsent(brought) ? undefined : brought,
      at: this.clock.now().toISOString(),
      file: undefined,
      fetched: undefined,
    };
    this.memory.addIssue(idIzin, issue);
    return number;
  }

  private takeFile(idIzin: string, number: string, file: string): void {
    this.memory.completeIssue(idIzin, number, { file, fetched: undefined });
    this.onFile(idIzin, number, file);
  }
}
