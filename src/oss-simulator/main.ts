import { readConfig } from '../platform/config/config.js';
import { accountOf } from './account.js';
import { startOssSimulator } from './start.js';

/** Where it is found if nobody says otherwise. */
const PORT = 3900;

/** What `npm start` gives to the simulator that it brings along. */
interface Orders {
  readonly port: number;
  readonly file: string;
  readonly installation: string;
}

/** The simulator as a process of its own: by hand, or as a child of the service, which it ends with. */
const child = process.send !== undefined;
const orders = child ? (JSON.parse(process.argv[2] ?? '{}') as Orders) : undefined;

try {
  const config = readConfig(process.env);
  const simulator = await startOssSimulator({
    port: orders?.port ?? (config.ossSimulatorPort || PORT),
    file: orders?.file,
    installation: orders?.installation,
    ...accountOf(config),
    peer: orders ? undefined : `http://localhost:${config.port || 3000}/oss`,
    seed: Date.now() % 2 ** 32,
  });
  const end = () => void simulator.close().finally(() => process.exit(0));
  if (child) {
    // A terminal or a service manager tells both, and the service may still want to call: it ends when the service has.
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
    process.on('disconnect', end);
    process.send!({ origin: simulator.origin, baseUrl: simulator.baseUrl });
  } else {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end);
    console.log(`OSS simulator on ${simulator.origin}: its page is there, OSS_BASE_URL is ${simulator.baseUrl}`);
    console.log(`It calls ${simulator.callbacks.peer.url}`);
  }
} catch (error) {
  const { code, message } = error as NodeJS.ErrnoException;
  if (child) process.send!({ problem: code === 'EADDRINUSE' ? `its port is in use` : message });
  else console.error(`The OSS simulator cannot start: ${message}`);
  process.exitCode = 1;
  if (child) process.disconnect();
}
