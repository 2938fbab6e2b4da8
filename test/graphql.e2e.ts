import { GraphQLSchemaHost } from '@nestjs/graphql';
import { getNamedType, isObjectType, type GraphQLObjectType } from 'graphql';
import type { ApplicationDetailView } from '../src/workflow/application-detail.view.js';
import type { ServiceView } from '../src/modules/catalogue/service.view.js';
import type { TaskView } from '../src/modules/tasks/task.view.js';
import type { ApplicationView } from '../src/workflow/application.view.js';
import { boot, type Booted } from './support/boot.js';
import { ok, type PageOf, type Session } from './support/client.js';
import { WAYS } from './support/reading.js';
import { agencyOf, exampleOf, userFor } from './support/walk.js';

let service: Booted;
let clerk: Session;
beforeAll(async () => {
  service = await boot();
  clerk = await service.as('frontoffice');
});
afterAll(() => service.close());

/** What belongs to an application, and what REST has a path of its own for. */
const RELATIONS = ['tasks', 'timeline', 'documents', 'letters', 'serviceSummary'];

/** Every field of a type, down to the scalars: a field that one door has and the other has not is found out. */
function all(type: string): string {
  const object = service.app.get(GraphQLSchemaHost).schema.getType(type) as GraphQLObjectType;
  const own = Object.values(object.getFields()).filter(({ name }) => !(/^Application/.test(type) && RELATIONS.includes(name)));
  const fields = own.map((field) => {
    const inner = getNamedType(field.type);
    return `${field.name} ${isObjectType(inner) ? all(inner.name) : ''}`;
  });
  return `{ ${fields.join(' ')} }`;
}

const TASK = () => `query ($id: String!) { task(id: $id) ${all('Task')} }`;
const SERVICE = () => `query ($code: String!) { service(code: $code) ${all('Service')} }`;
const SUBMIT = () => `mutation ($input: OpenApplicationInput!) { submitApplication(input: $input) ${all('Application')} }`;
const COMPLETE = () => `mutation ($id: String!, $input: CompleteTaskInput!) { completeTask(id: $id, input: $input) ${all('Application')} }`;

/** The same case through GraphQL alone; each answer is held against that of REST. */
async function walkByGraphql(
  code: string,
  pick: Readonly<Record<number, string>>,
): Promise<{ application: ApplicationView; steps: number[] }> {
  const agency = agencyOf(service, code);
  const applicant = await service.as(userFor(agency, 'applicant'));
  const { service: view } = await applicant.query<{ service: ServiceView }>(SERVICE(), { code });
  const first = (schema: object) => (schema as { examples: object[] }).examples[0];
  const input = { service: code, form: first(view.form), applicant: first(view.applicant) };
  let { submitApplication: application } = await applicant.query<{ submitApplication: ApplicationView }>(SUBMIT(), { input });
  const steps: number[] = [];
  for (let [open] = application.openTasks; open; [open] = application.openTasks) {
    const session = await service.as(userFor(agency, open.role, open.section));
    const { task } = await session.query<{ task: TaskView }>(TASK(), { id: open.id });
    expect(task).toEqual(ok(await session.get(`/v1/tasks/${open.id}`)));
    const outcome = pick[open.step] ?? task.outcomes[0]!.key;
    service.pass(1);
    const done = { outcome, input: exampleOf(task, outcome), note: `langkah ${open.step}` };
    ({ completeTask: application } = await session.query<{ completeTask: ApplicationView }>(COMPLETE(), { id: open.id, input: done }));
    expect(ok(await clerk.get<ApplicationDetailView>(`/v1/applications/${application.id}`))).toMatchObject(application);
    steps.push(open.step);
  }
  return { application, steps };
}

/** A list by REST leaves out what takes a look at other cases. */
const listed = (page: object): unknown =>
  JSON.parse(JSON.stringify(page, (name, value: unknown) => (name === 'duplicates' ? undefined : value)));

describe('through GraphQL', () => {
  it.each([
    ['iumk', 'granted', 'granted', {}],
    ['iumk', 'rejected', 'refused', { 5: 'refuse' }],
    ['sik-perekam-medis', 'granted', 'granted', {}],
    ['sik-perekam-medis', 'rejected', 'denied', { 8: 'denied' }],
  ] as const)('%s can be %s (%s), with the same views as through REST', async (code, status, way, pick) => {
    const { application, steps } = await walkByGraphql(code, pick);
    expect(application.status).toBe(status);
    expect(steps).toEqual(WAYS[code]![way]);
  });

  it('services, applications, one application, tasks and who I am are those of REST', async () => {
    await walkByGraphql('iumk', { 5: 'refuse' });
    const { services } = await clerk.query<{ services: object[] }>(`{ services ${all('ServiceSummary')} }`);
    expect(services).toEqual(ok(await clerk.get<PageOf<object>>('/v1/services')).items);
    const { service: one } = await clerk.query<{ service: object }>(SERVICE(), { code: 'iumk' });
    expect(one).toEqual(ok(await clerk.get('/v1/services/iumk')));
    const { applications } = await clerk.query<{ applications: PageOf<ApplicationView> }>(
      `{ applications(limit: 2, service: "iumk", status: "rejected") { next items ${all('Application')} } }`,
    );
    expect(listed(applications)).toEqual(ok(await clerk.get('/v1/applications?limit=2&service=iumk&status=rejected')));
    const id = applications.items[0]!.id;
    const detail = `{ application(id: "${id}") ${all('ApplicationDetail')} }`;
    const { application } = await clerk.query<{ application: object }>(detail);
    expect(application).toEqual(ok(await clerk.get(`/v1/applications/${id}`)));
    const { tasks } = await clerk.query<{ tasks: object }>(
      `{ tasks(status: "done", role: "any", application: "${id}", limit: 3) { next items ${all('TaskSummary')} } }`,
    );
    expect(listed(tasks)).toEqual(ok(await clerk.get(`/v1/tasks?status=done&role=any&application=${id}&limit=3`)));
    const { me } = await clerk.query<{ me: object }>(`{ me ${all('Me')} }`);
    expect(me).toEqual(ok(await clerk.get('/v1/me')));
  });

  it('a refusal says the same as through REST', async () => {
    const { form } = ok(await clerk.get<{ form: { examples: object[] } }>('/v1/services/iumk'));
    const body = { service: 'iumk', applicant: { name: 'X' }, form: { ...form.examples[0], nik: '123', extra: 1 } };
    const rest = await clerk.post<Record<string, unknown>>('/v1/applications', body, { 'accept-language': 'en' });
    const graphql = await clerk.graphql(SUBMIT(), { input: body }, { 'accept-language': 'en' });
    const { instance: _instance, ...problem } = rest.body;
    expect(problem).toMatchObject({ status: 422, code: 'INPUT_INVALID' });
    expect(graphql.body.errors?.[0]).toMatchObject({ message: problem['detail'], extensions: problem });
  });

  it('a task is claimed and put back', async () => {
    const { submitApplication } = await (
      await service.as('pemohon')
    ).query<{ submitApplication: ApplicationView }>(SUBMIT(), {
      input: {
        service: 'iumk',
        form: ok(await clerk.get<{ form: { examples: object[] } }>('/v1/services/iumk')).form.examples[0],
        applicant: { name: 'A' },
      },
    });
    const applicant = await service.as('pemohon');
    const id = submitApplication.openTasks[0]!.id;
    await applicant.query(`mutation { claimTask(id: "${id}") { version } }`);
    expect(ok(await applicant.get<TaskView>(`/v1/tasks/${id}`)).claimedBy).toBe(applicant.principal!.id);
    const { releaseTask } = await applicant.query<{ releaseTask: ApplicationView }>(`mutation { releaseTask(id: "${id}") { version } }`);
    expect(releaseTask.version).toBe(3);
    expect(ok(await applicant.get<TaskView>(`/v1/tasks/${id}`)).claimedBy).toBeNull();
  });
});
