import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { Vault } from '../../platform/crypto/vault.js';
import { Database } from '../../platform/database/database.js';
import { statement } from '../../platform/database/tx.js';
import { CaseEvidence } from '../../platform/evidence/case-evidence.js';
import { RecurringJobs } from '../../platform/queue/recurring-jobs.js';
import { hashedIdentity } from '../../workflow/business-identities.js';
import { businessIdentity } from '../../workflow/business-identity.js';
import { canonicalForm } from '../../workflow/canonical-form.js';
import { DefinitionRegistry } from '../../workflow/definition-registry.js';
import type { FilledForm } from '../../workflow/filled-forms.js';
import { personalTerms } from '../../workflow/personal-fields.js';
import { FORM_COLUMNS, FORM_TABLES, openForm, encryptForm, type FormRow } from './encrypted-form.js';

const EVERY_MS = 600_000;
const BATCH = 100;

/** Agencies with forms from before values were kept in one form, and the case up to which they are rewritten. */
const WAITING = statement('form-rewrite.waiting', `select after from form_rewrites where agency = $1 and not done`);
const NEXT = statement(
  'form-rewrite.next',
  `select id, service, definition from applications where agency = $1 and id > $2 and erased_at is null order by id limit ${BATCH}`,
);
const PROGRESS = statement('form-rewrite.progress', `update form_rewrites set after = $2, done = $3 where agency = $1 and after <= $2`);
const HOLD = statement(
  'form-rewrite.hold',
  `select id from applications where agency = $1 and id = $2 and erased_at is null for no key update`,
);
const REVISIONS = statement(
  'form-rewrite.revisions',
  `select f.revision, ${FORM_COLUMNS} from ${FORM_TABLES} where f.agency = $1 and f.application_id = $2 order by f.revision`,
);
const REWRITE = statement(
  'form-rewrite.rewrite',
  `with index as (
     insert into personal_index (agency, hash, application_id) select $1, hash, $2 from unnest($6::text[]) hash on conflict do nothing
   ), identity as (
     update form_identities set nibs = $7, niks = $8 where agency = $1 and application_id = $2 and $9
   )
   update application_forms set applicant = $4, form = $5 where agency = $1 and application_id = $2 and revision = $3`,
);

interface Case extends Record<string, unknown> {
  readonly id: string;
  readonly service: string;
  readonly definition: string;
}

/**
 * Rewrites forms from before values were kept in one form, case by case in the background, a transaction each. What is rewritten is
 * entered in the ledger like any change of a row of evidence; a case whose rows the ledger does not vouch for is left as it is.
 */
@Injectable()
export class CanonicalForms implements OnModuleInit {
  private readonly logger = new Logger('CanonicalForms');

  constructor(
    private readonly database: Database,
    private readonly registry: DefinitionRegistry,
    private readonly vault: Vault,
    private readonly evidence: CaseEvidence,
    private readonly recurringJobs: RecurringJobs,
  ) {}

  onModuleInit(): void {
    this.recurringJobs.add({ name: 'canonical-forms', everyMs: EVERY_MS, pauseMs: 0, work: async (stopping) => void (await this.rewrite(stopping)) }); // prettier-ignore
  }

  /** Rewrites what is left, and answers how many revisions that were; a case that fails is logged and holds up no other. */
  async rewrite(stopping?: AbortSignal): Promise<number> {
    let rewritten = 0;
    for (const { code: agency } of this.registry.agencies()) {
      const [waiting] = await this.database.run<{ after: string }>(WAITING, [agency]);
      for (let after = waiting?.after; after !== undefined && !stopping?.aborted;) {
        const cases: Case[] = await this.database.run<Case>(NEXT, [agency, after]);
        for (const each of cases) rewritten += await this.one(agency, each);
        const last = cases.at(-1)?.id ?? after;
        const done = cases.length < BATCH;
        await this.database.transaction((tx) => tx.run(PROGRESS, [agency, last, done]));
        after = done ? undefined : last;
      }
    }
    return rewritten;
  }

  private async one(agency: string, { id, service, definition: sha256 }: Case): Promise<number> {
    try {
      const { definition } = await this.registry.version(agency, service, sha256);
      const of = { agency, owner: id };
      return await this.database.transaction(async (tx) => {
        const [held] = await tx.run(HOLD, [agency, id]);
        const key = held && (await this.vault.key(of, tx));
        if (!key) return 0;
        const rows = await tx.run<FormRow & { readonly revision: number }>(REVISIONS, [agency, id]);
        const changed: { readonly revision: number; readonly filled: FilledForm }[] = [];
        for (const row of rows) {
          const filled = await openForm(this.vault, of, row, tx);
          const now = canonicalForm(definition, filled);
          if (now.applicant !== filled.applicant || now.form !== filled.form) changed.push({ revision: row.revision, filled: now });
        }
        if (changed.length === 0) return 0;
        const faults = await this.evidence.faults(agency, id, tx);
        if (faults.length > 0) return this.left(id, faults.join(', '));
        for (const { revision, filled } of changed) {
          const { applicant, form } = encryptForm(key, of, definition, filled);
          const hashes = personalTerms(definition, filled).map(({ kind, value }) => this.vault.hash(agency, kind, value));
          const { nibs, niks } = hashedIdentity(this.vault, agency, businessIdentity(definition, filled));
          const last = revision === rows.at(-1)?.revision;
          const values = [JSON.stringify(applicant), JSON.stringify(form), hashes, nibs, niks, last];
          await tx.run(REWRITE, [agency, id, revision, ...values]);
        }
        return changed.length;
      });
    } catch (error) {
      return this.left(id, (error as Error).message);
    }
  }

  private left(id: string, why: string): number {
    this.logger.error(`the form of ${id} is left as it was typed: ${why}`);
    return 0;
  }
}
