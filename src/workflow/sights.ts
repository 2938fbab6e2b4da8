import { Injectable } from '@nestjs/common';
import type { Principal } from '../kernel/principal.js';
import { sightOf, type Action } from '../platform/auth/permissions.js';
import type { ApplicationRow } from './application.entity.js';
import type { SightRules } from './case-sight.js';
import { DefinitionRegistry } from './definition-registry.js';
import type { TaskRow } from './task.entity.js';
import { isOfSection, maySee, maySeeTask } from './visibility.js';

/** What somebody sees of the cases of their agency, by the permission table and the definitions that are in force. */
@Injectable()
export class Sights {
  constructor(private readonly registry: DefinitionRegistry) {}

  /** For a list; null where nothing is hidden. */
  rules(principal: Principal, action: Action): SightRules | null {
    const sight = sightOf(principal, action);
    if (sight.agency) return null;
    const definitions = sight.sections.length > 0 ? this.registry.hashes(principal.agency, (one) => isOfSection(one, sight.sections)) : [];
    return { ...sight, me: principal.id, definitions };
  }

  async sees(principal: Principal, row: ApplicationRow): Promise<boolean> {
    const { definition } = await this.registry.version(row.agency, row.service, row.definition);
    return maySee(principal, row, definition);
  }

  async seesTask(principal: Principal, row: ApplicationRow, task: TaskRow): Promise<boolean> {
    const { definition } = await this.registry.version(row.agency, row.service, row.definition);
    return maySeeTask(principal, row, definition, task);
  }
}
