import { Int, ObjectType } from '@nestjs/graphql';
import { ApiField } from '../../platform/api/api-field.js';
import type { DueBuckets, TaskCount } from '../../workflow/inbox-reader.js';
import type { Orphan } from '../../workflow/orphans.js';

@ObjectType({ isAbstract: true })
class PileSizes {
  @ApiField(() => Int, { description: 'All of them.' })
  total: number;

  @ApiField(() => Int, { description: 'Taken by somebody.' })
  claimed: number;

  @ApiField(() => Int, { description: 'Their standard time is used up.' })
  overdue: number;

  @ApiField(() => Int, { description: 'Due later today.' })
  today: number;

  @ApiField(() => Int, { description: 'Due later this week, until Sunday.' })
  thisWeek: number;

  @ApiField(() => Int, { description: 'Due after this week.' })
  later: number;

  @ApiField(() => Int, { description: 'With a clock that stands still: the applicant has the ball.' })
  waiting: number;
}

@ObjectType('TaskCount', { description: 'How many open tasks of one role, section and service there are, by when they are due.' })
export class TaskCountView extends PileSizes {
  @ApiField(() => String, { description: 'Role in whose inbox they are.' })
  role: string;

  @ApiField(() => String, { description: 'Section, for a role that exists once per section.', nullable: true })
  section: string | null;

  @ApiField(() => String, { description: 'Code of the service.' })
  service: string;
}

@ObjectType('TaskCounts', { description: 'How full an inbox is: in all, and per role, section and service.' })
export class TaskCountsView extends PileSizes {
  @ApiField(() => String, { description: 'When it was counted (RFC 3339).' })
  at: string;

  @ApiField(() => String, { description: 'Where today ends, in the zone of the agency (RFC 3339).' })
  endOfToday: string;

  @ApiField(() => String, { description: 'Where this week ends (RFC 3339).' })
  endOfWeek: string;

  @ApiField(() => [TaskCountView], { description: 'Per role, section and service; what has none is left out.' })
  groups: TaskCountView[];
}

@ObjectType('Orphan', { description: 'An open case that is in nobody’s inbox.' })
export class OrphanView {
  @ApiField(() => String, { description: 'Id of the application.' })
  application: string;

  @ApiField(() => String, { description: 'Its number.' })
  number: string;

  @ApiField(() => String, { description: 'Code of its service.' })
  service: string;

  @ApiField(() => String, {
    description:
      'no-task (no row is open), no-desk (the agency’s file has no such role or section), no-holder (nobody holds it) or no-applicant.',
  })
  reason: string;

  @ApiField(() => String, { description: 'Its open task, if there is one.', nullable: true })
  task: string | null;

  @ApiField(() => String, { description: 'Role in whose inbox it would be.', nullable: true })
  role: string | null;

  @ApiField(() => String, { description: 'Section of that role.', nullable: true })
  section: string | null;
}

const PILES = ['total', 'claimed', 'overdue', 'today', 'thisWeek', 'later', 'waiting'] as const;

export function taskCountsView(rows: readonly TaskCount[], { now, endOfToday, endOfWeek }: DueBuckets): TaskCountsView {
  const groups = rows.map(({ this_week: thisWeek, ...row }) => ({ ...row, thisWeek }));
  const sums = Object.fromEntries(PILES.map((pile) => [pile, groups.reduce((sum, group) => sum + group[pile], 0)])) as unknown as PileSizes;
  return {
    at: now.toISOString(),
    endOfToday: endOfToday.toISOString(),
    endOfWeek: endOfWeek.toISOString(),
    ...sums,
    groups,
  };
}

export function orphanView({ id, ...orphan }: Orphan): OrphanView {
  return { application: id, ...orphan };
}
