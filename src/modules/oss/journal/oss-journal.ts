import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { newId } from '../../../kernel/ids.js';
import { Database } from '../../../platform/database/database.js';
import { statement } from '../../../platform/database/tx.js';
import { maskOss, type OssExchange } from '../wire/mask.js';
import type { About } from '../client/about.js';

/** What became of a call, beside what was said. */
export interface CallOutcome {
  readonly outcome: string;
  readonly code: string | null;
  readonly sentence: string | null;
  readonly tookMs: number;
}

const LONGEST = 200_000;

const INSERT = statement(
  'oss.call-insert',
  `insert into oss_calls (agency, id, direction, method, url, application_id, id_izin, nib, message_id, inbox_id, request_headers, request,
                          http_status, response, outcome, code, sentence, took_ms, at)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)`,
);

/** Keeps every call from and to OSS, masked before it is written anywhere. */
@Injectable()
export class OssJournal {
  private readonly logger = new Logger('OssJournal');

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** A journal that cannot be written keeps nobody from working. */
  async record(exchange: OssExchange, about: About, { outcome, code, sentence, tookMs }: CallOutcome): Promise<string> {
    const masked = maskOss({ ...exchange, responseBody: exchange.responseBody ?? '' });
    const now = this.clock.now();
    const id = newId(now);
    try {
      // prettier-ignore
      await this.database.read(INSERT, [
        about.agency, id, masked.direction, masked.method.slice(0, 100), masked.url.slice(0, 2000), about.application ?? null,
        about.idIzin?.slice(0, 100) ?? null, about.nib?.slice(0, 30) ?? null, about.message ?? null, about.inbox ?? null,
        JSON.stringify(masked.requestHeaders), textOf(masked.requestBody), masked.status ?? null, textOf(masked.responseBody), outcome,
        code?.slice(0, 20) ?? null, sentence?.slice(0, 1000) ?? null, Math.round(tookMs), now,
      ]);
    } catch (error) {
      this.logger.warn(`a call of ${exchange.method} is not in the journal: ${(error as Error).message}`);
    }
    return id;
  }
}

/** No NUL: PostgreSQL keeps none in a text. */
function textOf(body: unknown): string {
  const text = typeof body === 'string' ? body : JSON.stringify(body ?? '');
  return text.replaceAll('\u0000', '\uFFFD').slice(0, LONGEST);
}
