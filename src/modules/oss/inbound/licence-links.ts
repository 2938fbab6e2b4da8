import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import type { Tx } from '../../../platform/database/tx.js';
import { DefinitionRegistry } from '../../../workflow/definition-registry.js';
import { OssClerk, type CaseOfLicence } from '../outbound/oss-clerk.js';
import { nextNight } from '../reconcile/next-night.js';
import { CASE_OF_LICENCE, INSERT_LICENCE, RELEASE_HELD } from './inbox-statements.js';
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
}

/** Says which application a licence of OSS is; from then on OSS is told of it, beginning with what has happened before. */
@Injectable()
export class LicenceLinks {
  constructor(
    private readonly clerk: OssClerk,
    private readonly registry: DefinitionRegistry,
    private readonly clock: Clock,
  ) {}

  /** Answers what is to be done after the commit; undefined where either belongs to another already. */
  async add(tx: Tx, { agency, service, application, nib, version, dataOn, ossId, licence }: Link): Promise<(() => void) | undefined> {
    const now = this.clock.now();
    const due = nextNight(now, this.registry.agency(agency).timeZone);
    // prettier-ignore
    const [added] = await tx.run(INSERT_LICENCE, [
      agency, licence.id_izin, application, service, nib, version, ossId, licence.id_proyek ?? '', licence.id_produk ?? '',
      licence.kd_izin, licence.kd_daerah ?? '', due, now, dataOn,
    ]);
    if (!added) return undefined;
    await tx.run(RELEASE_HELD, [agency, licence.id_izin]);
    const [known] = await tx.run<Omit<CaseOfLicence, 'id_izin'> & Record<string, unknown>>(CASE_OF_LICENCE, [agency, application]);
    return this.clerk.catchUp(tx, { ...known!, id_izin: licence.id_izin! });
  }
}
