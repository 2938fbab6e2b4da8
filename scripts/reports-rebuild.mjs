/**
 * `npm run reports:rebuild`: makes the sums that reports are read from anew, out of the journals. The service may run meanwhile; notices
 * wait until it is done. Needed after events came into the database by other means than the service.
 */
import { join } from 'node:path';
import { readConfig } from '../dist/platform/config/config.js';
import { startEmbeddedPostgres } from '../dist/platform/database/embedded-postgres.js';
import { migrate } from '../dist/platform/database/migrate.js';
import { RollupBuilder } from '../dist/modules/reports/rollups/rollup-builder.js';
import { createService } from '../dist/setup.js';
import { DefinitionRegistry } from '../dist/workflow/definition-registry.js';

const config = readConfig({ ...process.env, ROLE: 'api', LOG_LEVEL: process.env.LOG_LEVEL ?? 'warn' });
const embedded = config.databaseUrl
  ? undefined
  : await startEmbeddedPostgres({ dir: join(config.dataDir, 'postgres'), database: 'terbit' });
try {
  const reached = embedded ? { databaseUrl: embedded.serviceUrl, databaseOwnerUrl: embedded.url } : {};
  const settings = { ...config, ...reached };
  await migrate(settings.databaseOwnerUrl ?? settings.databaseUrl, settings.databaseUrl);
  const app = await createService(settings);
  try {
    for (const { code } of app.get(DefinitionRegistry).agencies()) {
      const begun = performance.now();
      const cases = await app.get(RollupBuilder).build(code);
      console.log(`${code}: from ${cases} cases in ${((performance.now() - begun) / 1000).toFixed(1)} s`);
    }
  } finally {
    await app.close();
  }
} finally {
  await embedded?.stop();
}
