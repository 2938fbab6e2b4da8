import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { until } from './until.js';

/** A node of the service as a process of its own, on a clock that goes by itself. */
export class NodeProcess {
  private said = '';

  private constructor(private readonly child: ChildProcess) {
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (this.said += chunk.toString()));
  }

  /** Starts one; `ready` resolves when it listens. */
  static start(env: Readonly<Record<string, string>>): NodeProcess {
    const root = join(import.meta.dirname, '../..');
    return new NodeProcess(
      spawn(process.execPath, [join(root, 'dist/launch.js')], {
        cwd: root,
        env: { PATH: process.env['PATH'], PORT: '0', OSS_SIMULATOR: 'false', LOG_LEVEL: process.env['NODE_LOG'] ?? 'fatal', ...env },
        stdio: ['ignore', 'pipe', 'pipe'],
      }),
    );
  }

  /** Its address, once it listens. */
  async ready(): Promise<string> {
    const address = /http:\/\/localhost:[1-9]\d*/;
    await until(() => address.test(this.said) || this.ended, Boolean, 60_000);
    const [url] = address.exec(this.said) ?? [];
    if (!url) throw new Error(`ended before it was ready:\n${this.said}`);
    return url;
  }

  /** Everything that it has said so far. */
  get output(): string {
    return this.said;
  }

  /** Bytes of memory that it holds now; undefined where the system does not report it. */
  get memory(): number | undefined {
    const status = `/proc/${this.child.pid}/status`;
    const [, kilobytes] = (existsSync(status) && /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(status, 'utf8'))) || [];
    return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
  }

  /** Its exit code; null while it runs, and when a signal ended it. */
  get code(): number | null {
    return this.child.exitCode;
  }

  get ended(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }

  /** `kill -9`: it gets no say in it. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  async stop(): Promise<void> {
    await this.end('SIGTERM');
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    if (this.ended) return;
    const gone = once(this.child, 'exit');
    this.child.kill(signal);
    await gone;
  }
}
