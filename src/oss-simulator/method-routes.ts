import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../kernel/clock.js';
import { decode, keysOf } from '../modules/oss/wire/decode.js';
import { maskOss } from '../modules/oss/wire/mask.js';
import { METHODS, METHOD_NAMES, type OssMethod, type RequestOf } from '../modules/oss/wire/methods.js';
import { checkWidths } from '../modules/oss/wire/widths.js';
import type { Businesses } from './businesses.js';
import type { Chance } from './chance.js';
import { CALL_FAULTS, type CallFault, type FaultPlan, type FaultRule } from './faults.js';
import type { Licences } from './licences.js';
import type { Memory } from './memory.js';
import { BASE_PATH } from './options.js';
import { speak, type Reply, type Spoken } from './quirks.js';

const DELAY_MS = 1000;
/** Nobody waits longer for an answer that does not come. */
const SILENCE_MS = 300_000;

export interface Counter {
  readonly userKey: string;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly memory: Memory;
  readonly faults: FaultPlan;
  readonly licences: Licences;
  readonly businesses: Businesses;
}

/** The methods that an agency calls. */
export function methodRoutes(app: FastifyInstance, counter: Counter): void {
  for (const method of METHOD_NAMES) {
    app.post(`${BASE_PATH}/${method}`, (request, reply) => serve(counter, method, request, reply));
  }
}

async function serve(counter: Counter, method: OssMethod, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const fault = counter.faults.strike(method, CALL_FAULTS);
  const kind = fault?.kind;
  const acts = kind === undefined || kind === 'delay' || kind.endsWith('-after');
  if (kind === 'delay') await sleep(fault!.delayMs ?? DELAY_MS);
  const right: Spoken | undefined = acts ? speak(method, answer(counter, method, request), counter.chance) : undefined;
  const spoken = fault && kind !== 'delay' ? spoilt(method, fault, counter.chance) : right;
  note(counter, method, request, spoken, kind);
  if (spoken)
    return reply
      .code(spoken.status)
      .type(typeof spoken.body === 'string' ? 'text/html' : 'application/json')
      .send(spoken.body);
  reply.hijack();
  const { socket } = request.raw;
  // Silence, but not for ever: the other side hangs up first.
  if (kind === 'timeout' || kind === 'timeout-after') socket.setTimeout(SILENCE_MS, () => socket.destroy());
  else socket.destroy();
  return reply;
}

/** What is heard instead of the right answer; nothing at all for undefined. */
function spoilt(
  method: OssMethod,
  { kind, keterangan }: FaultRule & { kind: CallFault },
  chance: Chance,
): { status: number; body: unknown } | undefined {
  switch (kind) {
    case 'error-500':
    case 'error-500-after':
      return { ...speak(method, { kode: 500, keterangan: 'Pemrosesan gagal' }, chance), status: 500 };
    case 'error-504':
    case 'error-504-after':
      return { status: 504, body: '<html><body><h1>504 Gateway Time-out</h1></body></html>' };
    case 'refuse':
      return { ...speak(method, { kode: 400, keterangan: keterangan ?? 'Parameter salah' }, chance), status: 200 };
    case 'unreadable':
      return { status: 200, body: '<html><body>Sistem sedang dalam pemeliharaan</body></html>' };
    case 'delay':
    case 'timeout':
    case 'timeout-after':
    case 'drop':
    case 'drop-after':
      return undefined;
  }
}

function answer(counter: Counter, method: OssMethod, { headers, body }: FastifyRequest): Reply {
  if (headers['user_key'] !== counter.userKey) return { kode: 401, keterangan: 'User akses tidak valid' };
  const { envelope, request } = METHODS[method];
  const found = keysOf(typeof body === 'object' && body !== null ? body : {}).get(envelope.toLowerCase());
  const unfit = checkWidths(method, found);
  if (unfit.length > 0) {
    const fields = unfit.map(({ field, problem }) => `${field} (${problem})`).join(', ');
    return { kode: 400, keterangan: `Parameter salah: ${fields}` };
  }
  return act(counter, method, decode(request, found).value);
}

/** What each method does. */
type Acts = { readonly [M in OssMethod]: (told: RequestOf<M>) => Reply };

function act({ licences, businesses }: Counter, method: OssMethod, told: unknown): Reply {
  const acts: Acts = {
    checkNIB: (of) => businesses.checkNIB(of),
    inqueryNIB: (of) => businesses.inqueryNIB(of),
    getDataReferensi: (of) => businesses.getDataReferensi(of),
    inqueryLicense: (of) => licences.inqueryLicense(of),
    receiveLicenseStatus: (of) => licences.receiveLicenseStatus(of),
    receiveLicense: (of) => licences.receiveLicense(of),
    updateLicense: (of) => licences.updateLicense(of),
    checkLicenseStatus: (of) => licences.checkLicenseStatus(of),
    inqueryFileDS: (of) => licences.inqueryFileDS(of),
  };
  // Its widths were checked: it is what that method takes.
  return (acts[method] as (told: unknown) => Reply)(told);
}

function note(
  counter: Counter,
  method: OssMethod,
  { url, body }: FastifyRequest,
  spoken: { status: number; body: unknown } | undefined,
  fault?: string,
): void {
  const masked = maskOss({ method, direction: 'in', url, requestHeaders: {}, requestBody: body, responseBody: spoken?.body });
  counter.memory.note({
    at: counter.clock.now().toISOString(),
    direction: 'to-oss',
    method,
    idIzin: idIzinOf(method, body),
    request: masked.requestBody,
    status: spoken?.status,
    answer: masked.responseBody,
    fault,
  });
}

function idIzinOf(method: OssMethod, body: unknown): string | undefined {
  const found = keysOf(typeof body === 'object' && body !== null ? body : {}).get(METHODS[method].envelope.toLowerCase());
  if (typeof found !== 'object' || found === null) return undefined;
  const id = keysOf(found).get('id_izin') ?? keysOf(found).get('id_permohonan_izin');
  return typeof id === 'string' ? id : undefined;
}
