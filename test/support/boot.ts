import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { DataSource } from 'typeorm';
import { FixedClock, type Clock } from '../../src/kernel/clock.js';
import { dataSource } from '../../src/platform/database/data-source.js';
import { readConfig } from '../../src/platform/config/config.js';
import { createService } from '../../src/setup.js';
import { Client, type Session } from './client.js';

const TEMPLATE = 'terbit_test_template';
const SHIPPED_SOPS = join(import.meta.dirname, '../../sop');
/** A Monday, nine in the morning in Sidikalang, so that tests need not consider weekends. */
const MONDAY_MORNING = '2026-11-23T09:00:00+07:00';

/** Environment of a service that does its background work by itself. */
export const WORKING = { ROLE: 'api,worker' } as const;

/** A clock that stands still fills no bucket again: what is limited has a test of its own. */
const UNLIMITED = {
  RATE_SIGN_IN: 'off',
  RATE_REGISTER: 'off',
  RATE_TRACKING: 'off',
  RATE_VERIFY: 'off',
  RATE_UPLOAD: 'off',
  RATE_OPEN: 'off',
  RATE_OSS: 'off',
  MAX_OPEN_APPLICATIONS: '100000',
};

/** `npm run test:pool`: with two connections, code that waits for a second one while it holds the first is found. */
const SMALL_POOL = process.env['DATABASE_POOL'] === undefined ? {} : { DATABASE_POOL: process.env['DATABASE_POOL'] };

/** What a test wants to be different from a service as it is shipped. */
export interface BootOptions {
  /** In place of a fresh clone; gone with the service all the same. */
  readonly databaseUrl?: string;
  readonly sopDir?: string;
  readonly clock?: Clock;
  /** Environment variables. */
  readonly env?: Readonly<Record<string, string>>;
}

/** A running service on a database of its own. */
export class Booted {
  private opened: Promise<DataSource> | undefined;
  private readonly clients = new Map<NestFastifyApplication, Client>();

  constructor(
    public app: NestFastifyApplication,
    readonly clock: Clock,
    readonly databaseUrl: string,
    readonly dataDir: string,
    private readonly options: BootOptions,
  ) {}

  /** A signed-in user, by user name. */
  as(username: string): Promise<Session> {
    return this.client.as(username);
  }

  get client(): Client {
    const client = this.clients.get(this.app) ?? new Client(this.app);
    this.clients.set(this.app, client);
    return client;
  }

  /** The database as its owner reaches it. */
  owner(): Promise<DataSource> {
    return (this.opened ??= dataSource(this.databaseUrl, 4).initialize());
  }

  /** Reads the database where no API exposes a value; as its owner, who may do more than the service. */
  async sql<Row extends object = Record<string, unknown>>(text: string, params: readonly unknown[] = []): Promise<Row[]> {
    return (await this.owner()).query<Row[]>(text, [...params]);
  }

  /** Lets time go by. */
  pass(minutes: number): void {
    this.setTime(new Date(this.clock.now().getTime() + minutes * 60_000));
  }

  setTime(at: Date | string): void {
    if (!(this.clock instanceof FixedClock)) throw new Error('this clock moves by itself');
    this.clock.set(new Date(at));
  }

  /** The same database and files under a new process, as after a restart; settings that are not named stay. */
  async restart(options: BootOptions = {}): Promise<void> {
    await this.app.close();
    this.app = await start({ ...this.options, ...options }, this.databaseUrl, this.dataDir, this.clock);
  }

  /** A second node on the same database; the caller closes its app. */
  async beside(options: BootOptions = {}): Promise<Booted> {
    const both = { ...this.options, ...options };
    return new Booted(await start(both, this.databaseUrl, this.dataDir, this.clock), this.clock, this.databaseUrl, this.dataDir, both);
  }

  async close(): Promise<void> {
    await this.app.close();
    await (await this.opened)?.destroy();
    await discard(this.databaseUrl, this.dataDir);
  }
}

/** Starts the service on a fresh clone of the migrated template. */
export async function boot(options: BootOptions = {}): Promise<Booted> {
  const databaseUrl = options.databaseUrl ?? (await cloneTemplate());
  const dataDir = mkdtempSync(join(tmpdir(), 'terbit-test-'));
  const clock = options.clock ?? new FixedClock(new Date(MONDAY_MORNING));
  try {
    return new Booted(await start(options, databaseUrl, dataDir, clock), clock, databaseUrl, dataDir, options);
  } catch (error) {
    await discard(databaseUrl, dataDir);
    throw error;
  }
}

/** A fresh clone of the migrated template, for tests that need no service. */
export async function cloneTemplate(): Promise<string> {
  const name = `terbit_test_${process.env['JEST_WORKER_ID'] ?? '0'}_${randomUUID().slice(0, 8)}`;
  await administer(`create database ${name} template ${TEMPLATE} strategy file_copy`);
  return serverUrl().replace(/\/postgres(?=\?|$)/, `/${name}`);
}

/** Only databases that say by their name that they are for tests are ever dropped. */
export async function dropDatabase(url: string): Promise<void> {
  const name = /\/(terbit_test_\w+)(\?|$)/.exec(url)?.[1];
  if (!name) throw new Error('not a test database');
  await administer(`drop database if exists ${name} with (force)`);
}

async function start({ sopDir, env }: BootOptions, databaseUrl: string, dataDir: string, clock: Clock): Promise<NestFastifyApplication> {
  const config = readConfig({
    DATA_DIR: dataDir,
    SOP_DIR: sopDir ?? SHIPPED_SOPS,
    LOG_LEVEL: 'silent',
    // Nothing happens by itself, unless the test is about that (`WORKING`).
    ROLE: 'api',
    ...UNLIMITED,
    ...SMALL_POOL,
    ...env,
  });
  return createService({ ...config, databaseUrl: serviceUrlOf(databaseUrl), databaseOwnerUrl: databaseUrl }, clock);
}

async function discard(databaseUrl: string, dataDir: string): Promise<void> {
  await dropDatabase(databaseUrl);
  rmSync(dataDir, { recursive: true, force: true });
}

async function administer(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl() });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

/** The same database as the service's own role; of a server that the tests have not started, as whom the address names. */
export function serviceUrlOf(databaseUrl: string): string {
  const [at, service, owner] = [databaseUrl, process.env['TEST_SERVICE_URL'], serverUrl()].map((url) => new URL(url!));
  if (at!.host === owner!.host && at!.username === owner!.username) [at!.username, at!.password] = [service!.username, service!.password];
  return at!.href;
}

function serverUrl(): string {
  const url = process.env['TEST_POSTGRES_URL'];
  if (!url) throw new Error('no test database: this test cannot run with PURE=1');
  return url;
}
