import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { AppModule } from '../app.module.js';
import { FixedClock } from '../kernel/clock.js';
import { takeChanceFrom } from '../kernel/ids.js';
import { offsetsOf } from '../kernel/local-time.js';
import { ApplicationsService } from '../modules/applications/applications.service.js';
import { FirstUsers } from '../modules/identity/first-users.js';
import { StartProblem } from '../platform/config/start-problem.js';
import { NO_AGENCY } from '../platform/audit/audit.js';
import { Vault } from '../platform/crypto/vault.js';
import { Database } from '../platform/database/database.js';
import { ResilientClient } from '../platform/database/resilient-client.js';
import { Adoption } from '../platform/evidence/adoption.js';
import { CaseEvidence } from '../platform/evidence/case-evidence.js';
import type { ServiceConfig } from '../platform/platform.module.js';
import { ActivityInputs } from '../workflow/activity-inputs.js';
import { Calendars } from '../workflow/calendars.js';
import { DefinitionRegistry } from '../workflow/definition-registry.js';
import { WorkflowService } from '../workflow/workflow.service.js';
import { arrivals } from './arrivals.js';
import { SeededChance } from './chance.js';
import { History } from './history.js';
import { Loader } from './loader.js';
import { Office } from './office.js';
import { HANDLERS } from './office-statements.js';
import { People, type KnownUser } from './people.js';
import { Sums } from './sums.js';
import { bringBack, columnsOf, settle, takeAway } from './tables.js';

/** What history to make. */
export interface SeedOptions {
  readonly applications: number;
  readonly seed: string;
  readonly from: Date;
  readonly until: Date;
  /** Also where there are applications already. */
  readonly append: boolean;
  /** Hears how far it is: how many applications have arrived. */
  readonly progress?: (arrived: number) => void;
}

/** What was made of it. */
export interface Seeded {
  readonly applications: number;
  readonly open: number;
  readonly events: number;
  readonly rows: ReadonlyMap<string, number>;
  readonly bytes: number;
  readonly madeMs: number;
  readonly indexedMs: number;
}

/** There is something already where a history is to go. */
export class NotEmpty extends StartProblem {}

/** Applications between two turns of the connection, which takes nothing while a history goes on. */
const LOOK_EVERY = 5;

/**
 * Fills a migrated database with a history: by the service's own commands on a database of their own in memory, and by COPY from
 * there. One transaction: a seed that breaks off leaves nothing behind.
 */
export async function seed(config: ServiceConfig, options: SeedOptions): Promise<Seeded> {
  const chance = new SeededChance(options.seed);
  const clock = new FixedClock(options.from);
  // Ids, codes and keys have a sequence of their own: what happens does not depend on how many of them the service draws.
  const ids = new SeededChance(`${options.seed} ids`);
  takeChanceFrom((bytes) => ids.bytes(bytes));
  // Never begun: nothing listens, and nothing goes on by itself.
  const app = await NestFactory.create(AppModule.with({ ...config, role: ['api'] }, clock), new FastifyAdapter(), {
    logger: ['error'],
    abortOnError: false,
  });
  const client = new ResilientClient({ connectionString: config.databaseUrl, application_name: 'terbit-seed', keepAlive: true });
  try {
    await client.connect();
    const empty = await isEmpty(client, options);
    const registry = app.get(DefinitionRegistry);
    registry.read();
    const agencies = [...registry.agencies().map(({ code }) => code), NO_AGENCY];
    await app.get(Vault).open(agencies);
    const adoption = app.get(Adoption);
    await adoption.begin(agencies);
    await registry.load();
    await app.get(Calendars).load();
    await app.get(FirstUsers).prepare();
    const users = await client.query<KnownUser>(`select agency, id, username, name, roles, 'person' as kind from users order by username`);
    const loader = new Loader(client, await columnsOf(client));
    const sums = new Sums(client, registry, loader, (id) => office.case(id).application['service'] as string);
    const office: Office = new Office(sums, HANDLERS);
    app.get(Database).divert(office);
    // The rows of a history are entered in the ledger of evidence at the end: until then there is nothing to compare them with.
    app.get(CaseEvidence).faults = () => Promise.resolve([]);
    const history = new History(
      {
        applications: app.get(ApplicationsService),
        workflow: app.get(WorkflowService),
        inputs: app.get(ActivityInputs, { strict: false }),
        registry,
        clock,
        office,
      },
      new People(chance, users.rows, options.from),
      chance,
    );
    return await load(
      client,
      { loader, sums, office, history, chance, zone: registry.agencies()[0]!.timeZone, empty, adoption, agencies },
      options,
    );
  } finally {
    takeChanceFrom();
    await client.end();
    await app.close();
  }
}

interface Parts {
  readonly loader: Loader;
  readonly sums: Sums;
  readonly office: Office;
  readonly history: History;
  readonly chance: SeededChance;
  readonly zone: string;
  /** Whether there was nothing before. */
  readonly empty: boolean;
  readonly adoption: Adoption;
  readonly agencies: readonly string[];
}

async function load(client: ResilientClient, parts: Parts, options: SeedOptions): Promise<Seeded> {
  const { loader, sums, office, history, chance, zone, empty, adoption, agencies } = parts;
  const begun = performance.now();
  await client.query('begin');
  await readCounters(client, office);
  const taken = await takeAway(client, options.applications, empty);
  let arrived = 0;
  const offset = offsetsOf(zone)(options.from.getTime());
  for (const arrival of arrivals(chance, options.applications, options.from, options.until, offset)) {
    await history.arrive(arrival);
    if (++arrived % LOOK_EVERY !== 0) continue;
    await loader.relieve();
    await sums.relieve();
    options.progress?.(arrived);
  }
  await history.goOn(options.until);
  const open = office.cases.size;
  for (const id of [...office.cases.keys()]) office.close(id);
  await loader.finish();
  await sums.finish(empty, options.until);
  const made = performance.now();
  await bringBack(client, taken);
  await writeCounters(client, office);
  await writeWords(client, office);
  await adoption.load(client, agencies);
  await client.query('commit');
  await settle(client);
  const { rows, bytes } = loader;
  return { applications: arrived, open, events: history.events, rows, bytes, madeMs: made - begun, indexedMs: performance.now() - made };
}

async function isEmpty(client: ResilientClient, { append }: SeedOptions): Promise<boolean> {
  const { rows } = await client.query('select 1 from applications limit 1');
  if (rows.length > 0 && !append)
    throw new NotEmpty('There are applications in this database already. --append adds a history beside them; nothing was changed.');
  return rows.length === 0;
}

/** Numbers go on where the books are; whoever would take one meanwhile waits for the end. */
async function readCounters(client: ResilientClient, office: Office): Promise<void> {
  await client.query('lock table book_counters in exclusive mode');
  const { rows } = await client.query<{ agency: string; book: string; year: number; last: number }>(
    'select agency, book, year, last from book_counters',
  );
  for (const { agency, book, year, last } of rows) office.counters.set(JSON.stringify([agency, book, year]), last);
}

async function writeCounters(client: ResilientClient, office: Office): Promise<void> {
  const counters = [...office.counters].map(([key, last]) => [...(JSON.parse(key) as [string, string, number]), last] as const);
  await client.query(
    `insert into book_counters (agency, book, year, last, taken)
     select agency, book, year, last, last from unnest($1::text[], $2::text[], $3::int[], $4::int[]) as counted (agency, book, year, last)
     on conflict (agency, book, year) do update set last = excluded.last, taken = excluded.taken`,
    [
      counters.map(([agency]) => agency),
      counters.map(([, book]) => book),
      counters.map(([, , year]) => year),
      counters.map(([, , , last]) => last),
    ],
  );
}

async function writeWords(client: ResilientClient, { words }: Office): Promise<void> {
  const known = [...words].map((word) => JSON.parse(word) as [string, string]);
  await client.query(`insert into name_words (agency, word) select * from unnest($1::text[], $2::text[]) on conflict do nothing`, [
    known.map(([agency]) => agency),
    known.map(([, word]) => word),
  ]);
}
