import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { tied } from './relay.js';

/** In the start-up packet of the connections of the queues. */
const QUEUES = Buffer.from('terbit queues');

/** A way to PostgreSQL that breaks connections of the queues when they send their first statement. */
export class CuttingProxy {
  private readonly sockets = new Set<Socket>();
  private readonly server: Server;

  /** @param cuts how many connections are still to be broken, after `spared` were let through */
  private constructor(
    private readonly target: URL,
    private spared: number,
    private cuts: number,
  ) {
    this.server = createServer((client) => this.pass(client));
  }

  static async start(databaseUrl: string, how: { readonly spared: number; readonly cuts: number }): Promise<CuttingProxy> {
    const proxy = new CuttingProxy(new URL(databaseUrl), how.spared, how.cuts);
    await new Promise<void>((resolve) => proxy.server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  get url(): string {
    const url = new URL(this.target);
    url.hostname = '127.0.0.1';
    url.port = String((this.server.address() as AddressInfo).port);
    return url.href;
  }

  /** How many connections are left to be broken. */
  get left(): number {
    return this.cuts;
  }

  stop(): void {
    this.server.close();
    for (const socket of this.sockets) socket.destroy();
  }

  private pass(client: Socket): void {
    const database = connect(Number(this.target.port), this.target.hostname);
    let queues = false;
    tied(client, database, this.sockets);
    client.on('data', (chunk) => {
      queues ||= chunk.includes(QUEUES);
      // 'Q' and 'P' begin a statement; the packets before them sign in.
      const statement = queues && (chunk[0] === 0x51 || chunk[0] === 0x50);
      if (statement && this.breaks()) return client.destroy();
      database.write(chunk);
    });
    database.on('data', (chunk) => client.write(chunk));
  }

  private breaks(): boolean {
    if (this.spared > 0) {
      this.spared--;
      return false;
    }
    if (this.cuts === 0) return false;
    this.cuts--;
    return true;
  }
}
