import { amountOf, minus, NO_TIME, plus, type WorkingAmount } from '../kernel/duration.js';
import { APPLICANT, type Principal } from '../kernel/principal.js';
import type { Refusal } from '../kernel/refusal.js';
import { actor, mayAct, roleActing } from './acting.js';
import { afterIssue, ISSUED, type AfterIssueCommand } from './after-issue.js';
import type { CaseEvent, CaseState, CompletedEvent, ConsentGiven, ExceptionUsed, OpenTask } from './case-events.js';
import * as refuse from './case-refusals.js';
import { no, yes, type Decision, type Present } from './decision.js';
import { outcomeOf, performerOf, stepOf } from './definition-lookup.js';
import { usedBefore } from './deadline.js';
import { decideDocument, newerDocuments, type DocumentCommand } from './documents.js';
import { interrupt, type InterruptionCommand } from './interruptions.js';
import { joinLicence, type JoinLicenceCommand } from './join-licence.js';
import { isOwnCase, separated, type PeopleFacts } from './separation.js';
import type { SopDefinition, Step } from './sop-definition.js';
import { endClaim, ring, warn, type SystemCommand } from './system-commands.js';

export type { Decision, Present } from './decision.js';

/** What somebody wants to happen to a case. */
export type CaseCommand =
  | {
      readonly type: 'open';
      readonly applicant: string | null;
      readonly assistant: string | null;
      readonly consent?: ConsentGiven | undefined;
    }
  | { readonly type: 'claim' | 'release'; readonly task: string }
  | { readonly type: 'complete'; readonly task: string; readonly outcome: string; readonly note?: string | null }
  | SystemCommand
  | { readonly type: 'withdraw'; readonly reason: string }
  | JoinLicenceCommand
  | DocumentCommand
  | AfterIssueCommand
  | InterruptionCommand;

/**
 * What a command does to a case, by the definition it began with. Pure: the same arguments give the same answer.
 * `state` is undefined for a case that is to be opened.
 */
export function decide(
  definition: SopDefinition,
  state: CaseState | undefined,
  command: CaseCommand,
  principal: Principal,
  present: Present,
): Decision {
  if (command.type === 'open') {
    if (state) throw new Error('a case is opened once');
    return yes(opened(definition, command, principal, present));
  }
  if (!state) throw new Error('the case is not open yet');
  switch (command.type) {
    case 'claim':
    case 'release':
      return claimOrRelease(definition, state, command, principal, present);
    case 'end-claim':
      return endClaim(state, command, principal, present);
    case 'complete':
      return complete(definition, state, command, principal, present);
    case 'ring':
      return ring(definition, state, command, principal, present);
    case 'warn':
      return warn(definition, state, principal, present);
    case 'withdraw':
      return withdraw(definition, state, command.reason, principal, present);
    case 'join-licence':
      return joinLicence(state, command, principal, { at: present.now.toISOString(), actor });
    case 'add-document':
    case 'remove-document':
    case 'accept-document':
      return decideDocument(state, command, principal, present.now.toISOString());
    case 'void-number':
    case 'revoke':
    case 'correct':
      return afterIssue(definition, state, command, principal, {
        at: present.now.toISOString(),
        actor,
        open: (no, used) => openTask(definition, used, no, present),
        isOwn: (role, section) => isOwnCase(state, principal, role, section, present),
      });
    case 'pause':
    case 'resume':
    case 'deem-granted':
      return interrupt(definition, state, command, principal, {
        at: present.now.toISOString(),
        actor,
        usedBy: (task) => usedBy(task, present),
        open: (no, used) => openTask(definition, used, no, present),
      });
  }
}

function opened(
  definition: SopDefinition,
  command: Extract<CaseCommand, { type: 'open' }>,
  principal: Principal,
  present: Present,
): CaseEvent {
  const role = command.assistant ?? APPLICANT;
  return {
    type: 'opened',
    at: present.now.toISOString(),
    actor: actor(principal, role),
    applicant: command.applicant,
    assistant: command.assistant,
    ...(command.consent && { consent: command.consent }),
    next: openTask(definition, command.assistant === null ? {} : undefined, definition.start, present),
  };
}

function claimOrRelease(
  definition: SopDefinition,
  state: CaseState,
  command: Extract<CaseCommand, { type: 'claim' | 'release' }>,
  principal: Principal,
  present: Present,
): Decision {
  const found = findTask(definition, state, command.task, principal, command.type === 'claim' ? present : undefined);
  if (!found.ok) return found;
  const { task } = found;
  if (command.type === 'claim' && task.claimedBy && task.claimedBy !== principal.id) return no(refuse.claimedByAnother());
  if (command.type === 'release' && !task.claimedBy) return no(refuse.notClaimed());
  const type = command.type === 'claim' ? 'claimed' : 'released';
  return yes({
    type,
    at: present.now.toISOString(),
    actor: actor(principal, roleActing(state, task), task.section),
    task: task.id,
    step: task.step,
  });
}

function complete(
  definition: SopDefinition,
  state: CaseState,
  command: Extract<CaseCommand, { type: 'complete' }>,
  principal: Principal,
  present: Present,
): Decision<CompletedEvent> {
  const found = findTask(definition, state, command.task, principal, present);
  if (!found.ok) return found;
  const { task, step, exception } = found;
  // What another system says is so, whoever has taken the task to do it by hand.
  if (task.claimedBy && task.claimedBy !== principal.id && principal.kind !== 'system') return no(refuse.claimedByAnother());
  const outcome = outcomeOf(step, command.outcome);
  if (!outcome) {
    const allowed = step.outcomes.map((candidate) => candidate.key).join(', ');
    return no(refuse.outcomeUnknown({ outcome: command.outcome.slice(0, 100), allowed }));
  }
  const missing = step.requires.filter((fact) => !state.facts.includes(fact));
  if (missing.length > 0) return no(refuse.stepNotReady({ step: step.no, missing: missing.join(', ') }));
  const newer = newerDocuments(state, step, outcome);
  if (newer) return no(newer);

  const used = usedBy(task, present);
  const usedByThen = { ...state.used, [step.no]: plus(state.used[step.no] ?? NO_TIME, used) };
  const leadsTo = outcome.leadsTo;
  return yes({
    type: 'completed',
    at: present.now.toISOString(),
    actor: actor(principal, roleActing(state, task), task.section),
    task: task.id,
    step: step.no,
    outcome: outcome.key,
    note: command.note ?? null,
    used,
    next: typeof leadsTo === 'number' ? openTask(definition, usedByThen, leadsTo, present) : null,
    ending: typeof leadsTo === 'number' ? null : leadsTo,
    data: {},
    ...(exception && { exception }),
  });
}

function withdraw(definition: SopDefinition, state: CaseState, reason: string, principal: Principal, present: Present): Decision {
  const applicantStep = { role: APPLICANT, section: null };
  const bySystem = principal.kind === 'system';
  if (!bySystem && !mayAct(state, applicantStep, principal)) return no(refuse.notYourApplication());
  if (state.status !== 'open') return no(refuse.caseClosed({ status: state.status }));
  if (state.facts.includes(definition.withdrawableUntil) || state.facts.includes(ISSUED)) return no(refuse.withdrawTooLate());
  if (!state.applicant && state.assistant && isOwnCase(state, principal, state.assistant, null, present))
    return no(refuse.ownApplication());
  const acting = actor(principal, bySystem ? 'system' : (state.assistant ?? APPLICANT));
  return yes({
    type: 'withdrawn',
    at: present.now.toISOString(),
    actor: acting,
    reason,
    tasks: state.open.map((task) => task.id),
    used: Object.fromEntries(state.open.map((task) => [task.step, usedBy(task, present)])),
  });
}

/** The clocks of two nodes differ by a little; `minus` keeps a step from taking less than no time. */
function usedBy(task: OpenTask, { working, now }: Present): WorkingAmount {
  return task.left ? minus(working.between(new Date(task.openedAt), now), NO_TIME) : NO_TIME;
}

type Found =
  | { readonly ok: true; readonly task: OpenTask; readonly step: Step; readonly exception?: ExceptionUsed | undefined }
  | { readonly ok: false; readonly refusal: Refusal };

/** The open task, where it is for this principal; with `people`, also where nothing keeps them from it. */
function findTask(definition: SopDefinition, state: CaseState, id: string, principal: Principal, people: PeopleFacts | undefined): Found {
  const task = state.open.find((candidate) => candidate.id === id);
  if (!task) return { ok: false, refusal: refuse.taskNotOpen() };
  if (!mayAct(state, task, principal)) {
    const title = definition.actors.find((candidate) => candidate.role === task.role)?.title ?? task.role;
    return { ok: false, refusal: refuse.notYourTask({ step: task.step, role: title }) };
  }
  const apart = people ? separated(definition, state, task, principal, people) : { ok: true as const };
  if (!apart.ok) return apart;
  return { ok: true, task, step: stepOf(definition, task.step), exception: apart.exception };
}

/** The clock of a step goes on where it stood, or starts anew where the SOP says so; it stands still while the applicant has a case that was sent back. */
function openTask(definition: SopDefinition, used: CaseState['used'] | undefined, no: number, present: Present): OpenTask {
  const step = stepOf(definition, no);
  const performer = performerOf(definition, step);
  const paused = performer.role === APPLICANT && used !== undefined;
  return {
    id: present.nextTask,
    step: no,
    role: performer.role,
    section: performer.section ?? null,
    openedAt: present.now.toISOString(),
    left: paused ? null : minus(amountOf(step.standardTime), usedBefore(step, used ?? {})),
    claimedBy: null,
    rung: 0,
  };
}
