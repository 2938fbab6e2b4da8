import { Inject, Injectable } from '@nestjs/common';
import { decodeJwt } from 'jose';
import { defer, finalize, type Observable } from 'rxjs';
import { refusal } from '../../kernel/refusal.js';
import { CONFIG, type Config } from '../config/config.js';
import type { Access } from './access.js';

export const tooManyStreams = refusal('too-many', 'TOO_MANY_STREAMS', {
  id: 'Terlalu banyak siaran langsung sekaligus (paling banyak {most}); tutup salah satunya.',
  en: 'Too many live streams at once (at most {most}); close one of them.',
});

/** Seconds after which a client may try again; a stream is free as soon as another one ends. */
const RETRY_AFTER_S = 10;

/** How many live streams and subscriptions accounts and sessions have in this process. */
@Injectable()
export class StreamQuota {
  private readonly open = new Map<string, number>();

  constructor(@Inject(CONFIG) private readonly config: Config) {}

  /** Refuses a stream for which there is no place. */
  admit(access: Access): void {
    for (const [key, most] of this.limitsOf(access))
      if ((this.open.get(key) ?? 0) >= most) throw tooManyStreams({ most }, [], { retryAfter: RETRY_AFTER_S });
  }

  /** The source, which holds a place from its subscription to its end. */
  counted<T>(access: Access, source: Observable<T>): Observable<T> {
    return defer(() => {
      this.admit(access);
      const keys = this.limitsOf(access).map(([key]) => key);
      for (const key of keys) this.open.set(key, (this.open.get(key) ?? 0) + 1);
      return source.pipe(finalize(() => keys.forEach((key) => this.leave(key))));
    });
  }

  private leave(key: string): void {
    const left = (this.open.get(key) ?? 1) - 1;
    if (left > 0) this.open.set(key, left);
    else this.open.delete(key);
  }

  /** A token of an outside issuer belongs to no session of ours. */
  private limitsOf({ token, principal: { agency, id } }: Access): [key: string, most: number][] {
    const account: [string, number] = [`account ${agency} ${id}`, this.config.streamsPerAccount];
    const { sid } = decodeJwt(token);
    return typeof sid === 'string' ? [account, [`session ${agency} ${sid}`, this.config.streamsPerSession]] : [account];
  }
}
