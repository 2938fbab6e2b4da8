import { monitorEventLoopDelay } from 'node:perf_hooks';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspectFile } from '../src/platform/files/inspect/inspect-file.js';
import { InspectionPool } from '../src/platform/files/inspect/inspection-pool.js';
import { GROWING } from './corpus/growth.js';

/** Measured by `npm run prove:uploads` on a machine that does nothing else: a time is no test on a busy one. */
const measured = process.env['GROWTH'] ? it : it.skip;

const N = 8_000;

/** The best of three: a machine that does something else makes none of them faster. */
function timed(bytes: Buffer): number {
  const times = [1, 2, 3].map(() => {
    const from = performance.now();
    inspectFile(bytes, 'application/pdf');
    return performance.now() - from;
  });
  return Math.min(...times);
}

measured.each(GROWING)('takes at most 2.5 times as long for twice as many of %s', (_, make) => {
  const [small, large] = [make(N), make(N * 2)];
  timed(small);
  // Below a few milliseconds the clock and the compiler count for more than the file.
  expect(timed(large)).toBeLessThan(2.5 * Math.max(timed(small), 50));
});

measured(
  'holds up nobody else for 50 ms',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'growth-'));
    const pool = new InspectionPool();
    try {
      const paths = GROWING.map(([, make], index) => {
        const path = join(folder, String(index));
        writeFileSync(path, make(N));
        return path;
      });
      await pool.inspect({ path: paths[0]!, mediaType: 'application/pdf' });
      let best = Infinity;
      for (let i = 0; i < 3; i++) {
        const delay = monitorEventLoopDelay({ resolution: 5 });
        delay.enable();
        for (const path of paths) await pool.inspect({ path, mediaType: 'application/pdf' });
        delay.disable();
        best = Math.min(best, delay.max / 1e6);
      }
      expect(best).toBeLessThan(50);
    } finally {
      await pool.close();
      rmSync(folder, { recursive: true });
    }
  },
  120_000,
);
