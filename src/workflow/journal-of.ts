import { statement, type Tx } from '../platform/database/tx.js';
import type { CaseEvent } from '../sop/case-events.js';

const JOURNAL = statement('application.journal', `select body from events where agency = $1 and application_id = $2 order by seq`);

/** The journal of a case, oldest first, by the connection of its command. */
export async function journalOf(tx: Tx, agency: string, application: string): Promise<CaseEvent[]> {
  return (await tx.run<{ body: CaseEvent }>(JOURNAL, [agency, application])).map(({ body }) => body);
}
