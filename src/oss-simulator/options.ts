import { SystemClock, type Clock } from '../kernel/clock.js';

/** Where the methods are, as with the real one. */
export const BASE_PATH = '/v1/kl/rba';

/** What the simulator says of itself, so that nobody takes something else for one. */
export const SIGN = 'terbit-oss-simulator';

/** What both sides know of each other. */
export interface Account {
  readonly userKey: string;
  readonly username: string;
  readonly password: string;
}

/** Of a simulator within a process that plays both sides, as in tests. One that listens for a service has a random account of its own. */
export const DEMO_ACCOUNT = { userKey: 'kunci-simulator', username: 'simulator', password: 'simulator' } as const;

/** How a simulator is to be. */
export interface SimulatorOptions {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly clock: Clock;
  /** What a caller has to bring. */
  readonly userKey: string;
  /** What its own calls prove themselves with. */
  readonly username: string;
  readonly password: string;
  /** Where its calls go, such as http://127.0.0.1:3000/oss; without it they wait for nobody and are noted as not sent. */
  readonly peer: string | undefined;
  /** What chance begins with: the same seed, the same quirks and faults in the same order of calls. */
  readonly seed: number;
  /** Whose it is, where a service has brought it along: others of that service join it. */
  readonly installation: string | undefined;
  /** JSON file to remember everything in. */
  readonly file: string | undefined;
  /** How long a call of its own may take. */
  readonly callbackTimeoutMs: number;
}

export const DEFAULTS: SimulatorOptions = {
  host: '127.0.0.1',
  port: 0,
  clock: new SystemClock(),
  ...DEMO_ACCOUNT,
  peer: undefined,
  seed: 1,
  installation: undefined,
  file: undefined,
  callbackTimeoutMs: 15_000,
};
