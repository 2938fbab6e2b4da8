import { DATA_LICENSE, DATA_NIB, RECEIVE_FILE_DS } from './data-nib.js';
import * as requests from './requests.js';
import { bool, digits, link, list, one, text, texts, type IncomingMessage, type Outgoing, type WireShape } from './shape.js';

interface MethodFacts {
  /** The key around what we send. */
  readonly envelope: string;
  readonly request: WireShape;
  /** The keys that were seen around what comes back, the documented one first. */
  readonly answers: readonly string[];
  readonly answer: WireShape;
  /** Whether calling twice does more than calling once: after a lost answer one has to look before calling again. */
  readonly changes: boolean;
}

const KODE = { kode: text(), keterangan: text() } as const;

/** The calls from us to OSS, with the spellings of the interface document. */
export const METHODS = {
  checkNIB: {
    envelope: 'CHECKNIB',
    request: requests.CHECKNIB,
    answers: ['responcheckNIB'],
    answer: { ...KODE, dataNIB: one({ nib: digits(13), nama_perusahaan: text(100), status: digits(2) }) },
    changes: false,
  },
  inqueryNIB: {
    envelope: 'INQUERYNIB',
    request: requests.INQUERYNIB,
    answers: ['responinqueryNIB'],
    answer: { ...KODE, dataNIB: one(DATA_NIB) },
    changes: false,
  },
  inqueryLicense: {
    envelope: 'INQUERYLICENSE',
    request: requests.INQUERYLICENSE,
    answers: ['dataLicense'],
    answer: { success: bool(), code: text(), message: text(), data: one(DATA_LICENSE) },
    changes: false,
  },
  receiveLicenseStatus: {
    envelope: 'IZINSTATUS',
    request: requests.IZINSTATUS,
    answers: ['responreceiveLicenseStatus'],
    answer: KODE,
    changes: true,
  },
  receiveLicense: {
    envelope: 'IZINFINAL',
    request: requests.IZINFINAL,
    answers: ['responreceiveLicense'],
    answer: { ...KODE, nomor_izin: text(30), jenis_perizinan: text(3), file_lampiran: link() },
    changes: true,
  },
  updateLicense: {
    envelope: 'IZINFINAL',
    request: requests.IZINFINAL_UPDATE,
    answers: ['responupdateLicense'],
    answer: { ...KODE, keterangan_reset_izin_ds: text(), nomor_izin: text(30) },
    changes: true,
  },
  checkLicenseStatus: {
    envelope: 'CHECKLICENSESTATUS',
    request: requests.CHECKLICENSESTATUS,
    answers: ['responcheckLicenseStatus', 'responcheckStatusLicense', 'responsecheckStatusLicense'],
    answer: {
      ...KODE,
      dataIZIN: one({ nib: digits(13), ...texts(['id_proyek', 'id_izin', 'uraian_status']), kd_status: digits(2), file_lampiran: link() }),
    },
    changes: false,
  },
  inqueryFileDS: {
    envelope: 'INQUERYFILEDS',
    request: requests.INQUERYFILEDS,
    answers: ['responInqueryFileDS', 'responinqueryFileDS'],
    answer: { status: text(), keterangan: text(), url_file_ds: link() },
    changes: false,
  },
  getDataReferensi: {
    envelope: 'GETDATAREFERENSI',
    request: requests.GETDATAREFERENSI,
    answers: ['respongetDataReferensi'],
    answer: { ...KODE, dataReferensi: list(texts(['kode_referensi', 'uraian_referensi', 'keterangan_referensi'])) },
    changes: false,
  },
} as const satisfies Readonly<Record<string, MethodFacts>>;

export type OssMethod = keyof typeof METHODS;
export const METHOD_NAMES = Object.keys(METHODS) as readonly OssMethod[];

/** What is put into the envelope of a method. */
export type RequestOf<M extends OssMethod> = Outgoing<(typeof METHODS)[M]['request']>;
/** What was found in the envelope of its answer. */
export type AnswerOf<M extends OssMethod> = IncomingMessage<(typeof METHODS)[M]['answer']>;

/** The calls from OSS to us. */
export const INBOUND = {
  receiveNIB: { envelope: 'dataNIB', request: DATA_NIB, answer: 'responreceiveNIB' },
  receiveFileDS: { envelope: 'receiveFileDS', request: RECEIVE_FILE_DS, answer: 'responreceiveFileDS' },
} as const;

export type InboundMethod = keyof typeof INBOUND;
export type InboundOf<M extends InboundMethod> = IncomingMessage<(typeof INBOUND)[M]['request']>;

/** What OSS is told of a call of its own: "1" taken, "2" not. */
export function inboundAnswer(method: InboundMethod, taken: boolean, keterangan: string): Readonly<Record<string, unknown>> {
  return { [INBOUND[method].answer]: { status: taken ? '1' : '2', keterangan } };
}
