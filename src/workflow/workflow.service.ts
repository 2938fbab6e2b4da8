import { Injectable } from '@nestjs/common';
import { Clock } from '../kernel/clock.js';
import { newId } from '../kernel/ids.js';
import { withoutNikIn } from '../kernel/mask.js';
import { canonical } from '../kernel/canonical.js';
import type { Principal } from '../kernel/principal.js';
import type { Refusal } from '../kernel/refusal.js';
import { inputInvalid } from '../platform/api/problem.js';
import { SigningGuard, type Mark } from '../platform/auth/signing-guard.js';
import { StandIns } from '../platform/auth/stand-ins.js';
import type { Statement, Tx } from '../platform/database/tx.js';
import { dateIn } from '../platform/numbering/number-format.js';
import { ISSUED } from '../sop/after-issue.js';
import type { CaseEvent, CompletedEvent, ConsentGiven, OpenTask } from '../sop/case-events.js';
import { decide, type CaseCommand, type Present } from '../sop/decide.js';
import { outcomeOf, stepOf } from '../sop/definition-lookup.js';
import { documentsLookedAt } from '../sop/documents.js';
import { evolve } from '../sop/evolve.js';
import { warningsAfter, type CaseWarning } from '../sop/rules/case-warning.js';
import { exceptionsOf } from '../sop/separation.js';
import type { JsonObject, SopDefinition } from '../sop/sop-definition.js';
import type { ActivityEffect } from './activity.js';
import { ActivityInputs } from './activity-inputs.js';
import type { ApplicationRow } from './application.entity.js';
import { applicationView, type ApplicationView } from './application.view.js';
import { CaseRules } from './case-rules.js';
import { Calendars } from './calendars.js';
import { CaseWriter } from './case-writer.js';
import { LOCK_APPLICATION, LOCK_APPLICATION_OF_ALARM, LOCK_APPLICATION_OF_TASK, VERSION_OF } from './case-statements.js';
import { DefinitionRegistry, type PublishedDefinition } from './definition-registry.js';
import { peopleActing } from './own-cases.js';
import { TrackingCodes } from './tracking-codes.js';
import { isStaff, maySee } from './visibility.js';
import { applicationNotFound, notInBulk, taskNotFound, versionStale } from './workflow-refusals.js';

/** What to do with which case. */
export interface CaseRequest {
  readonly principal: Principal;
  readonly command: Exclude<CaseCommand, { type: 'open' }>;
  /** Named by one of its tasks, or by itself. */
  readonly application?: string;
  /** Version that the client has seen (If-Match); refused when the case has moved on. */
  readonly version?: number | undefined;
  /** Input of the activity, for `complete`. */
  readonly input?: unknown;
  /** Ids of the warnings that the client confirms, for `complete`. */
  readonly confirmedWarnings?: readonly string[] | undefined;
  /** Background work, with other cases to see to: fails with 55P03 where somebody holds this one for longer than a moment. */
  readonly hurried?: boolean;
  /** One of several commands of one request: only for activities that allow it. */
  readonly bulk?: boolean;
}

/** A case as a command has left it. */
export interface AdvancedCase {
  readonly row: ApplicationRow;
  readonly published: PublishedDefinition;
}

/** A case, and the calendar that is in force while it is locked. */
type LockedRow = ApplicationRow & { readonly calendar_version: number | null; readonly applicants: readonly string[] };

/** A case in motion: the only way in which its state changes. */
@Injectable()
export class WorkflowService {
  constructor(
    private readonly registry: DefinitionRegistry,
    private readonly inputs: ActivityInputs,
    private readonly rules: CaseRules,
    private readonly writer: CaseWriter,
    private readonly calendars: Calendars,
    private readonly standIns: StandIns,
    private readonly codes: TrackingCodes,
    private readonly signing: SigningGuard,
    private readonly clock: Clock,
  ) {}

  /**
   * One command on one case, in the caller's transaction: lock, decide, the activity's effect, the event and what follows
   * from it. Refuses with the present state when the command does not fit it.
   */
  async perform(tx: Tx, request: CaseRequest): Promise<ApplicationView> {
    const { row, published } = await this.advance(tx, request);
    return this.view(row, published, await this.codes.for(request.principal, row, tx));
  }

  /** The same for whoever does not look at what has become of it. */
  async advance(tx: Tx, request: CaseRequest): Promise<AdvancedCase> {
    const { principal, command } = request;
    const [row, refuse] = await this.lock(tx, request);
    const published = await this.registry.version(row.agency, row.service, row.definition, tx);
    const seen = maySee(principal, row, published.definition);
    // A colleague is told whose task it is, and no more; the public does not learn that there is one.
    if (!seen && !isStaff(principal)) throw refuse();
    await this.calendars.ensure(tx, row.agency, row.calendar_version);
    const present = this.present(row.agency, row.applicants);
    const decision = decide(published.definition, row.state, command, principal, present);
    if (!seen && (decision.ok || decision.refusal.kind === 'conflict')) throw refuse();
    if (!decision.ok) {
      throw decision.refusal.kind === 'conflict' ? this.withState(decision.refusal, row, published) : decision.refusal;
    }
    if (request.version !== undefined && request.version !== row.version)
      throw this.withState(versionStale({ version: row.version }), row, published);
    await this.standIns.confirm(tx, row.agency, decision.event.actor.onBehalfOf);
    const mark = markOf(published.definition, decision.event);
    if (mark) await this.signing.confirm(principal, mark, tx);
    if (decision.event.type !== 'completed') return this.write(tx, row, published, decision.event, {});
    const effect = await this.effect(tx, row, published, decision.event, request, present);
    const documents = documentsLookedAt(row.state, stepOf(published.definition, decision.event.step));
    const about = { ...(effect.records && { records: effect.records }), ...(documents.length > 0 && { documents }) };
    const warnings = newWarnings(row, decision.event.step, effect);
    const event: CaseEvent = { ...decision.event, data: { ...effect.data, ...about }, ...(warnings && { warnings }) };
    return this.write(tx, row, published, event, effect.application ?? {});
  }

  /** Service and definition that a case began with. */
  async versionOf(tx: Tx, agency: string, application: string): Promise<{ readonly service: string; readonly definition: string }> {
    const [row] = await tx.run<{ service: string; definition: string }>(VERSION_OF, [agency, application]);
    if (!row) throw applicationNotFound();
    return row;
  }

  /** Opens a case at the first step of its SOP; `number` was taken in the same transaction. */
  async open(
    tx: Tx,
    published: PublishedDefinition,
    principal: Principal,
    opening: {
      readonly id: string;
      readonly number: string;
      readonly applicantName: string;
      readonly assistant: string | null;
      readonly search: string;
      /** The rules that its form does not meet. */
      readonly warnings: readonly CaseWarning[];
      readonly consent?: ConsentGiven | undefined;
    },
  ): Promise<ApplicationView> {
    const { definition } = published;
    await this.calendars.ensure(tx, definition.agency);
    const applicant = opening.assistant ? null : principal.id;
    const command = { type: 'open', applicant, assistant: opening.assistant, consent: opening.consent } as const;
    const decision = decide(definition, undefined, command, principal, this.present(definition.agency));
    if (!decision.ok) throw decision.refusal;
    await this.standIns.confirm(tx, definition.agency, decision.event.actor.onBehalfOf);
    const { warnings } = opening;
    const event: CaseEvent = warnings.length > 0 && decision.event.type === 'opened' ? { ...decision.event, warnings } : decision.event;
    const state = evolve(definition, undefined, event);
    return this.view(await this.writer.insert(tx, published, opening, state, event), published);
  }

  /** Checks the input by its schema and lets the activity of the step leave its record behind. */
  private async effect(
    tx: Tx,
    row: ApplicationRow,
    published: PublishedDefinition,
    event: CompletedEvent,
    request: CaseRequest,
    present: Present,
  ): Promise<FullEffect> {
    const step = stepOf(published.definition, event.step);
    const outcome = outcomeOf(step, event.outcome)!;
    const activity = this.registry.activity(step.does);
    if (request.bulk && !activity.declaration.bulk) throw notInBulk({ step: step.no });
    const { input, problems } = this.inputs.read(published, step, outcome, request.input ?? {});
    if (problems.length > 0) throw inputInvalid({}, problems);
    const { confirmedWarnings: confirmed = [], principal } = request;
    const context = this.inputs.context(published, step, outcome);
    const today = dateIn(present.now, context.agency.timeZone);
    const asked = { today, confirmed, known: row.state.warnings, fromOutside: principal.kind === 'system' };
    const inputWarnings = await this.rules.input(tx, published.definition, { application: row.id, step: step.no, input }, asked);
    const effect = await activity.perform(tx, {
      ...context,
      now: present.now,
      application: {
        id: row.id,
        number: row.number,
        applicantName: row.applicant_name,
        receiptNumber: row.receipt_number,
        trackingCode: row.tracking_code,
        issued: row.state.facts.includes(ISSUED),
        sentBack: Object.hasOwn(row.state.used, event.step),
        warnings: row.state.warnings ?? [],
      },
      actor: event.actor,
      task: row.state.open.find((task) => task.id === event.task) as OpenTask,
      next: event.next,
      principal,
      note: event.note,
      input: input as JsonObject,
      confirmed,
    });
    return { ...effect, inputWarnings };
  }

  private async write(
    tx: Tx,
    row: ApplicationRow,
    published: PublishedDefinition,
    event: CaseEvent,
    changes: NonNullable<ActivityEffect['application']>,
  ): Promise<AdvancedCase> {
    // The journal is kept for ever and in the clear: a NIK that somebody has written into a note does not get there.
    const kept = withoutNikIn(event);
    const state = evolve(published.definition, row.state, kept);
    return { row: await this.writer.append(tx, row, published, state, kept, changes), published };
  }

  private async lock(tx: Tx, { principal, application, command, hurried }: CaseRequest): Promise<[LockedRow, () => Error]> {
    const [statement, id, refuse]: [Statement, string, () => Error] =
      application !== undefined
        ? [LOCK_APPLICATION, application, applicationNotFound]
        : [hurried ? LOCK_APPLICATION_OF_ALARM : LOCK_APPLICATION_OF_TASK, (command as { task: string }).task, taskNotFound];
    const [row] = await tx.run<LockedRow>(statement, [principal.agency, id, peopleActing(principal)]);
    if (!row) throw refuse();
    return [row, refuse];
  }

  private present(agency: string, applicants: readonly string[] = []): Present {
    const now = this.clock.now();
    const known = this.registry.known(agency);
    return {
      now,
      working: known.working,
      ladder: known.agency.ladder,
      nextTask: newId(now),
      applicants,
      exceptions: exceptionsOf(known.agency),
    };
  }

  private view(row: ApplicationRow, { definition }: PublishedDefinition, trackingCode: string | null = null): ApplicationView {
    return applicationView(row, definition, { working: this.registry.working(row.agency), now: this.clock.now() }, trackingCode);
  }

  private withState(refusal: Refusal, row: ApplicationRow, published: PublishedDefinition): Refusal {
    return Object.assign(refusal, { extra: { ...refusal.extra, application: this.view(row, published) } });
  }
}

/** What a step has left behind, with the rules that its input does not meet. */
interface FullEffect extends ActivityEffect {
  readonly inputWarnings: readonly CaseWarning[];
}

/** All warnings of a case after a step; undefined where they stay as they are. */
function newWarnings({ state }: ApplicationRow, step: number, effect: FullEffect): readonly CaseWarning[] | undefined {
  const before = state.warnings ?? [];
  const ofForm = effect.formWarnings ? warningsAfter(before, effect.formWarnings) : before;
  const after = warningsAfter(ofForm, effect.inputWarnings, step);
  return canonical(after) === canonical(before) ? undefined : after;
}

/** What an event puts under a letter; sending it back is no mark. */
function markOf(definition: SopDefinition, event: CaseEvent): Mark | undefined {
  if (event.type !== 'completed') return undefined;
  const step = stepOf(definition, event.step);
  const { means } = outcomeOf(step, event.outcome)!;
  if (step.does === 'sign') return means === 'signed' ? 'signature' : undefined;
  return step.does === 'initial' && means === 'ok' ? 'initials' : undefined;
}
