import { NO_TIME, plus } from '../kernel/duration.js';
import { evolveAfterIssue } from './after-issue.js';
import { clockAfter, total } from './case-clock.js';
import type { CaseEvent, CaseState, CompletedEvent, OpenTask } from './case-events.js';
import { evolveInterrupted, unpaused } from './interruptions.js';
import { stepOf, outcomeOf } from './definition-lookup.js';
import { checkedDocuments, evolveDocuments } from './documents.js';
import { doneByAfter } from './separation.js';
import type { SopDefinition } from './sop-definition.js';
import { statutoryAfter } from './statutory.js';

/** The state of a case after one more event; `undefined` before the first. Pure: replaying a history gives the same state. */
export function evolve(definition: SopDefinition, state: CaseState | undefined, event: CaseEvent): CaseState {
  if (event.type === 'opened') {
    const clock = { since: event.next.left ? event.at : null, used: NO_TIME };
    const { applicant, assistant, next, warnings } = event;
    return { status: 'open', applicant, assistant, open: [next], used: {}, facts: [], clock, ...(warnings && { warnings }) };
  }
  if (!state) throw new Error(`a case begins with "opened", not with "${event.type}"`);
  switch (event.type) {
    case 'claimed':
      return { ...state, open: state.open.map((task) => claimedBy(task, event.task, event.actor.id)) };
    case 'released':
      return { ...state, open: state.open.map((task) => claimedBy(task, event.task, null)) };
    case 'rang':
      return {
        ...state,
        open: state.open.map((task) => (task.id === event.task ? escalated(task, event) : task)),
      };
    case 'warned':
      return state.statutory ? { ...state, statutory: { ...state.statutory, warning: event.warning + 1 } } : state;
    case 'licence-joined':
      return state;
    case 'document-added':
    case 'document-removed':
    case 'document-accepted':
      return evolveDocuments(definition, state, event);
    case 'completed':
      return afterCompletion(definition, unpaused(state), event);
    case 'withdrawn':
      return withdrawn(unpaused(state), event);
    case 'number-voided':
    case 'revoked':
    case 'corrected':
      return evolveAfterIssue(unpaused(state), event);
    case 'paused':
    case 'resumed':
    case 'deemed-granted':
      return evolveInterrupted(definition, state, event);
  }
}

/** States of histories from before `overtaken` was kept stay as they were. */
function escalated(task: OpenTask, { at, rung, overtaken }: Extract<CaseEvent, { type: 'rang' }>): OpenTask {
  return { ...task, rung: rung + 1, ...(overtaken !== undefined && { escalatedAt: at }) };
}

function claimedBy(task: OpenTask, id: string, user: string | null): OpenTask {
  return task.id === id ? { ...task, claimedBy: user } : task;
}

function withdrawn(state: CaseState, { at, used: last = {} }: Extract<CaseEvent, { type: 'withdrawn' }>): CaseState {
  const used = { ...state.used };
  for (const [step, amount] of Object.entries(last)) used[Number(step)] = plus(used[Number(step)] ?? NO_TIME, amount);
  const run = state.statutory;
  return {
    ...state,
    status: 'withdrawn',
    open: [],
    used,
    clock: { since: null, used: total(used) },
    ...(run && { statutory: { ...run, endedAt: run.endedAt ?? at } }),
  };
}

function afterCompletion(definition: SopDefinition, state: CaseState, event: CompletedEvent): CaseState {
  const outcome = outcomeOf(stepOf(definition, event.step), event.outcome);
  if (!outcome) throw new Error(`step ${event.step} has no outcome "${event.outcome}"`);
  const facts = new Set(state.facts);
  for (const fact of outcome.clears) facts.delete(fact);
  for (const fact of outcome.sets) facts.add(fact);
  const left = state.open.filter((task) => task.id !== event.task);
  const used = { ...state.used, [event.step]: plus(state.used[event.step] ?? NO_TIME, event.used) };
  const statutory = statutoryAfter(definition, state, event, facts);
  const doneBy = doneByAfter(definition, state, event);
  return {
    ...state,
    status: event.ending ?? state.status,
    open: event.next ? [...left, event.next] : left,
    used,
    facts: [...facts],
    clock: clockAfter(state, event, used),
    ...(statutory !== undefined && { statutory }),
    ...checkedDocuments(state, stepOf(definition, event.step)),
    ...(doneBy && { doneBy }),
    ...(event.warnings && { warnings: event.warnings }),
  };
}
