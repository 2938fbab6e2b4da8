import { Injectable } from '@nestjs/common';
import { canonical } from '../kernel/canonical.js';
import { searchText } from '../kernel/typed/search-text.js';
import type { Tx } from '../platform/database/tx.js';
import type { CaseEvent, CaseState, OpenTask } from '../sop/case-events.js';
import type { ActivityEffect } from './activity.js';
import { ALARMS_JOB, SOON_MS } from './alarms-job.js';
import type { ApplicationRow } from './application.entity.js';
import { ADD_WORDS, APPEND_EVENT, CANCEL_TASKS, CLAIM_TASK, INSERT_APPLICATION, SET_ALARM, SET_CLOCK } from './case-statements.js';
import { DefinitionRegistry, type PublishedDefinition } from './definition-registry.js';
import { entryHash, GENESIS } from './journal.js';
import { nameWords } from './search-text.js';
import { deskOf, projectTask, statutoryAlarm, type TaskProjection } from './task-projection.js';

type OpenedEvent = Extract<CaseEvent, { type: 'opened' }>;

/** Writes a decided event and everything that follows from it. */
@Injectable()
export class CaseWriter {
  constructor(private readonly registry: DefinitionRegistry) {}

  async insert(
    tx: Tx,
    published: PublishedDefinition,
    opening: { readonly id: string; readonly number: string; readonly applicantName: string; readonly search: string },
    state: CaseState,
    event: CaseEvent,
  ): Promise<ApplicationRow> {
    const { next, applicant } = event as OpenedEvent;
    const { agency, code } = published.definition;
    const body = canonical(event);
    const hash = entryHash(opening.id, 1, body, GENESIS);
    const projection = this.project(published, next);
    // prettier-ignore
    await tx.run(INSERT_APPLICATION, [
      agency, opening.id, opening.number, code, published.sha256, state, hash, applicant,
      opening.applicantName, opening.search, event.at, event.type, event.actor.id, body, GENESIS,
      next.id, next.step, next.role, next.section, projection.dueAt, projection.alarmAt, deskOf(state, next), nameWords(opening.applicantName),
    ]);
    const at = new Date(event.at);
    if (isSoon(projection, at)) tx.wake(ALARMS_JOB);
    // prettier-ignore
    return {
      agency, id: opening.id, number: opening.number, service: code, definition: published.sha256, status: 'open', version: 1, state,
      head_hash: hash, applicant_id: applicant, applicant_name: opening.applicantName, receipt_number: null, tracking_code: null,
      opened_at: at, updated_at: at, closed_at: null,
    };
  }

  async append(
    tx: Tx,
    row: ApplicationRow,
    published: PublishedDefinition,
    state: CaseState,
    event: CaseEvent,
    changes: NonNullable<ActivityEffect['application']>,
  ): Promise<ApplicationRow> {
    const version = row.version + 1;
    const at = new Date(event.at);
    const body = canonical(event);
    const after: ApplicationRow = {
      ...row,
      status: state.status,
      version,
      state,
      head_hash: entryHash(row.id, version, body, row.head_hash),
      updated_at: at,
      closed_at: state.status === 'open' ? null : (row.closed_at ?? at),
      applicant_name: changes.applicantName ?? row.applicant_name,
      receipt_number: changes.receiptNumber ?? row.receipt_number,
      tracking_code: changes.trackingCode ?? row.tracking_code,
    };
    const done = event.type === 'completed' ? event : undefined;
    const next = 'next' in event ? event.next : null;
    const projection = next && this.project(published, next);
    // Before the next task is there: all that are open are meant.
    if ('tasks' in event && event.tasks.length > 0) await tx.run(CANCEL_TASKS, [row.agency, row.id, at, event.actor.id]);
    // prettier-ignore
    await tx.run(APPEND_EVENT, [
      row.agency, row.id, after.status, version, state, after.head_hash, at,
      after.applicant_name, after.receipt_number, after.tracking_code, newSearchTerms(row, after, changes.found),
      event.type, event.actor.id, done?.task ?? null, done?.outcome ?? null, body, row.head_hash,
      next?.id ?? null, row.service, next?.step ?? null, next?.role ?? null, next?.section ?? null, projection?.dueAt, projection?.alarmAt,
      statutoryAlarm(state, published.definition, this.registry.working(row.agency)), next && deskOf(state, next),
    ]);
    if (isSoon(projection, at)) tx.wake(ALARMS_JOB);
    if (after.applicant_name !== row.applicant_name) await tx.run(ADD_WORDS, [row.agency, nameWords(after.applicant_name)]);
    if (event.type === 'claimed') await tx.run(CLAIM_TASK, [row.agency, event.task, event.actor.id]);
    if (event.type === 'released') await tx.run(CLAIM_TASK, [row.agency, event.task, null]);
    if (event.type === 'rang') {
      const escalation = state.open.find((task) => task.id === event.task);
      await tx.run(SET_ALARM, [row.agency, event.task, escalation && this.project(published, escalation).alarmAt]);
    }
    if (event.type === 'paused' || event.type === 'resumed') {
      for (const task of state.open) {
        const { dueAt, alarmAt } = this.project(published, task);
        await tx.run(SET_CLOCK, [row.agency, task.id, dueAt, alarmAt]);
      }
    }
    return after;
  }

  private project({ definition }: PublishedDefinition, task: OpenTask): TaskProjection {
    return projectTask(task, definition, this.registry.known(definition.agency));
  }
}

/** Whether it rings before the workers look again by themselves. */
function isSoon(projection: TaskProjection | null, now: Date): boolean {
  return projection?.alarmAt != null && projection.alarmAt.getTime() - now.getTime() < SOON_MS;
}

/** What can be searched for from now on and could not before. */
function newSearchTerms(before: ApplicationRow, after: ApplicationRow, found: string | undefined): string {
  const terms: string[] = [];
  if (after.receipt_number !== before.receipt_number) terms.push(after.receipt_number ?? '');
  if (after.applicant_name !== before.applicant_name) terms.push(after.applicant_name);
  if (found !== undefined) terms.push(found);
  return searchText(terms);
}
