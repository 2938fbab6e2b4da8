import { Injectable } from '@nestjs/common';
import type { Agency, SopDefinition } from '../../sop/sop-definition.js';
import { DefinitionRegistry } from '../../workflow/definition-registry.js';

/** Which agency, and which of its services, OSS means. */
@Injectable()
export class OssAgencies {
  constructor(private readonly registry: DefinitionRegistry) {}

  /** The service that a kind of licence opens; undefined where the agency offers none. */
  serviceFor(agency: string, kdIzin: string | undefined): SopDefinition | undefined {
    if (kdIzin === undefined) return undefined;
    return this.registry.services(agency).find(({ definition }) => definition.oss?.kdIzin.includes(kdIzin))?.definition;
  }

  /** The agency whose region one of these is in; the only one that works with OSS where none of them says. */
  byRegion(regions: readonly (string | undefined)[]): Agency | undefined {
    const known = this.registry.agencies().filter(({ oss }) => oss && oss.mode !== 'off');
    const found = known.find(({ oss }) => regions.some((region) => region?.startsWith(oss!.kdDaerah)));
    return found ?? (known.length === 1 ? known[0] : undefined);
  }

  /** Under whose name a call is kept that names nobody. */
  any(): Agency {
    const all = this.registry.agencies();
    return all.find(({ oss }) => oss) ?? all[0]!;
  }
}
