import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import type { EmbeddedPostgres, EmbeddedPostgresOptions } from '../../src/platform/database/embedded-postgres.js';
import { tied } from './relay.js';

/** Built: it starts a watchdog, which is a program. */
const BUILT = '../../dist/platform/database/embedded-postgres.js';

/** A PostgreSQL of our own that goes away and comes back under the same address; no client can connect while it is away. */
export class FlakyPostgres {
  private readonly sockets = new Set<Socket>();
  private door: Server | undefined;
  private port = 0;

  private constructor(
    private readonly dir: string,
    private postgres: EmbeddedPostgres,
  ) {}

  static async start(): Promise<FlakyPostgres> {
    // Not under /tmp, which may be memory, nor in the project, where PostgreSQL's own user may not go.
    const dir = mkdtempSync('/var/tmp/terbit-test-postgres-');
    chmodSync(dir, 0o755);
    const flaky = new FlakyPostgres(dir, await run(dir));
    await flaky.open();
    return flaky;
  }

  get url(): string {
    return this.postgres.url.replace(`:${this.postgres.port}/`, `:${this.port}/`);
  }

  /** Ends every session, as an administrator's restart does, and refuses connections from then on. */
  async goAway(): Promise<void> {
    this.door?.close();
    await this.postgres.stop();
    for (const socket of this.sockets) socket.destroy();
  }

  async comeBack(): Promise<void> {
    this.postgres = await run(this.dir);
    await this.open();
  }

  async stop(): Promise<void> {
    await this.goAway();
    rmSync(this.dir, { recursive: true, force: true, maxRetries: 5 });
  }

  private async open(): Promise<void> {
    this.door = createServer((client) => {
      const server = connect(this.postgres.port, '127.0.0.1');
      tied(client, server, this.sockets);
      client.pipe(server).pipe(client);
    });
    await new Promise<void>((resolve) => this.door!.listen(this.port, '127.0.0.1', resolve));
    this.port = (this.door.address() as AddressInfo).port;
  }
}

async function run(dir: string): Promise<EmbeddedPostgres> {
  const { startEmbeddedPostgres } = (await import(BUILT)) as {
    startEmbeddedPostgres: (options: EmbeddedPostgresOptions) => Promise<EmbeddedPostgres>;
  };
  return startEmbeddedPostgres({ dir: join(dir, 'postgres'), database: 'terbit', settings: { fsync: 'off' } });
}
