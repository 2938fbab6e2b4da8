import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { Database } from '../../../platform/database/database.js';
import { RecurringJobs } from '../../../platform/queue/recurring-jobs.js';
import { DefinitionRegistry } from '../../../workflow/definition-registry.js';
import { OssGateway } from '../client/oss-gateway.js';
import type { OssLicenceRow } from '../oss-licence.entity.js';
import { drainClaims } from '../drain-claims.js';
import { CLAIM_DUE, OSS_RECONCILE_JOB } from './reconcile-statements.js';
import { Reconciler } from './reconciler.js';

const EVERY_MS = 60_000;
const BATCH = 20;
/** A licence whose check failed, or whose worker died, is looked at again after this long. */
const LEASE_MS = 10 * 60_000;

/** Compares each licence with OSS once a night, and at once where somebody asks for it. The rows hold when: no night is lost. */
@Injectable()
export class OssReconcileJob implements OnModuleInit {
  private readonly logger = new Logger('OssReconcile');

  constructor(
    private readonly database: Database,
    private readonly registry: DefinitionRegistry,
    private readonly recurringJobs: RecurringJobs,
    private readonly reconciler: Reconciler,
    private readonly line: OssGateway,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.recurringJobs.add({ name: OSS_RECONCILE_JOB, everyMs: EVERY_MS, pauseMs: 100, work: (stopping) => this.work(stopping) });
  }

  async work(stopping?: AbortSignal): Promise<void> {
    const offices = this.registry.agencies().flatMap(({ code }) => (this.line.speaks(code) ? [code] : []));
    if (offices.length === 0) return;
    const claim = () => {
      const now = this.clock.now();
      return this.database.run<OssLicenceRow & Record<string, unknown>>(CLAIM_DUE, [
        offices,
        now,
        new Date(now.getTime() + LEASE_MS),
        BATCH,
      ]);
    };
    const failed = ({ id_izin: licence }: OssLicenceRow, { stack: error }: Error) => this.logger.error({ licence, error });
    await drainClaims({ batch: BATCH, claim, each: (licence) => this.reconciler.check(licence), failed }, stopping);
  }
}
