import { GraphQLSchemaHost } from '@nestjs/graphql';
import type { GraphQLField } from 'graphql';
import { PERMISSIONS, scopeOf, type Action } from '../src/platform/auth/permissions.js';
import { DefinitionRegistry } from '../src/workflow/definition-registry.js';
import { Tokens } from '../src/platform/auth/tokens.js';
import { boot, type Booted } from './support/boot.js';
import { ok, Session, type PageOf } from './support/client.js';
import { NOBODY } from './support/hostile.js';
import { READING } from './support/reading.js';
import { open, STOP, walkOn } from './support/walk.js';
import type { ApplicationView } from '../src/workflow/application.view.js';

const AGENCY = 'dpmptspk-dairi';
/** What is reached without signing in and stands in no contract: pages with their scripts, and the door that asks per field. */
const OUTSIDE = /^\/(docs|graphiql|graphql)(\/|$|-)|^\*$|^\/\*$/;

interface Operation {
  readonly 'x-permission'?: Action | 'public';
}
interface Door {
  readonly name: string;
  readonly action: Action | 'public' | undefined;
  /** Whether somebody is let in; what they find there is another matter. */
  readonly opens: (session: Session) => Promise<boolean>;
}

let service: Booted;
let roles: { name: string; session: Session; role: string }[];
let routes: Door[];
let fields: Door[];

beforeAll(async () => {
  service = await boot();
  const agency = service.app.get(DefinitionRegistry).agency(AGENCY);
  // A role that only this agency has is staff like any other.
  const codes = [...agency.roles.map(({ code, perSection }) => ({ role: code, ...(perSection && { section: 'I' }) })), { role: 'inspector' }];
  roles = await Promise.all(
    codes.map(async (held) => {
      const principal = { agency: AGENCY, id: NOBODY, name: held.role, kind: 'person', roles: [held] } as const;
      return { name: held.role, role: held.role, session: new Session(service.app, await service.app.get(Tokens).issue(principal, 3600)) };
    }),
  );
  routes = await restDoors();
  fields = graphqlDoors();
});
afterAll(() => service.close());

async function restDoors(): Promise<Door[]> {
  const { paths } = (await service.app.inject('/docs/openapi.json')).json<{ paths: Record<string, Record<string, Operation>> }>();
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => {
      const url = path.replace('{year}', '2026').replace(/\{\w+\}/g, NOBODY);
      return {
        name: `${method.toUpperCase()} ${path}`,
        action: operation['x-permission'],
        opens: async (session) => {
          const answer = await service.app.inject({
            method: method.toUpperCase() as 'GET',
            url,
            headers: session.token ? { authorization: `Bearer ${session.token}` } : {},
            ...(method !== 'get' && { payload: {} }),
          });
          const { code } = /json/.test(String(answer.headers['content-type'])) ? answer.json<{ code?: string }>() : {};
          if (answer.statusCode >= 500) throw new Error(`${path} answered ${answer.statusCode}`);
          return code !== 'NOT_ALLOWED' && code !== 'SIGN_IN_NEEDED';
        },
      };
    }),
  );
}

function graphqlDoors(): Door[] {
  const { schema } = service.app.get(GraphQLSchemaHost);
  const of = (keyword: 'query' | 'mutation') => {
    const type = keyword === 'query' ? schema.getQueryType() : schema.getMutationType();
    return Object.values(type!.getFields()).map((field) => ({
      name: `${keyword} ${field.name}`,
      action: field.extensions['permission'] as Action | 'public' | undefined,
      opens: async (session: Session) => {
        const { body } = await session.graphql(documentOf(keyword, field));
        const codes = (body.errors ?? []).map(({ extensions }) => extensions.code);
        if (codes.includes('GRAPHQL_VALIDATION_FAILED')) throw new Error(`${field.name}: ${JSON.stringify(body.errors)}`);
        return !codes.includes('NOT_ALLOWED') && !codes.includes('SIGN_IN_NEEDED');
      },
    }));
  };
  return [...of('query'), ...of('mutation')];
}

/** The smallest document that asks for a field: the guard stands before its arguments are looked at. */
function documentOf(keyword: string, field: GraphQLField<unknown, unknown>): string {
  const { args } = field;
  const given = args.filter(({ type }) => String(type).endsWith('!')).map(({ name, type }) => `${name}: ${literal(String(type).slice(0, -1), name)}`);
  return `${keyword} { ${field.name}${given.length > 0 ? `(${given.join(', ')})` : ''} { __typename } }`;
}

function literal(type: string, name: string): string {
  if (type === 'String') return name === 'id' ? `"${NOBODY}"` : '"x"';
  if (type === 'Int' || type === 'Float') return '1';
  if (type === 'Boolean') return 'true';
  if (type === 'JSON') return '{}';
  const { schema } = service.app.get(GraphQLSchemaHost);
  const input = schema.getType(type.replace(/[![\]]/g, ''));
  if (!input || !('getFields' in input)) throw new Error(`no value for ${type}`);
  const inner = Object.values(input.getFields() as Record<string, { name: string; type: unknown }>)
    .filter((one) => String(one.type).endsWith('!'))
    .map((one) => `${one.name}: ${literal(String(one.type).slice(0, -1), one.name)}`);
  const one = `{ ${inner.join(', ')} }`;
  return type.startsWith('[') ? `[${one}]` : one;
}

/** A stream answers when it ends: its field and its list are the same action. */
const answersAtOnce = ({ name }: Door) => name !== 'GET /v1/notifications/stream';

describe('the table', () => {
  test('names a rule for every route and every field, and no rule for nothing', () => {
    const doors = [...routes, ...fields, ...subscriptions()];
    expect(doors.filter(({ action }) => action === undefined || (action !== 'public' && !(action in PERMISSIONS)))).toEqual([]);
    const used = new Set(doors.map(({ action }) => action));
    // Two are asked within a service, beside the action of the route.
    expect(Object.keys(PERMISSIONS).filter((action) => !used.has(action as Action))).toEqual(['books.seed', 'stand-ins.manage']);
  });

  test('leaves out no route that the service answers on', () => {
    const known = (service.app.getHttpAdapter().getInstance() as unknown as { knownRoutes: { url: string; method: string }[] }).knownRoutes;
    const served = known
      .filter(({ url, method }) => method !== 'HEAD' && !OUTSIDE.test(url))
      .map(({ url, method }) => `${method} ${url.replace(/:(\w+)/g, '{$1}')}`);
    expect([...new Set(served)].sort()).toEqual(routes.map(({ name }) => name).sort());
    expect(routes.filter(({ action }) => action === 'public').map(({ name }) => name)).toEqual(
      expect.arrayContaining(['POST /v1/auth/token', 'GET /v1/track/{receiptNumber}', 'GET /v1/verify/{code}', 'GET /health/live']),
    );
  });

  function subscriptions(): Door[] {
    const type = service.app.get(GraphQLSchemaHost).schema.getSubscriptionType();
    return Object.values(type?.getFields() ?? {}).map((field) => ({
      name: `subscription ${field.name}`,
      action: field.extensions['permission'] as Action,
      opens: () => Promise.resolve(true),
    }));
  }
});

describe('every role', () => {
  test.each(['REST', 'GraphQL'])('is let in by %s where the table says so, and nowhere else', async (door) => {
    const wrong: string[] = [];
    for (const { name, action, opens } of (door === 'REST' ? routes : fields).filter(answersAtOnce)) {
      for (const { role, session } of roles) {
        const allowed = action === 'public' || (action !== undefined && scopeOf(role, action) !== undefined);
        if ((await opens(session)) !== allowed) wrong.push(`${role}: ${name} should ${allowed ? '' : 'not '}open`);
      }
      const anonymous = await opens(service.client.anonymous());
      if (anonymous !== (action === 'public')) wrong.push(`nobody: ${name}`);
    }
    expect(wrong).toEqual([]);
  }, 60_000);
});

/** By which user names each role acts in the demonstration. */
const USERS = ['pemohon', 'frontoffice', 'umum', 'backoffice1', 'backoffice2', 'timteknis', 'kabid', 'sekretaris', 'kadis', 'admin', 'pelapor'];

/** Whether somebody should see a case that has come as far as a row, by the reading of the SOPs. */
function shouldSee(username: string, code: string, rowsSoFar: readonly number[]): boolean {
  if (username.startsWith('backoffice')) return READING[code]![5]!.section === (username === 'backoffice1' ? 'I' : 'II');
  return username !== 'timteknis' || rowsSoFar.some((no) => READING[code]![no]!.role === 'technical-team');
}

describe.each(['iumk', 'sik-perekam-medis'])('every task of %s', (code) => {
  test('is seen by who may see the case, worked on by its role, and hidden from the other section and from neighbours', async () => {
    const neighbour = new Session(
      service.app,
      await service.app
        .get(Tokens)
        .issue({ agency: AGENCY, id: NOBODY.replace('7000', '7001'), name: 'Tetangga', kind: 'person', roles: [{ role: 'applicant' }] }, 3600),
    );
    const passed: number[] = [];
    let application = await open(service, code);
    const wrong: unknown[] = [];
    while (application.openTasks.length > 0) {
      const [task] = application.openTasks;
      passed.push(task!.step);
      const row = READING[code]![task!.step]!;
      for (const username of USERS) {
        const session = await service.as(username);
        const sees = shouldSee(username, code, passed);
        const found = {
          application: (await session.get(`/v1/applications/${application.id}`)).status,
          listed: ok(await session.get<PageOf<ApplicationView>>('/v1/applications?limit=200')).items.some(({ id }) => id === application.id),
          timeline: (await session.get(`/v1/applications/${application.id}/timeline`)).status,
          documents: (await session.get(`/v1/applications/${application.id}/documents`)).status,
          task: (await session.get(`/v1/tasks/${task!.id}`)).status,
          inbox: ok(await session.get<PageOf<{ id: string }>>('/v1/tasks?role=any&limit=200')).items.some(({ id }) => id === task!.id),
        };
        const status = sees ? 200 : 404;
        const expected = { application: status, listed: sees, timeline: status, documents: status, task: status, inbox: sees };
        if (JSON.stringify(found) !== JSON.stringify(expected)) wrong.push({ step: task!.step, username, found, expected });
        const holder = session.principal!.roles.some(({ role, section }) => role === row.role && (!row.section || section === row.section));
        // An outcome that the step does not have: whoever may work on it is told so, everybody else that it is not theirs.
        const { body } = await session.complete(task!.id, 'no-such-outcome');
        if ((body.code !== 'NOT_YOUR_TASK' && body.code !== 'TASK_NOT_FOUND') !== holder) wrong.push({ step: task!.step, username, code: body.code });
      }
      for (const url of [`/v1/applications/${application.id}`, `/v1/tasks/${task!.id}`, `/v1/applications/${application.id}/documents`])
        if ((await neighbour.get(url)).status !== 404) wrong.push({ step: task!.step, neighbour: url });
      if ((await neighbour.complete(task!.id, 'submitted')).status !== 404) wrong.push({ step: task!.step, neighbour: 'complete' });
      const walked = await walkOn(service, application, (_, visit) => (visit > 1 || passed.length < 1 ? STOP : undefined), 1);
      application = walked.application;
    }
    expect(wrong).toEqual([]);
    expect(passed).toContain(8);
  }, 120_000);
});
