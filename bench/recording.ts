import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { readConfig } from '../src/platform/config/config.js';
import { Database } from '../src/platform/database/database.js';
import type { Statement } from '../src/platform/database/tx.js';
import { createService } from '../src/setup.js';
import { DefinitionRegistry } from '../src/workflow/definition-registry.js';
import { injectInto } from './inject.js';
import type { Office, OpenCase } from './office.js';
import { DATA_KEY } from './service.js';

/** One statement as it went to PostgreSQL; what stands around a transaction has no name. */
export interface Recorded {
  readonly name?: string;
  readonly text: string;
  readonly values: readonly unknown[];
}

/** The transactions of one case, in order. */
export type RecordedCase = readonly (readonly Recorded[])[];

/**
 * The service in this process, on a database that is migrated already. Without its worker: what happens by itself is not part of
 * a step, and would stand between the statements of one.
 */
export function innerService(databaseUrl: string, dataDir: string): Promise<NestFastifyApplication> {
  const config = readConfig({ ...process.env, DATA_DIR: dataDir, LOG_LEVEL: 'error', DEMO: 'true', ROLE: 'api', DATA_KEY });
  return createService({ ...config, databaseUrl });
}

/** The demo users of the agencies that the service knows. */
export function usernames(app: NestFastifyApplication): string[] {
  return app
    .get(DefinitionRegistry)
    .agencies()
    .flatMap((agency) => agency.demoUsers.map((user) => user.username));
}

/** Walks cases to their end, one after the other, and notes every statement on the way. */
export async function record(app: NestFastifyApplication, office: Office, cases: readonly OpenCase[]): Promise<RecordedCase[]> {
  const inject = injectInto(app);
  const recorded: RecordedCase[] = [];
  const open = new Map<object, Recorded[]>();
  let transactions: Recorded[][] = [];
  app.get(Database).observe((connection, statement, params) => {
    if (statement === 'begin') {
      const begun: Recorded[] = [];
      open.set(connection, begun);
      transactions.push(begun);
    }
    // What is not in a transaction does not belong to a step: one step is one transaction.
    open.get(connection)?.push(typeof statement === 'string' ? { text: statement, values: [] } : named(statement, params));
    if (statement === 'commit' || statement === 'rollback') open.delete(connection);
  });
  for (const opened of cases) {
    transactions = [];
    const steps = await office.walk(inject, opened);
    if (transactions.length !== steps) throw new Error(`${transactions.length} transactions were recorded for ${steps} steps`);
    recorded.push(transactions);
  }
  app.get(Database).observe(undefined);
  return recorded;
}

function named({ name, text }: Statement, params: readonly unknown[]): Recorded {
  return { name, text, values: [...params] };
}
