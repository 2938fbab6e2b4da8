import { Injectable } from '@nestjs/common';
import type { Principal } from '../../kernel/principal.js';
import { StandIns } from '../../platform/auth/stand-ins.js';
import { DefinitionRegistry } from '../../workflow/definition-registry.js';
import type { MeView } from './identity.view.js';

/** The identity of the caller as this service knows it. */
@Injectable()
export class IdentityService {
  constructor(
    private readonly standIns: StandIns,
    private readonly registry: DefinitionRegistry,
  ) {}

  async me(principal: Principal): Promise<MeView> {
    const { id, name, agency, roles } = principal;
    const periods = await this.standIns.of(principal);
    return {
      id,
      name,
      agency,
      agencyName: this.registry.agency(agency).name,
      roles: roles.filter((held) => !held.actingFor),
      actingFor: periods.map((row) => ({
        standIn: row.id,
        role: row.role,
        ...(row.section !== null && { section: row.section }),
        kind: row.kind,
        holder: { id: row.holder_id, name: row.holder_name },
        from: row.starts_at.toISOString(),
        until: row.ends_at.toISOString(),
      })),
    };
  }
}
