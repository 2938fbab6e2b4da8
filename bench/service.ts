import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';

/** Of invented people only: what one process of a benchmark has made, another opens. */
export const DATA_KEY = Buffer.alloc(32, 1).toString('base64');

/** The real service, as its own process, started the way a user starts it. */
export class Service {
  private constructor(
    private readonly process: ChildProcess,
    readonly port: number,
  ) {}

  static async start(databaseUrl: string, dataDir: string, more: Readonly<Record<string, string>> = {}): Promise<Service> {
    const env = {
      ...process.env,
      DATABASE_URL: databaseUrl,
      DATA_DIR: dataDir,
      PORT: '0',
      OSS_SIMULATOR: 'false',
      LOG_LEVEL: 'error',
      DEMO: 'true',
      DATABASE_POOL: '8',
      DATA_KEY,
      ...more,
    };
    const child = spawn(process.execPath, ['scripts/start.mjs'], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    process.on('exit', () => child.kill('SIGKILL'));
    return new Service(child, await portOf(child));
  }

  /** Memory that the process holds, in MiB. */
  memory(): number {
    return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(this.process.pid)], { encoding: 'utf8' })) / 1024;
  }

  /** Processor time it has used, in milliseconds; NaN where the system does not say so cheaply. */
  processorTime(): number {
    if (process.platform !== 'linux') return NaN;
    // After the name, which may hold blanks: fields 14 and 15 of proc(5), in ticks of 10 ms.
    const fields = readFileSync(`/proc/${this.process.pid}/stat`, 'utf8').split(') ').at(-1)!.split(' ');
    return (Number(fields[11]) + Number(fields[12])) * 10;
  }

  async stop(): Promise<void> {
    if (this.process.exitCode !== null) return;
    this.process.kill('SIGTERM');
    await once(this.process, 'exit');
  }
}

/** Where it says it listens. */
function portOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    let said = '';
    child.stdout!.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      const port = /http:\/\/localhost:(\d+)/.exec(said)?.[1];
      if (port) resolve(Number(port));
    });
    child.once('exit', (code) => reject(new Error(`the service ended with ${code} before it was ready:\n${said}`)));
  });
}
