import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import type { Tx } from '../../../platform/database/tx.js';
import { BusinessIdentities } from '../../../workflow/business-identities.js';
import { sameIdentity } from '../../../workflow/business-identity.js';
import type { ArrivedRow } from '../inbound/arrived.js';
import { licencesOf } from '../inbound/nib-licences.js';
import { nibOf } from '../inbound/nib-of.js';
import { filledFrom } from '../inbound/nib-reading.js';
import { OssInbox } from '../inbound/oss-inbox.js';
import { OssAgencies } from '../oss-agencies.js';
import type { OssLicenceRow } from '../oss-licence.entity.js';
import { JoinRequests, type FoundLicence } from './join-requests.js';
import { IDENTITY_OF_LICENCE, NEWEST_OF_NIB, UNCHECKED } from './join-statements.js';
import { agreement } from './licence-matches.js';

const BATCH = 100;
const NOTHING = { nibs: [], niks: [] };

type Licence = OssLicenceRow & Record<string, unknown>;

/** Compares the licences that were joined before NIB and NIK counted, once per process: what does not agree is the front office's to say. */
@Injectable()
export class UncheckedLicences {
  private readonly checked = new Set<string>();

  constructor(
    private readonly database: Database,
    private readonly identities: BusinessIdentities,
    private readonly agencies: OssAgencies,
    private readonly inbox: OssInbox,
    private readonly requests: JoinRequests,
  ) {}

  async check(agency: string, stopping?: AbortSignal): Promise<void> {
    if (this.checked.has(agency)) return;
    let after = '';
    for (let full = true; full && !stopping?.aborted;) {
      const rows = await this.database.run<Licence>(UNCHECKED, [agency, after, BATCH]);
      for (const row of rows) await this.database.transaction((tx) => this.compare(tx, row));
      after = rows.at(-1)?.id_izin ?? after;
      full = rows.length === BATCH;
    }
    if (!stopping?.aborted) this.checked.add(agency);
  }

  private async compare(tx: Tx, row: Licence): Promise<void> {
    const { agency, application_id: id, id_izin: idIzin } = row;
    const found = await this.foundOf(tx, row);
    const present = await this.identities.of(tx, agency, id);
    if (sameIdentity(present, found.identity))
      await tx.run(IDENTITY_OF_LICENCE, [agency, idIzin, found.identity.nibs, found.identity.niks]);
    else await this.requests.add(tx, found, { id, ...agreement(present, found.identity) });
  }

  /** What OSS has said of it last; no more than its numbers where that was not kept. */
  private async foundOf(tx: Tx, row: Licence): Promise<FoundLicence> {
    const { agency, nib, nib_version: version, data_on: dataOn, oss_id: ossId, id_izin, kd_izin, kd_daerah, service } = row;
    const bare = { agency, service, nib, version, dataOn, ossId, licence: { id_izin, kd_izin, kd_daerah } };
    const [newest] = await tx.run<ArrivedRow>(NEWEST_OF_NIB, [agency, nib]);
    const data = newest && nibOf(await this.inbox.payload(newest, tx));
    const licence = data && licencesOf(data).find((item) => item.id_izin === id_izin);
    const definition = licence && this.agencies.serviceFor(agency, licence);
    if (!data || !definition) return { ...bare, identity: NOTHING, filled: { applicant: {}, form: {} } };
    const filled = filledFrom(definition, data);
    return { ...bare, licence, identity: this.identities.hashed(agency, definition, filled), filled };
  }
}
