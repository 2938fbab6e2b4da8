import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cloneTemplate, dropDatabase } from './support/boot.js';
import { CuttingProxy } from './support/cutting-proxy.js';
import { NodeProcess } from './support/node-process.js';

let databaseUrl: string;
let dataDir: string;
beforeAll(async () => {
  databaseUrl = await cloneTemplate();
  dataDir = mkdtempSync(join(tmpdir(), 'terbit-test-'));
});
afterAll(async () => {
  await dropDatabase(databaseUrl);
  rmSync(dataDir, { recursive: true, force: true });
});

async function start(how: { readonly spared: number; readonly cuts: number }): Promise<{ proxy: CuttingProxy; node: NodeProcess }> {
  const proxy = await CuttingProxy.start(databaseUrl, how);
  return { proxy, node: NodeProcess.start({ DATABASE_URL: proxy.url, DATA_DIR: dataDir, ROLE: 'worker', LOG_LEVEL: 'warn' }) };
}

it.each([3, 10])('a worker whose queues lose their first %i connections waits for them and works', async (cuts) => {
  const { proxy, node } = await start({ spared: 0, cuts });
  await node.ready();
  expect(proxy.left).toBe(0);
  await node.stop();
  expect(node.code).toBe(0);
  proxy.stop();
});

it.each([1, 10])('a worker that loses %i connections after the first statement says so once and ends', async (cuts) => {
  const { proxy, node } = await start({ spared: 1, cuts });
  await expect(node.ready()).rejects.toThrow(/lost its connection to PostgreSQL/);
  expect(node.code).toBe(1);
  expect(node.output.match(/lost its connection to PostgreSQL/g)).toHaveLength(1);
  expect(node.output).not.toContain('    at ');
  proxy.stop();
});

it('a worker whose queues never get a connection says so in one line and ends', async () => {
  const { proxy, node } = await start({ spared: 0, cuts: Number.POSITIVE_INFINITY });
  await expect(node.ready()).rejects.toThrow(/The queues cannot reach PostgreSQL: /);
  expect(node.code).toBe(1);
  proxy.stop();
}, 60_000);
