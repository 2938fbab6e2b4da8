import { checkRoles } from './check-names.js';
import { oneOf, type Problems } from './problem.js';
import type { Agency, SopDefinition, Statutory } from './sop-definition.js';

/** The statutory clock must be able to start, and its warnings must come in order while it runs. */
export function checkStatutory(
  { workingDays, startsAfter, remindBefore, to }: Statutory,
  { steps }: Pick<SopDefinition, 'steps'>,
  agency: Agency | undefined,
  problems: Problems,
): void {
  if (!steps.some(({ no }) => no === startsAfter))
    problems.add(
      ['statutory', 'startsAfter'],
      `There is no step ${startsAfter}; the clock can start after ${oneOf(steps.map(({ no }) => String(no)))}.`,
    );
  remindBefore.forEach((days, i) => {
    const most = i === 0 ? workingDays : remindBefore[i - 1]!;
    if (days >= most)
      problems.add(
        ['statutory', 'remindBefore', i],
        i === 0
          ? `A warning must come after the clock has started: fewer than ${workingDays} working days before its end.`
          : `The earliest warning comes first: this must be fewer than ${most} days.`,
      );
  });
  if (to && agency) checkRoles(to, agency, ['statutory', 'to'], problems);
}
