import { Inject, Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { Refusal } from '../kernel/refusal.js';
import { Database } from '../platform/database/database.js';
import { statement } from '../platform/database/tx.js';
import { RecurringJobs } from '../platform/queue/recurring-jobs.js';
import { systemOf } from './alarms.js';
import { DefinitionRegistry } from './definition-registry.js';
import { ROLE_HOLDERS, type EndedClaim, type HeldClaim, type RoleHolders } from './role-holders.js';
import { WorkflowService } from './workflow.service.js';

/** Name of the recurring job; what takes a right away wakes it. */
export const ENDED_CLAIMS_JOB = 'ended-claims';
/** Periods of acting for somebody end by the clock: that is noticed within this time. */
const EVERY_MS = 15_000;
const BATCH = 1000;

const CLAIMS = statement(
  'claims.held',
  `select id as task, claimed_by as holder, coalesce(desk, role) as role, section from tasks
    where agency = $1 and status = 'open' and claimed_by is not null and id > $2 order by id limit $3`,
);

const NIL = '00000000-0000-0000-0000-000000000000';

/**
 * A claim ends with the right to it: when an account is disabled, a role is taken away or a period of acting for somebody is over,
 * the task is free for the colleagues, and the journal says why.
 */
@Injectable()
export class EndedClaims implements OnModuleInit {
  private readonly logger = new Logger('EndedClaims');

  constructor(
    private readonly database: Database,
    private readonly registry: DefinitionRegistry,
    private readonly workflow: WorkflowService,
    private readonly jobs: RecurringJobs,
    @Inject(ROLE_HOLDERS) private readonly holders: RoleHolders,
  ) {}

  onModuleInit(): void {
    this.jobs.add({ name: ENDED_CLAIMS_JOB, everyMs: EVERY_MS, pauseMs: 0, work: async (stopping) => void (await this.endAll(stopping)) });
  }

  /** Ends every claim whose holder has lost the right to it, and answers how many. */
  async endAll(stopping?: AbortSignal): Promise<number> {
    let ended = 0;
    for (const { code } of this.registry.agencies()) {
      for (let after = NIL; !stopping?.aborted;) {
        const claims = await this.database.run<HeldClaim>(CLAIMS, [code, after, BATCH]);
        for (const claim of await this.holders.endedClaims(code, claims)) ended += (await this.end(code, claim)) ? 1 : 0;
        const last = claims.at(-1);
        if (claims.length < BATCH || !last) break;
        after = last.task;
      }
    }
    return ended;
  }

  private async end(agency: string, { task, holder, because }: EndedClaim): Promise<boolean> {
    try {
      const command = { type: 'end-claim', task, holder, because } as const;
      await this.database.transaction((tx) => this.workflow.advance(tx, { principal: systemOf(agency), command }));
      return true;
    } catch (error) {
      // Refused: the task was done, released or claimed by somebody else meanwhile.
      if (!(error instanceof Refusal)) this.logger.error({ task, error: error instanceof Error ? error.stack : String(error) });
      return false;
    }
  }
}
