import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { DAY_MS } from '../../kernel/local-time.js';
import { FIRST } from '../../platform/audit/audit-hash.js';
import { NO_AGENCY } from '../../platform/audit/audit.js';
import { MerkleTree, type Leaf } from '../../platform/audit/merkle.js';
import { digestHash } from '../../platform/audit/digest-hash.js';
import { Database } from '../../platform/database/database.js';
import { statement, type Tx } from '../../platform/database/tx.js';
import { dateIn } from '../../platform/numbering/number-format.js';
import { RecurringJobs } from '../../platform/queue/recurring-jobs.js';
import { DefinitionRegistry } from '../definition-registry.js';

/** A seal is made within this time of the end of a day. */
const EVERY_MS = 60_000;
/** The zone of what belongs to no agency. */
const HOME_ZONE = 'Asia/Jakarta';

const LOCK = statement('audit-seal.lock', `select pg_advisory_xact_lock(7261006, hashtext($1))`);
const LAST = statement(
  'audit-seal.last',
  `select day::text as day, made_at, hash from audit_seals where agency = $1 order by day desc limit 1`,
);
/** Every journal that has moved since it was sealed last; a day of slack for clocks that do not agree. */
const ADD_LEAVES = statement(
  'audit-seal.leaves',
  `insert into audit_seal_leaves (agency, application_id, seq, day, hash)
   select a.agency, a.id, a.version, $2, a.head_hash from applications a
    where a.agency = $1 and ($3::timestamptz is null or a.updated_at >= $3::timestamptz - interval '1 day')
      and not exists (select from audit_seal_leaves l where l.agency = a.agency and l.application_id = a.id and l.seq = a.version)
   returning application_id as application, seq, hash`,
);
const AUDIT_HEAD = statement('audit-seal.audit-head', `select seq, hash from audit_heads where agency = $1`);
const ADD_SEAL = statement(
  'audit-seal.add',
  `insert into audit_seals (agency, day, made_at, cases, root, audit_seq, audit_hash, prev_hash, hash)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
);

/**
 * Seals every day that has ended: a hash over how far each journal and the audit log had come, chained to the seal of the day before.
 * What is cut off or exchanged afterwards, whole journals included, no longer fits.
 */
@Injectable()
export class DailyDigests implements OnModuleInit {
  private readonly logger = new Logger('DailySeals');

  constructor(
    private readonly database: Database,
    private readonly registry: DefinitionRegistry,
    private readonly clock: Clock,
    private readonly recurringJobs: RecurringJobs,
  ) {}

  onModuleInit(): void {
    this.recurringJobs.add({
      name: 'daily-seals',
      everyMs: EVERY_MS,
      pauseMs: 0,
      work: async (stopping) => void (await this.digestDue(stopping)),
    });
  }

  /** Seals yesterday, unless it is; answers how many agencies were. Days on which nobody was there to seal are in the next seal. */
  async digestDue(stopping?: AbortSignal): Promise<number> {
    let sealed = 0;
    const offices = this.registry.agencies().map(({ code, timeZone }) => ({ code, timeZone }));
    for (const { code, timeZone } of [...offices, { code: NO_AGENCY, timeZone: HOME_ZONE }]) {
      if (stopping?.aborted) return sealed;
      const yesterday = dateIn(new Date(this.clock.now().getTime() - DAY_MS), timeZone);
      const [last] = await this.database.run<LastDigest>(LAST, [code]);
      if (last && last.day >= yesterday) continue;
      try {
        sealed += (await this.database.transaction((tx) => this.digest(tx, code, yesterday))) ? 1 : 0;
      } catch (error) {
        this.logger.error(`${code} ${yesterday}: ${(error as Error).message}`);
      }
    }
    return sealed;
  }

  private async digest(tx: Tx, agency: string, day: string): Promise<boolean> {
    await tx.run(LOCK, [agency]);
    const [last] = await tx.run<LastDigest>(LAST, [agency]);
    // Another worker was first.
    if (last && last.day >= day) return false;
    const madeAt = this.clock.now();
    const leaves = await tx.run<Leaf>(ADD_LEAVES, [agency, day, last?.made_at ?? null]);
    const tree = new MerkleTree();
    leaves.sort((a, b) => (a.application < b.application ? -1 : 1)).forEach((leaf) => tree.add(leaf));
    const [head] = await tx.run<{ seq: string; hash: string }>(AUDIT_HEAD, [agency]);
    const { seq: auditSeq, hash: auditHash } = head ?? { seq: '0', hash: FIRST };
    const previous = last?.hash ?? FIRST;
    const root = tree.root();
    const hash = digestHash({ agency, day, madeAt: madeAt.toISOString(), cases: tree.size, root, auditSeq, auditHash }, previous);
    await tx.run(ADD_SEAL, [agency, day, madeAt, tree.size, root, auditSeq, auditHash, previous, hash]);
    return true;
  }
}

interface LastDigest {
  readonly day: string;
  readonly made_at: Date;
  readonly hash: string;
}
