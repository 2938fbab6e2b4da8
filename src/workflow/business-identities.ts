import { Inject, Injectable } from '@nestjs/common';
import { Vault } from '../platform/crypto/vault.js';
import { Database } from '../platform/database/database.js';
import { statement, type Tx } from '../platform/database/tx.js';
import type { SopDefinition } from '../sop/sop-definition.js';
import { businessIdentity, type BusinessIdentity } from './business-identity.js';
import { DefinitionRegistry } from './definition-registry.js';
import { FILLED_FORMS, type FilledForm, type FilledForms } from './filled-forms.js';

const BATCH = 200;

const IDENTITY = statement('form-identity.of', `select nibs, niks from form_identities where agency = $1 and application_id = $2`);

/** Open cases of these services whose form was filled in before there was an index of it. */
const WITHOUT = statement(
  'form-identity.without',
  `select a.id, a.service, a.definition from applications a
    where a.agency = $1 and a.status = 'open' and a.service = any($2::text[]) and a.id > $3
      and not exists (select from form_identities i where i.agency = a.agency and i.application_id = a.id)
    order by a.id limit ${BATCH}`,
);
/** A revision that came meanwhile has its own. */
const ADD = statement(
  'form-identity.add',
  `insert into form_identities (agency, application_id, nibs, niks) values ($1, $2, $3, $4) on conflict do nothing`,
);

const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

/** The blind index of forms: NIB and NIK of the last revision as keyed hashes, one row per case. */
@Injectable()
export class BusinessIdentities {
  private readonly indexed = new Set<string>();

  constructor(
    private readonly database: Database,
    private readonly vault: Vault,
    private readonly registry: DefinitionRegistry,
    @Inject(FILLED_FORMS) private readonly forms: FilledForms,
  ) {}

  /** The identity of a form, each number as its keyed hash. */
  hashed(agency: string, definition: SopDefinition, filled: FilledForm): BusinessIdentity {
    return hashedIdentity(this.vault, agency, businessIdentity(definition, filled));
  }

  /** What a case is found by; nothing where its form names no number. */
  async of(tx: Tx, agency: string, application: string): Promise<BusinessIdentity> {
    const [row] = await tx.run<BusinessIdentity>(IDENTITY, [agency, application]);
    return row ?? { nibs: [], niks: [] };
  }

  /** Indexes the open cases from before there was an index, once per process: afterwards each revision brings its own row. */
  async index(agency: string, stopping?: AbortSignal): Promise<number> {
    if (this.indexed.has(agency)) return 0;
    const services = this.registry.services(agency).flatMap(({ definition: { code, oss } }) => (oss ? [code] : []));
    let count = 0;
    let after = BEFORE_ALL;
    for (let full = services.length > 0; full && !stopping?.aborted;) {
      const rows = await this.database.run<CaseWithout>(WITHOUT, [agency, services, after]);
      for (const row of rows) await this.add(agency, row);
      count += rows.length;
      after = rows.at(-1)?.id ?? after;
      full = rows.length === BATCH;
    }
    if (!stopping?.aborted) this.indexed.add(agency);
    return count;
  }

  private async add(agency: string, { id, service, definition: sha256 }: CaseWithout): Promise<void> {
    const { definition } = await this.registry.version(agency, service, sha256);
    await this.database.transaction(async (tx) => {
      const { nibs, niks } = this.hashed(agency, definition, await this.forms.latest(tx, agency, id));
      await tx.run(ADD, [agency, id, nibs, niks]);
    });
  }
}

/** For whoever writes a form: the hashes that its index row holds. */
export function hashedIdentity(vault: Vault, agency: string, { nibs, niks }: BusinessIdentity): BusinessIdentity {
  const hashes = (kind: string, numbers: readonly string[]) => numbers.map((number) => vault.hash(agency, kind, number)).sort();
  return { nibs: hashes('nib', nibs), niks: hashes('nik', niks) };
}

interface CaseWithout extends Record<string, unknown> {
  readonly id: string;
  readonly service: string;
  readonly definition: string;
}
