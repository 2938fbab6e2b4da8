import type { Clock } from '../kernel/clock.js';
import { maskOss } from '../modules/oss/wire/mask.js';
import { INBOUND, type InboundMethod } from '../modules/oss/wire/methods.js';
import { ossToken, type OssAccount } from '../modules/oss/wire/token.js';
import { CALLBACK_FAULTS, type FaultPlan } from './faults.js';
import type { Memory } from './memory.js';

const LATE_MS = 1000;

export interface Peer {
  /** Where to call; undefined: nobody to call. */
  url: string | undefined;
  account: OssAccount;
}

interface Parcel {
  readonly method: InboundMethod;
  readonly nib: string;
  readonly idIzin: string | undefined;
  readonly body: unknown;
}

/** What became of a call of the simulator's own; `status` "1" is taken, "2" not. */
export interface Delivered {
  readonly http: number | undefined;
  readonly answer: unknown;
  readonly fault?: string;
}

/** The calls to the agency. They are not tried again: whether OSS does that is not known. */
export class Callbacks {
  private held: Parcel[] = [];
  private readonly underWay = new Set<Promise<unknown>>();

  constructor(
    readonly peer: Peer,
    private readonly memory: Memory,
    private readonly faults: FaultPlan,
    private readonly clock: Clock,
    private readonly timeoutMs: number,
  ) {}

  receiveNIB(nib: string, data: unknown, idIzin?: string): Promise<Delivered> {
    return this.deliver({ method: 'receiveNIB', nib, idIzin, body: { [INBOUND.receiveNIB.envelope]: data } });
  }

  receiveFileDS(nib: string, id_izin: string, file_izin: string): Promise<Delivered> {
    const body = { [INBOUND.receiveFileDS.envelope]: { id_izin, nib, file_izin } };
    return this.deliver({ method: 'receiveFileDS', nib, idIzin: id_izin, body });
  }

  /** Sends what was held back. */
  async release(): Promise<void> {
    const parcels = this.held.splice(0);
    for (const parcel of parcels) await this.send(parcel, undefined);
  }

  /** Whether calls are under way, and their end. */
  async idle(): Promise<void> {
    while (this.underWay.size > 0) await Promise.allSettled(this.underWay);
  }

  /** Lets something that ends with calls go on by itself. */
  follow(work: Promise<unknown>): void {
    const followed = work.catch(() => undefined).finally(() => this.underWay.delete(followed));
    this.underWay.add(followed);
  }

  private async deliver(parcel: Parcel): Promise<Delivered> {
    const fault = this.faults.strike(parcel.method, CALLBACK_FAULTS);
    switch (fault?.kind) {
      case 'hold':
        this.held.push(parcel);
        return this.unsent(parcel, 'hold');
      case 'lose':
        return this.unsent(parcel, 'lose');
      case 'late':
        await new Promise((resolve) => setTimeout(resolve, fault.delayMs ?? LATE_MS));
        break;
      case 'duplicate':
        await this.send(parcel, 'duplicate');
        break;
      case 'wrong-token':
      case undefined:
        break;
    }
    const delivered = await this.send(parcel, fault?.kind);
    if (this.held.length > 0) await this.release();
    return delivered;
  }

  private async send(parcel: Parcel, fault: string | undefined): Promise<Delivered> {
    const { method, nib, idIzin, body } = parcel;
    const { url, account } = this.peer;
    if (!url) return this.unsent(parcel, 'no address to call');
    const token = fault === 'wrong-token' ? 'salah' : ossToken(account, nib, this.clock.now());
    const headers = { 'content-type': 'application/json', token };
    const at = this.clock.now().toISOString();
    const got = await post(`${url.replace(/\/+$/, '')}/${method}`, headers, JSON.stringify(body), this.timeoutMs);
    const masked = maskOss({ method, direction: 'out', url, requestHeaders: headers, requestBody: body, responseBody: got.answer });
    const seen = {
      at,
      direction: 'from-oss',
      method,
      idIzin,
      request: masked.requestBody,
      status: got.http,
      answer: masked.responseBody,
      fault,
    } as const;
    this.memory.note(seen);
    return { ...got, ...(fault && { fault }) };
  }

  private unsent({ method, idIzin }: Parcel, fault: string): Delivered {
    const at = this.clock.now().toISOString();
    this.memory.note({ at, direction: 'from-oss', method, idIzin, request: undefined, status: undefined, answer: undefined, fault });
    return { http: undefined, answer: undefined, fault };
  }
}

async function post(url: string, headers: Record<string, string>, body: string, timeoutMs: number): Promise<Delivered> {
  try {
    const response = await fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(timeoutMs), redirect: 'manual' });
    const text = await response.text();
    return { http: response.status, answer: parsed(text) };
  } catch (error) {
    const { message, cause } = error as Error & { readonly cause?: { readonly message?: string } };
    return { http: undefined, answer: cause?.message || message };
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text.slice(0, 1000);
  }
}
