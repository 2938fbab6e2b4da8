/** The service as a process of its own that is killed, and comes back on the same data. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const START_MS = 90_000;

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

export class MortalService {
  kills = 0;

  static async start(env) {
    const service = new MortalService();
    const port = String(await freePort());
    service.baseUrl = `http://127.0.0.1:${port}`;
    service.env = {
      ...process.env,
      NODE_OPTIONS: '',
      DATABASE_URL: '',
      REDIS_URL: '',
      OSS_SIMULATOR: 'false',
      LOG_LEVEL: 'error',
      DEMO: 'true',
      ...env,
      PORT: port,
    };
    await service.launch();
    return service;
  }

  /** Answers once it is ready. */
  async launch() {
    let said = '';
    const child = spawn(process.execPath, ['dist/launch.js'], { env: this.env, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said = (said + text).slice(-4000)));
    this.child = child;
    for (const deadline = Date.now() + START_MS; Date.now() < deadline; await sleep(50)) {
      if (child.exitCode !== null) break;
      const answer = await fetch(`${this.baseUrl}/health/ready`).catch(() => undefined);
      if (answer?.ok) return;
    }
    throw new Error(`the service did not come up:\n${said}`);
  }

  /** kill -9, and up again. */
  async killAndRestart() {
    this.kills++;
    await this.end('SIGKILL');
    await this.launch();
  }

  async end(signal) {
    const { child } = this;
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
  }
}
