import type { AgencyOss } from '../../../sop/oss/oss-data.js';
import type { Agency } from '../../../sop/sop-definition.js';
import type { LetterOfCase } from '../../../workflow/issued-letters.js';
import type { OssLicenceRow } from '../oss-licence.entity.js';
import type { OssMessageRow } from '../oss-message.entity.js';
import { wallTime } from '../wire/wall-time.js';
import type { IzinFinal, IzinFinalUpdate, IzinStatus } from '../wire/requests.js';
import type { MessageBody } from './message-plan.js';

/** Everything that an envelope is made of. */
export interface EnvelopeMaterial {
  readonly agency: Agency;
  readonly oss: AgencyOss;
  readonly licence: OssLicenceRow;
  readonly message: OssMessageRow;
  readonly letter: LetterOfCase | null;
  /** Where OSS may fetch the letter; null where it is not to be sent. */
  readonly link: string | null;
}

const DASH = '-';
const DAY = 10;
/** Widths of names and sentences: what is longer is cut, since a name that does not fit must not hold up a permit. */
const NAME = 50;
const TITLE = 150;
const NIP = 25;

/** receiveLicenseStatus: a code, when it came to be, and who says so. */
export function statusOf({ agency, oss, licence, message, link }: EnvelopeMaterial): IzinStatus {
  const { by, role, at, note } = message.body as MessageBody;
  return {
    nib: licence.nib,
    id_produk: licence.id_produk || DASH,
    id_proyek: licence.id_proyek || DASH,
    oss_id: licence.oss_id || DASH,
    id_izin: licence.id_izin,
    kd_izin: licence.kd_izin,
    kd_instansi: oss.kdInstansi ?? DASH,
    kd_status: message.kd_status ?? '',
    tgl_status: wallTime(new Date(at), zoneOf(agency, oss)),
    nip_status: nipOf(agency, role) ?? DASH,
    nama_status: by.slice(0, NAME),
    keterangan: note ?? DASH,
    ...(link && { file_lampiran: link }),
  };
}

/** receiveLicense without a file: OSS is asked for its number. */
export function numberRequest(material: EnvelopeMaterial, letter: LetterOfCase): IzinFinal {
  return { ...finalOf({ ...material, link: null }, letter), nomor_izin: DASH };
}

/** receiveLicense: the permit, with its number and the place where it can be fetched. */
export function finalOf({ agency, oss, licence, message, link }: EnvelopeMaterial, letter: LetterOfCase): IzinFinal {
  const { note } = message.body as MessageBody;
  const { signer, dated, validUntil } = letter;
  const number = letter.number ?? DASH;
  return {
    nib: licence.nib,
    id_proyek: licence.id_proyek || DASH,
    oss_id: licence.oss_id || DASH,
    id_izin: licence.id_izin,
    kd_izin: licence.kd_izin,
    kd_daerah: licence.kd_daerah || oss.kdDaerah.padEnd(DAY, '0'),
    nomor_izin: licence.oss_number ?? number,
    tgl_terbit_izin: dated,
    tgl_berlaku_izin: validUntil ?? DASH,
    nama_ttd: (signer?.name ?? DASH).slice(0, NAME),
    nip_ttd: (signer && nipOf(agency, signer.role)?.slice(0, NIP)) ?? DASH,
    jabatan_ttd: (signer?.title ?? titleOf(agency, signer?.role) ?? DASH).slice(0, TITLE),
    status_izin: message.kd_status ?? '',
    ...(note && { keterangan: note }),
    ...(link && { file_lampiran: link }),
    ...(licence.oss_number && licence.oss_number !== number && { nomenklatur_nomor_izin: number }),
  };
}

/** updateLicense: the same once more, for a permit that corrects one that OSS has. */
export function updateOf(material: EnvelopeMaterial, letter: LetterOfCase): IzinFinalUpdate {
  const { jenis_perizinan: kind, ...final } = finalOf(material, letter);
  const { bln_berlaku_izin: _months, thn_berlaku_izin: _years, ...rest } = final;
  return { ...rest, ...(kind && { jenis_perizinan: kind }), kewenangan: material.oss.kewenangan };
}

function zoneOf(agency: Agency, oss: AgencyOss): string {
  return oss.timeZone ?? agency.timeZone;
}

/** The agency's file names who holds which office, with their number. */
function nipOf(agency: Agency, role: string): string | undefined {
  return agency.officials.find((official) => official.role === role)?.nip;
}

function titleOf(agency: Agency, role: string | undefined): string | undefined {
  return agency.roles.find(({ code }) => code === role)?.title.id;
}
