import type { Agency } from '../../src/sop/sop-definition.js';
import type { ServiceView } from '../../src/modules/catalogue/service.view.js';
import type { TaskView } from '../../src/modules/tasks/task.view.js';
import type { ApplicationView } from '../../src/workflow/application.view.js';
import { DefinitionRegistry } from '../../src/workflow/definition-registry.js';
import type { Booted } from './boot.js';
import { ok } from './client.js';

/** How a step is ended: by the key of an outcome with its example as input, or with an input of one's own. */
export type Choice = string | { readonly outcome: string; readonly input?: object; readonly note?: string };

/**
 * What to do at a step that is reached for the n-th time (from 1): undefined takes the forward path,
 * `STOP` leaves the case as it is.
 */
export type Pick = (task: TaskView, visit: number) => Choice | typeof STOP | undefined;
export const STOP = Symbol('stop');

/** One completed step of a walk. */
export interface Walked {
  readonly no: number;
  readonly task: TaskView;
  readonly outcome: string;
  readonly input: object;
  readonly username: string;
  readonly at: string;
  readonly after: ApplicationView;
}

/** A case that was walked, up to an ending or to the configured stop. */
export interface Walk {
  readonly application: ApplicationView;
  readonly steps: readonly Walked[];
}

/** Walks by number of step: `{ 5: 'refuse', 18: ['revise', 'ok'] }`, one choice per visit; then the forward path. */
export function choices(by: Readonly<Record<number, Choice | readonly Choice[] | typeof STOP>>): Pick {
  return ({ step: { no } }, visit) => {
    const choice = by[no];
    return Array.isArray(choice) ? (choice as readonly Choice[])[visit - 1] : (choice as Choice | typeof STOP | undefined);
  };
}

/** Opens an application of a service with the example of its form. */
export async function open(service: Booted, code: string, username?: string): Promise<ApplicationView> {
  const session = await service.as(username ?? userFor(agencyOf(service, code), 'applicant'));
  const { form, applicant } = ok(await session.get<ServiceView>(`/v1/services/${code}`));
  const [filled, who] = [example(form), example(applicant)];
  return ok(await session.post<ApplicationView>('/v1/applications', { service: code, form: filled, applicant: who }));
}

/** Opens an application of a service and takes it from step to step, knowing nothing of its SOP. */
export async function walk(service: Booted, code: string, pick: Pick = () => undefined): Promise<Walk> {
  service.pass(1);
  return walkOn(service, await open(service, code), pick);
}

/** Takes an open application on; each step takes a minute. */
export async function walkOn(service: Booted, from: ApplicationView, pick: Pick = () => undefined): Promise<Walk> {
  const steps: Walked[] = [];
  let application = from;
  while (application.openTasks.length > 0) {
    if (steps.length > 200) throw new Error('this walk does not end');
    const { task, session, username } = await turn(service, application);
    const { no } = task.step;
    const choice = pick(task, 1 + steps.filter((step) => step.no === no).length) ?? task.outcomes[0]!.key;
    if (choice === STOP) break;
    service.pass(1);
    const done = typeof choice === 'string' ? { outcome: choice } : choice;
    const input = done.input ?? exampleOf(task, done.outcome);
    application = ok(await session.post<ApplicationView>(`/v1/tasks/${task.id}/complete`, { ...done, input }));
    steps.push({ no, task, outcome: done.outcome, input, username, at: service.clock.now().toISOString(), after: application });
  }
  application = { ...application, trackingCode: await trackingCodeOf(service, application) };
  return { application, steps };
}

/** The tracking code of a case, which its applicant alone is shown. */
async function trackingCodeOf(service: Booted, { id, service: code }: ApplicationView): Promise<string | null> {
  const applicant = await service.as(userFor(agencyOf(service, code), 'applicant'));
  const answer = await applicant.get<ApplicationView>(`/v1/applications/${id}`);
  return answer.status === 200 ? answer.body.trackingCode : null;
}

/** Does the one step that is open, now: by the outcome with this key, or forward. */
export async function doStep(service: Booted, application: ApplicationView, outcome?: string): Promise<ApplicationView> {
  const { task, session } = await turn(service, application);
  const key = outcome ?? task.outcomes[0]!.key;
  return ok(await session.complete(task.id, key, exampleOf(task, key)));
}

/** Whose turn it is, and the task as they see it. */
async function turn(service: Booted, { service: code, openTasks }: ApplicationView) {
  const open = openTasks[0]!;
  const username = userFor(agencyOf(service, code), open.role, open.section);
  const session = await service.as(username);
  return { username, session, task: ok(await session.get<TaskView>(`/v1/tasks/${open.id}`)) };
}

/** The example of one outcome's input. */
export function exampleOf(task: TaskView, outcome: string): object {
  const found = task.outcomes.find(({ key }) => key === outcome);
  if (!found) throw new Error(`step ${task.step.no} has no outcome ${outcome}`);
  return example(found.input);
}

/** Who does a task: the demo user that the agency's file names for the role. */
export function userFor(agency: Agency, role: string, section?: string | null): string {
  const found = agency.demoUsers.find((user) => user.roles.some((held) => held.role === role && (!section || held.section === section)));
  if (!found) throw new Error(`${agency.code} has no demo user for ${role} ${section ?? ''}`);
  return found.username;
}

export function agencyOf(service: Booted, code: string): Agency {
  const registry = service.app.get(DefinitionRegistry);
  const found = registry.agencies().find((agency) => registry.services(agency.code).some(({ definition }) => definition.code === code));
  if (!found) throw new Error(`no agency offers ${code}`);
  return found;
}

function example(schema: object): object {
  return (schema as { examples: object[] }).examples[0]!;
}
