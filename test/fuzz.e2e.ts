import { afterwards } from './fuzz/afterwards.js';
import { Hunt, type Find } from './fuzz/hunt.js';
import { Office } from './fuzz/office.js';

/** `npm run fuzz` sends many more; FUZZ_SEED sends others. */
const RUNS = Number(process.env['FUZZ_REQUESTS'] ?? 1500);
const SEED = Number(process.env['FUZZ_SEED'] ?? 20_261_123);
/** Milliseconds: for a machine that has a lot else to do. */
const AT_MOST = 60_000 + RUNS * 120;

let office: Office;
beforeAll(async () => void (office = await Office.begin()), 60_000);
afterAll(() => office?.end());

test(
  `no request of any shape, by anybody, breaks the service or its contracts (seed ${SEED})`,
  async () => {
    const hunt = await Hunt.in(office);
    const from = Date.now();
    const { finds, requests, statuses, closed } = await hunt.run(RUNS, SEED);
    const seconds = ((Date.now() - from) / 1000).toFixed(0);
    if (RUNS > 1500 || finds.length > 0) {
      const answers = [...statuses].sort(([a], [b]) => a - b).map(([status, count]) => `${status}: ${count}`);
      const memory = Math.round((office.node.memory ?? 0) / 2 ** 20);
      process.stdout.write(`seed ${SEED}: ${requests} requests in ${seconds} s; ${answers.join(', ')}; ${memory} MiB\n`);
      process.stdout.write(`never open: ${closed.join(', ') || 'none'}\n`);
    }
    expect(finds.map(told)).toEqual([]);
    expect(await afterwards(office)).toEqual([]);
    // Otherwise nothing but the first check was tried.
    expect([200, 400, 401, 403, 404, 409, 422].filter((status) => !statuses.has(status))).toEqual([]);
  },
  AT_MOST,
);

const told = ({ operation, wrong, told, curl }: Find) => `${operation} ${wrong}\n  ${told}\n  ${curl}`;
