import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { newId } from '../../../kernel/ids.js';
import { Vault } from '../../../platform/crypto/vault.js';
import { Database } from '../../../platform/database/database.js';
import { statement } from '../../../platform/database/tx.js';
import type { OssCallRow } from '../oss-call.entity.js';
import { openText, ownerOf, encryptText } from '../encrypted-text.js';
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
/** Of whoever did not prove to be OSS: 1,000 characters in all, the rest of a row included. */
const SHORT = { url: 150, headers: 200, request: 250, sentence: 100 } as const;

const INSERT = statement(
  'oss.call-insert',
  `insert into oss_calls (agency, id, direction, method, url, application_id, id_izin, nib, message_id, inbox_id, request_headers, request,
                          http_status, response, outcome, code, sentence, took_ms, at, stranger, sealed)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, true)`,
);

/** What was said, as against what was answered. */
export type Said = Pick<OssCallRow, 'request' | 'response'>;

const aboutPart = (id: string, part: keyof Said) => `oss ${part} ${id}`;

/** Keeps every call from and to OSS: masked before it is written anywhere, and what is left of it encrypted, for names and addresses. */
@Injectable()
export class OssJournal {
  private readonly logger = new Logger('OssJournal');

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly vault: Vault,
  ) {}

  /** A journal that cannot be written keeps nobody from working. */
  async record(exchange: OssExchange, about: About, outcome: CallOutcome, stranger = false): Promise<string> {
    const whole = maskOss({ ...exchange, responseBody: exchange.responseBody ?? '' });
    const masked = stranger ? shortened(whole) : whole;
    const sentence = outcome.sentence?.slice(0, stranger ? SHORT.sentence : 1000) ?? null;
    const now = this.clock.now();
    const id = newId(now);
    try {
      const said = { request: textOf(masked.requestBody), response: textOf(masked.responseBody) };
      const kept = await this.kept(about.agency, about.application ?? null, id, said);
      // prettier-ignore
      await this.database.run(INSERT, [
        about.agency, id, masked.direction, masked.method.slice(0, 100), masked.url.slice(0, 2000), about.application ?? null,
        about.idIzin?.slice(0, 100) ?? null, about.nib?.slice(0, 30) ?? null, about.message ?? null, about.inbox ?? null,
        JSON.stringify(masked.requestHeaders), kept.request, masked.status ?? null, kept.response, outcome.outcome,
        outcome.code?.slice(0, 20) ?? null, sentence, Math.round(outcome.tookMs), now, stranger,
      ]);
    } catch (error) {
      this.logger.warn(`a call of ${exchange.method} is not in the journal: ${(error as Error).message}`);
    }
    return id;
  }

  /** A row as it may be read: what was said and answered in the clear, still masked; empty where it was erased. */
  async opened(row: OssCallRow): Promise<OssCallRow> {
    const open = (part: keyof Said) =>
      openText(this.vault, ownerOf(row.agency, row.application_id), aboutPart(row.id, part), { sealed: row.sealed, text: row[part] });
    return { ...row, request: await open('request'), response: await open('response') };
  }

  /** What was said and answered, as it lies in its row. */
  async kept(agency: string, application: string | null, id: string, { request, response }: Said): Promise<Said> {
    const encrypt = (part: keyof Said, text: string) => encryptText(this.vault, ownerOf(agency, application), aboutPart(id, part), text);
    return { request: await encrypt('request', request), response: await encrypt('response', response) };
  }
}

/** The sentence of the row says what was answered. */
function shortened({ url, requestHeaders, requestBody, ...exchange }: OssExchange): OssExchange {
  return {
    ...exchange,
    url: url.slice(0, SHORT.url),
    requestHeaders: shortHeaders(requestHeaders),
    requestBody: textOf(requestBody).slice(0, SHORT.request),
    responseBody: '',
  };
}

/** As many as have room: who called, by which program, with how much. */
function shortHeaders(headers: OssExchange['requestHeaders']): Record<string, string> {
  const kept: Record<string, string> = {};
  let left = SHORT.headers;
  for (const name of ['user-agent', 'content-type', 'content-length', 'x-forwarded-for']) {
    const value = headers[name]?.slice(0, Math.max(0, left - name.length));
    if (!value) continue;
    kept[name] = value;
    left -= name.length + value.length;
  }
  return kept;
}

/** No NUL: PostgreSQL keeps none in a text. */
function textOf(body: unknown): string {
  const text = typeof body === 'string' ? body : JSON.stringify(body ?? '');
  return text.replaceAll('\u0000', '\uFFFD').slice(0, LONGEST);
}
