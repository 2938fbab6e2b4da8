import type { FixedClock } from '../kernel/clock.js';
import { APPLICANT, type Principal } from '../kernel/principal.js';
import { Refusal } from '../kernel/refusal.js';
import type { ApplicationsService } from '../modules/applications/applications.service.js';
import { permitted } from '../platform/auth/permissions.js';
import type { ActivityInputs } from '../workflow/activity-inputs.js';
import { systemOf } from '../workflow/alarms.js';
import { applicantSchema } from '../workflow/applicant-schema.js';
import type { DefinitionRegistry, PublishedDefinition } from '../workflow/definition-registry.js';
import type { AdvancedCase, CaseRequest, WorkflowService } from '../workflow/workflow.service.js';
import { stepOf } from '../sop/definition-lookup.js';
import type { Agency, JsonObject } from '../sop/sop-definition.js';
import type { Arrival } from './arrivals.js';
import type { SeededChance } from './chance.js';
import { applicantName, filledIn, note, stepInput } from './inputs.js';
import type { Office } from './office.js';
import { NEVER, Pace } from './pace.js';
import type { People } from './people.js';
import { TimeQueue } from './queue.js';
import { WITHDRAWALS } from './words.js';

const CLAIMED_ONE_IN = 25;
const BUSINESS_ONE_IN = 3;

type Task = { readonly id: string; readonly step: number; readonly role: string; readonly section: string | null };

/** A case that goes on, and when which thing happens to it next. */
interface Moving {
  readonly id: string;
  readonly published: PublishedDefinition;
  readonly agency: Agency;
  /** Null where somebody was helped at the counter. */
  readonly applicant: Principal | null;
  readonly visits: Map<number, number>;
  readonly withdrawAt: number;
  task: Task;
  /** Whose turn it is. */
  by: Principal;
  claimAt: number;
  doneAt: number;
  at: number;
  order: number;
}

/** The parts of the service that a history goes through. */
export interface Services {
  readonly applications: ApplicationsService;
  readonly workflow: WorkflowService;
  readonly inputs: ActivityInputs;
  readonly registry: DefinitionRegistry;
  readonly clock: FixedClock;
  readonly office: Office;
}

/**
 * Lets an office work through the applications that arrive, event by event in the order of time, by the service's own commands: what
 * is decided, counted, numbered and hashed is what would have been, had people done it.
 */
export class History {
  private readonly queue = new TimeQueue<Moving>();
  private readonly offered: readonly PublishedDefinition[];
  private readonly pace: Pace;
  private order = 0;
  events = 0;

  constructor(
    private readonly services: Services,
    private readonly people: People,
    private readonly chance: SeededChance,
  ) {
    const { registry } = services;
    this.offered = registry.agencies().flatMap(({ code }) => registry.services(code));
    this.pace = new Pace(chance);
  }

  /** Goes on to the next arrival, and lets it happen. */
  async arrive(arrival: Arrival): Promise<void> {
    await this.goOn(arrival.at);
    await this.open(arrival);
  }

  /** Everything that happens before a moment. */
  async goOn(until: Date): Promise<void> {
    for (let moving = this.queue.next; moving && moving.at < until.getTime(); moving = this.queue.next) {
      this.queue.pop();
      this.services.clock.set(new Date(moving.at));
      await this.happen(moving);
    }
  }

  private async open({ at, counter }: Arrival): Promise<void> {
    const { applications, registry, clock } = this.services;
    clock.set(at);
    const published = this.chance.pick(this.offered);
    const { definition } = published;
    const agency = registry.agency(definition.agency);
    const helper = counter && registry.known(agency.code).working.isOpen(at) ? this.helper(agency) : undefined;
    const principal = helper ?? this.people.applicant(agency, at);
    const filled = this.form(published, helper ? undefined : principal.name);
    const { id, openTasks } = await applications.open({ principal, fingerprint: '' }, { service: definition.code, ...filled });
    this.events++;
    const [task] = openTasks;
    // prettier-ignore
    this.plan({
      id, published, agency, applicant: helper ? null : principal, visits: new Map(), withdrawAt: this.pace.withdrawal(at),
      task: task!, by: principal, claimAt: NEVER, doneAt: NEVER, at: NEVER, order: 0,
    });
  }

  /** Somebody of a role that may open an application for others. */
  private helper(agency: Agency): Principal | undefined {
    const role = agency.roles.find(({ code }) => {
      const principal: Principal = { agency: agency.code, id: '', name: '', kind: 'person', roles: [{ role: code }] };
      return code !== APPLICANT && permitted(principal, 'applications.open');
    });
    return role && this.people.official(agency, role.code, null);
  }

  private form(
    { definition }: PublishedDefinition,
    name: string | undefined,
  ): { applicant: Record<string, unknown>; form: Record<string, unknown> } {
    const exampleOf = (schema: JsonObject) => ((schema['examples'] ?? [{}]) as object[])[0]!;
    const schema = applicantSchema(definition);
    const applicant = filledIn(this.chance, schema, exampleOf(schema));
    const form = filledIn(this.chance, definition.form, exampleOf(definition.form));
    return { applicant: { ...applicant, name: name ?? applicantName(this.chance, this.chance.oneIn(BUSINESS_ONE_IN)) }, form };
  }

  /** Who does the step that is open now, and when. */
  private plan(moving: Moving): void {
    const { task, published, agency, visits, applicant } = moving;
    const now = this.services.clock.now();
    const working = this.services.registry.known(agency.code).working;
    const visit = (visits.get(task.step) ?? 0) + 1;
    visits.set(task.step, visit);
    moving.claimAt = NEVER;
    if (task.role === APPLICANT) {
      moving.by = applicant ?? this.helper(agency)!;
      moving.doneAt = this.pace.applicant(now, visit, !applicant, working);
    } else {
      moving.by = this.people.official(agency, task.role, task.section);
      moving.doneAt = this.pace.official(stepOf(published.definition, task.step), now, working);
      if (this.chance.oneIn(CLAIMED_ONE_IN)) moving.claimAt = now.getTime() + this.chance.below(moving.doneAt - now.getTime());
    }
    this.schedule(moving);
  }

  /** When the next thing happens: what people do, or an alarm of the row that comes before. */
  private schedule(moving: Moving): void {
    const { application, open } = this.services.office.case(moving.id);
    const ringAt = momentOf(open.get(moving.task.id)?.['alarm_at']);
    moving.at = Math.min(moving.doneAt, moving.claimAt, moving.withdrawAt, ringAt, momentOf(application['alarm_at']));
    moving.order = this.order++;
    if (moving.at < NEVER) this.queue.push(moving);
  }

  private async happen(moving: Moving): Promise<void> {
    const { at, task, by, agency, doneAt, claimAt, withdrawAt, id } = moving;
    const { application, open } = this.services.office.case(id);
    if (at === momentOf(application['alarm_at'])) await this.advance(moving, systemOf(agency.code), { type: 'warn' });
    else if (at === momentOf(open.get(task.id)?.['alarm_at']))
      await this.advance(moving, systemOf(agency.code), { type: 'ring', task: task.id });
    else if (at === claimAt) {
      await this.advance(moving, by, { type: 'claim', task: task.id });
      moving.claimAt = NEVER;
    } else if (at === withdrawAt && (await this.withdraw(moving))) return;
    else if (at === doneAt) return this.complete(moving);
    this.schedule(moving);
  }

  private async withdraw(moving: Moving): Promise<boolean> {
    const who = moving.applicant ?? this.helper(moving.agency)!;
    const done = await this.advance(moving, who, { type: 'withdraw', reason: this.chance.pick(WITHDRAWALS) }).catch(refused);
    Object.assign(moving, { withdrawAt: NEVER });
    if (done) this.services.office.close(moving.id);
    return done !== undefined;
  }

  private async complete(moving: Moving): Promise<void> {
    const { published, task, by, visits } = moving;
    const step = stepOf(published.definition, task.step);
    let refusal: unknown;
    for (const outcome of this.pace.outcomes(step, visits.get(step.no)!)) {
      const { examples = [{}] } = this.services.inputs.schema(published, step, outcome) as { examples?: JsonObject[] };
      const input = stepInput(this.chance, examples[0]!);
      const command = { type: 'complete', task: task.id, outcome: outcome.key, note: note(this.chance) } as const;
      const done = await this.advance(moving, by, command, input).catch((error: unknown) => refused((refusal = error)));
      if (!done) continue;
      const [next] = done.row.state.open;
      if (!next) return this.services.office.close(moving.id);
      moving.task = next;
      return this.plan(moving);
    }
    throw refusal;
  }

  private async advance({ id }: Moving, principal: Principal, command: CaseRequest['command'], input?: object): Promise<AdvancedCase> {
    const { workflow, office } = this.services;
    const advanced = await workflow.advance(office, { principal, application: id, command, ...(input && { input }) });
    this.events++;
    office.case(id).left = { ...advanced.row };
    return advanced;
  }
}

function momentOf(value: unknown): number {
  return value instanceof Date ? value.getTime() : NEVER;
}

/** What the service refuses did not happen; anything else is a fault. */
function refused(error: unknown): undefined {
  if (!(error instanceof Refusal)) throw error;
  return undefined;
}
