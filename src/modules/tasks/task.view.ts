import { Float, Int, ObjectType } from '@nestjs/graphql';
import { ApiField } from '../../platform/api/api-field.js';
import { Json } from '../../platform/api/json.scalar.js';
import { ApplicationView } from '../../workflow/application.view.js';
import { CaseWarningView } from '../../workflow/case-warning.view.js';
import { DuplicateView } from '../../workflow/duplicate.view.js';

@ObjectType('TaskStep', { description: 'The row of the SOP that a task is.' })
export class TaskStepView {
  @ApiField(() => Int, { description: 'Number of the row.' })
  no: number;

  @ApiField(() => String, { description: 'The row, in the words of the SOP (kegiatan).' })
  activity: string;

  @ApiField(() => String, { description: 'The kind of work, such as check-completeness.' })
  does: string;

  @ApiField(() => String, { description: 'What has to be at hand (kelengkapan).' })
  completeness: string;

  @ApiField(() => String, { description: 'Standard time (waktu), as written.' })
  standardTime: string;

  @ApiField(() => String, { description: 'What comes out (output).' })
  output: string;
}

@ObjectType('TaskOutcome', { description: 'One way to end a task; the forward path comes first.' })
export class TaskOutcomeView {
  @ApiField(() => String, { description: 'Key to complete the task with.' })
  key: string;

  @ApiField(() => String, { description: 'Label, in the language of the reader.' })
  label: string;

  @ApiField(() => Json, { description: 'Number of the next row, or how the case ends.', json: 'number or text' })
  leadsTo: number | string;

  @ApiField(() => Json, { description: 'JSON Schema of the input; its `examples` are accepted as they stand.' })
  input: object;
}

@ObjectType('TaskClock', {
  description: 'The clock of a task, in working time. A row whose standard is in days counts days, one in hours counts minutes.',
})
export class TaskClockView {
  @ApiField(() => String, { description: 'day or minute.' })
  unit: string;

  @ApiField(() => Float, { description: 'Standard time of the row.' })
  standard: number;

  @ApiField(() => Float, {
    description: 'What earlier visits of the row have used of it, unless its clock starts anew, and this one until now.',
  })
  used: number;

  @ApiField(() => Float, {
    description: 'What is left until the deadline; negative when it is overdue; null while the clock stands still.',
    nullable: true,
  })
  left: number | null;

  @ApiField(() => String, { description: '`applicant` while the case waits for them and the clock stands still.', nullable: true })
  pausedBy: string | null;

  @ApiField(() => String, { description: 'Since when it waits for them (RFC 3339).', nullable: true })
  pausedSince: string | null;
}

@ObjectType('CaseTask', { description: 'A task as its case shows it.' })
export class CaseTaskView {
  @ApiField(() => String, { description: 'Id.' })
  id: string;

  @ApiField(() => String, { description: 'open, done or cancelled.' })
  status: string;

  @ApiField(() => String, { description: 'Role whose turn it is.' })
  role: string;

  @ApiField(() => String, { description: 'Section, for a role that exists once per section.', nullable: true })
  section: string | null;

  @ApiField(() => String, { description: 'Code of the service.' })
  service: string;

  @ApiField(() => String, { description: 'When it was opened (RFC 3339).' })
  openedAt: string;

  @ApiField(() => String, {
    description: 'When its standard time is used up (RFC 3339); null while the applicant has the ball.',
    nullable: true,
  })
  dueAt: string | null;

  @ApiField(() => Boolean, { description: 'Whether that moment has passed.' })
  overdue: boolean;

  @ApiField(() => String, { description: 'Id of who has taken it.', nullable: true })
  claimedBy: string | null;

  @ApiField(() => String, { description: 'Key of the outcome it was ended with.', nullable: true })
  outcome: string | null;

  @ApiField(() => String, { description: 'When it was ended (RFC 3339).', nullable: true })
  completedAt: string | null;

  @ApiField(() => String, {
    description:
      'Why the reader may not do it though it is for their role: SEPARATION_OF_DUTIES or OWN_APPLICATION; null where nothing keeps them from it.',
    nullable: true,
  })
  keptFrom: string | null;

  @ApiField(() => TaskClockView, { description: 'Its clock; null once it is done.', nullable: true })
  clock: TaskClockView | null;

  @ApiField(() => TaskStepView, { description: 'The row of the SOP.' })
  step: TaskStepView;
}

@ObjectType('TaskSummary', { description: 'A task as the inbox lists it.' })
export class TaskSummaryView extends CaseTaskView {
  @ApiField(() => ApplicationView, { description: 'The case.' })
  application: ApplicationView;
}

@ObjectType('OutsideWork', { description: 'What another system does for a task.' })
export class OutsideWorkView {
  @ApiField(() => String, { description: 'The system: oss.' })
  system: string;

  @ApiField(() => String, { description: 'sending, accepted, refused, or by-hand.' })
  state: string;

  @ApiField(() => String, { description: 'The sentence that it gave.', nullable: true })
  detail: string | null;

  @ApiField(() => String, { description: 'Since when (RFC 3339).' })
  at: string;
}

@ObjectType('Task', { description: 'A task with the ways to end it, for a front end to draw the form.' })
export class TaskView extends TaskSummaryView {
  @ApiField(() => [TaskOutcomeView], {
    description: 'How it can be ended, the forward path first; empty once it is done, and where the reader is kept from it.',
  })
  outcomes: TaskOutcomeView[];

  @ApiField(() => OutsideWorkView, {
    description: 'How far another system is with what this task waits for; null where none is asked. It can be done by hand at any time.',
    nullable: true,
  })
  outside: OutsideWorkView | null;

  @ApiField(() => [CaseWarningView], { description: 'Rules of the service that the application does not meet, to be looked at.' })
  warnings: CaseWarningView[];

  @ApiField(() => [DuplicateView], {
    description: 'Other applications of the same person for the same service; an applicant sees their own alone.',
  })
  duplicates: DuplicateView[];
}
