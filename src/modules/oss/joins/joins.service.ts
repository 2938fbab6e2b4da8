import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { withoutNik } from '../../../kernel/mask.js';
import type { Principal } from '../../../kernel/principal.js';
import type { ApiCommand } from '../../../platform/api/command-of.js';
import { anId, decodeCursor, encodeCursor, pageOf, type Page } from '../../../platform/api/paging.js';
import { Audit } from '../../../platform/audit/audit.js';
import { roleFor } from '../../../platform/auth/permissions.js';
import { Database } from '../../../platform/database/database.js';
import type { Tx } from '../../../platform/database/tx.js';
import { Commands } from '../../../platform/idempotency/commands.js';
import { CaseReader } from '../../../workflow/case-reader.js';
import { FILLED_FORMS, type FilledForms } from '../../../workflow/filled-forms.js';
import { WorkflowService } from '../../../workflow/workflow.service.js';
import { IN_TURN, RELEASE_HELD } from '../inbound/inbox-statements.js';
import { LicenceStore } from '../inbound/licence-store.js';
import type { JoinedBy } from '../oss-licence.entity.js';
import { applicationHasLicence, joinDecided, joinUnknown, licenceTaken } from '../oss-refusals.js';
import { LICENCE_OF } from '../outbound/message-statements.js';
import type { JoinQuery, JoinRequestView } from './join.view.js';
import { JoinRequests } from './join-requests.js';
import {
  CONFIRM_LICENCE,
  DECIDE_REQUEST,
  DISMISS_OTHERS,
  DROP_MESSAGES,
  MOVE_FILES,
  REQUEST,
  REQUEST_TO_DECIDE,
  REQUESTS,
} from './join-statements.js';

const LIST = 'oss-joins';

interface RequestRow extends Record<string, unknown> {
  readonly agency: string;
  readonly id: string;
  readonly id_izin: string;
  readonly application_id: string;
  readonly number: string;
  readonly nib_agrees: boolean;
  readonly nik_agrees: boolean;
  readonly licence: string;
  readonly status: 'open' | 'joined' | 'dismissed';
  readonly created_at: Date;
  readonly decided_at: Date | null;
  readonly decided_name: string | null;
  readonly reason: string | null;
  /** The case that has the licence. */
  readonly holder_id: string | null;
  readonly holder_number: string | null;
  readonly joined_by: JoinedBy | null;
}

/** Lets the front office say whether a licence of OSS is a case that somebody has handed in. */
@Injectable()
export class JoinsService {
  constructor(
    private readonly database: Database,
    private readonly cases: CaseReader,
    private readonly commands: Commands,
    private readonly workflow: WorkflowService,
    private readonly requests: JoinRequests,
    private readonly store: LicenceStore,
    private readonly audit: Audit,
    private readonly clock: Clock,
    @Inject(FILLED_FORMS) private readonly forms: FilledForms,
  ) {}

  async list(principal: Principal, { status = 'open', application, limit, after }: JoinQuery): Promise<Page<JoinRequestView>> {
    const [from = null] = after === undefined ? [] : decodeCursor(LIST, after, [anId]);
    const { agency } = principal;
    const rows = await this.database.run<RequestRow>(REQUESTS, [agency, status, application ?? null, from, limit + 1]);
    const ids = rows.map(({ application_id: id }) => id);
    // Somebody of one section is not shown what the cases of another say.
    const seen = new Set((await this.cases.applicationsById(principal, ids)).map(({ id }) => id));
    const views = await this.database.transaction(async (tx) => {
      const all = new Map<string, JoinRequestView>();
      for (const row of rows) all.set(row.id, await this.view(tx, row, seen.has(row.application_id)));
      return all;
    });
    return pageOf(
      rows,
      limit,
      ({ id }) => views.get(id)!,
      ({ id }) => encodeCursor(LIST, [id]),
    );
  }

  async join(command: ApiCommand, id: string, reason: string): Promise<JoinRequestView> {
    const { principal } = command;
    await this.mustSee(principal, id);
    return this.commands.run(command, async (tx) => {
      const row = await this.toDecide(tx, principal.agency, id);
      await this.give(tx, principal, row, reason);
      await tx.run(RELEASE_HELD, [row.agency, row.id_izin]);
      const role = roleFor(principal, 'oss.join')!;
      const from = row.holder_id === row.application_id ? null : row.holder_id;
      const joined = { type: 'join-licence', role, licence: row.id_izin, from, reason } as const;
      await this.workflow.advance(tx, { principal, application: row.application_id, command: joined });
      const { agency, id_izin: idIzin, application_id: to } = row;
      const because = `joined to ${row.number}`;
      await tx.run(DISMISS_OTHERS, [agency, id, idIzin, this.clock.now(), principal.id, principal.name, because, to]);
      return this.decided(tx, principal, row, { status: 'joined', reason });
    });
  }

  async dismiss(command: ApiCommand, id: string, reason: string): Promise<JoinRequestView> {
    const { principal } = command;
    await this.mustSee(principal, id);
    return this.commands.run(command, async (tx) => {
      const row = await this.toDecide(tx, principal.agency, id);
      return this.decided(tx, principal, row, { status: 'dismissed', reason });
    });
  }

  /** Gives the licence to the case; the case that was opened for it ends, and sends nothing of its end. */
  private async give(tx: Tx, principal: Principal, row: RequestRow, reason: string): Promise<void> {
    const { agency, id_izin: idIzin, application_id: application, holder_id: holder } = row;
    const now = this.clock.now();
    if (holder === application) return void (await tx.run(CONFIRM_LICENCE, [agency, idIzin, application, now]));
    const [other] = await tx.run(LICENCE_OF, [agency, application]);
    if (other) throw applicationHasLicence();
    if (holder === null) return this.addLicence(tx, row);
    if (row.joined_by !== 'opened') throw licenceTaken();
    await tx.run(DROP_MESSAGES, [agency, idIzin, holder, 'joined to another application', now]);
    await tx.run(CONFIRM_LICENCE, [agency, idIzin, application, now]);
    await tx.run(MOVE_FILES, [agency, idIzin, application, now]);
    await this.workflow.advance(tx, { principal, application: holder, command: { type: 'withdraw', reason } });
  }

  private async addLicence(tx: Tx, { agency, id, licence, application_id: application }: RequestRow): Promise<void> {
    const found = await this.requests.found(agency, id, licence, tx);
    if (!found || !(await this.store.add(tx, { ...found, application, joinedBy: 'confirmed' }))) throw licenceTaken();
  }

  private async decided(
    tx: Tx,
    principal: Principal,
    row: RequestRow,
    { status, reason }: { readonly status: 'joined' | 'dismissed'; readonly reason: string },
  ): Promise<JoinRequestView> {
    const { agency, id, id_izin: licence } = row;
    await tx.run(DECIDE_REQUEST, [agency, id, status, this.clock.now(), principal.id, principal.name, withoutNik(reason)]);
    const [after] = await tx.run<RequestRow>(REQUEST, [agency, id]);
    const view = await this.view(tx, after!, true);
    const data = { request: id, licence, application: row.application_id, before: row.holder_id, reason };
    await this.audit.note(tx, { agency, kind: `oss-licence-${status}`, actor: principal, data });
    return view;
  }

  /** Takes its turn among what OSS sends: both may want to say whose a licence is. */
  private async toDecide(tx: Tx, agency: string, id: string): Promise<RequestRow> {
    await tx.run(IN_TURN, [agency]);
    const [row] = await tx.run<RequestRow>(REQUEST_TO_DECIDE, [agency, id]);
    if (!row) throw joinUnknown();
    if (row.status !== 'open') throw joinDecided({ status: row.status });
    return row;
  }

  private async mustSee(principal: Principal, id: string): Promise<void> {
    const [row] = await this.database.run<RequestRow>(REQUEST, [principal.agency, id]);
    const seen = row ? await this.cases.applicationsById(principal, [row.application_id]) : [];
    if (seen.length === 0) throw joinUnknown();
  }

  private async view(tx: Tx, row: RequestRow, seen: boolean): Promise<JoinRequestView> {
    const open = seen && row.status === 'open';
    const found = open ? await this.requests.found(row.agency, row.id, row.licence, tx) : undefined;
    const filled = open ? await this.forms.latest(tx, row.agency, row.application_id) : null;
    return {
      id: row.id,
      status: row.status,
      idIzin: row.id_izin,
      nibAgrees: row.nib_agrees,
      nikAgrees: row.nik_agrees,
      applicationId: row.application_id,
      applicationNumber: row.number,
      holderId: row.holder_id,
      holderNumber: row.holder_number,
      oss: found ? { applicant: found.filled.applicant, form: found.filled.form } : null,
      application: filled && { applicant: filled.applicant, form: filled.form },
      createdAt: row.created_at.toISOString(),
      decidedAt: row.decided_at?.toISOString() ?? null,
      decidedBy: row.decided_name,
      reason: row.reason,
    };
  }
}
