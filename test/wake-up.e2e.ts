import { getQueueToken } from '@nestjs/bullmq';
import type { Queue } from 'bullmq';
import { SystemClock } from '../src/kernel/clock.js';
import { RecurringJobs } from '../src/platform/queue/recurring-jobs.js';
import { RECURRING_JOBS_QUEUE } from '../src/platform/queue/recurring-jobs.processor.js';
import { boot, WORKING, type Booted } from './support/boot.js';
import { handIn } from './support/notices.js';
import { until } from './support/until.js';

/** Nothing but the listener: it comes back by itself, and a worker then looks at what it may have missed. */
let service: Booted;
beforeAll(async () => {
  service = await boot({ clock: new SystemClock(), env: WORKING });
});
afterAll(() => service.close());

const listeners = () =>
  service.sql<{ pid: number }>(
    `select pid from pg_stat_activity where datname = current_database() and application_name = 'terbit listener'`,
  );

test('a worker whose listening connection breaks hears again of what other nodes leave for it', async () => {
  const [{ pid }] = (await until(listeners, ({ length }) => length === 1)) as [{ pid: number }];
  await service.sql('select pg_terminate_backend($1)', [pid]);
  await until(listeners, ([found]) => found !== undefined && found.pid !== pid);
  const api = await service.beside({ env: { ROLE: 'api' } });
  try {
    await handIn(api);
    const left = () => service.sql<{ count: number }>('select count(*)::int as count from outbox');
    await until(left, ([row]) => row!.count === 0);
  } finally {
    await api.app.close();
  }
});

test('an alarm rings at its moment, by the timer of the worker', async () => {
  const { id } = await handIn(service);
  // Long forgotten but for its alarm, which is near and unannounced.
  const [{ at }] = (await service
    .sql<{ at: Date }>(
      `with forgotten as (
       update applications set state = jsonb_set(state, '{open,0,openedAt}', to_jsonb('2026-01-05T02:00:00.000Z'::text)) where id = $1
     )
     update tasks set alarm_at = now() + interval '2 seconds' where application_id = $1 and status = 'open' returning alarm_at as at`,
      [id],
    )
    .then((answer) => (answer as unknown as [[{ at: Date }]])[0])) as [{ at: Date }];
  const first = () =>
    service.sql<{ at: Date }>(`select at from events where application_id = $1 and type = 'rang' order by seq limit 1`, [id]);
  const [rang] = await until(first, ({ length }) => length > 0);
  const late = rang!.at.getTime() - at.getTime();
  expect(late).toBeGreaterThanOrEqual(0);
  expect(late).toBeLessThan(900);
});

test('a process stops in the middle of a round that the queue has begun', async () => {
  const worker = await service.beside({ env: WORKING });
  let begun = false;
  const work = (stopping: AbortSignal) =>
    new Promise<void>((resolve) => {
      begun = true;
      stopping.addEventListener('abort', () => resolve());
    });
  worker.app.get(RecurringJobs).add({ name: 'endless', everyMs: 60_000, pauseMs: 0, work });
  await worker.app.get<Queue>(getQueueToken(RECURRING_JOBS_QUEUE)).add('endless', {});
  // Either worker may take the job; the other one knows no such round, and has done it at once.
  const again = setInterval(() => void worker.app.get<Queue>(getQueueToken(RECURRING_JOBS_QUEUE)).add('endless', {}), 200);
  await until(() => begun);
  clearInterval(again);
  const from = performance.now();
  await worker.app.close();
  expect(performance.now() - from).toBeLessThan(2500);
});
