import { fork, type ChildProcess } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { BASE_PATH, DEMO_ACCOUNT, SIGN } from './oss-simulator/options.js';
import type { Config } from './platform/config/config.js';

const PROGRAM = join(import.meta.dirname, 'oss-simulator/main.js');
/** A cold start on a busy machine; the service starts without it then. */
const PATIENCE_MS = 20_000;

/** The settings by which the service finds the simulator. */
export type OssSettings = Pick<Config, 'ossBaseUrl' | 'ossUserKey' | 'ossUsername' | 'ossPassword'>;

/** A simulator beside the service, as long as the service lives. */
export interface BroughtSimulator {
  readonly origin: string;
  readonly settings: OssSettings;
  /** Tells it where to call. */
  callAt(serviceUrl: string): Promise<void>;
  stop(): void;
}

/** Starts a simulator of OSS, or joins the one that another process of this service has started on the same port. */
export async function bringOssSimulator(config: Config): Promise<BroughtSimulator | undefined> {
  const joined = await origin(config.ossSimulatorPort);
  if (joined) return brought(config, joined);
  mkdirSync(config.dataDir, { recursive: true });
  const orders = JSON.stringify({ port: config.ossSimulatorPort, file: resolve(config.dataDir, 'oss-simulator.json') });
  const child = fork(PROGRAM, [orders], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'], execArgv: [] });
  const started = await Promise.race([heard(child), sleep(PATIENCE_MS, { problem: 'it did not start in time' }, { ref: false })]);
  if ('origin' in started) return brought(config, started.origin, child);
  child.kill('SIGKILL');
  // Two that start at once: the port was taken by the other in between.
  const late = await origin(config.ossSimulatorPort);
  if (late) return brought(config, late);
  console.error(`The OSS simulator could not be started: ${started.problem}. OSS is worked by hand.`);
  return undefined;
}

type Heard = { readonly origin: string } | { readonly problem: string };

function heard(child: ChildProcess): Promise<Heard> {
  return new Promise((done) => {
    child.once('message', (message) => done(message as Heard));
    child.once('error', ({ message }) => done({ problem: message }));
    child.once('exit', (code) => done({ problem: `it ended with ${code}` }));
  });
}

/** Where the simulator on that port is, if there is one. */
async function origin(port: number): Promise<string | undefined> {
  if (port === 0) return undefined;
  const at = `http://127.0.0.1:${port}`;
  try {
    const response = await fetch(`${at}/simulator/state`, { signal: AbortSignal.timeout(2000) });
    return ((await response.json()) as { simulator?: unknown }).simulator === SIGN ? at : undefined;
  } catch {
    return undefined;
  }
}

function brought(config: Config, at: string, child?: ChildProcess): BroughtSimulator {
  return {
    origin: at,
    settings: {
      ossBaseUrl: `${at}${BASE_PATH}`,
      ossUserKey: config.ossUserKey ?? DEMO_ACCOUNT.userKey,
      ossUsername: config.ossUsername ?? DEMO_ACCOUNT.username,
      ossPassword: config.ossPassword ?? DEMO_ACCOUNT.password,
    },
    callAt: async (serviceUrl) => {
      const body = JSON.stringify({ url: `${serviceUrl}/oss` });
      await fetch(`${at}/simulator/peer`, { method: 'PUT', headers: { 'content-type': 'application/json' }, body }).catch(() => undefined);
    },
    stop: () => {
      if (child?.connected) child.disconnect();
    },
  };
}
