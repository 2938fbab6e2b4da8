import type { Clock } from '../../../kernel/clock.js';
import { readAnswer, unavailable, type OssAnswer, type Unavailable } from '../wire/answer.js';
import type { OssExchange } from '../wire/mask.js';
import { type OssMethod, type RequestOf } from '../wire/methods.js';
import { checkWidths, encode, type Unfit } from '../wire/widths.js';
import { methodUrl, type OssConnection } from './oss-connection.js';
import { postJson, type NoAnswer } from './transport.js';

/** One call as it went, not masked: whoever keeps it calls `maskOss` first. */
export interface OssCall<M extends OssMethod = OssMethod> extends OssExchange {
  readonly method: M;
  readonly direction: 'out';
  readonly startedAt: Date;
  readonly durationMs: number;
  /** Absent when no answer came. */
  readonly status: number | undefined;
  readonly responseBody: string | undefined;
  readonly answer: OssAnswer<M>;
}

/** Hears of every call once it is over. What it throws is thrown by the call. */
export type OssObserver = (call: OssCall) => void | Promise<void>;

/** What was to be sent does not fit its envelope: it never left the house. */
export class DoesNotFit extends Error {
  constructor(
    readonly method: OssMethod,
    readonly fields: readonly Unfit[],
  ) {
    super(`${method}: ${fields.map(({ field, problem, width }) => `${field} is ${problem}${width ? ` (${width})` : ''}`).join(', ')}`);
    this.name = 'DoesNotFit';
  }
}

/** The calls to OSS. Each answers what OSS said, or that it did not; only what does not fit is thrown (`DoesNotFit`). */
export class OssClient {
  constructor(
    private readonly connection: OssConnection,
    private readonly clock: Clock,
    private readonly observer: OssObserver = () => undefined,
  ) {}

  checkNIB(nib: string): Promise<OssAnswer<'checkNIB'>> {
    return this.call('checkNIB', { nib });
  }

  inqueryNIB(by: RequestOf<'inqueryNIB'>): Promise<OssAnswer<'inqueryNIB'>> {
    return this.call('inqueryNIB', by);
  }

  inqueryLicense(idIzin: string): Promise<OssAnswer<'inqueryLicense'>> {
    return this.call('inqueryLicense', { id_izin: idIzin, data_persyaratan: true });
  }

  receiveLicenseStatus(status: RequestOf<'receiveLicenseStatus'>): Promise<OssAnswer<'receiveLicenseStatus'>> {
    return this.call('receiveLicenseStatus', status);
  }

  receiveLicense(licence: RequestOf<'receiveLicense'>): Promise<OssAnswer<'receiveLicense'>> {
    return this.call('receiveLicense', licence);
  }

  updateLicense(licence: RequestOf<'updateLicense'>): Promise<OssAnswer<'updateLicense'>> {
    return this.call('updateLicense', licence);
  }

  checkLicenseStatus(idIzin: string): Promise<OssAnswer<'checkLicenseStatus'>> {
    return this.call('checkLicenseStatus', { id_izin: idIzin });
  }

  inqueryFileDS(idIzin: string): Promise<OssAnswer<'inqueryFileDS'>> {
    return this.call('inqueryFileDS', { id_permohonan_izin: idIzin });
  }

  /** `kode` is the appendix whose table is wanted: 8 the kinds of licences, 10 their status. */
  getDataReferensi(kode: string): Promise<OssAnswer<'getDataReferensi'>> {
    return this.call('getDataReferensi', { kode });
  }

  /** Any of them, by name: what lies in a queue is sent so. */
  async call<M extends OssMethod>(method: M, body: RequestOf<M>): Promise<OssAnswer<M>> {
    const unfit = checkWidths(method, body);
    if (unfit.length > 0) throw new DoesNotFit(method, unfit);
    const requestBody = encode(method, body);
    const url = methodUrl(this.connection, method);
    const requestHeaders = this.headers();
    const startedAt = this.clock.now();
    const since = performance.now();
    const got = await postJson(url, requestHeaders, JSON.stringify(requestBody), this.connection.timeoutMs);
    const call: OssCall<M> = {
      method,
      direction: 'out',
      url,
      requestHeaders,
      requestBody,
      startedAt,
      durationMs: Math.round(performance.now() - since),
      status: 'status' in got ? got.status : undefined,
      responseBody: 'status' in got ? got.body : undefined,
      answer: 'status' in got ? readAnswer(method, got.status, got.body) : noAnswer(method, got),
    };
    await this.observer(call);
    return call.answer;
  }

  private headers(): Readonly<Record<string, string>> {
    const { headers, userKey, userKeyHeader } = this.connection;
    return { ...headers, 'content-type': 'application/json', accept: 'application/json', ...(userKey && { [userKeyHeader]: userKey }) };
  }
}

function noAnswer(method: OssMethod, { why, reason, reached }: NoAnswer): Unavailable {
  return unavailable(method, why, { keterangan: reason, reached });
}
