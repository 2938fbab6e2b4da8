import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { accountOf } from '../src/oss-simulator/account.js';
import { startOssSimulator, type OssSimulator } from '../src/oss-simulator/start.js';
import { readConfig } from '../src/platform/config/config.js';

let dir: string;
let simulator: OssSimulator;
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'terbit-desk-'));
  simulator = await startOssSimulator({ file: join(dir, 'oss-simulator.json') });
});
afterAll(async () => {
  await simulator.close();
  rmSync(dir, { recursive: true, force: true });
});

/** fetch would put its own Host there. */
function ask(method: string, path: string, headers: Record<string, string> = {}): Promise<number> {
  return new Promise((done, failed) => {
    const { hostname, port } = new URL(simulator.origin);
    const sent = request({ hostname, port, path, method, headers }, (response) => {
      response.resume().on('end', () => done(response.statusCode!));
    });
    sent.on('error', failed).end();
  });
}

const port = () => new URL(simulator.origin).port;

it.each([
  [{ origin: 'https://evil.example' }],
  [{ origin: 'null' }],
  [{ origin: 'http://localhost:1' }],
  [{ host: 'evil.example' }],
  [{ host: '127.0.0.1.evil.example' }],
  [{ 'sec-fetch-site': 'cross-site' }],
])('the desk and its page answer no other site: %j', async (headers: Record<string, string>) => {
  for (const [method, path] of [
    ['GET', '/'],
    ['GET', '/simulator/state'],
    ['GET', '/simulator/account'],
    ['POST', '/simulator/callbacks/release'],
    ['POST', '/simulator/page/push'],
  ] as const)
    expect([path, await ask(method, path, headers)]).toEqual([path, 403]);
});

it('they answer their own page, and programs of this machine', async () => {
  for (const host of [`127.0.0.1:${port()}`, `localhost:${port()}`, `[::1]:${port()}`]) {
    expect(await ask('GET', '/simulator/state', { host })).toBe(200);
    expect(await ask('POST', '/simulator/callbacks/release', { host, origin: `http://${host}`, 'sec-fetch-site': 'same-origin' })).toBe(
      204,
    );
  }
});

it('what it remembers is for its own user alone', () => {
  simulator.memory.save();
  expect((statSync(join(dir, 'oss-simulator.json')).mode & 0o777).toString(8)).toBe('600');
});

it('a service and its simulator agree on random words of their installation, unless they are set', () => {
  const [one, other] = ['a', 'b'].map((name) => readConfig({ DATA_DIR: join(dir, name) }));
  expect(accountOf(one!)).toEqual(accountOf(one!));
  expect(accountOf(one!).password).not.toBe(accountOf(other!).password);
  expect(accountOf(one!).userKey).not.toBe(accountOf(other!).userKey);
  expect(accountOf(one!).password.length).toBeGreaterThan(20);
  expect((statSync(join(dir, 'a', 'oss-simulator.secret')).mode & 0o777).toString(8)).toBe('600');
  // The embedded PostgreSQL runs as a user of its own where root starts the service, and has to get through.
  expect((statSync(join(dir, 'a')).mode & 0o777).toString(8)).toBe(process.getuid?.() === 0 ? '711' : '700');
  const set = { OSS_USER_KEY: 'k', OSS_USERNAME: 'u', OSS_PASSWORD: 'p', DATA_DIR: join(dir, 'c') };
  expect(accountOf(readConfig(set))).toEqual({ userKey: 'k', username: 'u', password: 'p' });
});
