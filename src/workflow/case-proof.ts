import { Injectable } from '@nestjs/common';
import { canonical } from '../kernel/canonical.js';
import { Database } from '../platform/database/database.js';
import { CaseEvidence } from '../platform/evidence/case-evidence.js';
import type { CaseEvent, CaseState } from '../sop/case-events.js';
import { evolve } from '../sop/evolve.js';
import { ApplicationRow } from './application.entity.js';
import { DefinitionRegistry, type PublishedDefinition } from './definition-registry.js';
import { EventRow } from './event.entity.js';
import { eventHash, GENESIS } from './journal.js';

/** A case as its journal tells it, and what does not fit that. */
export interface ProvenCase {
  readonly application: ApplicationRow;
  readonly published: PublishedDefinition;
  readonly events: readonly CaseEvent[];
  /** Empty where everything is as the service has written it. */
  readonly faults: readonly string[];
}

/** Proves a case before anything of it is vouched for to the public: its journal, the state that follows from it, and its rows. */
@Injectable()
export class CaseProof {
  constructor(
    private readonly database: Database,
    private readonly registry: DefinitionRegistry,
    private readonly evidence: CaseEvidence,
  ) {}

  /** Null where there is no such case. */
  async of(agency: string, id: string): Promise<ProvenCase | null> {
    const application = await this.application(agency, id);
    if (!application) return null;
    const published = await this.registry.version(agency, application.service, application.definition);
    const where = { agency, application_id: id };
    const rows = await this.database.source.manager.find(EventRow, { where, order: { seq: 'ASC' } });
    const events = rows.map(({ body }) => body);
    const journal = journalFault(application, rows) ?? stateFault(application, published, events);
    return { application, published, events, faults: [...(await this.evidence.faults(agency, id)), ...(journal ? [journal] : [])] };
  }

  /** With the time of its erasure, which decides what can still be compared. */
  private application(agency: string, id: string): Promise<ApplicationRow | null> {
    const query = this.database.source.manager.createQueryBuilder(ApplicationRow, 'application').addSelect('application.erased_at');
    return query.where({ agency, id }).getOne();
  }
}

function journalFault({ id, version, head_hash: head }: ApplicationRow, rows: readonly EventRow[]): string | undefined {
  let previous = GENESIS;
  for (const [place, { seq, at, type, actor_id: actor, body, prev_hash: before, hash }] of rows.entries()) {
    if (seq !== place + 1 || before !== previous || hash !== eventHash(id, seq, body, previous)) return `events ${seq}`;
    if (type !== body.type || actor !== body.actor.id || at.getTime() !== Date.parse(body.at)) return `events ${seq}`;
    previous = hash;
  }
  return rows.length === version && previous === head ? undefined : `events ${rows.length}`;
}

function stateFault(row: ApplicationRow, { definition }: PublishedDefinition, events: readonly CaseEvent[]): string | undefined {
  try {
    const state = foldedState(definition, events);
    return state && state.status === row.status && canonical(state) === canonical(row.state) ? undefined : `applications ${row.id} state`;
  } catch {
    return `applications ${row.id} state`;
  }
}

/** The state that a journal leaves behind. */
export function foldedState(definition: PublishedDefinition['definition'], events: readonly CaseEvent[]): CaseState | undefined {
  return events.reduce<CaseState | undefined>((state, event) => evolve(definition, state, event), undefined);
}
