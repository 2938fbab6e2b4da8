import { Injectable } from '@nestjs/common';
import type { Principal } from '../kernel/principal.js';
import { shownOf, someHidden, type RecordKind, type Shown } from '../platform/auth/record-audiences.js';
import type { RecordRef } from './activity.js';
import type { ApplicationRow } from './application.entity.js';
import { CaseReader } from './case-reader.js';
import { DefinitionRegistry } from './definition-registry.js';
import { recordStates, type RecordStanding } from './record-states.js';

/** Which records of a case somebody reads, and how: the table of audiences, asked for the cases at hand. */
@Injectable()
export class RecordSight {
  constructor(
    private readonly cases: CaseReader,
    private readonly registry: DefinitionRegistry,
  ) {}

  /** How a record of a case that somebody sees is shown to them. */
  async shown(principal: Principal, application: ApplicationRow, kind: RecordRef['kind'], id: string): Promise<Shown> {
    if (!someHidden(principal, kind)) return overall(principal, kind);
    const standing = (await this.standings([application])).get(id);
    return standing ? shownOf(principal, kind, standing.state) : 'nothing';
  }

  /** The records of one kind that are hidden from somebody, among these of several cases. */
  async visible<Row extends { readonly id: string; readonly application_id: string }>(
    principal: Principal,
    kind: RecordRef['kind'],
    applications: readonly ApplicationRow[],
    rows: readonly Row[],
  ): Promise<Row[]> {
    if (rows.length === 0 || !someHidden(principal, kind)) return [...rows];
    const standings = await this.standings(applications);
    return rows.filter(({ id }) => {
      const standing = standings.get(id);
      return standing !== undefined && shownOf(principal, kind, standing.state) !== 'nothing';
    });
  }

  private async standings(applications: readonly ApplicationRow[]): Promise<ReadonlyMap<string, RecordStanding>> {
    const all = new Map<string, RecordStanding>();
    for (const { agency, id, service, definition: sha256 } of applications) {
      const { definition } = await this.registry.version(agency, service, sha256);
      const events = (await this.cases.events(agency, id)).map(({ body }) => body);
      for (const [record, standing] of recordStates(definition, events)) all.set(record, standing);
    }
    return all;
  }
}

/** How a kind is shown to somebody from whom no state of it is hidden. */
function overall(principal: Principal, kind: RecordKind): Shown {
  return shownOf(principal, kind, WITHOUT_HIDDEN[kind] ?? 'inner');
}

/** A state of each kind of record, for whom all of them look alike. */
const WITHOUT_HIDDEN: Partial<Record<RecordKind, string>> = { receipt: 'issued', letter: 'draft' };
