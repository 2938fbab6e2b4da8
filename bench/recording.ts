import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { readConfig } from '../src/platform/config/config.js';
import { Database } from '../src/platform/database/database.js';
import type { Statement } from '../src/platform/database/tx.js';
import { createService } from '../src/setup.js';
import { DefinitionRegistry } from '../src/workflow/definition-registry.js';
import { innerDoor } from './door.js';
import type { Office, OpenCase } from './office.js';

/** One statement as it went to PostgreSQL; what stands around a transaction has no name. */
export interface Recorded {
  readonly name?: string;
  readonly text: string;
  readonly values: readonly unknown[];
}

/** The transactions of one case, in order. */
export type RecordedCase = readonly (readonly Recorded[])[];

/** The service in this process, on a database that is migrated already. */
export function innerService(databaseUrl: string, dataDir: string): Promise<NestFastifyApplication> {
  const config = readConfig({ ...process.env, DATA_DIR: dataDir, LOG_LEVEL: 'error', DEMO: 'true' });
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
  const door = innerDoor(app);
  const recorded: RecordedCase[] = [];
  let transactions: Recorded[][] = [];
  app.get(Database).observe((_connection, statement, params) => {
    if (statement === 'begin' || !isInTransaction(transactions)) transactions.push([]);
    transactions.at(-1)!.push(typeof statement === 'string' ? { text: statement, values: [] } : named(statement, params));
  });
  for (const opened of cases) {
    transactions = [];
    await office.walk(door, opened);
    recorded.push(transactions);
  }
  app.get(Database).observe(undefined);
  return recorded;
}

function isInTransaction(transactions: readonly (readonly Recorded[])[]): boolean {
  const last = transactions.at(-1);
  return last?.[0]?.text === 'begin' && last.at(-1)!.text !== 'commit';
}

function named({ name, text }: Statement, params: readonly unknown[]): Recorded {
  return { name, text, values: [...params] };
}
