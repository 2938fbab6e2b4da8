import { runMigrations } from 'bullmq';
import type { ClientBase } from 'pg';
import { PATCH_BULLMQ } from './bullmq-patch.js';

/** Schema of the queues in PostgreSQL. */
export const QUEUE_SCHEMA = 'bullmq';

/** Brings the schema of the queues up to date, with our patch. The caller holds the lock of migrations. */
export async function migrateQueue(client: ClientBase): Promise<void> {
  await runMigrations(client, QUEUE_SCHEMA);
  await client.query(PATCH_BULLMQ);
}
