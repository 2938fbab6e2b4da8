import { APPLICANT, heldAs, type Principal } from '../kernel/principal.js';
import type { Refusal } from '../kernel/refusal.js';
import type { CaseState, CompletedEvent, ExceptionUsed, OpenTask } from './case-events.js';
import * as refuse from './case-refusals.js';
import { stepOf } from './definition-lookup.js';
import { graphOf, isStep, type SopGraph } from './graph.js';
import type { ActivityDeclaration, Agency, SeparationException, SopDefinition, Step } from './sop-definition.js';

/** What the present says about the people of a case, beside its state. */
export interface PeopleFacts {
  /** Of those who act here: the ids of whom the applicant's NIK names. */
  readonly applicants?: readonly string[];
  /** What the agency allows. */
  readonly exceptions?: readonly SeparationException[];
}

export type Separated =
  | { readonly ok: true; readonly exception?: ExceptionUsed }
  | { readonly ok: false; readonly refusal: Refusal; readonly steps: readonly number[] };

/**
 * The steps of a definition with the rules that keep people apart: as the definition says, otherwise as the activities declare.
 * Also for definitions that were published before there were such rules.
 */
export function withSeparation(
  definition: SopDefinition,
  activities: Pick<ReadonlyMap<string, ActivityDeclaration>, 'get'>,
): SopDefinition {
  if (definition.steps.every((step) => step.waives)) return definition;
  const graph = graphOf(definition);
  const steps = definition.steps.map((step): Step => {
    const kinds = activities.get(step.does)?.separateFrom ?? [];
    const isDeclared = (other: Step) => other.no !== step.no && kinds.includes(other.does) && leadsFrom(graph, other.no).has(step.no);
    const declared = definition.steps.filter(isDeclared).map(({ no }) => no);
    const notBy = step.notBy ?? declared;
    return { ...step, notBy, waives: declared.filter((no) => !notBy.includes(no)) };
  });
  return { ...definition, steps };
}

/** The steps that a case can come to after a step. */
export function leadsFrom({ steps, edges }: SopGraph, no: number): ReadonlySet<number> {
  const reached = new Set<number>();
  const waiting = steps.filter((step) => step.no === no);
  for (let step = waiting.pop(); step; step = waiting.pop()) {
    for (const { to } of edges.get(step) ?? []) {
      if (!isStep(to) || reached.has(to.no)) continue;
      reached.add(to.no);
      waiting.push(to);
    }
  }
  return reached;
}

const watched = new WeakMap<SopDefinition, ReadonlySet<number>>();

/** The steps of which the state remembers who did them: those that some rule names. */
function isWatched(definition: SopDefinition, no: number): boolean {
  let steps = watched.get(definition);
  if (!steps) watched.set(definition, (steps = new Set(definition.steps.flatMap(({ notBy = [], waives = [] }) => [...notBy, ...waives]))));
  return steps.has(no);
}

/** Who has done a step: the person, and the holder of the role for whom that person acted. */
export function doneByAfter(definition: SopDefinition, state: CaseState, { step, actor }: CompletedEvent): CaseState['doneBy'] {
  if (!isWatched(definition, step)) return state.doneBy;
  const people = [actor.id, ...(actor.onBehalfOf ? [actor.onBehalfOf.id] : [])];
  return { ...state.doneBy, [step]: [...new Set([...(state.doneBy?.[step] ?? []), ...people])] };
}

/** Whether somebody may do a task that is for their role: nobody acts on their own application, nor on what they have done themselves. */
export function separated(
  definition: SopDefinition,
  state: CaseState,
  task: Pick<OpenTask, 'step' | 'role' | 'section'>,
  principal: Principal,
  facts: PeopleFacts,
): Separated {
  if (principal.kind === 'system') return { ok: true };
  const asApplicant = task.role === APPLICANT && state.applicant === principal.id;
  if (asApplicant) return { ok: true };
  const role = task.role === APPLICANT ? state.assistant! : task.role;
  const people = peopleOf(principal, role, task.section);
  if (isOwn(state, people, facts)) return { ok: false, refusal: refuse.ownApplication(), steps: [] };
  return byRules(stepOf(definition, task.step), state, people, exceptionFor(definition, task.step, facts));
}

/** Whether this case is the application of somebody who acts by this role. */
export function isOwnCase(state: CaseState, principal: Principal, role: string, section: string | null, facts: PeopleFacts): boolean {
  return principal.kind !== 'system' && isOwn(state, peopleOf(principal, role, section), facts);
}

function isOwn({ applicant }: CaseState, people: readonly string[], { applicants = [] }: PeopleFacts): boolean {
  return people.some((id) => id === applicant || applicants.includes(id));
}

function byRules(
  { no, notBy = [], waives = [] }: Step,
  { doneBy = {} }: CaseState,
  people: readonly string[],
  allowed: SeparationException | undefined,
): Separated {
  const did = (steps: readonly number[]) => steps.filter((step) => doneBy[step]?.some((id) => people.includes(id)));
  const steps = did(notBy);
  if (steps.length > 0 && !allowed) return { ok: false, refusal: refuse.dutiesSeparate({ step: no, earlier: steps.join(', ') }), steps };
  if (steps.length > 0) return { ok: true, exception: { steps, by: 'agency', reason: allowed!.reason } };
  const waived = did(waives);
  return waived.length > 0 ? { ok: true, exception: { steps: waived, by: 'definition', reason: null } } : { ok: true };
}

/** What an agency allows. */
export function exceptionsOf({ separation }: Pick<Agency, 'separation'>): readonly SeparationException[] {
  return separation?.exceptions ?? [];
}

function exceptionFor({ code }: SopDefinition, step: number, { exceptions = [] }: PeopleFacts): SeparationException | undefined {
  return exceptions.find((each) => (each.service === undefined || each.service === code) && each.steps.includes(step));
}

/** The person counts and not the office: who acts, and for whom. */
function peopleOf(principal: Principal, role: string, section: string | null): readonly string[] {
  const acting = heldAs(principal, role, section)?.actingFor;
  return acting ? [principal.id, acting.id] : [principal.id];
}

/** Somebody of the staff, as far as they can be told apart. */
export interface Holder {
  readonly id: string;
  readonly roles: readonly { readonly role: string; readonly section?: string }[];
}

/** The steps of a definition that nobody of a staff could do, each as a sentence: whoever holds the role is the only one for an earlier step too. */
export function unsatisfiable(definition: SopDefinition, staff: readonly Holder[], agency: Pick<Agency, 'separation'>): string[] {
  const holders = (no: number): readonly string[] => {
    const [role] = stepOf(definition, no).roles;
    const section = definition.actors.find((actor) => actor.role === role)?.section;
    return staff.flatMap(({ id, roles }) =>
      roles.some((held) => held.role === role && (section === undefined || held.section === section)) ? [id] : [],
    );
  };
  return definition.steps.flatMap(({ no, notBy = [], roles }) => {
    if (roles[0] === APPLICANT || exceptionFor(definition, no, { exceptions: exceptionsOf(agency) })) return [];
    const own = holders(no);
    const earlier = notBy.filter((step) => stepOf(definition, step).roles[0] !== APPLICANT && holders(step).length > 0);
    const someone = own.some((id) => earlier.every((step) => holders(step).some((other) => other !== id)));
    if (own.length === 0 || someone) return [];
    return [`step ${no} (${roles[0]}) is not by who did step ${earlier.join(' or ')}, and nobody else holds these roles`];
  });
}
