import { proveCases } from './support/oss-proof.js';
import { OssTown } from './support/oss-town.js';

/** `npm run prove:oss` runs 200 of them. */
const CASES = Number(process.env['OSS_CASES'] ?? 8);
const SEED = Number(process.env['OSS_SEED'] ?? 20261125);

let town: OssTown;
beforeAll(async () => {
  town = await OssTown.found({ env: { OSS_TIMEOUT_MS: '300' } });
});
afterAll(() => town.leave());

it(
  `agrees with OSS on each of ${CASES} cases, in the right order of codes, whatever goes wrong on the way (seed ${SEED})`,
  async () => {
    const proofs = await proveCases(town, CASES, SEED);
    // Without anything that went wrong this would show nothing.
    expect(proofs.faults).toBeGreaterThan(CASES / 2);
    expect(proofs.differing).toEqual([]);
    expect(proofs.cases).toBe(CASES);
  },
  60_000 + CASES * 10_000,
);
