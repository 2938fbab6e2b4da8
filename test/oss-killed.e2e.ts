import { SystemClock } from '../src/kernel/clock.js';
import { NodeProcess } from './support/node-process.js';
import { ACCOUNT, OssTown } from './support/oss-town.js';
import { until } from './support/until.js';
import { doStep } from './support/walk.js';

let town: OssTown;
const workers: NodeProcess[] = [];
beforeAll(async () => {
  town = await OssTown.found({ clock: new SystemClock(), env: { ROLE: 'api', OSS_TIMEOUT_MS: '2000' } });
});
afterAll(async () => {
  await Promise.all(workers.map((worker) => worker.stop()));
  await town.leave();
});

function startWorker(): NodeProcess {
  const { service, oss } = town;
  const worker = NodeProcess.start({
    ROLE: 'worker',
    DATABASE_URL: service.databaseUrl,
    DATA_DIR: service.dataDir,
    OSS_BASE_URL: oss.baseUrl,
    OSS_USER_KEY: ACCOUNT.userKey,
    OSS_USERNAME: ACCOUNT.username,
    OSS_PASSWORD: ACCOUNT.password,
    OSS_TIMEOUT_MS: '2000',
    OSS_RETRY_MS: '50',
  });
  workers.push(worker);
  return worker;
}

it('issues one licence when the worker is killed between sending it and recording it', async () => {
  const first = startWorker();
  await first.ready();
  const { application, idIzin } = await town.apply();
  let now = application;
  while (now.openTasks[0]!.step < 22) now = await doStep(town.service, now);
  // It issues the licence, and says nothing: whoever sent it waits for the answer.
  town.oss.faults.add({ method: 'receiveLicense', kind: 'timeout-after', times: 1 });
  await until(() => town.oss.memory.licence(idIzin)!.issues.length === 1);
  await first.kill();
  expect((await town.state(application.id)).messages.at(-1)).toMatchObject({ call: 'publish', state: 'sending', attempts: 1 });

  await startWorker().ready();
  await town.reaches(application.id, 24, 40_000);
  const licence = town.oss.memory.licence(idIzin)!;
  expect(licence.issues).toHaveLength(1);
  expect(await town.told(application.id)).toEqual(['10', '20', '40', '45', '50']);
  expect((await town.state(application.id)).messages.at(-1)).toMatchObject({ call: 'publish', state: 'accepted', attempts: 2 });
}, 120_000);
