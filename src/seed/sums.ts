import type pg from 'pg';
import { MARK_BUILT } from '../modules/reports/rollups/rollup-statements.js';
import { addRollup } from '../modules/reports/rollups/rollup-writer.js';
import { COUNTED_EVENTS, NO_PAST, pastAfter, type Past } from '../modules/reports/rollups/past.js';
import { Rollup } from '../modules/reports/rollups/rollup.js';
import type { Statement, Tx } from '../platform/database/tx.js';
import type { CaseEvent } from '../sop/case-events.js';
import type { DefinitionRegistry } from '../workflow/definition-registry.js';
import type { RowSink } from './office.js';
import type { Row } from './statement-shape.js';

const COUNTED: ReadonlySet<unknown> = new Set(COUNTED_EVENTS);
/** Events whose sums are gathered before they go to PostgreSQL. */
const ENOUGH = 200_000;

/** The sums that reports are read from, made of the events on their way into the journal as the worker would have made them. */
export class Sums implements RowSink {
  private readonly pasts = new Map<string, Past>();
  private readonly statements: Pick<Tx, 'run'>;
  private rollup = new Rollup();
  private gathered = 0;

  /** `rows` takes everything; `serviceOf` knows the service of a case that is open. */
  constructor(
    private readonly client: pg.Client,
    private readonly registry: DefinitionRegistry,
    private readonly rows: RowSink,
    private readonly serviceOf: (application: string) => string,
  ) {
    this.statements = {
      run: async <R extends object>({ name, text }: Statement, values: readonly unknown[]) =>
        (await client.query<R>({ name, text, values: [...values] })).rows,
    };
  }

  add(table: string, row: Row): void {
    this.rows.add(table, row);
    if (table === 'events') this.count(row);
    if (table === 'applications') this.pasts.delete(row['id'] as string);
  }

  /** Adds what is gathered to the sums that are kept, when it is enough. */
  async relieve(): Promise<void> {
    if (this.gathered >= ENOUGH) await this.send();
  }

  /** Adds the rest; `complete`: these are all sums that there are. */
  async finish(complete: boolean, now: Date): Promise<void> {
    await this.send();
    if (!complete) return;
    for (const { code } of this.registry.agencies()) await this.statements.run(MARK_BUILT, [code, now]);
  }

  private count({ agency, application_id, seq, type, body }: Row): void {
    if (!COUNTED.has(type)) return;
    const [code, applicationId] = [agency as string, application_id as string];
    const event = JSON.parse(body as string) as CaseEvent;
    const past = this.pasts.get(applicationId) ?? NO_PAST;
    this.pasts.set(applicationId, pastAfter(past, event));
    // Nothing is counted of an opening, of which alone the case is not known yet.
    if (event.type === 'opened') return;
    const { definition, sha256 } = this.registry.service(code, this.serviceOf(applicationId));
    const zone = this.registry.agency(code).timeZone;
    this.rollup.add({ agency: code, applicationId, seq: seq as number, sha256, definition, zone, event, ...past });
    this.gathered++;
  }

  private async send(): Promise<void> {
    const { rollup } = this;
    this.rollup = new Rollup();
    this.gathered = 0;
    await addRollup(this.statements, rollup);
  }
}
