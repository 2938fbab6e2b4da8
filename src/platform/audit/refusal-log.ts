import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import type { Principal } from '../../kernel/principal.js';
import { Audit } from './audit.js';

/** So many refusals of one person are noted each for itself within a minute; the rest of them are counted. */
const EACH = 20;
const MINUTE_MS = 60_000;
const REMEMBERED = 10_000;

/** Notes what somebody was not allowed to do. Whoever asks for it a thousand times does not fill the log with it. */
@Injectable()
export class RefusalLog {
  private readonly logger = new Logger('Audit');
  private readonly lately = new Map<string, { since: number; count: number }>();

  constructor(
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  /** Never fails: a refusal is one, whether it can be noted or not. */
  async note(principal: Principal, code: string, what: string): Promise<void> {
    const unnoted = this.countOf(principal);
    if (unnoted === undefined) return;
    const { agency, kind, id, name } = principal;
    if (kind === 'system') return;
    const data = { code, what, ...(unnoted > 0 && { unnotedBefore: unnoted }) };
    await this.audit.note(undefined, { agency, kind: 'refused', actor: { id, name }, data }).catch((error: Error) => {
      this.logger.error(`a refusal of ${what} could not be noted: ${error.message}`);
    });
  }

  /** How many were not noted before this one; undefined when this one is not noted either. */
  private countOf({ agency, id }: Principal): number | undefined {
    const now = this.clock.now().getTime();
    const before = this.lately.get(`${agency} ${id}`);
    if (before && Math.abs(now - before.since) < MINUTE_MS) return ++before.count > EACH ? undefined : 0;
    if (this.lately.size >= REMEMBERED) this.lately.clear();
    this.lately.set(`${agency} ${id}`, { since: now, count: 1 });
    return Math.max((before?.count ?? 0) - EACH, 0);
  }
}
