import { fastify, type FastifyError } from 'fastify';
import type { AddressInfo } from 'node:net';
import { Businesses } from './businesses.js';
import { Callbacks } from './callbacks.js';
import { seeded } from './chance.js';
import { controlRoutes, pushAgain, pushExample, type SimulatorDesk } from './control.js';
import type { ExampleNib } from './example-nib.js';
import { FaultPlan } from './faults.js';
import { Licences } from './licences.js';
import { Memory } from './memory.js';
import { methodRoutes } from './method-routes.js';
import { onlyFromThisMachine } from './local-desk.js';
import { BASE_PATH, DEFAULTS, type SimulatorOptions } from './options.js';
import { pageRoutes } from './page-routes.js';
import { SignedFiles } from './signed-files.js';

const LARGEST_BODY = 5 * 1024 * 1024;

/** A simulator that runs. */
export interface OssSimulator {
  /** Of its page and its desk. */
  readonly origin: string;
  /** What OSS_BASE_URL is to be. */
  readonly baseUrl: string;
  readonly memory: Memory;
  readonly faults: FaultPlan;
  readonly callbacks: Callbacks;
  pushNib(given?: ExampleNib): ReturnType<typeof pushExample>;
  pushAgain(nib: string, changes?: Readonly<Record<string, unknown>>): ReturnType<typeof pushAgain>;
  /** Until no call of its own is under way. */
  idle(): Promise<void>;
  close(): Promise<void>;
}

/** Starts a simulator within this process. */
export async function startOssSimulator(options: Partial<SimulatorOptions> = {}): Promise<OssSimulator> {
  const { host, port, clock, userKey, username, password, peer, seed, file, callbackTimeoutMs, installation } = { ...DEFAULTS, ...options };
  const chance = seeded(seed);
  const memory = new Memory(file);
  // Quirks and faults throw dice of their own: a fault more does not change how things are said.
  const faults = new FaultPlan(seeded(seed + 1));
  const callbacks = new Callbacks({ url: peer, account: { username, password } }, memory, faults, clock, callbackTimeoutMs);
  const app = fastify({ bodyLimit: LARGEST_BODY, forceCloseConnections: true });
  let origin = '';
  const files = new SignedFiles(memory, callbacks, () => origin);
  const licences = new Licences(memory, clock, (idIzin, number, link) => callbacks.follow(files.take(idIzin, number, link)));
  const desk: SimulatorDesk = { account: { userKey, username, password }, clock, memory, faults, callbacks, files, installation };
  onlyFromThisMachine(app);
  methodRoutes(app, { userKey, clock, chance, memory, faults, licences, businesses: new Businesses(memory) });
  controlRoutes(app, desk);
  pageRoutes(app, desk);
  app.setNotFoundHandler((_, reply) => reply.code(404).send({ kode: '404', keterangan: 'Layanan tidak ditemukan' }));
  app.setErrorHandler<FastifyError>(({ statusCode = 500, message }, _, reply) => {
    const kode = statusCode < 500 ? 400 : 500;
    return reply.code(statusCode).send({ kode, keterangan: kode === 400 ? `Parameter salah: ${message}` : 'Pemrosesan gagal' });
  });
  await app.listen({ host, port });
  const address = app.server.address() as AddressInfo;
  origin = `http://${host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host}:${address.port}`;
  return {
    origin,
    baseUrl: `${origin}${BASE_PATH}`,
    memory,
    faults,
    callbacks,
    pushNib: (given = {}) => pushExample(desk, given),
    pushAgain: (nib, changes = {}) => pushAgain(desk, nib, changes),
    idle: () => callbacks.idle(),
    close: async () => {
      await app.close();
      memory.save();
    },
  };
}
