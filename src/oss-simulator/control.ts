import type { FastifyInstance } from 'fastify';
import type { Clock } from '../kernel/clock.js';
import type { Callbacks, Delivered } from './callbacks.js';
import { exampleNib, type ExampleNib } from './example-nib.js';
import { CALL_FAULTS, CALLBACK_FAULTS, type FaultPlan, type NewFault } from './faults.js';
import { checklistOf } from './licence.js';
import type { Memory } from './memory.js';
import { SIGN, type Account } from './options.js';
import type { SignedFiles } from './signed-files.js';

export interface SimulatorDesk {
  readonly account: Account;
  readonly clock: Clock;
  readonly memory: Memory;
  readonly faults: FaultPlan;
  readonly callbacks: Callbacks;
  readonly files: SignedFiles;
  readonly installation: string | undefined;
}

const string = { type: 'string', minLength: 1, maxLength: 500 } as const;
const closed = { type: 'object', additionalProperties: false } as const;

const FAULT = {
  ...closed,
  required: ['kind'],
  properties: {
    method: { ...string, default: '*' },
    kind: { enum: [...CALL_FAULTS, ...CALLBACK_FAULTS] },
    times: { type: 'integer', minimum: 1, maximum: 1_000_000 },
    probability: { type: 'number', minimum: 0, maximum: 1 },
    delayMs: { type: 'integer', minimum: 0, maximum: 300_000 },
    keterangan: string,
  },
} as const;

const EXAMPLE = {
  ...closed,
  properties: {
    kdIzin: string, kdDaerah: string, nib: { type: 'string', pattern: '^\\d{13}$' }, idIzin: string, name: string, nik: string, businessName: string,
  },
} as const; // prettier-ignore

/** Pushes the NIB of an example, as OSS does when somebody has applied there. */
export async function pushExample(
  { clock, memory, callbacks }: SimulatorDesk,
  given: ExampleNib,
): Promise<{ nib: string; idIzin: string; delivered: Delivered }> {
  const data = exampleNib(given, clock.now(), memory.allBusinesses().length + 1);
  const { nib } = memory.know(data);
  const idIzin = String(checklistOf({ data })[0]?.['id_izin']);
  return { nib, idIzin, delivered: await callbacks.receiveNIB(nib, data, idIzin) };
}

/** Pushes a NIB once more: as it is, or as an update, a revocation or a cancellation of it. */
export async function pushAgain(
  { memory, callbacks }: SimulatorDesk,
  nib: string,
  changes: Readonly<Record<string, unknown>>,
): Promise<Delivered | undefined> {
  const business = memory.business(nib);
  if (!business) return undefined;
  const { ['tipe_dokumen ']: spaced, ...rest } = business.data;
  const data = { ...rest, 'tipe_dokumen ': spaced, ...changes };
  memory.know(data);
  return callbacks.receiveNIB(nib, data);
}

/** The desk of those who play with it: `/simulator/*`. Not a part of OSS. */
export function controlRoutes(app: FastifyInstance, desk: SimulatorDesk): void {
  const { account, memory, faults, callbacks, clock, files, installation } = desk;

  app.get('/simulator/account', () => account);
  app.get('/simulator/state', () => ({
    simulator: SIGN,
    installation: installation ?? null,
    peer: callbacks.peer.url ?? null,
    licences: memory.allLicences(),
    businesses: memory.allBusinesses().map(({ nib, status }) => ({ nib, status })),
    faults: faults.list(),
  }));
  app.get('/simulator/calls', () => ({ calls: memory.calls() }));

  app.post('/simulator/reset', (_, reply) => {
    memory.forget();
    faults.clear();
    return reply.code(204).send();
  });

  app.put<{ Body: { url: string | null } }>(
    '/simulator/peer',
    {
      schema: {
        body: { ...closed, required: ['url'], properties: { url: { type: ['string', 'null'], pattern: '^https?://', maxLength: 500 } } },
      },
    },
    ({ body }) => {
      callbacks.peer.url = body.url ?? undefined;
      return { url: body.url };
    },
  );

  app.get('/simulator/faults', () => ({ faults: faults.list() }));
  app.post<{ Body: NewFault }>('/simulator/faults', { schema: { body: FAULT } }, ({ body }, reply) =>
    reply.code(201).send(faults.add(body)),
  );
  app.delete('/simulator/faults', (_, reply) => {
    faults.clear();
    return reply.code(204).send();
  });
  app.delete<{ Params: { id: string } }>('/simulator/faults/:id', ({ params }, reply) => {
    faults.clear(Number(params.id));
    return reply.code(204).send();
  });

  app.post<{ Body: ExampleNib }>('/simulator/nibs', { schema: { body: EXAMPLE } }, async ({ body }, reply) =>
    reply.code(201).send(await pushExample(desk, body)),
  );
  app.post<{ Params: { nib: string }; Body: Readonly<Record<string, unknown>> }>(
    '/simulator/nibs/:nib/push',
    { schema: { body: { type: 'object' } } },
    async ({ params, body }, reply) => {
      const delivered = await pushAgain(desk, params.nib, body);
      return delivered ?? reply.code(404).send({ error: 'no such NIB' });
    },
  );

  app.post<{ Params: { idIzin: string }; Body: { kdStatus: string; keterangan?: string } }>(
    '/simulator/licences/:idIzin/status',
    {
      schema: {
        body: { ...closed, required: ['kdStatus'], properties: { kdStatus: { type: 'string', pattern: '^.{1,2}$' }, keterangan: string } },
      },
    },
    ({ params, body }, reply) => {
      if (!memory.licence(params.idIzin)) return reply.code(404).send({ error: 'no such licence' });
      const at = clock.now().toISOString();
      memory.addStatus(params.idIzin, { ...body, keterangan: body.keterangan, by: 'oss', method: 'simulator', tglStatus: undefined, at });
      return memory.licence(params.idIzin);
    },
  );

  app.post('/simulator/callbacks/release', async (_, reply) => {
    await callbacks.release();
    return reply.code(204).send();
  });

  app.get<{ Params: { idIzin: string } }>('/simulator/files/:idIzin', ({ params }, reply) => {
    const file = files.get(params.idIzin);
    return file ? reply.type('application/pdf').send(file) : reply.code(404).send({ error: 'no such file' });
  });
}
