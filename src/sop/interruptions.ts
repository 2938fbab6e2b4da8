import { amountOf, minus, NO_TIME, plus, type WorkingAmount } from '../kernel/duration.js';
import type { Principal } from '../kernel/principal.js';
import type { Refusal } from '../kernel/refusal.js';
import type { CaseState, EventActor, InterruptionEvent, OpenTask, StatutoryRun } from './case-events.js';
import { clockAfter, total } from './case-clock.js';
import * as refuse from './case-refusals.js';
import { stepOf } from './definition-lookup.js';
import { forwardPath } from './forward-path.js';
import type { SopDefinition } from './sop-definition.js';

/** What comes from outside the office and acts on a case; `code` is the word it came as. The system alone passes it on. */
export type InterruptionCommand =
  /** The clocks stand still; with `reset` they start from zero when it goes on. */
  | { readonly type: 'pause' | 'resume'; readonly reset: boolean; readonly code: string; readonly reason: string }
  /** The law grants what was not decided in time: on to the row that drafts the letter, or to the end where none is named. */
  | { readonly type: 'deem-granted'; readonly goTo: number | null; readonly code: string; readonly reason: string };

/** Holds from then on that the permit counts as granted, whatever is still to be written. */
export const DEEMED_GRANTED = 'deemed-granted';

interface Making {
  readonly at: string;
  readonly actor: (principal: Principal, role: string) => EventActor;
  readonly usedBy: (task: OpenTask) => WorkingAmount;
  readonly open: (step: number, used: CaseState['used']) => OpenTask;
}

type Decided = { readonly ok: true; readonly event: InterruptionEvent } | { readonly ok: false; readonly refusal: Refusal };

const no = (refusal: Refusal): Decided => ({ ok: false, refusal });

/** Decides it, or says why not. Pure. */
export function interrupt(
  definition: SopDefinition,
  state: CaseState,
  command: InterruptionCommand,
  principal: Principal,
  making: Making,
): Decided {
  if (principal.kind !== 'system') return no(refuse.systemOnly());
  if (state.status !== 'open') return no(refuse.caseClosed({ status: state.status }));
  const { code, reason } = command;
  const happened = { at: making.at, actor: making.actor(principal, 'system'), code, reason };
  const used = usedBefore(state, making);
  switch (command.type) {
    case 'pause':
      if (state.paused) return no(refuse.casePaused());
      return { ok: true, event: { type: 'paused', ...happened, reset: command.reset, used } };
    case 'resume':
      if (!state.paused) return no(refuse.caseNotPaused());
      return { ok: true, event: { type: 'resumed', ...happened, reset: command.reset || state.paused.reset } };
    case 'deem-granted':
      if (state.facts.includes(DEEMED_GRANTED) || state.facts.includes(decidedBy(definition))) return no(refuse.decisionMade());
      return { ok: true, event: { type: 'deemed-granted', ...happened, ...moved(definition, state, command.goTo, used, making) } };
  }
}

/** A case that is on that way already stays where it is. */
function moved(definition: SopDefinition, state: CaseState, goTo: number | null, used: CaseState['used'], making: Making) {
  const tasks = state.open.map((task) => task.id);
  if (goTo === null) return { tasks, used, next: null, ending: 'granted' } as const;
  const ahead = forwardPath(definition, goTo).steps;
  if (state.open.some((task) => ahead.includes(task.step))) return { tasks: [], used: {}, next: null, ending: null };
  return { tasks, used, next: making.open(goTo, added(state.used, used)), ending: null };
}

function usedBefore({ open }: CaseState, { usedBy }: Making): CaseState['used'] {
  return Object.fromEntries(open.map((task) => [task.step, usedBy(task)]));
}

/** The fact by which the decision is made. */
function decidedBy({ statutory, withdrawableUntil }: SopDefinition): string {
  return statutory?.metBy ?? withdrawableUntil;
}

/** The state of a case after one of them. Pure. */
export function evolveInterrupted(definition: SopDefinition, state: CaseState, event: InterruptionEvent): CaseState {
  switch (event.type) {
    case 'paused':
      return paused(definition, state, event);
    case 'resumed':
      return resumed(definition, state, event);
    case 'deemed-granted':
      return deemed(state, event);
  }
}

function paused(definition: SopDefinition, state: CaseState, event: Extract<InterruptionEvent, { type: 'paused' }>): CaseState {
  const used = added(state.used, event.used);
  const task = state.open[0];
  const left = task?.left ? minus(task.left, event.used[task.step] ?? NO_TIME) : null;
  const stops = event.reset && runs(definition, state.statutory);
  return {
    ...state,
    used,
    open: state.open.map((each) => ({ ...each, left: null })),
    clock: { since: null, used: total(used) },
    paused: { since: event.at, reset: event.reset, left, law: stops },
    ...(stops && { statutory: null }),
  };
}

/** It goes on where it stood, or starts from zero; a row whose clock stood still before the pause goes on standing still. */
function resumed(definition: SopDefinition, state: CaseState, { at, reset }: Extract<InterruptionEvent, { type: 'resumed' }>): CaseState {
  const before = state.paused;
  if (!before) return state;
  const used = reset ? {} : state.used;
  const open = state.open.map((task): OpenTask => {
    if (!before.left) return task;
    if (!reset) return { ...task, openedAt: at, left: before.left };
    return { ...task, openedAt: at, left: amountOf(stepOf(definition, task.step).standardTime), rung: 0 };
  });
  return {
    ...unpaused(state),
    used,
    open,
    clock: { since: before.left ? at : null, used: total(used) },
    ...(before.law && { statutory: { startedAt: at, endedAt: null, warning: 0 } }),
  };
}

function deemed(before: CaseState, event: Extract<InterruptionEvent, { type: 'deemed-granted' }>): CaseState {
  const facts = [...before.facts, DEEMED_GRANTED];
  if (event.tasks.length === 0) return { ...before, facts };
  const state = unpaused(before);
  const used = added(state.used, event.used);
  const run = state.statutory;
  return {
    ...state,
    status: event.ending ?? state.status,
    open: event.next ? [event.next] : [],
    used,
    facts,
    clock: clockAfter(state, event, used),
    ...(event.ending && run && { statutory: { ...run, endedAt: run.endedAt ?? event.at } }),
  };
}

/** A case that moves on is paused no longer. */
export function unpaused(state: CaseState): CaseState {
  if (state.paused === undefined) return state;
  const { paused: _, ...rest } = state;
  return rest;
}

function added(used: CaseState['used'], more: CaseState['used']): CaseState['used'] {
  const sum = { ...used };
  for (const [step, amount] of Object.entries(more)) sum[Number(step)] = plus(sum[Number(step)] ?? NO_TIME, amount);
  return sum;
}

/** A time that has passed already stays passed. */
function runs({ statutory: law }: SopDefinition, run: StatutoryRun | null | undefined): boolean {
  return law !== undefined && run != null && !run.endedAt && run.warning <= law.remindBefore.length;
}
