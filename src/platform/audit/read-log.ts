import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { APPLICANT, type Principal } from '../../kernel/principal.js';
import { Audit } from './audit.js';
import { POLLED, type AuditedRead } from './audited.js';

const HOUR_MS = 3_600_000;
const REMEMBERED = 10_000;

/** Notes who read the data of many persons. What a screen asks for again and again is noted once per hour, and counted. */
@Injectable()
export class ReadLog {
  private readonly lately = new Map<string, { readonly since: number; count: number }>();

  constructor(
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  /** An applicant reads only what is their own, and leaves no entry. */
  async note(principal: Principal, kind: AuditedRead, operation: string, asked: Readonly<Record<string, string>>): Promise<void> {
    const { agency, id, name, roles } = principal;
    if (principal.kind === 'system' || roles.every(({ role }) => role === APPLICANT)) return;
    const key = `${agency} ${id} ${operation} ${JSON.stringify(asked)}`;
    const before = POLLED.includes(kind) ? this.countOf(key) : 0;
    if (before === undefined) return;
    const data = { operation, ...(Object.keys(asked).length > 0 && { asked }), ...(before > 0 && { unnotedBefore: before }) };
    try {
      await this.audit.note(undefined, { agency, kind, actor: { id, name }, data });
    } catch (error) {
      this.lately.delete(key);
      throw error;
    }
  }

  /** How many reads were not noted before this one; undefined when this one is not noted either. */
  private countOf(key: string): number | undefined {
    const now = this.clock.now().getTime();
    const before = this.lately.get(key);
    if (before && Math.abs(now - before.since) < HOUR_MS) {
      before.count++;
      return undefined;
    }
    if (this.lately.size >= REMEMBERED) this.lately.clear();
    this.lately.set(key, { since: now, count: 0 });
    return before?.count ?? 0;
  }
}
