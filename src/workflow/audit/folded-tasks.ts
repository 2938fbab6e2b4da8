import type { CaseEvent, OpenTask } from '../../sop/case-events.js';

/** A task as the journal of its case tells it. */
export interface FoldedTask {
  readonly step: number;
  readonly role: string;
  readonly status: 'open' | 'done' | 'cancelled';
  readonly claimedBy: string | null;
  readonly outcome: string | null;
}

/** The tasks that a journal has opened, claimed, done and cancelled, by id. Pure. */
export function foldedTasks(events: readonly CaseEvent[]): Map<string, FoldedTask> {
  const tasks = new Map<string, FoldedTask>();
  const open = ({ id, step, role, claimedBy }: OpenTask) => tasks.set(id, { step, role, status: 'open', claimedBy, outcome: null });
  const change = (id: string, changes: Partial<FoldedTask>) => {
    const task = tasks.get(id);
    if (task) tasks.set(id, { ...task, ...changes });
  };
  for (const event of events) {
    if (event.type === 'claimed') change(event.task, { claimedBy: event.actor.id });
    if (event.type === 'released') change(event.task, { claimedBy: null });
    if (event.type === 'completed') change(event.task, { status: 'done', outcome: event.outcome });
    if ('tasks' in event) for (const task of event.tasks) change(task, { status: 'cancelled' });
    if ('next' in event && event.next) open(event.next);
  }
  return tasks;
}
