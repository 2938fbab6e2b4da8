import { FairShares, type Admission, type ShareOutcome, type Shares } from './fair-shares.js';

const SHARES: Shares = { agency: 3, receiver: 2, suspects: 1, pauseMs: 1000, longestPauseMs: 60_000 };

let now: number;
let shares: FairShares;
beforeEach(() => {
  now = 1_000_000;
  shares = new FairShares(SHARES, () => now);
});

const entered = (agency: string, receiver: string): ((outcome: ShareOutcome) => void) => {
  const admission = shares.enter(agency, receiver);
  if ('waitMs' in admission) throw new Error(`waits for ${admission.waitMs}`);
  return admission.leave;
};
const waits = (admission: Admission) => ('waitMs' in admission ? admission.waitMs : 0);

it('leaves room for other receivers, and for other agencies', () => {
  entered('one', 'a');
  const leave = entered('one', 'a');
  expect(waits(shares.enter('one', 'a'))).toBeGreaterThan(0);
  entered('one', 'b');
  expect(waits(shares.enter('one', 'c'))).toBeGreaterThan(0);
  entered('two', 'a');
  leave('done');
  entered('one', 'c');
});

it('pauses for a receiver that fails, longer each time, and lets one through after it', () => {
  let pause = 0;
  for (let i = 0; i < 4; i++) {
    now += pause;
    const leave = entered('one', 'a');
    if (i > 0) expect(waits(shares.enter('one', 'a'))).toBeGreaterThan(0);
    leave('failed');
    pause = 1000 * 2 ** i;
    now += pause - 1;
    expect(waits(shares.enter('one', 'a'))).toBeGreaterThan(0);
    now -= pause - 1;
  }
  now += pause;
  entered('one', 'a')('done');
  entered('one', 'a');
  entered('one', 'a');
});

it('gives receivers that failed a part of the places, all together', () => {
  for (const name of ['a', 'b', 'c']) entered(name, name)('failed');
  now += 1000;
  entered('a', 'a');
  expect(waits(shares.enter('b', 'b'))).toBeGreaterThan(0);
  entered('c', 'healthy');
});

it('lets those that wait come back one after another', () => {
  entered('one', 'a')('failed');
  const times = Array.from({ length: 40 }, () => waits(shares.enter('one', 'a')));
  expect(new Set(times).size).toBe(40);
  expect(Math.min(...times)).toBe(1000);
});
