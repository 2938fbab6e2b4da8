import type { ApolloServerPlugin } from '@apollo/server';
import { Logger } from '@nestjs/common';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { scrubbed } from '../../kernel/mask.js';
import { asRefusal } from '../api/problem.filter.js';
import { internalError, problemOf } from '../api/problem.js';
import { languageOf, type ApiRequest } from '../api/request-context.js';

/** What resolvers are given beside their arguments. */
export interface GraphqlContext {
  readonly req: ApiRequest;
}

/** More errors, or longer ones, than this help nobody. */
const MOST = 20;
const LONGEST = 500;

const logger = new Logger('GraphQL');

/** Errors carry in `extensions` what REST has in its body: code, status, sentence, pointers. */
export const problemPlugin: ApolloServerPlugin<GraphqlContext> = {
  requestDidStart: () =>
    Promise.resolve({
      willSendResponse: ({ contextValue, errors, response }) => {
        if (response.body.kind === 'single' && errors && errors.length > 0) {
          response.body.singleResult.errors = errors.slice(0, MOST).map((error) => formatted(error, contextValue));
        }
        return Promise.resolve();
      },
    }),
};

/** An error as every reader of GraphQL gets it. */
export function formatted(error: GraphQLError, context: GraphqlContext): GraphQLFormattedError {
  const { originalError: cause } = error;
  const place = { ...(error.locations && { locations: error.locations }), ...(error.path && { path: error.path }) };
  const known = asRefusal(cause);
  // Without a cause it is GraphQL itself that refuses: syntax, unknown field, wrong variable, too deep.
  if (!known && (!cause || cause instanceof GraphQLError)) {
    return {
      message: scrubbed(error.message.slice(0, LONGEST)),
      ...place,
      extensions: { code: error.extensions['code'] ?? 'GRAPHQL_VALIDATION_FAILED', status: 400 },
    };
  }
  if (!known) logger.error({ requestId: context.req?.id, error: cause?.stack ?? String(cause) });
  const problem = problemOf(known ?? internalError(), languageOf(context.req?.headers ?? {}));
  return { message: problem.detail, ...place, extensions: known ? problem : { ...problem, status: 500 } };
}
