import { Inject, Injectable } from '@nestjs/common';
import { createHash, webcrypto } from 'node:crypto';
import { canonical } from '../../kernel/canonical.js';
import { Clock } from '../../kernel/clock.js';
import { maskedTexts } from '../../kernel/mask.js';
import type { Principal } from '../../kernel/principal.js';
import { periodOf } from '../../platform/api/period.js';
import { Audit } from '../../platform/audit/audit.js';
import { LiteralMasks, readsMasked, type TextMask } from '../../platform/auth/literal-masks.js';
import { Database } from '../../platform/database/database.js';
import { statement } from '../../platform/database/tx.js';
import { dateIn } from '../../platform/numbering/number-format.js';
import type { SigningIdentity } from '../../platform/signing/signing-identity.js';
import { SigningIdentities } from '../../platform/signing/signing-identities.js';
import { CaseReader } from '../../workflow/case-reader.js';
import { DefinitionRegistry } from '../../workflow/definition-registry.js';
import type { EventRow } from '../../workflow/event.entity.js';
import type { JournalExportView, SampledCaseView, SampleView } from './inspection.view.js';
import type { SampleQuery } from './sample.query.js';

/** Makes the seed of a sample for which none was given. */
export const NEW_SEED = Symbol('new-seed');

const DAY_MS = 86_400_000;
const RS256 = 'RSASSA-PKCS1-v1_5';

/** In the order of a hash of seed and id: the same seed draws the same sample, and no user chooses a case. */
const DRAW = statement(
  'audit.sample',
  `select id, number, service, status, opened_at, closed_at, (count(*) over ())::int as population from applications
    where agency = $1 and ($2::timestamptz is null or opened_at >= $2) and opened_at < $3 and ($4::text is null or service = $4)
    order by sha256(convert_to($5::text || ' ' || id::text, 'UTF8')), id limit $6`,
);

/** What an inspectorate takes from an agency: a random sample of its cases, and journals as evidence. */
@Injectable()
export class InspectionService {
  constructor(
    private readonly database: Database,
    private readonly registry: DefinitionRegistry,
    private readonly cases: CaseReader,
    private readonly signingIdentities: SigningIdentities,
    private readonly audit: Audit,
    private readonly masks: LiteralMasks,
    private readonly clock: Clock,
    @Inject(NEW_SEED) private readonly newSeed: () => string,
  ) {}

  async sample(principal: Principal, { size, from, until, service, seed = this.newSeed() }: SampleQuery): Promise<SampleView> {
    const { code: agency, timeZone } = this.registry.agency(principal.agency);
    if (service !== undefined) this.registry.service(agency, service);
    const last = until ?? dateIn(new Date(this.clock.now().getTime() - DAY_MS), timeZone);
    const period = periodOf({ from, until: last }, { from: 'from', until: 'until' }, timeZone);
    const params = [agency, period.from ?? null, period.until, service ?? null, seed, size];
    const rows = await this.database.run<DrawnRow>(DRAW, params);
    const drawn = { seed, from: from ?? null, until: last, service: service ?? null, population: rows[0]?.population ?? 0 };
    await this.audit.note(undefined, { agency, kind: 'cases-sampled', actor: principal, data: { ...drawn, size } });
    return { ...drawn, items: rows.map(caseView) };
  }

  /** Signed as it is answered: what the reader may not see is masked before. */
  async journal(principal: Principal, application: string): Promise<JournalExportView> {
    const { agency, id, number, service } = await this.cases.application(principal, application, 'export');
    const { code, name } = this.registry.agency(agency);
    const mask = readsMasked(principal) ? await this.masks.next(principal) : undefined;
    const events = (await this.cases.events(agency, id)).map((row) => exported(row, mask));
    const exportedBy = { id: principal.id, name: principal.name };
    const head = events.at(-1)?.hash ?? null;
    const journal = { format: 'terbit-journal-1', agency, application: id, number, service, exportedAt: this.clock.now().toISOString(), exportedBy, head, events }; // prettier-ignore
    const payload = canonical(journal);
    const identity = await this.signingIdentities.of({ code, name });
    const jws = await detachedJws(payload, identity);
    const sha256 = createHash('sha256').update(payload).digest('hex');
    await this.audit.note(undefined, {
      agency,
      kind: 'journal-exported',
      actor: principal,
      data: { application: id, events: events.length, head, sha256 },
    });
    return { journal, jws, test: identity.test };
  }
}

interface DrawnRow extends Record<string, unknown> {
  readonly id: string;
  readonly number: string;
  readonly service: string;
  readonly status: string;
  readonly opened_at: Date;
  readonly closed_at: Date | null;
  readonly population: number;
}

function caseView({ id, number, service, status, opened_at: opened, closed_at: closed }: DrawnRow): SampledCaseView {
  return { id, number, service, status, openedAt: opened.toISOString(), closedAt: closed?.toISOString() ?? null };
}

/** An event with its place in the chain. Where a value was masked, its hash replaces it. */
function exported({ seq, body, prev_hash: previousHash, hash }: EventRow, mask: TextMask | undefined) {
  const event = mask ? maskedTexts(body, mask) : body;
  return { seq, previousHash, hash, masked: mask !== undefined && canonical(event) !== canonical(body), event };
}

/** RFC 7515, appendix F: the payload stays beside it. */
async function detachedJws(payload: string, { key, chain }: SigningIdentity): Promise<string> {
  const header = { alg: 'RS256', x5c: chain.map((certificate) => certificate.toString('base64')) };
  const protectedHeader = Buffer.from(JSON.stringify(header)).toString('base64url');
  const signed = Buffer.from(`${protectedHeader}.${Buffer.from(payload).toString('base64url')}`);
  const signature = await webcrypto.subtle.sign(RS256, key, signed);
  return `${protectedHeader}..${Buffer.from(signature).toString('base64url')}`;
}
