import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import type { Tx } from '../../../platform/database/tx.js';
import type { BusinessIdentity } from '../../../workflow/business-identity.js';
import { DefinitionRegistry } from '../../../workflow/definition-registry.js';
import type { JoinedBy } from '../oss-licence.entity.js';
import { nextNight } from '../reconcile/next-night.js';
import { INSERT_LICENCE, RELEASE_HELD } from './inbox-statements.js';
import type { NibLicence } from './nib-licences.js';

/** What a licence is, in OSS and here. */
export interface Link {
  readonly agency: string;
  readonly service: string;
  readonly application: string;
  readonly nib: string;
  readonly version: number;
  /** Of when the data is that it was read from (`dataDay`). */
  readonly dataOn: string;
  readonly ossId: string;
  readonly licence: NibLicence;
  readonly joinedBy: JoinedBy;
  /** The numbers that OSS names, as keyed hashes. */
  readonly identity: BusinessIdentity;
}

/** Keeps which application a licence of OSS is. */
@Injectable()
export class LicenceStore {
  constructor(
    private readonly registry: DefinitionRegistry,
    private readonly clock: Clock,
  ) {}

  /** False where either belongs to another already. */
  async add(tx: Tx, link: Link): Promise<boolean> {
    const { agency, service, application, nib, version, dataOn, ossId, licence, joinedBy, identity } = link;
    const now = this.clock.now();
    const due = nextNight(now, this.registry.agency(agency).timeZone);
    // prettier-ignore
    const [added] = await tx.run(INSERT_LICENCE, [
      agency, licence.id_izin, application, service, nib, version, ossId, licence.id_proyek ?? '', licence.id_produk ?? '',
      licence.kd_izin, licence.kd_daerah ?? '', due, now, dataOn, joinedBy, identity.nibs, identity.niks,
    ]);
    if (!added) return false;
    await tx.run(RELEASE_HELD, [agency, licence.id_izin]);
    return true;
  }
}
