import { Injectable } from '@nestjs/common';
import { Brackets, In, type SelectQueryBuilder } from 'typeorm';
import type { HeldRole, Principal } from '../kernel/principal.js';
import { Database } from '../platform/database/database.js';
import { ApplicationRow } from './application.entity.js';
import { EventRow } from './event.entity.js';
import { TaskRow } from './task.entity.js';
import { isStaff, maySee, maySeeTask, sectionsOf } from './visibility.js';
import { applicationNotFound, taskNotFound } from './workflow-refusals.js';

/** Which cases to list; the newest first. */
export interface ApplicationFilter {
  /** Part of a number, a receipt number, a NIB or a name. */
  readonly q?: string | undefined;
  /** Opened by this user as the applicant. */
  readonly applicant?: string | undefined;
  /** Keyed hash of a number or an address of a person, in place of `q`. */
  readonly hash?: string | undefined;
  readonly service?: string | undefined;
  readonly status?: string | undefined;
  readonly limit: number;
  /** Id of the last case of the page before. */
  readonly after?: string | undefined;
}

/** Which tasks to list; the most urgent first. */
export interface TaskFilter {
  /** Any of these roles, each with its section where there is one; undefined: all that may be seen. */
  readonly roles?: readonly HeldRole[] | undefined;
  readonly status: string;
  readonly service?: string | undefined;
  readonly application?: string | undefined;
  /** Claimed by this user. */
  readonly assignee?: string | undefined;
  /** Due before this moment. */
  readonly dueBefore?: Date | undefined;
  readonly limit: number;
  /** Deadline (or `infinity`) and id of the last task of the page before. */
  readonly after?: { readonly due: string; readonly id: string } | undefined;
}

const OF_HASH = 'select p.application_id from personal_index p where p.agency = application.agency and p.hash = :hash';

const DUE = `coalesce(task.due_at, 'infinity'::timestamptz)`;

/** Reads cases, tasks and journals, within what somebody may see. */
@Injectable()
export class CaseReader {
  constructor(private readonly database: Database) {}

  async application(principal: Principal, id: string): Promise<ApplicationRow> {
    const row = await this.database.source.manager.findOneBy(ApplicationRow, { agency: principal.agency, id });
    if (!row || !maySee(principal, row)) throw applicationNotFound();
    return row;
  }

  async applications(principal: Principal, filter: ApplicationFilter): Promise<ApplicationRow[]> {
    const query = this.database.source.manager
      .createQueryBuilder(ApplicationRow, 'application')
      .where('application.agency = :agency', { agency: principal.agency })
      .orderBy('application.id', 'DESC')
      .limit(filter.limit);
    if (!isStaff(principal)) query.andWhere('application.applicant_id = :me', { me: principal.id });
    if (filter.service) query.andWhere('application.service = :service', { service: filter.service });
    if (filter.status) query.andWhere('application.status = :status', { status: filter.status });
    if (filter.q) query.andWhere(`application.search like :q escape '\\'`, { q: `%${escapeLike(filter.q.toLowerCase())}%` });
    if (filter.applicant) query.andWhere('application.applicant_id = :applicant', { applicant: filter.applicant });
    if (filter.hash) query.andWhere(`application.id in (${OF_HASH})`, { hash: filter.hash });
    if (filter.after) query.andWhere('application.id < :after', { after: filter.after });
    return query.getMany();
  }

  /** The cases with these ids, in no order; for whoever resolves many at once. */
  async applicationsById(principal: Principal, ids: readonly string[]): Promise<ApplicationRow[]> {
    const rows = await this.database.source.manager.findBy(ApplicationRow, { agency: principal.agency, id: In([...ids]) });
    return rows.filter((row) => maySee(principal, row));
  }

  async task(principal: Principal, id: string): Promise<{ readonly task: TaskRow; readonly application: ApplicationRow }> {
    const task = await this.database.source.manager.findOneBy(TaskRow, { agency: principal.agency, id });
    if (!task || !maySeeTask(principal, task)) throw taskNotFound();
    const [application] = await this.applicationsById(principal, [task.application_id]);
    if (!application) throw taskNotFound();
    return { task, application };
  }

  async tasks(principal: Principal, filter: TaskFilter): Promise<TaskRow[]> {
    const query = this.database.source.manager
      .createQueryBuilder(TaskRow, 'task')
      .where('task.agency = :agency', { agency: principal.agency })
      .andWhere('task.status = :status', { status: filter.status })
      .orderBy(DUE, 'ASC')
      .addOrderBy('task.id', 'ASC')
      .limit(filter.limit);
    withinSight(query, principal);
    if (filter.roles) ofRoles(query, filter.roles);
    if (filter.service) query.andWhere('task.service = :service', { service: filter.service });
    if (filter.application) query.andWhere('task.application_id = :application', { application: filter.application });
    if (filter.assignee) query.andWhere('task.claimed_by = :assignee', { assignee: filter.assignee });
    if (filter.dueBefore) query.andWhere(`${DUE} < :dueBefore`, { dueBefore: filter.dueBefore });
    if (filter.after) query.andWhere(`(${DUE}, task.id) > (:due::timestamptz, :id::uuid)`, filter.after);
    return query.getMany();
  }

  /** The journal of a case that the caller has been found to see, oldest first. */
  async events(agency: string, application: string): Promise<EventRow[]> {
    return this.database.source.manager.find(EventRow, { where: { agency, application_id: application }, order: { seq: 'ASC' } });
  }
}

function withinSight(query: SelectQueryBuilder<TaskRow>, principal: Principal): void {
  if (!isStaff(principal)) {
    const mine = 'select 1 from applications a where a.agency = task.agency and a.id = task.application_id and a.applicant_id = :me';
    query.andWhere(`exists (${mine})`, { me: principal.id });
  }
  const sections = sectionsOf(principal);
  if (sections)
    query.andWhere(new Brackets((either) => either.where('task.section is null').orWhere('task.section in (:...sections)', { sections })));
}

function ofRoles(query: SelectQueryBuilder<TaskRow>, roles: readonly HeldRole[]): void {
  // Without a section the index of the inbox serves the order as well; that is every role but the sections' own.
  const [only] = roles;
  if (roles.length === 1 && only && !only.section) return void query.andWhere('task.role = :role', only);
  const either = roles.map((_, i) => `(task.role = :role${i}${roles[i]!.section ? ` and task.section = :section${i}` : ''})`);
  // prettier-ignore
  const values = Object.fromEntries(roles.flatMap(({ role, section }, i) => [[`role${i}`, role], [`section${i}`, section]]));
  query.andWhere(`(${either.join(' or ')})`, values);
}

function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, (sign) => `\\${sign}`);
}
