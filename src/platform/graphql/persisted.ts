import { GraphQLError, type ValidationRule } from 'graphql';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { refusal } from '../../kernel/refusal.js';
import { StartProblem } from '../config/start-problem.js';

export const operationNotListed = refusal('forbidden', 'OPERATION_NOT_LISTED', {
  id: 'Layanan ini hanya menjalankan operasi GraphQL yang terdaftar.',
  en: 'This service runs listed GraphQL operations only.',
});

/** Documents that clients name by their SHA-256, as automatic persisted queries do. */
export type PersistedOperations = ReadonlyMap<string, string>;

/** More documents that clients have sent with their hash are forgotten, the oldest first: they are sent again then. */
const MOST_REMEMBERED = 1000;
const LONGEST = 100_000;

/**
 * Reads a list of operations: a manifest as Apollo's tools write it (`operations` with a `body` each), or an object whose values
 * are documents. Ids are made anew from the documents, so that a list cannot name one thing and mean another.
 */
export function readPersistedOperations(path: string): PersistedOperations {
  const bodies = bodiesOf(path);
  return new Map(bodies.map((body) => [sha256(body), body]));
}

/** What Apollo keeps persisted queries in: the list, and with it nothing else; without one, what clients have sent, up to a bound. */
export class PersistedQueries {
  private readonly remembered = new Map<string, string>();

  constructor(private readonly listed: PersistedOperations | undefined) {}

  get(key: string): Promise<string | undefined> {
    return Promise.resolve(this.listed ? this.listed.get(hashIn(key)) : this.remembered.get(key));
  }

  set(key: string, document: string): Promise<void> {
    if (!this.listed && document.length <= LONGEST) {
      const [oldest] = this.remembered.keys();
      if (this.remembered.size >= MOST_REMEMBERED && oldest !== undefined) this.remembered.delete(oldest);
      this.remembered.set(key, document);
    }
    return Promise.resolve();
  }

  delete(key: string): Promise<boolean> {
    return Promise.resolve(this.remembered.delete(key));
  }
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
