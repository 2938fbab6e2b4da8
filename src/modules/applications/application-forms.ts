import { Injectable } from '@nestjs/common';
import type { Principal } from '../../kernel/principal.js';
import { refusal, type Problem } from '../../kernel/refusal.js';
import { compileSchema } from '../../platform/api/input-schema.js';
import { inputInvalid } from '../../platform/api/problem.js';
import { Vault } from '../../platform/crypto/vault.js';
import { Database } from '../../platform/database/database.js';
import { statement, type Tx } from '../../platform/database/tx.js';
import type { SopDefinition } from '../../sop/sop-definition.js';
import { applicantSchema } from '../../workflow/applicant-schema.js';
import { canonicalForm } from '../../workflow/canonical-form.js';
import { hashedIdentity } from '../../workflow/business-identities.js';
import { businessIdentity } from '../../workflow/business-identity.js';
import { formHash } from '../../workflow/form-hash.js';
import { personalTerms } from '../../workflow/personal-fields.js';
import { FORM_COLUMNS, FORM_TABLES, openForm, encryptForm, type FormRow } from './encrypted-form.js';

/** What an applicant fills in. */
export interface Filled {
  readonly applicant: Readonly<Record<string, unknown>>;
  readonly form: Readonly<Record<string, unknown>>;
}

/** A revision, with what the application is found by and, for the first one, the key of the case. */
const INSERT = statement(
  'application-form.insert',
  `with key as (
     insert into data_keys (agency, owner, wrapped, wrapped_with, made_at) select $1, $2, $7, $8, $6 where $7::bytea is not null
   ), index as (
     insert into personal_index (agency, hash, application_id)
     select $1, hash, $2 from unnest($9::text[]) hash on conflict do nothing
   ), identity as (
     insert into form_identities (agency, application_id, nibs, niks) values ($1, $2, $10, $11)
     on conflict (agency, application_id) do update set nibs = excluded.nibs, niks = excluded.niks
   )
   insert into application_forms (agency, application_id, revision, applicant, form, entered_by, entered_at)
   select $1, $2, 1 + count(*), $3, $4, $5, $6 from application_forms where agency = $1 and application_id = $2`,
);

const LATEST = statement(
  'application-form.latest',
  `select ${FORM_COLUMNS} from ${FORM_TABLES} where f.agency = $1 and f.application_id = $2 order by f.revision desc limit 1`,
);

export const dataErased = refusal('conflict', 'PERSONAL_DATA_ERASED', {
  id: 'Data pribadi permohonan ini sudah dihapus setelah masa simpannya; tidak ada lagi yang dapat ditambahkan.',
  en: 'The personal data of this application was erased after its retention period; nothing can be added to it any more.',
});

type Check = (value: unknown, prefix?: string) => Problem[];

/** The forms of applications, every revision of them; personal fields are stored encrypted. */
@Injectable()
export class ApplicationForms {
  private readonly checks = new WeakMap<SopDefinition, { readonly applicant: Check; readonly form: Check }>();

  constructor(
    private readonly database: Database,
    private readonly vault: Vault,
  ) {}

  /** What was filled in, each number, name and address in the form in which it is kept; refuses what does not fit, with a pointer to each place. */
  read(definition: SopDefinition, typed: Filled, prefix = ''): Filled {
    const filled = canonicalForm(definition, typed);
    let checks = this.checks.get(definition);
    if (!checks) {
      checks = { applicant: compileSchema(applicantSchema(definition)), form: compileSchema(definition.form) };
      this.checks.set(definition, checks);
    }
    const problems = [...checks.applicant(filled.applicant, `${prefix}/applicant`), ...checks.form(filled.form, `${prefix}/form`)];
    if (problems.length > 0) throw inputInvalid({}, problems);
    return filled;
  }

  /** The first revision, with the key that everything of this case is encrypted with from now on; kept by `insert`. */
  first(principal: Principal, application: string, definition: SopDefinition, filled: Filled, now: Date): NewRevision {
    const { key, kept } = this.vault.make({ agency: principal.agency, owner: application });
    return this.encrypted({ principal, application, definition, filled, now, key, keyRow: [kept.wrapped, kept.with] });
  }

  /** A later revision; answers its hash, for the event that sets it. */
  async add(tx: Tx, principal: Principal, application: string, definition: SopDefinition, filled: Filled, now: Date): Promise<string> {
    const key = await this.vault.key({ agency: principal.agency, owner: application }, tx);
    if (!key) throw dataErased();
    const revision = this.encrypted({ principal, application, definition, filled, now, key, keyRow: [null, null] });
    await this.insert(tx, revision);
    return revision.hash;
  }

  /** The revision that counts: the last one. */
  async latest(agency: string, application: string, tx?: Tx): Promise<Filled> {
    const key = [agency, application];
    const [row] = await (tx ? tx.run<FormRow>(LATEST, key) : this.database.run<FormRow>(LATEST, key));
    return row ? openForm(this.vault, { agency, owner: application }, row, tx) : { applicant: {}, form: {} };
  }

  async insert(tx: Tx, { params }: NewRevision): Promise<void> {
    await tx.run(INSERT, params);
  }

  private encrypted({ principal, application, definition, filled, now, key, keyRow }: Entry): NewRevision {
    const { agency, id } = principal;
    const { applicant, form } = encryptForm(key, { agency, owner: application }, definition, filled);
    const hashes = personalTerms(definition, filled).map(({ kind, value }) => this.vault.hash(agency, kind, value));
    const { nibs, niks } = hashedIdentity(this.vault, agency, businessIdentity(definition, filled));
    // prettier-ignore
    const params = [
      agency, application, JSON.stringify(applicant), JSON.stringify(form), id, now, ...keyRow, hashes, nibs, niks,
    ];
    return { hash: formHash(applicant, form), params };
  }
}

/** A revision as it will be kept, with its hash. */
export interface NewRevision {
  readonly hash: string;
  readonly params: readonly unknown[];
}

interface Entry {
  readonly principal: Principal;
  readonly application: string;
  readonly definition: SopDefinition;
  readonly filled: Filled;
  readonly now: Date;
  readonly key: Buffer;
  /** The key as it is to be kept, where it is a new one. */
  readonly keyRow: readonly [Buffer | null, string | null];
}
