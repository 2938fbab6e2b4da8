import type { Config } from '../config/config.js';
import type { QueryLimits } from './query-limits.js';

/** The limits of both ways into GraphQL, as they are set. */
export function limitsOf(config: Config): QueryLimits {
  return {
    maxDepth: config.graphqlMaxDepth,
    maxFields: config.graphqlMaxFields,
    maxAliases: config.graphqlMaxAliases,
    maxRootFields: config.graphqlMaxRootFields,
    maxCost: config.graphqlMaxCost,
  };
}
