import { Injectable } from '@nestjs/common';
import type { SelectQueryBuilder } from 'typeorm';
import type { HeldRole, Principal } from '../kernel/principal.js';
import { Database } from '../platform/database/database.js';
import { tasksInSight } from './case-sight.js';
import { askedFor, wordPattern } from './search-text.js';
import { Sights } from './sights.js';
import { TaskRow } from './task.entity.js';

/** Which tasks to look at. */
export interface TaskFilter {
  /** In the inbox of any of these roles, each with its section where there is one; undefined: all that may be seen. */
  readonly roles?: readonly HeldRole[] | undefined;
  /** Role whose turn it is, in whoever's inbox that lies. */
  readonly turn?: string | undefined;
  readonly section?: string | undefined;
  readonly status: string;
  readonly service?: string | undefined;
  readonly application?: string | undefined;
  /** Claimed by this user; null: by nobody. */
  readonly assignee?: string | null | undefined;
  /** Due from this moment on; `infinity`: with a clock that stands still. */
  readonly dueFrom?: Date | 'infinity' | undefined;
  /** Due before this moment. */
  readonly dueBefore?: Date | 'infinity' | undefined;
  /** Words of the case: as in the search for cases, as they are written. */
  readonly q?: string | undefined;
}

/** A page of them, the most urgent first. */
export interface TaskPageFilter extends TaskFilter {
  readonly limit: number;
  /** Deadline (or `infinity`) and id of the last task of the page before. */
  readonly after?: { readonly due: string; readonly id: string } | undefined;
}

/** How many open tasks of one role, section and service there are. */
export interface TaskCount {
  readonly role: string;
  readonly section: string | null;
  readonly service: string;
  readonly total: number;
  readonly claimed: number;
  readonly overdue: number;
  readonly today: number;
  readonly this_week: number;
  readonly later: number;
  readonly waiting: number;
}

/** The ends of the piles that an inbox is sorted into. */
export interface DueBuckets {
  readonly now: Date;
  readonly endOfToday: Date;
  readonly endOfWeek: Date;
}

const DUE = `coalesce(task.due_at, 'infinity'::timestamptz)`;
/** In whose inbox a task is; as the index of the inbox has it. */
const DESK = 'coalesce(task.desk, task.role)';

/** Reads inboxes, within what somebody may see. */
@Injectable()
export class InboxReader {
  constructor(
    private readonly database: Database,
    private readonly sights: Sights,
  ) {}

  async page(principal: Principal, filter: TaskPageFilter): Promise<TaskRow[]> {
    return this.pageQuery(principal, filter).getMany();
  }

  /** The statement of a page; shown for what looks at its plan. */
  pageQuery(principal: Principal, filter: TaskPageFilter): SelectQueryBuilder<TaskRow> {
    const query = this.matching(principal, filter).orderBy(DUE, 'ASC').addOrderBy('task.id', 'ASC').limit(filter.limit);
    if (filter.after) query.andWhere(`(${DUE}, task.id) > (:due::timestamptz, :id::uuid)`, filter.after);
    return query;
  }

  async counts(principal: Principal, filter: TaskFilter, buckets: DueBuckets): Promise<TaskCount[]> {
    return this.countsQuery(principal, filter, buckets).getRawMany<TaskCount>();
  }

  /** One statement over the index of the inbox: it holds all that is counted by. */
  countsQuery(principal: Principal, filter: TaskFilter, buckets: DueBuckets): SelectQueryBuilder<TaskRow> {
    const number = (condition: string) => `(count(*) filter (where ${condition}))::int`;
    return this.matching(principal, filter)
      .select(DESK, 'role')
      .addSelect('task.section', 'section')
      .addSelect('task.service', 'service')
      .addSelect('count(*)::int', 'total')
      .addSelect('count(task.claimed_by)::int', 'claimed')
      .addSelect(number(`${DUE} < :now`), 'overdue')
      .addSelect(number(`${DUE} >= :now and ${DUE} < :endOfToday`), 'today')
      .addSelect(number(`${DUE} >= :endOfToday and ${DUE} < :endOfWeek`), 'this_week')
      .addSelect(number(`${DUE} >= :endOfWeek and ${DUE} < 'infinity'`), 'later')
      .addSelect(number(`${DUE} = 'infinity'`), 'waiting')
      .setParameters({ ...buckets })
      .groupBy(DESK)
      .addGroupBy('task.section')
      .addGroupBy('task.service')
      .orderBy(DESK)
      .addOrderBy('task.section')
      .addOrderBy('task.service');
  }

  private matching(principal: Principal, filter: TaskFilter): SelectQueryBuilder<TaskRow> {
    const query = this.database.source.manager
      .createQueryBuilder(TaskRow, 'task')
      .where('task.agency = :agency', { agency: principal.agency })
      // As it stands in the indexes of open tasks: a parameter would not be seen to be the same.
      .andWhere(filter.status === 'open' ? `task.status = 'open'` : 'task.status = :status', { status: filter.status });
    const rules = this.sights.rules(principal, 'tasks.read');
    if (rules) query.andWhere(tasksInSight('task', rules));
    if (filter.roles) ofRoles(query, filter.roles);
    const { turn, section, service, application, assignee, dueFrom, dueBefore } = filter;
    if (turn) query.andWhere('task.role = :turn', { turn });
    if (section) query.andWhere('task.section = :section', { section });
    if (service) query.andWhere('task.service = :service', { service });
    if (application) query.andWhere('task.application_id = :application', { application });
    if (assignee === null) query.andWhere('task.claimed_by is null');
    else if (assignee) query.andWhere('task.claimed_by = :assignee', { assignee });
    if (dueFrom) query.andWhere(`${DUE} >= :dueFrom`, { dueFrom });
    if (dueBefore) query.andWhere(`${DUE} < :dueBefore`, { dueBefore });
    if (filter.q !== undefined) ofCase(query, filter.q);
    return query;
  }
}

function ofRoles(query: SelectQueryBuilder<TaskRow>, roles: readonly HeldRole[]): void {
  // For one role the index of the inbox serves the order as well.
  const either = roles.map((held, i) => `(${DESK} = :role${i}${held.section ? ` and task.section = :section${i}` : ''})`);
  // prettier-ignore
  const values = Object.fromEntries(roles.flatMap(({ role, section }, i) => [[`role${i}`, role], [`section${i}`, section]]));
  query.andWhere(`(${either.join(' or ')})`, values);
}

function ofCase(query: SelectQueryBuilder<TaskRow>, q: string): void {
  const asked = askedFor(q);
  const words = asked.words.map((word) => wordPattern(asked, word));
  const like = words.map((_, i) => `a.search like :word${i}`).join(' and ');
  const found = `select 1 from applications a where a.agency = task.agency and a.id = task.application_id and ${like}`;
  query.andWhere(`exists (${found})`, Object.fromEntries(words.map((word, i) => [`word${i}`, word])));
}
