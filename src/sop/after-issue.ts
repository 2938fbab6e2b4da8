import { NO_TIME } from '../kernel/duration.js';
import { holds, type Principal } from '../kernel/principal.js';
import type { Refusal } from '../kernel/refusal.js';
import type { AfterIssueEvent, CaseState, EventActor, OpenTask } from './case-events.js';
import { clockAfter } from './case-clock.js';
import { countingStep } from './counting-step.js';
import * as refuse from './case-refusals.js';
import { performerOf, stepOf } from './definition-lookup.js';
import type { JsonObject, SopDefinition } from './sop-definition.js';

/**
 * Taking back what a step has given out. `step` is the row whose role may do it: the one that numbered, or the one that signed.
 */
export type AfterIssueCommand =
  /** The number does not count; the case goes back to the row that numbers. */
  | { readonly type: 'void-number'; readonly step: number; readonly reason: string; readonly data: JsonObject }
  /** The letter of a closed case is no longer valid. */
  | { readonly type: 'revoke'; readonly step: number; readonly reason: string; readonly data: JsonObject }
  /** The case is taken up again at `restart`, for a letter that replaces the one that is out. */
  | { readonly type: 'correct'; readonly step: number; readonly restart: number; readonly reason: string; readonly data: JsonObject };

/** Holds from a correction on: the applicant has a letter, and can no longer withdraw. */
export const ISSUED = 'issued';

/** What the decision takes from the one it is part of. */
interface Making {
  readonly at: string;
  readonly actor: (principal: Principal, role: string, section: string | null) => EventActor;
  readonly open: (step: number, used: CaseState['used']) => OpenTask;
  /** Whether the case is the application of who acts by that role. */
  readonly isOwn: (role: string, section: string | null) => boolean;
}

type Decided = { readonly ok: true; readonly event: AfterIssueEvent } | { readonly ok: false; readonly refusal: Refusal };

/** Decides it, or says why not. Pure. */
export function afterIssue(
  definition: SopDefinition,
  state: CaseState,
  command: AfterIssueCommand,
  principal: Principal,
  making: Making,
): Decided {
  const { step: no, reason, data } = command;
  const step = stepOf(definition, no);
  const performer = performerOf(definition, step);
  const section = performer.section ?? null;
  if (!holds(principal, performer.role, section)) return { ok: false, refusal: refuse.notYoursToUndo({ role: performer.title }) };
  if (making.isOwn(performer.role, section)) return { ok: false, refusal: refuse.ownApplication() };
  const happened = { at: making.at, actor: making.actor(principal, performer.role, section), step: no, reason, data };
  if (command.type === 'void-number') {
    if (state.status !== 'open') return { ok: false, refusal: refuse.letterIssued() };
    const clears = [...new Set(step.outcomes.flatMap((outcome) => outcome.sets))];
    if (!clears.every((fact) => state.facts.includes(fact))) return { ok: false, refusal: refuse.numberNotGiven() };
    if (letterCounts(definition, no, state)) return { ok: false, refusal: refuse.letterIssued() };
    const tasks = state.open.map((task) => task.id);
    return { ok: true, event: { type: 'number-voided', ...happened, tasks, clears, next: making.open(no, state.used) } };
  }
  // A letter that is being corrected is out as it was before.
  const underCorrection = command.type === 'revoke' && state.facts.includes(ISSUED);
  if (state.status === 'open' && !underCorrection) return { ok: false, refusal: refuse.caseStillOpen() };
  if (state.status === 'withdrawn') return { ok: false, refusal: refuse.caseClosed({ status: state.status }) };
  if (command.type === 'revoke') return { ok: true, event: { type: 'revoked', ...happened } };
  // Another letter is another piece of work: no clock of its rows goes on from the first.
  return { ok: true, event: { type: 'corrected', ...happened, next: making.open(command.restart, {}), statutoryFinal: true } };
}

/** Whether the row from which on a numbered letter counts is done: it does not lie before the open tasks any more. */
function letterCounts(definition: SopDefinition, numbering: number, state: CaseState): boolean {
  const counting = countingStep(definition, numbering);
  return counting !== undefined && !state.open.some((task) => onTheWay(definition, task.step, counting));
}

function onTheWay(definition: SopDefinition, from: number, to: number): boolean {
  const seen = new Set<number>();
  for (let no: number | undefined = from; no !== undefined && !seen.has(no);) {
    if (no === to) return true;
    seen.add(no);
    const leadsTo: number | string | undefined = stepOf(definition, no).outcomes[0]?.leadsTo;
    no = typeof leadsTo === 'number' ? leadsTo : undefined;
  }
  return false;
}

/** The state of a case after one of them. Pure. */
export function evolveAfterIssue(state: CaseState, event: AfterIssueEvent): CaseState {
  switch (event.type) {
    case 'number-voided':
      return {
        ...state,
        open: [event.next],
        facts: state.facts.filter((fact) => !event.clears.includes(fact)),
        clock: clockAfter(state, event, state.used),
      };
    case 'revoked':
      return state;
    case 'corrected':
      return {
        ...state,
        status: 'open',
        open: [event.next],
        used: {},
        facts: [...new Set([...state.facts, ISSUED])],
        clock: clockAfter({ ...state, clock: { since: null, used: NO_TIME } }, event, {}),
        ...(event.statutoryFinal && state.statutory && { statutory: { ...state.statutory, final: true } }),
      };
  }
}
