import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';

const START_MS = 120_000;

interface Reply {
  readonly ready?: boolean;
  readonly id?: number;
  readonly value?: unknown;
  readonly error?: string;
}

/** What the child is started with. */
export interface ServiceOptions {
  readonly dist: string;
  readonly databaseUrl: string;
  readonly dataDir: string;
  readonly sopDir: string;
}

/** The service as a process of its own, which is killed and comes back on the same data; its time is the walk's. */
export class WalkedService {
  kills = 0;
  private child: ChildProcess | undefined;
  private up: Promise<void> = Promise.resolve();
  private said = '';
  private asked = 0;
  private readonly waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();

  private constructor(
    readonly url: string,
    private readonly port: number,
    private readonly options: ServiceOptions,
    private at: number,
  ) {}

  static async start(options: ServiceOptions, at: number): Promise<WalkedService> {
    const port = await freePort();
    const service = new WalkedService(`http://127.0.0.1:${port}`, port, options, at);
    await service.launch();
    return service;
  }

  /** Resolves when it answers, also while it is being restarted. */
  ready(): Promise<void> {
    return this.up;
  }

  get output(): string {
    return this.said;
  }

  async setTime(at: number): Promise<void> {
    this.at = at;
    await this.ask('time', { at });
  }

  settle(): Promise<unknown> {
    return this.ask('settle');
  }

  key(): Promise<string> {
    return this.ask('key') as Promise<string>;
  }

  /** `kill -9`, and up again; who waits for `ready` meanwhile sends again. */
  killAndRestart(): Promise<void> {
    this.kills++;
    return (this.up = this.end('SIGKILL').then(() => this.launch()));
  }

  stop(): Promise<void> {
    return this.end('SIGTERM');
  }

  private async launch(): Promise<void> {
    const { dist, databaseUrl, dataDir, sopDir } = this.options;
    const limits = ['SIGN_IN', 'REGISTER', 'TRACKING', 'VERIFY', 'UPLOAD', 'OPEN', 'OSS'].map((name) => [`RATE_${name}`, 'off']);
    const child = fork(join(import.meta.dirname, 'served.mjs'), {
      env: {
        PATH: process.env['PATH'],
        MODEL_DIST: dist,
        MODEL_TIME: String(this.at),
        DATABASE_URL: databaseUrl,
        DATA_DIR: dataDir,
        SOP_DIR: sopDir,
        PORT: String(this.port),
        DEMO: 'true',
        ROLE: 'api,worker',
        OSS_SIMULATOR: 'false',
        LOG_LEVEL: 'error',
        ...Object.fromEntries(limits),
      },
      execArgv: [],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk: Buffer) => (this.said = (this.said + chunk.toString()).slice(-8000)));
    this.child = child;
    await new Promise<void>((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`the service did not come up:\n${this.said}`)), START_MS);
      child.on('message', (reply: Reply) => (reply.ready ? (clearTimeout(late), resolve()) : this.take(reply)));
      child.once('exit', () => {
        clearTimeout(late);
        reject(new Error(`the service ended before it was ready:\n${this.said}`));
        for (const { reject: giveUp } of this.waiting.values()) giveUp(new Error(`the service ended:\n${this.said}`));
        this.waiting.clear();
      });
    });
  }

  private async ask(task: string, more: object = {}): Promise<unknown> {
    await this.up;
    const id = ++this.asked;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.child!.send({ id, task, ...more });
    });
  }

  private take({ id, value, error }: Reply): void {
    const asked = this.waiting.get(id!);
    this.waiting.delete(id!);
    if (error === undefined) asked?.resolve(value);
    else asked?.reject(new Error(error));
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const { child } = this;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
