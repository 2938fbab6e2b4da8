import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { doubledWait } from '../../../kernel/waits.js';
import { Database } from '../../../platform/database/database.js';
import { RecurringJobs } from '../../../platform/queue/recurring-jobs.js';
import { DefinitionRegistry } from '../../../workflow/definition-registry.js';
import { OssGateway } from '../client/oss-gateway.js';
import type { AnswerOf } from '../wire/methods.js';
import { KEPT_TABLES } from './appendices.js';
import {
  CLAIM_TABLES,
  EMPTY_TABLE,
  FILL_TABLE,
  KNOW_TABLES,
  OSS_REFERENCES_JOB,
  TABLE_FETCHED,
  TABLE_NOT_FETCHED,
} from './reference-statements.js';

const MINUTE_MS = 60_000;
const EVERY_MS = 10 * MINUTE_MS;
const DAY_MS = 86_400_000;
const KEPT_MS = 7 * DAY_MS;
const LONGEST_WAIT_MS = 60 * MINUTE_MS;
const MOST_ENTRIES = 50_000;
const LONGEST_CODE = 50;
const LONGEST_NAME = 500;

interface Claimed extends Record<string, unknown> {
  readonly agency: string;
  readonly kode: string;
  readonly attempts: number;
}

/** Fetches the tables of OSS once a week, or when somebody asks; what is there stays until something better comes. */
@Injectable()
export class OssReferencesJob implements OnModuleInit {
  private readonly logger = new Logger('OssReferences');

  constructor(
    private readonly database: Database,
    private readonly registry: DefinitionRegistry,
    private readonly recurringJobs: RecurringJobs,
    private readonly line: OssGateway,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.recurringJobs.add({ name: OSS_REFERENCES_JOB, everyMs: EVERY_MS, pauseMs: 100, work: (stopping) => this.work(stopping) });
  }

  async work(stopping?: AbortSignal): Promise<void> {
    const offices = this.registry.agencies().flatMap(({ code }) => (this.line.speaks(code) ? [code] : []));
    if (offices.length === 0) return;
    const now = this.clock.now();
    await this.database.run(KNOW_TABLES, [offices, KEPT_TABLES, now]);
    const lease = new Date(now.getTime() + 10 * MINUTE_MS);
    const due = await this.database.run<Claimed>(CLAIM_TABLES, [offices, KEPT_TABLES, now, lease]);
    for (const table of due) if (!stopping?.aborted) await this.one(table);
  }

  private async one({ agency, kode, attempts }: Claimed): Promise<void> {
    try {
      const answer = await this.line.call('getDataReferensi', { kode }, { agency });
      const entries = answer.outcome === 'accepted' ? entriesOf(answer.data) : [];
      if (entries.length > 0) return await this.fill(agency, kode, entries);
      const waitMs = answer.outcome === 'unavailable' ? doubledWait(MINUTE_MS, attempts - 1, LONGEST_WAIT_MS) : DAY_MS;
      await this.putOff(agency, kode, waitMs, answer.keterangan ?? 'no entries');
    } catch (error) {
      this.logger.error({ table: kode, error: (error as Error).stack });
    }
  }

  private async fill(agency: string, kode: string, entries: readonly Entry[]): Promise<void> {
    const now = this.clock.now();
    await this.database.transaction(async (tx) => {
      await tx.run(EMPTY_TABLE, [agency, kode]);
      await tx.run(FILL_TABLE, [agency, kode, JSON.stringify(entries)]);
      await tx.run(TABLE_FETCHED, [agency, kode, now, new Date(now.getTime() + KEPT_MS)]);
    });
  }

  private async putOff(agency: string, kode: string, waitMs: number, reason: string): Promise<void> {
    const next = new Date(this.clock.now().getTime() + waitMs);
    await this.database.run(TABLE_NOT_FETCHED, [agency, kode, next, reason.slice(0, 1000)]);
  }
}

interface Entry {
  readonly code: string;
  readonly name: string;
  readonly remark: string | null;
}

/** What can be read of a table: a code and its name, each code once, the last that it is given. */
function entriesOf({ dataReferensi = [] }: AnswerOf<'getDataReferensi'>): readonly Entry[] {
  const found = new Map<string, Entry>();
  for (const { kode_referensi: code, uraian_referensi: name, keterangan_referensi: remark } of dataReferensi.slice(0, MOST_ENTRIES)) {
    if (!code || !name || code.length > LONGEST_CODE) continue;
    found.set(code, { code, name: plain(name), remark: remark ? plain(remark) : null });
  }
  return [...found.values()];
}

/** No NUL: PostgreSQL keeps none in a text. */
function plain(text: string): string {
  return text.replaceAll('\u0000', '\uFFFD').slice(0, LONGEST_NAME);
}
