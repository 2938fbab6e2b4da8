import { Int, ObjectType } from '@nestjs/graphql';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { ApiField } from '../platform/api/api-field.js';
import type { OpenTask } from '../sop/case-events.js';
import { deadlineOf, type WorkingClock } from '../sop/deadline.js';
import type { SopDefinition } from '../sop/sop-definition.js';
import { DuplicateView } from './duplicate.view.js';
import type { ApplicationRow } from './application.entity.js';
import { CaseWarningView, caseWarningViews } from './case-warning.view.js';
import { ApplicationClockView, applicationClockView, StatutoryClockView, statutoryClockView, type Timing } from './clock.view.js';

@ObjectType({ description: 'An open step of an application, for one role.' })
export class OpenTaskView {
  @ApiField(() => String, { description: 'Id of the task.' })
  id: string;

  @ApiField(() => Int, { description: 'Number of the SOP row.' })
  step: number;

  @ApiField(() => String, { description: 'Role whose turn it is.' })
  role: string;

  @ApiField(() => String, { description: 'Section of the agency, for a role that exists once per section.', nullable: true })
  section: string | null;

  @ApiField(() => String, {
    description: 'When its standard time is used up (RFC 3339); null while the applicant has the ball.',
    nullable: true,
  })
  dueAt: string | null;
}

@ObjectType('Application', { description: 'One case, from submission to hand-over.' })
export class ApplicationView {
  @ApiField(() => String, { description: 'Id.' })
  id: string;

  @ApiField(() => String, { description: 'Application number.' })
  number: string;

  @ApiField(() => String, { description: 'Code of the service that is applied for.' })
  service: string;

  @ApiField(() => String, { description: 'open, granted, rejected or withdrawn.' })
  status: string;

  @ApiField(() => String, { description: 'Name of the applicant.' })
  applicantName: string;

  @ApiField(() => String, { description: 'Number of the receipt, once there is one.', nullable: true })
  receiptNumber: string | null;

  @ApiField(() => String, {
    description: 'Code that opens the public tracking page together with the receipt number; for the applicant alone.',
    nullable: true,
  })
  trackingCode: string | null;

  @ApiField(() => Int, { description: 'Version; also the ETag.' })
  version: number;

  @ApiField(() => String, { description: 'When it was opened (RFC 3339).' })
  openedAt: string;

  @ApiField(() => String, { description: 'When it last changed (RFC 3339).' })
  updatedAt: string;

  @ApiField(() => String, { description: 'When it ended (RFC 3339).', nullable: true })
  closedAt: string | null;

  @ApiField(() => [OpenTaskView], { description: 'Whose turn it is.' })
  openTasks: OpenTaskView[];

  @ApiField(() => ApplicationClockView, { description: 'Its working time against the standard of the SOP, and what pauses it.' })
  clock: ApplicationClockView;

  @ApiField(() => StatutoryClockView, { description: 'The time that a law gives; null where the SOP names none.', nullable: true })
  statutory: StatutoryClockView | null;

  @ApiField(() => [CaseWarningView], { description: 'Rules of the service that it does not meet, for whoever checks it to look at.' })
  warnings: CaseWarningView[];

  /** Of GraphQL it is a field of its own. */
  @ApiPropertyOptional({
    description:
      'Other applications of the same person for the same service; an applicant sees their own alone. In the answer of opening, and of GET /v1/applications/{id}.',
    type: () => [DuplicateView],
  })
  duplicates?: readonly DuplicateView[];
}

/** A case as both doors show it: a whitelist, so that a new column never leaks. */
export function applicationView(
  row: ApplicationRow,
  definition: SopDefinition,
  timing: Timing,
  trackingCode: string | null = null,
): ApplicationView {
  return {
    id: row.id,
    number: row.number,
    service: row.service,
    status: row.status,
    applicantName: row.applicant_name,
    receiptNumber: row.receipt_number,
    trackingCode,
    version: row.version,
    openedAt: row.opened_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
    closedAt: row.closed_at?.toISOString() ?? null,
    openTasks: row.state.open.map((task) => openTask(task, timing.working)),
    clock: applicationClockView(definition, row.state, timing),
    statutory: statutoryClockView(definition, row.state, timing),
    warnings: caseWarningViews(definition, row.state.warnings),
  };
}

function openTask(task: OpenTask, working: WorkingClock): OpenTaskView {
  const { id, step, role, section } = task;
  return { id, step, role, section, dueAt: deadlineOf(task, working)?.toISOString() ?? null };
}
