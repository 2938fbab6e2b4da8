import { METHODS, type OssMethod } from '../modules/oss/wire/methods.js';
import { pick, type Chance } from './chance.js';

/** What the simulator means to say, before it is said the way OSS says things. */
export interface Reply {
  readonly kode: number;
  readonly keterangan: string;
  readonly rest?: Readonly<Record<string, unknown>>;
}

export interface Spoken {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Says it as OSS does: kode as text or number, a key in one of its spellings, refusals inside HTTP 200 or beside a status. */
export function speak(method: OssMethod, { kode, keterangan, rest = {} }: Reply, chance: Chance): Spoken {
  const answers: readonly string[] = METHODS[method].answers;
  const envelope = answers[Math.floor(chance() * answers.length)] ?? answers[0]!;
  const code = pick<string | number>(chance, [kode, String(kode)]);
  const key = pick(chance, ['keterangan', 'keterangan ']);
  const refusal = kode !== 200;
  const status = refusal && chance() < 0.3 ? kode : 200;
  return { status, body: { [envelope]: content(method, code, key, keterangan, rest) } };
}

function content(
  method: OssMethod,
  kode: string | number,
  key: string,
  keterangan: string,
  rest: Readonly<Record<string, unknown>>,
): unknown {
  switch (method) {
    case 'inqueryLicense':
      return { success: Number(kode) === 200, code: kode, message: keterangan, data: null, meta: [], ...rest };
    case 'inqueryFileDS':
      return { status: String(kode), [key]: keterangan, ...rest };
    case 'checkNIB':
    case 'inqueryNIB':
    case 'receiveLicenseStatus':
    case 'receiveLicense':
    case 'updateLicense':
    case 'checkLicenseStatus':
    case 'getDataReferensi':
      return { kode, [key]: keterangan, ...rest };
  }
}
