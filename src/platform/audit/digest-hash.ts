import { createHash } from 'node:crypto';
import { canonical } from '../../kernel/canonical.js';

/** What a daily seal says of an agency. */
export interface DailyDigest {
  readonly agency: string;
  readonly day: string;
  /** RFC 3339. */
  readonly madeAt: string;
  /** Journals that have moved since the seal before it, and the root of the hash tree over how far they had come. */
  readonly cases: number;
  readonly root: string;
  /** The audit log's last entry; 0 where there is none. */
  readonly auditSeq: string;
  readonly auditHash: string;
}

/** Hash of a seal, over itself and the seal before it. */
export function digestHash({ agency, day, madeAt, cases, root, auditSeq, auditHash }: DailyDigest, previous: string): string {
  const text = canonical({ agency, day, madeAt, cases, root, auditSeq, auditHash });
  return createHash('sha256').update(`${previous}\n${text}`).digest('hex');
}
