import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { Database } from '../../../platform/database/database.js';
import type { Tx } from '../../../platform/database/tx.js';
import { SHUT_OUTBOX } from '../../../platform/outbox/outbox-gate.js';
import type { CaseEvent } from '../../../sop/case-events.js';
import { DefinitionRegistry } from '../../../workflow/definition-registry.js';
import { NO_PAST, pastAfter } from './past.js';
import { BUILT, CASES, CLEAR, HISTORIES, MARK_BUILT, NO_TIMEOUT } from './rollup-statements.js';
import { addRollup } from './rollup-writer.js';
import { Rollup } from './rollup.js';

interface CaseRow {
  readonly id: string;
  readonly service: string;
  readonly definition: string;
}

interface EventRow {
  readonly application_id: string;
  readonly seq: number;
  readonly event: CaseEvent;
  readonly waiting: boolean;
}

const BATCH = 1000;
const NIL = '00000000-0000-0000-0000-000000000000';

/**
 * Makes the sums anew from the journals: for a database from before there were any, or one that was filled by other means. The service
 * goes on meanwhile; the outbox waits, so that no event is counted twice or left out.
 */
@Injectable()
export class RollupBuilder {
  private readonly logger = new Logger('Tally');

  constructor(
    private readonly database: Database,
    private readonly registry: DefinitionRegistry,
    private readonly clock: Clock,
  ) {}

  /** For each agency that has none yet. */
  async buildMissing(stopping: AbortSignal): Promise<void> {
    for (const { code } of this.registry.agencies()) {
      if ((await this.database.run(BUILT, [code])).length > 0) continue;
      const cases = await this.build(code, stopping, true);
      if (cases > 0) this.logger.log(`the reports of ${code} were made from ${cases} cases`);
    }
  }

  /** All sums of an agency, in one transaction: until it commits, reports are read from the old ones. Answers from how many cases. */
  build(agency: string, stopping?: AbortSignal, onlyIfMissing = false): Promise<number> {
    return this.database.transaction(async (tx) => {
      await tx.run(NO_TIMEOUT, []);
      await tx.run(SHUT_OUTBOX, []);
      // Another node may have done it while this one waited.
      if (onlyIfMissing && (await tx.run(BUILT, [agency])).length > 0) return 0;
      for (const forget of CLEAR) await tx.run(forget, [agency]);
      let cases = 0;
      for (let after = NIL; ;) {
        stopping?.throwIfAborted();
        const rows = await tx.run<CaseRow>(CASES, [agency, after, BATCH]);
        cases += rows.length;
        await this.addCases(tx, agency, rows);
        if (rows.length < BATCH) break;
        after = rows.at(-1)!.id;
      }
      await tx.run(MARK_BUILT, [agency, this.clock.now()]);
      return cases;
    });
  }

  private async addCases(tx: Tx, agency: string, cases: readonly CaseRow[]): Promise<void> {
    const events = await tx.run<EventRow>(HISTORIES, [agency, cases.map(({ id }) => id)]);
    const byCase = new Map(cases.map((row) => [row.id, row]));
    const zone = this.registry.agency(agency).timeZone;
    const rollup = new Rollup();
    let [current, past] = ['', NO_PAST];
    for (const { application_id: id, seq, event, waiting } of events) {
      if (id !== current) [current, past] = [id, NO_PAST];
      const { service, definition: sha256 } = byCase.get(id)!;
      const { definition } = await this.registry.version(agency, service, sha256, tx);
      if (!waiting) rollup.add({ agency, applicationId: id, seq, sha256, definition, zone, event, ...past });
      past = pastAfter(past, event);
    }
    await addRollup(tx, rollup);
  }
}
