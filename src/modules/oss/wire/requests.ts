import { bool, date, dateTime, digits, link, maybe, number, one, orDash, text, type Outgoing, type WireShape } from './shape.js';

const PNBP = {
  kd_akun: text(20),
  kd_penerimaan: text(20),
  kd_billing: text(50),
  tgl_billing: dateTime(),
  tgl_expire: dateTime(),
  nominal: number(),
  url_dokumen: link(255),
};

export const IZINSTATUS = {
  nib: digits(13),
  id_produk: orDash(text(25)),
  id_proyek: orDash(text(25)),
  oss_id: text(25),
  id_izin: text(25),
  kd_izin: text(12),
  kd_instansi: orDash(text(3)),
  kd_status: digits(2),
  tgl_status: dateTime(),
  nip_status: text(50),
  nama_status: text(50),
  keterangan: orDash(text()),
  persetujuan_form: maybe(bool()),
  file_lampiran: maybe(link()),
  data_pnbp: maybe(one(PNBP)),
} as const satisfies WireShape;

const LICENCE = {
  nib: digits(13),
  id_proyek: orDash(text(25)),
  oss_id: text(25),
  id_izin: text(25),
  kd_izin: text(12),
  kd_daerah: digits(10),
  /** "-" asks OSS for a number: the first of the two phases. */
  nomor_izin: orDash(text(50)),
  tgl_terbit_izin: date(),
  /** "-": it holds without an end. */
  tgl_berlaku_izin: orDash(date()),
  nama_ttd: text(50),
  nip_ttd: text(25),
  jabatan_ttd: text(150),
  status_izin: digits(2),
  file_izin: maybe(link()),
  keterangan: maybe(text()),
  file_lampiran: maybe(link()),
  nomenklatur_nomor_izin: maybe(text(255)),
} as const satisfies WireShape;

/** Without what belongs to buildings: no licence of this service approves any. */
export const IZINFINAL = {
  ...LICENCE,
  bln_berlaku_izin: maybe(number()),
  thn_berlaku_izin: maybe(number()),
  jenis_perizinan: maybe(text(3)),
} as const satisfies WireShape;

/** The same envelope once more, with texts where `IZINFINAL` has numbers. */
export const IZINFINAL_UPDATE = {
  ...LICENCE,
  kewenangan: digits(2),
  bln_berlaku_izin: maybe(text(5)),
  thn_berlaku_izin: maybe(text(5)),
  jenis_perizinan: maybe(text(3)),
} as const satisfies WireShape;

export const CHECKLICENSESTATUS = { id_izin: text(25) } as const satisfies WireShape;
export const CHECKNIB = { nib: digits(13) } as const satisfies WireShape;
/** By `nib`, by `nib` and `oss_id`, or by `npwp`. */
export const INQUERYNIB = { nib: maybe(digits(13)), oss_id: maybe(text(25)), npwp: maybe(text(16)) } as const satisfies WireShape;
export const INQUERYLICENSE = { id_izin: text(30), data_persyaratan: maybe(bool()) } as const satisfies WireShape;
export const INQUERYFILEDS = { id_permohonan_izin: text(30) } as const satisfies WireShape;
/** 1 to 32: the appendix whose table is asked for. */
export const GETDATAREFERENSI = { kode: text(2) } as const satisfies WireShape;

export type IzinStatus = Outgoing<typeof IZINSTATUS>;
export type IzinFinal = Outgoing<typeof IZINFINAL>;
export type IzinFinalUpdate = Outgoing<typeof IZINFINAL_UPDATE>;
