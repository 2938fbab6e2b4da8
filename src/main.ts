import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { isLoopback } from './platform/config/loopback.js';
import { migrate } from './platform/database/migrate.js';
import type { ServiceConfig } from './platform/platform.module.js';
import { createService } from './setup.js';

/** Starts the service on its database and says where to find it. */
export async function start(config: ServiceConfig): Promise<{ url: string; close(): Promise<void> }> {
  await migrate(config.databaseOwnerUrl ?? config.databaseUrl, config.databaseUrl);
  const app = await createService(config);
  try {
    await app.listen(config.port, config.host);
  } catch (error) {
    await app.close();
    throw error;
  }
  const { port } = app.getHttpServer().address() as AddressInfo;
  const url = `http://localhost:${port}`;
  console.log(welcome(url, config));
  return { url, close: () => app.close() };
}

function welcome(url: string, { demo, host, smtpUrl, dataDir }: ServiceConfig): string {
  const curl = `curl -s ${url}/v1/auth/token -H 'content-type: application/json' -d '{"username":"frontoffice","password":"terbit"}'`;
  const first = demo && isLoopback(host) ? ['Try first      npm run demo', `or             ${curl}`] : [];
  const mails = smtpUrl ? [] : [`Mails          ${join(dataDir, 'outbox')} (no SMTP_URL: they are written there)`];
  const lines = [`API page       ${url}/docs`, `GraphQL page   ${url}/graphiql`, ...mails, ...first];
  return `Terbit is ready after ${process.uptime().toFixed(1)} s.\n${lines.map((line) => `  ${line}`).join('\n')}`;
}
