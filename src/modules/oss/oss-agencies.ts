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

  /** The agencies whose regions these are in; the only one that works with OSS where none is named. */
  byRegions(regions: readonly (string | undefined)[]): readonly Agency[] {
    const known = this.onOss();
    if (regions.every((region) => region === undefined)) return known.length === 1 ? known : [];
    return known.filter(({ oss }) => regions.some((region) => region?.startsWith(oss!.kdDaerah)));
  }

  /** Those that work with OSS, by its web service or by hand. */
  onOss(): readonly Agency[] {
    return this.registry.agencies().filter(({ oss }) => oss && oss.mode !== 'off');
  }

  /** Under whose name a call is kept that names nobody. */
  any(): Agency {
    const all = this.registry.agencies();
    return all.find(({ oss }) => oss) ?? all[0]!;
  }
}
