import { Injectable } from '@nestjs/common';
import type { Principal } from '../../kernel/principal.js';
import { decodeCursor, encodeCursor, pageOf, type CursorPart, type Page } from '../../platform/api/paging.js';
import type { PageQuery } from '../../platform/api/page-query.js';
import { Database } from '../../platform/database/database.js';
import { statement } from '../../platform/database/tx.js';
import type { AuditQuery } from './audit.query.js';
import type { AuditEntryView, DailySealView } from './audit.view.js';

const LOG = 'audit';
const SEALS = 'audit-seals';
const aSeq: CursorPart = (text) => /^\d{1,15}$/.test(text);
const aDay: CursorPart = (text) => /^[12]\d{3}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));

const READ = statement(
  'audit.read',
  `select seq, body, hash from audit_log
    where agency = $1 and ($2::text is null or kind = $2) and ($3::text is null or actor_id = $3) and ($4::bigint is null or seq < $4)
    order by seq desc limit $5`,
);
const READ_SEALS = statement(
  'audit.seals',
  `select day::text as day, made_at, cases, root, audit_seq, hash from audit_seals
    where agency = $1 and ($2::date is null or day < $2) order by day desc limit $3`,
);

/** The audit log of an agency, for its auditors. */
@Injectable()
export class AuditService {
  constructor(private readonly database: Database) {}

  async list({ agency }: Principal, { kind, actor, limit, after }: AuditQuery): Promise<Page<AuditEntryView>> {
    const before = after === undefined ? null : decodeCursor(LOG, after, [aSeq])[0];
    const rows = await this.database.run<EntryRow>(READ, [agency, kind ?? null, actor ?? null, before, limit + 1]);
    return pageOf(rows, limit, entryView, (row) => encodeCursor(LOG, [row.seq]));
  }

  async seals({ agency }: Principal, { limit, after }: PageQuery): Promise<Page<DailySealView>> {
    const before = after === undefined ? null : decodeCursor(SEALS, after, [aDay])[0];
    const rows = await this.database.run<DigestRow>(READ_SEALS, [agency, before, limit + 1]);
    return pageOf(rows, limit, digestView, (row) => encodeCursor(SEALS, [row.day]));
  }
}

interface EntryRow {
  readonly seq: string;
  readonly body: string;
  readonly hash: string;
}

interface DigestRow {
  readonly day: string;
  readonly made_at: Date;
  readonly cases: number;
  readonly root: string;
  readonly audit_seq: string;
  readonly hash: string;
}

function entryView({ seq, body, hash }: EntryRow): AuditEntryView {
  const { at, kind, actor, data } = JSON.parse(body) as {
    readonly at: string;
    readonly kind: string;
    readonly actor: { readonly id: string; readonly name: string } | null;
    readonly data: object;
  };
  return { seq: Number(seq), at, kind, actorId: actor?.id ?? null, actorName: actor?.name ?? null, data, hash };
}

function digestView({ day, made_at, cases, root, audit_seq, hash }: DigestRow): DailySealView {
  return { day, madeAt: made_at.toISOString(), cases, root, auditSeq: Number(audit_seq), hash };
}
