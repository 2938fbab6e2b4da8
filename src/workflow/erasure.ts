import { Inject, Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../kernel/clock.js';
import { Audit } from '../platform/audit/audit.js';
import { Vault } from '../platform/crypto/vault.js';
import { Database } from '../platform/database/database.js';
import { statement } from '../platform/database/tx.js';
import { RecurringJobs } from '../platform/queue/recurring-jobs.js';
import { ENDINGS, type Ending, type Retention } from '../sop/sop-definition.js';
import { DefinitionRegistry } from './definition-registry.js';
import { nameWords } from './search-text.js';
import { PERSONAL_RECORDS, type PersonalRecords } from './personal-records.js';

const EVERY_MS = 3_600_000;
const BATCH = 20;
/** In the place of a name. */
const ERASED = '(data dihapus)';

const DUE = statement(
  'erasure.due',
  `select id from applications
    where agency = $1 and status = $2 and closed_at <= $3 and erased_at is null and closed_at is not null and not (id = any($4::uuid[]))
    order by closed_at limit ${BATCH}`,
);
/** One worker each; a case that was opened again meanwhile is none any more. */
const ERASE = statement(
  'erasure.erase',
  `with before as (select agency, id, applicant_name from applications where agency = $1 and id = $2 for update)
   update applications a set applicant_name = $5, search = ' ' || regexp_replace(lower(number), '[^a-z0-9]', '', 'g') || ' ' || regexp_replace(lower(number), '[^a-z0-9]+', ' ', 'g'), erased_at = $4 from before
    where a.agency = before.agency and a.id = before.id and a.status = $3 and a.erased_at is null
   returning a.number, a.service, a.definition, before.applicant_name as name`,
);
/** A word that somebody else is called by stays; one that a new case adds at this very moment may be missed by misspelt searches. */
const FORGET_WORDS = statement(
  'erasure.forget-words',
  `delete from name_words w where w.agency = $1 and w.word = any($2::text[])
      and not exists (select from applications a where a.agency = $1 and a.search like '%' || w.word || '%')`,
);

/**
 * Erases the personal data of cases that ended longer ago than their agency keeps them: the key of the case is destroyed, and with it all
 * that was sealed. Journals, books and the register of letters stay, as the law requires; the chains of hashes hold as before.
 */
@Injectable()
export class Erasure implements OnModuleInit {
  private readonly logger = new Logger('Erasure');

  constructor(
    private readonly database: Database,
    private readonly registry: DefinitionRegistry,
    private readonly vault: Vault,
    private readonly audit: Audit,
    private readonly clock: Clock,
    private readonly recurringJobs: RecurringJobs,
    @Inject(PERSONAL_RECORDS) private readonly records: readonly PersonalRecords[],
  ) {}

  onModuleInit(): void {
    this.recurringJobs.add({
      name: 'erasure',
      everyMs: EVERY_MS,
      pauseMs: 0,
      work: async (stopping) => void (await this.eraseDue(stopping)),
    });
  }

  /** Erases whatever is due, and answers how many cases that were; one that fails is told of and holds up no other. */
  async eraseDue(stopping?: AbortSignal): Promise<number> {
    let erased = 0;
    for (const { code, retention } of this.registry.agencies()) {
      for (const ending of retention ? ENDINGS : []) erased += await this.eraseEnded(code, ending, retention!, stopping);
    }
    return erased;
  }

  private async eraseEnded(agency: string, ending: Ending, retention: Retention, stopping?: AbortSignal): Promise<number> {
    const years = retention[ending];
    if (years === undefined) return 0;
    const failed: string[] = [];
    for (let erased = 0; ;) {
      const before = yearsBefore(this.clock.now(), years);
      const due = await this.database.run<{ id: string }>(DUE, [agency, ending, before, failed]);
      for (const { id } of due) {
        if (stopping?.aborted) return erased;
        if (await this.erase(agency, id, ending, retention)) erased++;
        else failed.push(id);
      }
      if (due.length < BATCH) return erased;
    }
  }

  private async erase(agency: string, id: string, ending: Ending, retention: Retention): Promise<boolean> {
    try {
      const after = await this.database.transaction(async (tx) => {
        const [row] = await tx.run<ErasedRow>(ERASE, [agency, id, ending, this.clock.now(), ERASED]);
        if (!row) return [];
        await tx.run(FORGET_WORDS, [agency, nameWords(row.name)]);
        const { definition } = await this.registry.version(agency, row.service, row.definition, tx);
        const left: (() => Promise<void>)[] = [];
        for (const each of this.records) {
          const more = await each.erase(tx, { agency, id, definition });
          if (more) left.push(more);
        }
        await this.vault.destroy(tx, { agency, owner: id });
        const data = { application: id, number: row.number, ending, years: retention[ending], legalBasis: retention.legalBasis };
        await this.audit.note(tx, { agency, kind: 'personal-data-erased', data });
        return left;
      });
      // Without their key they are noise already.
      for (const each of after) await each().catch((error: Error) => this.logger.warn(`${id}: ${error.message}`));
      return true;
    } catch (error) {
      this.logger.error(`${id}: ${(error as Error).message}`);
      return false;
    }
  }
}

interface ErasedRow {
  readonly number: string;
  readonly name: string;
  readonly service: string;
  readonly definition: string;
}

function yearsBefore(now: Date, years: number): Date {
  const before = new Date(now);
  before.setUTCFullYear(before.getUTCFullYear() - years);
  return before;
}
