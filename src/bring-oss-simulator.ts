import { fork, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { BASE_PATH, SIGN, type Account } from './oss-simulator/options.js';
import type { Config } from './platform/config/config.js';
import { makePrivateFolder } from './platform/config/private-folder.js';

const PROGRAM = join(import.meta.dirname, 'oss-simulator/main.js');
/** A cold start on a busy machine; the service starts without it then. */
const PATIENCE_MS = 20_000;
const LOOPBACK = ['127.0.0.1', 'localhost'];

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

/** Ports below those that systems give out by themselves. */
const [FIRST_PORT, PORTS] = [20_000, 12_000];

/**
 * Starts a simulator of OSS, or joins the one that another process of this installation has started: on the same port, where none is
 * given on one that follows from their database, so that all of them on one machine speak to the same OSS.
 */
export async function bringOssSimulator(config: Config): Promise<BroughtSimulator | undefined> {
  const installation = installationOf(config);
  const port = config.ossSimulatorPort || FIRST_PORT + (parseInt(installation, 16) % PORTS);
  const join = () => origin(port, config.ossSimulatorPort === 0 ? installation : undefined);
  const joined = await join();
  if (joined) return brought(config, joined);
  makePrivateFolder(config.dataDir);
  const started = await startChild(config, port, installation);
  if (!('problem' in started)) return started;
  // Two that start at once: the port was taken by the other in between. Where it is somebody else's, any other will do.
  const late = await join();
  if (late) return brought(config, late);
  const elsewhere = config.ossSimulatorPort === 0 ? await startChild(config, 0, installation) : started;
  if (!('problem' in elsewhere)) return elsewhere;
  console.error(`The OSS simulator could not be started: ${elsewhere.problem}. OSS is worked by hand.`);
  return undefined;
}

/** The simulator that OSS_BASE_URL names, where it runs on this machine by `npm run oss:simulator`: neither has to be told what both know of each other. */
export async function joinGivenSimulator(config: Config): Promise<BroughtSimulator | undefined> {
  const { ossBaseUrl, ossUserKey, ossUsername, ossPassword } = config;
  if (!config.ossSimulator || !ossBaseUrl || ossUserKey || ossUsername || ossPassword) return undefined;
  const { hostname, port, protocol, pathname } = new URL(ossBaseUrl);
  if (protocol !== 'http:' || !LOOPBACK.includes(hostname) || pathname.replace(/\/+$/, '') !== BASE_PATH) return undefined;
  const at = await origin(Number(port), undefined);
  return at ? brought(config, at) : undefined;
}

async function startChild(config: Config, port: number, installation: string): Promise<BroughtSimulator | { readonly problem: string }> {
  const orders = JSON.stringify({ port, installation, file: resolve(config.dataDir, 'oss-simulator.json') });
  const child = fork(PROGRAM, [orders], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'], execArgv: [] });
  const started = await Promise.race([heard(child), sleep(PATIENCE_MS, { problem: 'it did not start in time' }, { ref: false })]);
  if ('origin' in started) return brought(config, started.origin, child);
  child.kill('SIGKILL');
  return started;
}

/** What tells one installation from another: its database, without who uses it; nobody learns more from it than whether they are the same. */
function installationOf({ databaseUrl, dataDir }: Config): string {
  const { host, pathname } = databaseUrl ? new URL(databaseUrl) : { host: '', pathname: resolve(dataDir) };
  return createHash('sha256').update(`${host} ${pathname}`).digest('hex').slice(0, 12);
}

type Heard = { readonly origin: string } | { readonly problem: string };

function heard(child: ChildProcess): Promise<Heard> {
  return new Promise((done) => {
    child.once('message', (message) => done(message as Heard));
    child.once('error', ({ message }) => done({ problem: message }));
    child.once('exit', (code) => done({ problem: `it ended with ${code}` }));
  });
}

/** Where the simulator on that port is, if there is one; of that installation, where one is named. */
async function origin(port: number, installation: string | undefined): Promise<string | undefined> {
  const at = `http://127.0.0.1:${port}`;
  try {
    const response = await fetch(`${at}/simulator/state`, { signal: AbortSignal.timeout(2000) });
    const said = (await response.json()) as { simulator?: unknown; installation?: unknown };
    return said.simulator === SIGN && (installation === undefined || said.installation === installation) ? at : undefined;
  } catch {
    return undefined;
  }
}

/** What it knows of itself is open to this machine alone, as its desk is, which can do everything that this is good for. */
async function accountAt(at: string): Promise<Account> {
  const response = await fetch(`${at}/simulator/account`, { signal: AbortSignal.timeout(PATIENCE_MS) });
  return (await response.json()) as Account;
}

async function brought(config: Config, at: string, child?: ChildProcess): Promise<BroughtSimulator> {
  const { userKey, username, password } = await accountAt(at);
  return {
    origin: at,
    settings: {
      ossBaseUrl: `${at}${BASE_PATH}`,
      ossUserKey: config.ossUserKey ?? userKey,
      ossUsername: config.ossUsername ?? username,
      ossPassword: config.ossPassword ?? password,
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
