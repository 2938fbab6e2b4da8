import { FixedClock } from '../src/kernel/clock.js';
import { codeOf } from '../src/platform/database/database.js';
import { boot, type Booted } from './support/boot.js';
import { MailServer } from './support/mail-server.js';
import { NodeProcess } from './support/node-process.js';
import { handIn } from './support/notices.js';
import { REDIS, startRedis } from './support/redis.js';
import { until } from './support/until.js';

/** Long enough for every rung of a ladder to have come, whatever the holidays. */
const LONG_AGO = new Date(Date.now() - 120 * 86_400_000);
const FAST = { NOTICE_RETRY_MS: '200', ALARM_LEASE_MS: '1500' };

let service: Booted;
let mail: MailServer;
let nodes: NodeProcess[];
beforeEach(async () => {
  nodes = [];
  mail = await MailServer.start();
  service = await boot({ clock: new FixedClock(LONG_AGO) });
});
afterEach(async () => {
  await Promise.all(nodes.map((node) => node.kill()));
  await service.close();
  await mail.stop();
});

/** A worker as a process of its own, in the present. */
function work(env: Readonly<Record<string, string>> = {}): NodeProcess {
  const node = NodeProcess.start({
    DATABASE_URL: service.databaseUrl,
    DATA_DIR: service.dataDir,
    SMTP_URL: mail.url,
    ROLE: 'worker',
    ...FAST,
    ...env,
  });
  nodes.push(node);
  return node;
}

/** Cases that were handed in months ago, and never seen to. */
async function forgotten(count: number): Promise<void> {
  const made = Array.from({ length: count }, (_, n) => handIn(service, { email: `pemohon${n}@example.com` }));
  await Promise.all(made);
}

const rungs = () =>
  service.sql<{ rungs: number[] }>(
    `select coalesce(array_agg((body ->> 'rung')::int order by seq) filter (where type = 'rang'), '{}') as rungs from events group by application_id`,
  );
const rang = async () => (await rungs()).flatMap((row) => row.rungs).length;

/**
 * Each level of each case is recorded once and in order: the reminder, which is overtaken and not sent, and that the task is late, which is
 * sent once. Superiors are notified on the working days that follow.
 */
async function everyRungOnce(cases: number): Promise<void> {
  await until(
    () =>
      service.sql<{ left: number; rang: number }>(
        `select (select count(*)::int from outbox) as left, (select count(*)::int from events where type = 'rang') as rang`,
      ),
    ([row]) => row!.left === 0 && row!.rang >= 2 * cases,
    60_000,
  );
  expect((await rungs()).map((row) => row.rungs)).toEqual(Array.from({ length: cases }, () => [0, 1]));
  const sent = await service.sql<{ rung: number; times: number }>(
    `select (event.body ->> 'rung')::int as rung, count(notice.id)::int as times from events event left join notices notice
         on notice.agency = event.agency and notice.application_id = event.application_id and notice.event_seq = event.seq
      where event.type = 'rang' group by event.application_id, event.seq, 1`,
  );
  for (const { rung, times } of sent) expect([rung, times]).toEqual([rung, rung === 0 ? 0 : 1]);
}

/** Every applicant got one mail. */
async function everyMailOnce(cases: number): Promise<void> {
  const all = Array.from({ length: cases }, (_, n) => `pemohon${n}@example.com`);
  const arrived = () => mail.mails.map(({ to }) => to).sort();
  await until(arrived, (mails) => mails.length >= cases);
  expect(arrived()).toEqual(all.sort());
}

test('two workers, one of them killed during escalations: each happens once, and each is notified once', async () => {
  const cases = 12;
  await forgotten(cases);
  const [first] = [work(), work()];
  await until(rang, (count) => count > 10, 60_000);
  await first.kill();
  await everyRungOnce(cases);
}, 150_000);

/** A drop locks all tables of the schema, and may be the one that PostgreSQL ends when the worker locks some of them as well. */
async function drop(schema: string): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      return void (await service.sql(`drop schema ${schema} cascade`));
    } catch (error) {
      if (codeOf(error) !== '40P01' || tries === 10) throw error;
    }
  }
}

test('the schema of the queues dropped while alarms are due: they ring, and the worker makes it anew', async () => {
  await work().ready();
  await drop('bullmq');
  await forgotten(5);
  await everyRungOnce(5);
  await until(
    () => service.sql<{ there: boolean }>(`select to_regclass('bullmq.job') is not null as there`),
    ([row]) => row!.there,
    30_000,
  );
  // What was to be sent meanwhile waits for the sweep, a minute later; what comes now goes out at once.
  await handIn(service, { email: 'sesudahnya@example.com' });
  await until(() => mail.mails.some(({ to }) => to === 'sesudahnya@example.com'));
}, 150_000);

(REDIS ? test : test.skip)(
  'Redis emptied, and then gone, while alarms are due: they ring all the same',
  async () => {
    const redis = await startRedis();
    try {
      await Promise.all([work({ REDIS_URL: redis.url }).ready(), work({ REDIS_URL: redis.url }).ready()]);
      await redis.flush();
      await forgotten(5);
      await everyRungOnce(5);
      await everyMailOnce(5);
    } finally {
      redis.stop();
    }
    const before = await rang();
    await forgotten(1);
    await until(rang, (count) => count > before);
  },
  150_000,
);
