import { Inject, Injectable } from '@nestjs/common';
import type { IncomingHttpHeaders } from 'node:http';
import { Clock } from '../../../kernel/clock.js';
import { CONFIG, type Config } from '../../../platform/config/config.js';
import { Database } from '../../../platform/database/database.js';
import type { About } from '../client/about.js';
import { OssJournal } from '../journal/oss-journal.js';
import { OssAgencies } from '../oss-agencies.js';
import { DOCUMENT_KIND } from '../wire/codes.js';
import type { DataNib } from '../wire/data-nib.js';
import { decode, keysOf } from '../wire/decode.js';
import { INBOUND, inboundAnswer, type InboundMethod, type InboundOf } from '../wire/methods.js';
import { matchToken, tokenOf } from '../wire/token.js';
import { isToProcess, licencesOf } from './nib-licences.js';
import { OssInbox } from './oss-inbox.js';
import { SIGNED_FILE } from './inbox-statements.js';

/** A call from OSS, as it came. */
export interface DoorCall {
  readonly headers: IncomingHttpHeaders;
  readonly url: string;
  readonly body: unknown;
}

/** What OSS is answered. */
export interface DoorAnswer {
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
  readonly about: About;
  readonly refused: Refusal | null;
}

const ORIGINAL = '9';
const UNAUTHORIZED = 401;
const STRANGER = 1000;
const NIB = /^\d{13}$/;
const no = (sentence: string, status = 200): Refusal => ({ status, sentence });

/** Takes what OSS sends: keeps it as it came, answers at once, and leaves the work to a round. */
@Injectable()
export class OssDoor {
  constructor(
    private readonly agencies: OssAgencies,
    private readonly inbox: OssInbox,
    private readonly journal: OssJournal,
    private readonly database: Database,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async receiveNib(call: DoorCall): Promise<DoorAnswer> {
    const from = performance.now();
    const { value, about, refused } = this.read('receiveNIB', call);
    const nib: DataNib = value;
    if (refused) return this.answer('receiveNIB', call, about, refused, from);
    const documentType = nib.tipe_dokumen ?? ORIGINAL;
    const known = Object.hasOwn(DOCUMENT_KIND, documentType);
    const ours = licencesOf(nib).filter((item) => isToProcess(item) && this.agencies.serviceFor(about.agency, item));
    const pointless = !known
      ? no(`tipe_dokumen "${documentType.slice(0, 20)}" tidak dikenal.`)
      : documentType === ORIGINAL && ours.length === 0
        ? no('Tidak ada kd_izin dalam NIB ini yang dilayani di sini.')
        : null;
    const payload = JSON.stringify(call.body);
    const kept = await this.inbox.keep({
      agency: about.agency,
      method: 'receiveNIB',
      payload,
      nib: nib.nib ?? null,
      documentType,
      status: pointless ? 'ignored' : 'received',
    });
    const result = pointless ?? no(kept.times > 1 ? 'Data sudah pernah diterima.' : 'Data diterima.');
    return this.answer('receiveNIB', call, { ...about, inbox: kept.id }, result, from, !pointless);
  }

  async receiveFileDs(call: DoorCall): Promise<DoorAnswer> {
    const from = performance.now();
    const { value, about, refused } = this.read('receiveFileDS', call);
    const idIzin = value.id_izin ?? null;
    const at = { ...about, idIzin };
    if (refused) return this.answer('receiveFileDS', call, at, refused, from);
    if (!value.file_izin || !/^https?:\/\/\S{1,2000}$/.test(value.file_izin))
      return this.answer('receiveFileDS', call, at, no('file_izin harus berupa alamat berkas (http atau https).'), from);
    const { id } = await this.inbox.keep({
      agency: about.agency,
      method: 'receiveFileDS',
      payload: JSON.stringify(call.body),
      nib: value.nib ?? null,
      documentType: null,
      status: 'ignored',
    });
    const [found] = await this.database.read<{ application_id: string }>(SIGNED_FILE, [about.agency, idIzin, value.nib, value.file_izin]);
    const known = found && { ...at, application: found.application_id, inbox: id };
    if (!known) return this.answer('receiveFileDS', call, { ...at, inbox: id }, no('Data izin tidak ditemukan.'), from);
    return this.answer('receiveFileDS', call, known, no('Berkas diterima.'), from, true);
  }

  /** Who it is about, and whether it is from OSS. */
  private read<M extends InboundMethod>(method: M, { headers, body }: DoorCall): Read<M> {
    const { envelope, request } = INBOUND[method];
    const outer = typeof body === 'object' && body !== null ? body : {};
    const value = decode(request, keysOf(outer).get(envelope.toLowerCase()) ?? outer).value as InboundOf<M>;
    const { nib = '' } = value as { nib?: string };
    const regions = method === 'receiveNIB' ? regionsOf(value) : [];
    const agency = this.agencies.byRegion(regions);
    const about: About = { agency: (agency ?? this.agencies.any()).code, nib };
    return { value, about, refused: this.refusal(headers, nib, agency !== undefined) };
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

  private async answer(
    method: InboundMethod,
    { headers, url, body }: DoorCall,
    about: About,
    { status, sentence }: Refusal,
    from: number,
    taken = false,
  ): Promise<DoorAnswer> {
    const said = inboundAnswer(method, taken, sentence);
    const exchange = {
      method,
      direction: 'in' as const,
      url,
      requestHeaders: plain(headers),
      requestBody: keptOf(body, status),
      status,
      responseBody: said,
    };
    const outcome = { outcome: taken ? 'accepted' : 'refused', code: taken ? '1' : '2', sentence, tookMs: performance.now() - from };
    await this.journal.record(exchange, about, outcome);
    return { status, body: said };
  }
}

/** The regions that the licences of a NIB are for. Where the business has its seat says nothing of that. */
function regionsOf(nib: DataNib): (string | undefined)[] {
  return [...licencesOf(nib).map(({ kd_daerah: region }) => region), nib.kd_daerah];
}

/** Of a call that is not from OSS only the beginning is kept: nobody else is to fill the journal. */
function keptOf(body: unknown, status: number): unknown {
  return status === UNAUTHORIZED ? JSON.stringify(body ?? '').slice(0, STRANGER) : (body ?? '');
}

export function plain(headers: IncomingHttpHeaders): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])));
}
