import { Injectable } from '@nestjs/common';
import type { Agency, SopDefinition } from '../../sop/sop-definition.js';
import { DefinitionRegistry } from '../../workflow/definition-registry.js';
import type { NibLicence } from './inbound/nib-licences.js';

/** Which agency, and which of its services, OSS means. */
@Injectable()
export class OssAgencies {
  constructor(private readonly registry: DefinitionRegistry) {}

  /** The service that a licence opens; undefined where the agency offers none, or it is for another region. */
  serviceFor(agency: string, { kd_izin: kdIzin, kd_daerah: region }: Pick<NibLicence, 'kd_izin' | 'kd_daerah'>): SopDefinition | undefined {
    const ours = this.registry.agency(agency).oss?.kdDaerah;
    if (kdIzin === undefined || ours === undefined || (region !== undefined && !region.startsWith(ours))) return undefined;
    return this.registry.services(agency).find(({ definition }) => definition.oss?.kdIzin.includes(kdIzin))?.definition;
  }

  /** The agency whose region one of these is in; the only one that works with OSS where none is named. */
  byRegion(regions: readonly (string | undefined)[]): Agency | undefined {
    const known = this.registry.agencies().filter(({ oss }) => oss && oss.mode !== 'off');
    if (regions.every((region) => region === undefined)) return known.length === 1 ? known[0] : undefined;
    return known.find(({ oss }) => regions.some((region) => region?.startsWith(oss!.kdDaerah)));
  }

  /** Under whose name a call is kept that names nobody. */
  any(): Agency {
    const all = this.registry.agencies();
    return all.find(({ oss }) => oss) ?? all[0]!;
  }
}
