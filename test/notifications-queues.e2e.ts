import pg from 'pg';
import { migrate } from '../src/platform/database/migrate.js';
import { PATCH_BULLMQ } from '../src/platform/queue/bullmq-patch.js';
import { boot, serviceUrlOf, WORKING, type Booted } from './support/boot.js';
import { MailServer } from './support/mail-server.js';
import { handIn, letters, sent } from './support/notices.js';
import { REDIS, startRedis, type RedisServer } from './support/redis.js';
import { until } from './support/until.js';

const FAST = { ...WORKING, NOTICE_RETRY_MS: '600000', NOTICE_TIMEOUT_MS: '600' };
const CASES = 5;

/** Mails that could not be sent, with their jobs waiting for another time. */
async function stuck(service: Booted, mail: MailServer): Promise<void> {
  mail.answer = () => 451;
  await Promise.all(Array.from({ length: CASES }, () => handIn(service)));
  await until(
    () => sent(service, '&status=retrying'),
    ({ length }) => length === CASES,
  );
  mail.answer = () => undefined;
}

async function everythingArrives(service: Booted, mail: MailServer): Promise<void> {
  service.pass(12);
  await until(
    () => sent(service, '&channel=email&status=sent'),
    ({ length }) => length === CASES,
    25_000,
  );
  expect(mail.mails).toHaveLength(CASES);
}

describe('the queues in PostgreSQL', () => {
  let mail: MailServer;
  let service: Booted;
  beforeEach(async () => {
    mail = await MailServer.start();
    service = await boot({ env: { ...FAST, SMTP_URL: mail.url } });
  });
  afterEach(async () => {
    await service.close();
    await mail.stop();
  });

  it('are patched: a claim waits for no other', async () => {
    const [{ source }] = (await service.sql<{ source: string }>(
      `select pg_get_functiondef('bullmq.move_to_active(text,text,bigint,bigint,text,integer,bigint)'::regprocedure) as source`,
    )) as [{ source: string }];
    expect(source).toContain('ORDER BY d.process_at_ms LIMIT 100 FOR UPDATE SKIP LOCKED');
    // Again, and on a function that nobody has reviewed.
    await service.sql(PATCH_BULLMQ);
    await service.sql(source.replace('ORDER BY d.process_at_ms LIMIT 100', 'ORDER BY d.process_at_ms LIMIT 99'));
    await expect(service.sql(PATCH_BULLMQ)).rejects.toThrow('bullmq.move_to_active has changed');
  });

  it('may be emptied: everything is delivered all the same', async () => {
    await stuck(service, mail);
    await service.sql('delete from bullmq.job');
    await service.sql('delete from bullmq.scheduler');
    await everythingArrives(service, mail);
  });

  it('may be dropped: the next start makes them anew, and everything is delivered', async () => {
    await stuck(service, mail);
    await service.app.close();
    const client = new pg.Client({ connectionString: service.databaseUrl });
    await client.connect();
    await client.query('drop schema bullmq cascade');
    await client.end();
    await migrate(service.databaseUrl, serviceUrlOf(service.databaseUrl));
    service.pass(12);
    await service.restart();
    await everythingArrives(service, mail);
  });

  it('stop within two seconds, in the middle of a delivery too, and go on where they stood', async () => {
    await service.restart({ env: { ...FAST, SMTP_URL: mail.url, NOTICE_RETRY_MS: '500', NOTICE_TIMEOUT_MS: '60000' } });
    mail.answer = () => 'hang';
    await handIn(service);
    await until(() => mail.conversations > 0);
    const stopping = Date.now();
    await service.app.close();
    expect(Date.now() - stopping).toBeLessThan(3000);
    mail.answer = () => undefined;
    await service.restart();
    await until(
      () => sent(service, '&channel=email'),
      ([notice]) => notice?.status === 'sent',
      25_000,
    );
  });
});

const onRedis = REDIS ? describe : describe.skip;

onRedis('the queues in Redis', () => {
  let redis: RedisServer;
  let mail: MailServer;
  let service: Booted;
  beforeAll(async () => {
    redis = await startRedis();
    mail = await MailServer.start();
    service = await boot({ env: { ...FAST, SMTP_URL: mail.url, REDIS_URL: redis.url } });
  });
  afterAll(async () => {
    await service.close();
    await mail.stop();
    redis.stop();
  });

  it('deliver; and FLUSHALL loses nothing', async () => {
    await stuck(service, mail);
    expect(await service.sql('select 1 from bullmq.job')).toEqual([]);
    await redis.flush();
    await everythingArrives(service, mail);
    expect(letters(service)).toEqual([]);
  });
});
