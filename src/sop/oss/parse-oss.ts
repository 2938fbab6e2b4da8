import { code, flag, list, mapped, optional, record, shaped, text, whole, word, type Decoder } from '../decoder.js';
import { OSS_CALLS, OSS_EVENTS, OSS_MODES, OSS_NUMBERING, OSS_READINGS } from './oss-data.js';
import type { AgencyOss, OssField, OssMoment, OssWhen, ServiceOss } from './oss-data.js';

const LAST_STEP = 999;
const status = shaped(/^[0-9A-Z]{2}$/, 'a kd_status of two characters in quotes, such as "10"', 2);
const kdIzin = shaped(/^[0-9A-Z]{1,12}$/, 'a kd_izin in quotes: up to 12 digits or capital letters', 12);
const path = shaped(/^[a-z_]+(\.([a-z_]+|\d{1,3}))*$/, 'a path in a NIB, such as data_proyek.0.kbli', 200);

/** The `oss` block of an agency; `zones` are those that an agency can lie in. */
export function agencyOss(zones: readonly string[]): Decoder<AgencyOss> {
  return record<AgencyOss>({
    mode: word(OSS_MODES),
    kdDaerah: shaped(/^\d{2,10}$/, 'a kd_daerah in quotes: 2 to 10 digits', 10),
    kdInstansi: optional(shaped(/^[0-9A-Z]{1,3}$/, 'a kd_instansi in quotes: up to 3 digits or capital letters', 3)),
    kewenangan: optional(word(['00', '01', '02']), '02'),
    numbering: optional(word(OSS_NUMBERING), 'agency'),
    timeZone: optional(word(zones)),
  });
}

const field = record<OssField>({
  field: shaped(/^[a-z][A-Za-z0-9]*$/, 'the name of a property, such as businessName'),
  from: optional(list(path, { most: 10 }), []),
  as: optional(word(OSS_READINGS), 'text'),
  otherwise: optional(text(300)),
});

const when: Decoder<OssWhen> = mapped(
  record<OssWhen>({
    step: optional(whole(1, LAST_STEP)),
    does: optional(code),
    means: optional(code),
    event: optional(word(OSS_EVENTS)),
  }),
  (read, at, problems) => {
    if (read.step === undefined && read.does === undefined && read.event === undefined)
      problems.add(at, 'A moment names a "step", what the row "does", or an "event".');
    if (read.event !== undefined && (read.step ?? read.does ?? read.means) !== undefined)
      problems.add(at, 'A moment is an "event" or the completion of a row, not both.');
    return read;
  },
);

const moment = record<OssMoment>({
  when,
  after: optional(list(status, { least: 1, most: 20 })),
  call: optional(word(OSS_CALLS), 'status'),
  status,
  letter: optional(flag, false),
  note: optional(text(300)),
});

/** The `oss` block of a service. */
export const serviceOss = record<ServiceOss>({
  kdIzin: list(kdIzin, { least: 1, most: 50 }),
  assistant: code,
  submit: optional(flag, true),
  applicant: optional(list(field, { most: 30 }), []),
  form: optional(list(field, { most: 100 }), []),
  issued: optional(status, '50'),
  deemedGranted: optional(whole(1, LAST_STEP)),
  moments: optional(list(moment, { most: 100 }), []),
});
