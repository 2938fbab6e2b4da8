import { GraphQLSchemaHost } from '@nestjs/graphql';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { GraphQLError, Kind, OperationTypeNode, parse, specifiedRules, validate, type GraphQLSchema, type ValidationRule } from 'graphql';
import type { Context, SubscribeMessage } from 'graphql-ws';
import { useServer, type Extra } from 'graphql-ws/use/ws';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { Refusal, refusal } from '../../kernel/refusal.js';
import type { ApiRequest } from '../api/request-context.js';
import { DocumentBounds } from './document-bounds.js';
import { formatted } from './problem.plugin.js';
import { queryLimits, type QueryLimits } from './query-limits.js';

const PATH = '/graphql';
/** Largest message of a client, bytes: a subscription with its variables. */
const LARGEST = 64 * 1024;
/** Subscriptions that one connection may have open. */
const MOST = 20;

const subscriptionsAlone = refusal('malformed', 'SUBSCRIPTIONS_ALONE', {
  id: 'Sambungan ini hanya untuk langganan (subscription); kirim kueri ke POST /graphql.',
  en: 'This connection is for subscriptions alone; send queries to POST /graphql.',
});
const subscriptionsElsewhere = refusal('malformed', 'SUBSCRIPTIONS_ELSEWHERE', {
  id: 'Langganan (subscription) memakai WebSocket (graphql-transport-ws) di /graphql.',
  en: 'Subscriptions come over WebSocket (graphql-transport-ws) at /graphql.',
});
const tooManySubscriptions = refusal('malformed', 'TOO_MANY_SUBSCRIPTIONS', {
  id: 'Terlalu banyak langganan pada satu sambungan; paling banyak {most}.',
  en: 'Too many subscriptions on one connection; {most} are allowed.',
});

/** Refuses a subscription over HTTP, before anything of it is run. */
export const noSubscriptions: ValidationRule = (context) => ({
  OperationDefinition({ operation }) {
    if (operation === OperationTypeNode.SUBSCRIPTION) context.reportError(because(subscriptionsElsewhere()));
  },
});

type Live = Context<Record<string, unknown>, Extra>;

/**
 * GraphQL subscriptions over WebSocket (protocol `graphql-transport-ws`) at `/graphql`. The token comes with `connection_init` as
 * `authorization`, or in the header of the request. Only subscriptions: what queries may cost is guarded at one door.
 */
export function serveSubscriptions(app: NestFastifyApplication, limits: QueryLimits, more: readonly ValidationRule[] = []): void {
  const { schema } = app.get(GraphQLSchemaHost);
  const bounds = new DocumentBounds(limits);
  const sockets = new WebSocketServer({ noServer: true, maxPayload: LARGEST });
  const live = useServer<Record<string, unknown>, Record<PropertyKey, never>>(
    {
      schema,
      context: (context) => ({ req: requestOf(context) }),
      onSubscribe: (context, _id, { query }) => problemsOf(context, schema, bounds, query, [queryLimits(limits), ...more]),
      onNext: (context, _id, _payload, _args, { errors, ...result }) =>
        errors && { ...result, errors: errors.map((error) => formatted(error, { req: requestOf(context) })) },
      onError: (context, _id, _message, errors) => errors.map((error) => formatted(error, { req: requestOf(context) })),
    },
    sockets,
  );
  // The library writes what a client did wrong to the console, as often as it likes to do it.
  sockets.on('connection', (client) => client.removeAllListeners('error').on('error', () => undefined));
  const fastify = app.getHttpAdapter().getInstance();
  fastify.server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    if (request.url?.split('?')[0] === PATH)
      sockets.handleUpgrade(request, socket, head, (client) => sockets.emit('connection', client, request));
    else socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
  });
  // A server that stops waits for every connection: these have no end of their own.
  fastify.addHook('preClose', async () => live.dispose());
}

/** What the guard and the resolvers look at, as at the other door. */
function requestOf({ connectionParams, extra: { request } }: Live): ApiRequest {
  const { authorization } = connectionParams ?? {};
  const headers = { ...request.headers, ...(typeof authorization === 'string' && { authorization }) };
  return { headers, ip: request.socket.remoteAddress } as unknown as ApiRequest;
}

function problemsOf(
  { subscriptions }: Live,
  schema: GraphQLSchema,
  bounds: DocumentBounds,
  query: SubscribeMessage['payload']['query'],
  rules: readonly ValidationRule[],
): GraphQLError[] | undefined {
  // The one that is asked about is among them.
  if (Object.keys(subscriptions).length > MOST) return [because(tooManySubscriptions({ most: MOST }))];
  try {
    bounds.check(query);
    const document = parse(query, { maxTokens: 1000 });
    const errors = validate(schema, document, [...specifiedRules, ...rules]);
    if (errors.length > 0) return [...errors];
    const alone = document.definitions.every(
      (one) => one.kind !== Kind.OPERATION_DEFINITION || one.operation === OperationTypeNode.SUBSCRIPTION,
    );
    return alone ? undefined : [because(subscriptionsAlone())];
  } catch (error) {
    if (error instanceof GraphQLError) return [error];
    if (error instanceof Refusal) return [because(error)];
    throw error;
  }
}

function because(cause: Error): GraphQLError {
  return new GraphQLError(cause.message, { originalError: cause });
}
