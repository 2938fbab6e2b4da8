import { Inject, Injectable } from '@nestjs/common';
import type { IncomingHttpHeaders } from 'node:http';
import { Clock } from '../../../kernel/clock.js';
import { CONFIG, type Config } from '../../../platform/config/config.js';
import { Database } from '../../../platform/database/database.js';
import type { About } from '../client/about.js';
import { OssJournal } from '../journal/oss-journal.js';
import { RefusedCalls } from '../journal/refused-calls.js';
import { OssAgencies } from '../oss-agencies.js';
import { DOCUMENT_KIND } from '../wire/codes.js';
import type { DataNib } from '../wire/data-nib.js';
import { decode, keysOf } from '../wire/decode.js';
import { INBOUND, inboundAnswer, type InboundMethod, type InboundOf } from '../wire/methods.js';
import { matchToken, tokenOf } from '../wire/token.js';
import { WHOSE_LICENCE } from './inbox-statements.js';
import { isToProcess, licencesOf } from './nib-licences.js';
import { OssInbox, type KeptCall } from './oss-inbox.js';

/** A call from OSS, as it came. */
export interface OssCallback {
  readonly headers: IncomingHttpHeaders;
  readonly url: string;
  readonly ip: string;
  readonly body: unknown;
}

/** What OSS is answered. */
export interface OssCallbackAnswer {
  readonly status: number;
  readonly body: object;
}

/** Why a call is not taken, in the words that OSS gets; null when it is. */
interface Refusal {
  readonly status: number;
  readonly sentence: string;
}

interface Read<M extends InboundMethod> {
  readonly value: InboundOf<M>;
  /** Those that it is for; where nobody is meant, the one that keeps the journal of such calls. */
  readonly agencies: readonly [string, ...string[]];
  readonly refused: Refusal | null;
  readonly kept: Kept;
}

/**
 * How much of a call is kept: all of what is from OSS and for somebody here; the beginning of what is from a stranger; of what is for
 * nobody here no more than that it came.
 */
type Kept = 'all' | 'beginning' | 'nothing';

/** Who knows a licence, and as which case. */
interface Owner extends Record<string, unknown> {
  readonly agency: string;
  readonly application_id: string;
}

const ORIGINAL = '9';
const TOO_MANY = 429;
const UNKNOWN_LICENCE = 'Data izin tidak ditemukan.';
const NIB = /^\d{13}$/;
const no = (sentence: string, status = 200): Refusal => ({ status, sentence });

/** Takes what OSS sends: keeps it as it came, answers at once, and leaves the work to a round. */
@Injectable()
export class OssCallbacks {
  constructor(
    private readonly agencies: OssAgencies,
    private readonly inbox: OssInbox,
    private readonly journal: OssJournal,
    private readonly unknownCallers: RefusedCalls,
    private readonly database: Database,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async receiveNib(call: OssCallback): Promise<OssCallbackAnswer> {
    const from = performance.now();
    const { value, agencies, refused, kept: keeping } = this.read('receiveNIB', call);
    const nib: DataNib = value;
    if (refused) return this.refuse('receiveNIB', call, { agency: agencies[0], nib: nib.nib ?? '' }, refused, keeping, from);
    const pointless = agencies.map((agency) => this.pointless(agency, nib));
    const kept: KeptCall[] = [];
    for (const [at, agency] of agencies.entries()) kept.push(await this.keepNib(agency, nib, call.body, pointless[at] !== null));
    const abouts = agencies.map((agency, at): About => ({ agency, nib: nib.nib ?? '', inbox: kept[at]!.id }));
    const taken = pointless.includes(null);
    const before = kept.every(({ times }) => times > 1);
    const result = taken ? no(before ? 'Data sudah pernah diterima.' : 'Data diterima.') : pointless[0]!;
    return this.answer('receiveNIB', call, abouts, result, from, taken);
  }

  async receiveFileDs(call: OssCallback): Promise<OssCallbackAnswer> {
    const from = performance.now();
    const { value, agencies, refused, kept: keeping } = this.read('receiveFileDS', call);
    const { id_izin: idIzin = null, nib = null, file_izin: url } = value;
    const at = { nib: nib ?? '', idIzin };
    if (refused) return this.refuse('receiveFileDS', call, { ...at, agency: agencies[0] }, refused, keeping, from);
    if (!url || !/^https?:\/\/\S{1,2000}$/.test(url))
      return this.answer(
        'receiveFileDS',
        call,
        [{ ...at, agency: agencies[0] }],
        no('file_izin harus berupa alamat berkas (http atau https).'),
        from,
      );
    const owners = await this.database.run<Owner>(WHOSE_LICENCE, [agencies, idIzin, nib]);
    // It may be ahead of the NIB that it belongs to: then whoever gets that will want it.
    const holders: readonly Partial<Owner>[] = owners.length > 0 ? owners : agencies.map((agency) => ({ agency }));
    const abouts: About[] = [];
    for (const { agency = agencies[0], application_id: application = null } of holders) {
      const kept = await this.inbox.keep({
        agency,
        method: 'receiveFileDS',
        payload: JSON.stringify(call.body),
        nib,
        idIzin,
        documentType: null,
        status: application ? 'received' : 'held',
      });
      abouts.push({ ...at, agency, application, inbox: kept.id });
    }
    const known = owners.length > 0;
    if (!known && agencies.length > 1) return this.refuse('receiveFileDS', call, abouts[0]!, no(UNKNOWN_LICENCE), 'nothing', from);
    return this.answer('receiveFileDS', call, abouts, no(known ? 'Berkas diterima.' : UNKNOWN_LICENCE), from, known);
  }

  private keepNib(agency: string, nib: DataNib, body: unknown, pointless: boolean): Promise<KeptCall> {
    return this.inbox.keep({
      agency,
      method: 'receiveNIB',
      payload: JSON.stringify(body),
      nib: nib.nib ?? null,
      documentType: nib.tipe_dokumen ?? ORIGINAL,
      status: pointless ? 'ignored' : 'received',
    });
  }

  /** Why nothing will be made of a NIB at an agency; null where something will. */
  private pointless(agency: string, nib: DataNib): Refusal | null {
    const { tipe_dokumen: kind = ORIGINAL } = nib;
    if (!Object.hasOwn(DOCUMENT_KIND, kind)) return no(`tipe_dokumen "${kind.slice(0, 20)}" tidak dikenal.`);
    if (kind !== ORIGINAL || licencesOf(nib).some((item) => isToProcess(item) && this.agencies.serviceFor(agency, item))) return null;
    return no('Tidak ada kd_izin dalam NIB ini yang dilayani di sini.');
  }

  /** Whom it is for, and whether it is from OSS. A file says of no region: it is for whoever knows its licence. */
  private read<M extends InboundMethod>(method: M, { headers, body }: OssCallback): Read<M> {
    const { envelope, request } = INBOUND[method];
    const outer = typeof body === 'object' && body !== null ? body : {};
    const value = decode(request, keysOf(outer).get(envelope.toLowerCase()) ?? outer).value as InboundOf<M>;
    const { nib = '' } = value as { nib?: string };
    const meant = method === 'receiveNIB' ? this.agencies.byRegions(regionsOf(value)) : this.agencies.onOss();
    const [first = this.agencies.any(), ...more] = meant;
    const agencies: Read<M>['agencies'] = [first.code, ...more.map(({ code }) => code)];
    const refused = this.refusal(headers, nib, meant.length > 0);
    const unknownCaller = refused !== null && refused.status !== 200;
    // Where it names nobody, or several who do not know it yet, it is not for the first of them to read.
    const known = meant.length === 1 || (meant.length > 0 && method === 'receiveNIB');
    return { value, agencies, refused, kept: !known ? 'nothing' : unknownCaller ? 'beginning' : 'all' };
  }

  private refusal(headers: IncomingHttpHeaders, nib: string, ours: boolean): Refusal | null {
    const { ossUsername: username, ossPassword: password } = this.config;
    if (username === undefined || password === undefined) return no('Layanan ini belum terhubung dengan OSS.', 503);
    const token = tokenOf(headers, this.config.ossTokenHeader);
    if (token === undefined) return no('Token tidak ada.', 401);
    if (!matchToken(token, { username, password }, nib, this.clock.now())) return no('Token tidak sah atau sudah kedaluwarsa.', 401);
    if (!NIB.test(nib)) return no('NIB harus 13 angka.');
    return ours ? null : no('kd_daerah ini bukan wilayah dinas di sini.');
  }

  /** What is not taken: a call of OSS that makes no sense is kept whole; of any other, a little. */
  private async refuse(
    method: InboundMethod,
    call: OssCallback,
    about: About,
    refused: Refusal,
    kept: Kept,
    from: number,
  ): Promise<OssCallbackAnswer> {
    if (kept === 'all') return this.answer(method, call, [about], refused, from);
    const { status, sentence } = refused;
    const nothing = kept === 'nothing';
    const exchange = {
      method,
      direction: 'in' as const,
      url: nothing ? pathOf(call.url) : call.url,
      requestHeaders: nothing ? {} : plain(call.headers),
      requestBody: nothing ? '' : (call.body ?? ''),
      status,
    };
    const outcome = { outcome: 'refused', code: '2', sentence, tookMs: performance.now() - from };
    const noted = await this.unknownCallers.record(call.ip, exchange, nothing ? { agency: about.agency } : about, outcome);
    if (noted || status === 200) return { status, body: inboundAnswer(method, false, sentence) };
    return { status: TOO_MANY, body: inboundAnswer(method, false, 'Terlalu banyak panggilan tanpa token yang sah.') };
  }

  private async answer(
    method: InboundMethod,
    { headers, url, body }: OssCallback,
    abouts: readonly About[],
    { status, sentence }: Refusal,
    from: number,
    taken = false,
  ): Promise<OssCallbackAnswer> {
    const said = inboundAnswer(method, taken, sentence);
    const exchange = {
      method,
      direction: 'in' as const,
      url,
      requestHeaders: plain(headers),
      requestBody: body ?? '',
      status,
      responseBody: said,
    };
    const outcome = { outcome: taken ? 'accepted' : 'refused', code: taken ? '1' : '2', sentence, tookMs: performance.now() - from };
    for (const about of abouts) await this.journal.record(exchange, about, outcome);
    return { status, body: said };
  }
}

/** The regions that the licences of a NIB are for. Where the business has its seat says nothing of that. */
function regionsOf(nib: DataNib): (string | undefined)[] {
  return [...licencesOf(nib).map(({ kd_daerah: region }) => region), nib.kd_daerah];
}

/** Without what hubs put behind it. */
export function pathOf(url: string): string {
  return url.replace(/\?.*$/s, '');
}

export function plain(headers: IncomingHttpHeaders): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])));
}
