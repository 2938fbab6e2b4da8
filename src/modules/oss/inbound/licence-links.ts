import { Injectable } from '@nestjs/common';
import type { Tx } from '../../../platform/database/tx.js';
import { OssOutboxHandler, type CaseOfLicence } from '../outbound/oss-outbox-handler.js';
import { CASE_OF_LICENCE } from './inbox-statements.js';
import { LicenceStore, type Link } from './licence-store.js';

/** Says which application a licence of OSS is; from then on OSS is told of it, beginning with what has happened before. */
@Injectable()
export class LicenceLinks {
  constructor(
    private readonly clerk: OssOutboxHandler,
    private readonly store: LicenceStore,
  ) {}

  /** Answers what is to be done after the commit; undefined where either belongs to another already. */
  async add(tx: Tx, link: Link): Promise<(() => void) | undefined> {
    if (!(await this.store.add(tx, link))) return undefined;
    const { agency, application, licence } = link;
    const [known] = await tx.run<Omit<CaseOfLicence, 'id_izin'> & Record<string, unknown>>(CASE_OF_LICENCE, [agency, application]);
    return this.clerk.catchUp(tx, { ...known!, id_izin: licence.id_izin! });
  }
}
