import { GraphQLSchemaHost } from '@nestjs/graphql';
import { getNamedType, isCompositeType, type GraphQLField, type GraphQLSchema } from 'graphql';
import type { Action } from '../../src/platform/auth/permissions.js';
import type { Booted } from './boot.js';
import type { Session } from './client.js';
import { NOBODY } from './hostile.js';

interface Operation {
  readonly 'x-permission'?: Action | 'public';
}

/** One operation of the service: a route or a field, as declared in the contracts. */
export interface ContractOperation {
  readonly name: string;
  readonly action: Action | 'public' | undefined;
  /** Whether a caller is authorized; the answer itself is not checked. */
  readonly opens: (session: Session) => Promise<boolean>;
}

export async function restOperations(service: Booted): Promise<ContractOperation[]> {
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

export function graphqlOperations(service: Booted): ContractOperation[] {
  const { schema } = service.app.get(GraphQLSchemaHost);
  const of = (keyword: 'query' | 'mutation') => {
    const type = keyword === 'query' ? schema.getQueryType() : schema.getMutationType();
    return Object.values(type!.getFields()).map((field) => ({
      name: `${keyword} ${field.name}`,
      action: field.extensions['permission'] as Action | 'public' | undefined,
      opens: async (session: Session) => {
        const { body } = await session.graphql(documentOf(schema, keyword, field));
        const codes = (body.errors ?? []).map(({ extensions }) => extensions.code);
        if (codes.includes('GRAPHQL_VALIDATION_FAILED')) throw new Error(`${field.name}: ${JSON.stringify(body.errors)}`);
        return !codes.includes('NOT_ALLOWED') && !codes.includes('SIGN_IN_NEEDED');
      },
    }));
  };
  return [...of('query'), ...of('mutation')];
}

/** The smallest document that asks for a field: the guard stands before its arguments are looked at. */
export function documentOf(schema: GraphQLSchema, keyword: string, field: GraphQLField<unknown, unknown>): string {
  const { args } = field;
  const given = args
    .filter(({ type }) => String(type).endsWith('!'))
    .map(({ name, type }) => `${name}: ${literal(schema, String(type).slice(0, -1), name)}`);
  const inner = isCompositeType(getNamedType(field.type)) ? ' { __typename }' : '';
  return `${keyword} { ${field.name}${given.length > 0 ? `(${given.join(', ')})` : ''}${inner} }`;
}

function literal(schema: GraphQLSchema, type: string, name: string): string {
  if (type === 'ID') return `"${NOBODY}"`;
  if (type === 'String') return ['id', 'notice', 'application', 'letter'].includes(name) ? `"${NOBODY}"` : '"x"';
  if (type === 'Int' || type === 'Float') return '1';
  if (type === 'Boolean') return 'true';
  if (type === 'JSON') return '{}';
  if (type.startsWith('[') && type.includes('JSON')) return '[]';
  const input = schema.getType(type.replace(/[![\]]/g, ''));
  if (!input || !('getFields' in input)) throw new Error(`no value for ${type}`);
  const inner = Object.values(input.getFields() as Record<string, { name: string; type: unknown }>)
    .filter((one) => String(one.type).endsWith('!'))
    .map((one) => `${one.name}: ${literal(schema, String(one.type).slice(0, -1), one.name)}`);
  const one = `{ ${inner.join(', ')} }`;
  return type.startsWith('[') ? `[${one}]` : one;
}
