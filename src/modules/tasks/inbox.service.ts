import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { APPLICANT, type HeldRole, type Principal } from '../../kernel/principal.js';
import { aMoment, anId, decodeCursor, encodeCursor, pageOf, type Page } from '../../platform/api/paging.js';
import type { PageQuery } from '../../platform/api/page-query.js';
import { CaseReader } from '../../workflow/case-reader.js';
import { DefinitionRegistry } from '../../workflow/definition-registry.js';
import { InboxReader, type TaskFilter } from '../../workflow/inbox-reader.js';
import { Orphans } from '../../workflow/orphans.js';
import { bucketsOf, dueBy, inBucket } from './due-buckets.js';
import { orphanView, taskCountsView, type OrphanView, type TaskCountsView } from './inbox.view.js';
import { taskFor, TaskViews } from './task-views.js';
import type { TaskSummaryView } from './task.view.js';
import type { TaskCountsQuery, TasksQuery } from './tasks.query.js';

const LIST = 'tasks';
const ORPHANS = 'orphans';
const CURSOR = [(text: string) => text === 'infinity' || aMoment(text), anId];

/** Roles that look after the whole, and never do a row. */
const DESKLESS = ['admin', 'reports', 'auditor'];

/** What is to be done: lists of tasks, how many there are, and whether a case has been left out. */
@Injectable()
export class InboxService {
  constructor(
    private readonly inbox: InboxReader,
    private readonly cases: CaseReader,
    private readonly registry: DefinitionRegistry,
    private readonly views: TaskViews,
    private readonly orphanCases: Orphans,
    private readonly clock: Clock,
  ) {}

  async list(principal: Principal, query: TasksQuery): Promise<Page<TaskSummaryView>> {
    const { status = 'open', application, q, limit } = query;
    const [due, id] = query.after === undefined ? [] : decodeCursor(LIST, query.after, CURSOR);
    const rows = await this.inbox.page(principal, {
      ...filterOf(principal, query),
      ...this.dueRange(principal, query),
      status,
      application,
      q,
      after: due && id ? { due, id } : undefined,
      limit: limit + 1,
    });
    const applications = await this.cases.applicationsById(principal, [...new Set(rows.map((row) => row.application_id))]);
    const byId = new Map(applications.map((row) => [row.id, row]));
    const reader = await this.views.readerOf(principal, applications);
    const views = await Promise.all(
      rows.map(async (row) => ({ row, view: taskFor(principal, await this.views.summary(row, byId.get(row.application_id)!, reader)) })),
    );
    return pageOf(
      views,
      limit,
      ({ view }) => view,
      ({ row }) => encodeCursor(LIST, [row.due_at?.toISOString() ?? 'infinity', row.id]),
    );
  }

  async counts(principal: Principal, query: TaskCountsQuery): Promise<TaskCountsView> {
    const buckets = this.buckets(principal);
    const rows = await this.inbox.counts(principal, { ...filterOf(principal, query), status: 'open' }, buckets);
    return taskCountsView(rows, buckets);
  }

  async orphans({ agency }: Principal, { limit, after }: PageQuery): Promise<Page<OrphanView>> {
    const last = after === undefined ? undefined : decodeCursor(ORPHANS, after, [anId])[0];
    return pageOf(await this.orphanCases.list(agency, limit + 1, last), limit, orphanView, ({ id }) => encodeCursor(ORPHANS, [id]));
  }

  /** A pile, and by when at the latest: what is in both. */
  private dueRange(principal: Principal, { due, bucket }: TasksQuery): Pick<TaskFilter, 'dueFrom' | 'dueBefore'> {
    if (!due && !bucket) return {};
    const buckets = this.buckets(principal);
    const pile = bucket ? inBucket(bucket, buckets) : {};
    if (!due) return pile;
    const { dueBefore } = dueBy(due, buckets);
    const sooner = pile.dueBefore instanceof Date && dueBefore instanceof Date && pile.dueBefore < dueBefore;
    return { ...pile, dueBefore: sooner ? pile.dueBefore : dueBefore };
  }

  private buckets({ agency }: Principal) {
    return bucketsOf(this.clock.now(), this.registry.agency(agency).timeZone);
  }
}

function filterOf(principal: Principal, { role, section, service, assignee }: TaskCountsQuery): Omit<TaskFilter, 'status'> {
  return {
    // Whose turn it is: those of applicants without an account are in the inbox of a counter.
    ...(role === APPLICANT ? { turn: role } : { roles: rolesAsked(principal, role) }),
    section,
    service,
    assignee: assignee === 'me' ? principal.id : assignee === 'nobody' ? null : assignee,
  };
}

/** One role, `any`, or the reader's own: an inbox holds what one can do. Who has no desk in any SOP sees all. */
function rolesAsked(principal: Principal, role: string | undefined): readonly HeldRole[] | undefined {
  if (role === 'any') return undefined;
  if (role) return [{ role }];
  return principal.roles.some((held) => DESKLESS.includes(held.role)) ? undefined : principal.roles;
}
