import type { ApolloServerPlugin } from '@apollo/server';
import { GraphQLError, type ValidationRule } from 'graphql';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { refusal } from '../../kernel/refusal.js';
import { StartProblem } from '../config/start-problem.js';
import type { GraphqlContext } from './problem.plugin.js';

export const operationNotListed = refusal('forbidden', 'OPERATION_NOT_LISTED', {
  id: 'Layanan ini hanya menjalankan operasi GraphQL yang terdaftar.',
  en: 'This service runs listed GraphQL operations only.',
});

/** Documents that clients name by their SHA-256, as automatic persisted queries do. */
export type PersistedOperations = ReadonlyMap<string, string>;

/** How many documents that clients have sent are kept: the oldest are dropped first, and sent again then. */
const MOST = { documents: 1000, characters: 5_000_000 };
/** The same for one person, who cannot push out those of others. */
const MOST_OF_ONE = { documents: 100, characters: 500_000 };
const LONGEST = 100_000;

/**
 * Reads a list of operations: a manifest as Apollo's tools write it (`operations` with a `body` each), or an object whose values
 * are documents. Ids are made anew from the documents, so that a list cannot name one thing and mean another.
 */
export function readPersistedOperations(path: string): PersistedOperations {
  const bodies = bodiesOf(path);
  return new Map(bodies.map((body) => [sha256(body), body]));
}

interface Remembered {
  readonly document: string;
  readonly owner: string;
}

/** What Apollo keeps persisted queries in: the list, and with it nothing else; without one, what people have sent, up to a bound. */
export class PersistedQueries {
  private readonly remembered = new Map<string, Remembered>();

  constructor(private readonly listed: PersistedOperations | undefined) {}

  get(key: string): Promise<string | undefined> {
    return Promise.resolve(this.listed ? this.listed.get(hashIn(key)) : this.remembered.get(hashIn(key))?.document);
  }

  /** Apollo does not say who has sent a document: `remember` does. */
  set(): Promise<void> {
    return Promise.resolve();
  }

  delete(key: string): Promise<boolean> {
    return Promise.resolve(this.remembered.delete(hashIn(key)));
  }

  /** Keeps a document that somebody who has signed in has sent and run. */
  remember(document: string, owner: string): void {
    const hash = sha256(document);
    if (this.listed || document.length > LONGEST || this.remembered.has(hash)) return;
    this.remembered.set(hash, { document, owner });
    this.dropOldest(MOST_OF_ONE, (one) => one.owner === owner);
    this.dropOldest(MOST, () => true);
  }

  private dropOldest(most: typeof MOST, counts: (one: Remembered) => boolean): void {
    const those = [...this.remembered].filter(([, one]) => counts(one));
    let documents = those.length;
    let characters = those.reduce((sum, [, { document }]) => sum + document.length, 0);
    for (const [hash, { document }] of those) {
      if (documents <= most.documents && characters <= most.characters) return;
      this.remembered.delete(hash);
      documents--;
      characters -= document.length;
    }
  }
}

/** Remembers a document by its hash once it has run for somebody who has signed in; nobody else can fill the memory. */
export function rememberPersisted(queries: PersistedQueries): ApolloServerPlugin<GraphqlContext> {
  return {
    requestDidStart: () =>
      Promise.resolve({
        willSendResponse: ({ contextValue: { req }, metrics, source }) => {
          if (metrics.persistedQueryRegister && source !== undefined && req?.principal)
            queries.remember(source, `${req.principal.agency} ${req.principal.id}`);
          return Promise.resolve();
        },
      }),
  };
}

/** Refuses a document that is not listed; for both doors, with the other rules that a document is checked by. */
export function persistedOnly(listed: PersistedOperations): ValidationRule {
  return (context) => ({
    Document({ loc }) {
      if (loc && listed.has(sha256(loc.source.body))) return;
      const refused = operationNotListed();
      context.reportError(new GraphQLError(refused.message, { originalError: refused }));
    },
  });
}

function bodiesOf(path: string): string[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new StartProblem(`GRAPHQL_PERSISTED_ONLY: ${path} cannot be read: ${(error as Error).message}`);
  }
  const { operations } = (parsed ?? {}) as { operations?: unknown };
  const bodies: unknown[] = Array.isArray(operations)
    ? operations.map((operation: unknown) => (operation as { body?: unknown } | null)?.body)
    : Object.values(parsed ?? {});
  if (bodies.length === 0 || !bodies.every((body): body is string => typeof body === 'string' && body.trim() !== ''))
    throw new StartProblem(`GRAPHQL_PERSISTED_ONLY: ${path} is no list of GraphQL documents.`);
  return bodies;
}

/** Apollo keeps each under `apq:` and its hash. */
function hashIn(key: string): string {
  return key.slice(key.lastIndexOf(':') + 1);
}

function sha256(document: string): string {
  return createHash('sha256').update(document).digest('hex');
}
