/**
 * The service as a child process of the walk, on a clock that the walk moves. `MODEL_DIST` names the build, so that one with a planted
 * fault runs in the same way; whatever is due at the new time is done before the walk goes on.
 */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const load = (path) => import(pathToFileURL(join(process.env.MODEL_DIST, path)).href);
const [{ FixedClock }, { readConfig }, { createService }, { migrate }, { TokenKeys }, { Alarms }, { StatutoryAlarms }, { EndedClaims }] =
  await Promise.all(
    [
      'kernel/clock.js',
      'platform/config/config.js',
      'setup.js',
      'platform/database/migrate.js',
      'platform/auth/token-keys.js',
      'workflow/alarms.js',
      'workflow/statutory-alarms.js',
      'workflow/ended-claims.js',
    ].map(load),
  );

const config = readConfig(process.env);
const clock = new FixedClock(new Date(Number(process.env.MODEL_TIME)));
await migrate(config.databaseUrl);
const app = await createService(config, clock);
await app.listen(config.port, '127.0.0.1');

const tasks = {
  key: async () => Buffer.from(await app.get(TokenKeys).signing()).toString('base64'),
  time: ({ at }) => clock.set(new Date(at)),
  /** Alarms may ring again at once: until nothing is due. */
  settle: async () => {
    while ((await app.get(Alarms).ringDue()) > 0);
    await app.get(StatutoryAlarms).warnDue();
    await app.get(EndedClaims).endAll();
  },
};
process.on('message', async ({ id, task, ...rest }) => {
  try {
    process.send({ id, value: (await tasks[task](rest)) ?? null });
  } catch (error) {
    process.send({ id, error: String(error?.stack ?? error) });
  }
});
process.on('disconnect', () => process.exit(0));
process.send({ ready: true });
