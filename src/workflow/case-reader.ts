import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import type { Principal } from '../kernel/principal.js';
import { AccessLog, type AccessKind } from '../platform/audit/access-log.js';
import { Database } from '../platform/database/database.js';
import type { Tx } from '../platform/database/tx.js';
import { ApplicationRow } from './application.entity.js';
import { EventRow } from './event.entity.js';
import { Sights } from './sights.js';
import { TaskRow } from './task.entity.js';
import { applicationNotFound, taskNotFound } from './workflow-refusals.js';

/** Reads cases, tasks and journals, within what somebody may see. */
@Injectable()
export class CaseReader {
  constructor(
    private readonly database: Database,
    private readonly sights: Sights,
    private readonly accesses: AccessLog,
  ) {}

  async application(principal: Principal, id: string, kind: AccessKind = 'case'): Promise<ApplicationRow> {
    const row = await this.database.source.manager.findOneBy(ApplicationRow, { agency: principal.agency, id });
    if (!row || !(await this.sights.sees(principal, row))) throw applicationNotFound();
    this.accesses.note(principal, kind, [id]);
    return row;
  }

  /** The cases with these ids, in no order; for whoever resolves many at once. */
  async applicationsById(principal: Principal, ids: readonly string[], kind: AccessKind = 'list'): Promise<ApplicationRow[]> {
    const rows = await this.database.source.manager.findBy(ApplicationRow, { agency: principal.agency, id: In([...ids]) });
    const seen = await onlyWhere(rows, (row) => this.sights.sees(principal, row));
    this.accesses.note(principal, kind, seen.map(({ id }) => id)); // prettier-ignore
    return seen;
  }

  async task(principal: Principal, id: string): Promise<{ readonly task: TaskRow; readonly application: ApplicationRow }> {
    const task = await this.database.source.manager.findOneBy(TaskRow, { agency: principal.agency, id });
    const [application] = task ? await this.applicationsById(principal, [task.application_id], 'case') : [];
    if (!task || !application || !(await this.sights.seesTask(principal, application, task))) throw taskNotFound();
    return { task, application };
  }

  /** All tasks of these cases, oldest first, but for those of sections that are not the caller's. */
  async tasksOf(principal: Principal, applications: readonly ApplicationRow[]): Promise<TaskRow[]> {
    const byId = new Map(applications.map((row) => [row.id, row]));
    const where = { agency: principal.agency, application_id: In([...byId.keys()]) };
    const rows = await this.database.source.manager.find(TaskRow, { where, order: { id: 'ASC' } });
    return onlyWhere(rows, (task) => this.sights.seesTask(principal, byId.get(task.application_id)!, task));
  }

  /** The journals of cases that the caller has been found to see, each oldest first. */
  async eventsOf(agency: string, applications: readonly ApplicationRow[]): Promise<EventRow[]> {
    const where = { agency, application_id: In(applications.map(({ id }) => id)) };
    return this.database.source.manager.find(EventRow, { where, order: { application_id: 'ASC', seq: 'ASC' } });
  }

  /** The journal of a case that the caller has been found to see, oldest first; within a transaction by its connection. */
  async events(agency: string, application: string, tx?: Tx): Promise<EventRow[]> {
    const { em } = tx ?? { em: this.database.source.manager };
    return em.find(EventRow, { where: { agency, application_id: application }, order: { seq: 'ASC' } });
  }
}

async function onlyWhere<Row>(rows: readonly Row[], seen: (row: Row) => Promise<boolean>): Promise<Row[]> {
  const answers = await Promise.all(rows.map(seen));
  return rows.filter((_, index) => answers[index]);
}
