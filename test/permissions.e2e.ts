import { randomUUID } from 'node:crypto';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import type { HeldRole } from '../src/kernel/principal.js';
import { PERMISSIONS, scopeOf, type Action } from '../src/platform/auth/permissions.js';
import { DefinitionRegistry } from '../src/workflow/definition-registry.js';
import { boot, type Booted } from './support/boot.js';
import { Session } from './support/client.js';
import { graphqlOperations, restOperations, type ContractOperation } from './support/operations.js';
import { tokensOf } from './support/tokens.js';

const AGENCY = 'dpmptspk-dairi';
/** What is reached without signing in and stands in no contract: pages with their scripts, and the door that asks per field. */
const OUTSIDE = /^\/(docs|graphiql|graphql|reports|oss)(\/|$|-)|^\*$|^\/\*$/;

let service: Booted;
let roles: { name: string; session: Session; role: string }[];
let codes: readonly HeldRole[];
let routes: ContractOperation[];
let fields: ContractOperation[];

beforeAll(async () => {
  service = await boot();
  const agency = service.app.get(DefinitionRegistry).agency(AGENCY);
  // A role that only this agency has is staff like any other.
  codes = [...agency.roles.map(({ code, perSection }) => ({ role: code, ...(perSection && { section: 'I' }) })), { role: 'inspector' }];
  // After it the session is good for nothing else.
  const isSignOut = ({ name }: ContractOperation) => name === 'POST /v1/auth/logout';
  routes = (await restOperations(service)).sort((one, other) => Number(isSignOut(one)) - Number(isSignOut(other)));
  fields = graphqlOperations(service);
});
afterAll(() => service.close());

// Signing out is among what is tried.
beforeEach(async () => {
  roles = await Promise.all(
    codes.map(async (held) => {
      const principal = { agency: AGENCY, id: randomUUID(), name: held.role, kind: 'person', roles: [held] } as const;
      return { name: held.role, role: held.role, session: new Session(service.app, await tokensOf(service.app, principal)) };
    }),
  );
});

/** A stream answers when it ends: its field and its list are the same action. */
const answersAtOnce = ({ name }: ContractOperation) => name !== 'GET /v1/notifications/stream';

describe('the table', () => {
  test('names a rule for every route and every field, and no rule for nothing', () => {
    const operations = [...routes, ...fields, ...subscriptions()];
    expect(operations.filter(({ action }) => action === undefined || (action !== 'public' && !(action in PERMISSIONS)))).toEqual([]);
    const used = new Set(operations.map(({ action }) => action));
    // These are asked within a service, beside the action of the route.
    expect(Object.keys(PERMISSIONS).filter((action) => !used.has(action as Action))).toEqual([
      'personal.search',
      'books.seed',
      'stand-ins.manage',
    ]);
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

  function subscriptions(): ContractOperation[] {
    const type = service.app.get(GraphQLSchemaHost).schema.getSubscriptionType();
    return Object.values(type?.getFields() ?? {}).map((field) => ({
      name: `subscription ${field.name}`,
      action: field.extensions['permission'] as Action,
      opens: () => Promise.resolve(true),
    }));
  }
});

describe('every role', () => {
  test.each(['REST', 'GraphQL'])(
    'is let in by %s where the table says so, and nowhere else',
    async (door) => {
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
    },
    60_000,
  );
});
