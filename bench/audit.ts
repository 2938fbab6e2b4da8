/** `npm run bench:audit -- [events]`: how long `npm run audit:verify` takes over a journal of a million events. See docs/audit.md. */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import pg from 'pg';
import { migrate } from '../src/platform/database/migrate.js';
import { eventHash, GENESIS } from '../src/workflow/journal.js';
import { verifyAudit } from '../src/workflow/audit/verify-audit.js';
import { readHistories } from '../test/support/history.js';
import { benchFolder, BenchServer } from './server.js';

const wanted = Number(process.argv[2] ?? 1_000_000);
const BATCH = 200;

const CASES = `insert into applications (agency, id, number, service, definition, status, version, state, head_hash, applicant_name, search, opened_at, updated_at)
  select 'bench', id, id::text, 's', 'd', 'granted', version, '{}', hash, '', '', now(), now() from unnest($1::uuid[], $2::int[], $3::text[]) c (id, version, hash)`;
const EVENTS = `insert into events (agency, application_id, seq, at, type, actor_id, body, prev_hash, hash)
  select 'bench', id, seq, (body->>'at')::timestamptz, body->>'type', body#>>'{actor,id}', body, prev, hash
    from unnest($1::uuid[], $2::int[], $3::jsonb[], $4::text[], $5::text[]) e (id, seq, body, prev, hash)`;

/** Copies of recorded cases under ids of their own, each with a chain of its own. */
async function fill(client: pg.Client): Promise<void> {
  const histories = readHistories();
  let written = 0;
  for (let n = 0; written < wanted;) {
    const [ids, versions, heads]: [string[], number[], string[]] = [[], [], []];
    const columns: [string[], number[], string[], string[], string[]] = [[], [], [], [], []];
    for (let i = 0; i < BATCH && written < wanted; i++, n++) {
      const id = randomUUID();
      let previous = GENESIS;
      const { entries } = histories[n % histories.length]!;
      entries.forEach(({ event }, at) => {
        const hash = eventHash(id, at + 1, event, previous);
        [id, at + 1, JSON.stringify(event), previous, hash].forEach((value, column) => (columns[column] as unknown[]).push(value));
        previous = hash;
      });
      ids.push(id);
      versions.push(entries.length);
      heads.push(previous);
      written += entries.length;
    }
    await client.query(CASES, [ids, versions, heads]);
    await client.query(EVENTS, columns);
  }
  await client.query('vacuum analyze events');
  await client.query('vacuum analyze applications');
}

const server = await BenchServer.start(join(benchFolder(), 'postgres'));
try {
  const url = await server.create('audit');
  await migrate(url);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await fill(client);
  const [from, cpu] = [performance.now(), process.cpuUsage()];
  const { events, broken } = await verifyAudit(client);
  const seconds = (performance.now() - from) / 1000;
  const used = process.cpuUsage(cpu).user / 1e6;
  const memory = Math.round(process.resourceUsage().maxRSS / 1024);
  console.log(
    `${events} events in ${seconds.toFixed(1)} s (${Math.round(events / seconds)}/s), ${used.toFixed(1)} s of CPU, at most ${memory} MB` +
      (broken ? `; BROKEN: ${broken.where}: ${broken.what}` : ''),
  );
  await client.end();
  process.exitCode = broken ? 1 : 0;
} finally {
  await server.stop();
}
