/**
 * `npm run prove:image`: carries out the steps of the Dockerfile in folders and runs the result as a container would: as an ordinary user,
 * with a read-only file system, against a PostgreSQL of its own. Then it walks the demo and prints a letter. It needs no container engine.
 */
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildImage } from './prove/image-build.mjs';
import { Client } from './demo/client.mjs';

const root = join(import.meta.dirname, '..');
const asRoot = process.getuid?.() === 0;
/** "node" of the base image; without root the person who runs this. */
const user = asRoot ? { uid: 1000, gid: 1000 } : { uid: process.getuid(), gid: process.getgid() };
const START_TIMEOUT_MS = 120_000;

const folder = mkdtempSync(join(tmpdir(), 'terbit-image-'));
if (asRoot) execFileSync('chmod', ['755', folder]);
const { startEmbeddedPostgres } = await import('../dist/platform/database/embedded-postgres.js');
const database = await startEmbeddedPostgres({ dir: join(folder, 'postgres'), database: 'terbit' });
let container;
try {
  const image = buildImage({ context: root, folder, user });
  const port = await freePort();
  container = start(image, {
    DATABASE_URL: database.url,
    DEMO: 'true',
    PORT: String(port),
    HOME: '/nonexistent',
    PATH: process.env.PATH,
  });
  const url = `http://127.0.0.1:${port}`;
  await ready(url, container);
  const password = readFileSync(join(image.path('/data'), 'demo-password.txt'), 'utf8').trim();
  await run(process.execPath, ['scripts/demo.mjs'], { ...process.env, BASE_URL: url, DEMO_PASSWORD: password });
  await printLetter(url, password);
  await run(process.execPath, [join(image.path('/app'), 'scripts/audit-verify.mjs')], { ...image.env, DATABASE_URL: database.url }, '/');
  container.kill('SIGTERM');
  const code = await container.ended;
  if (code !== 0) throw new Error(`the container ended with code ${code} after SIGTERM`);
  console.log('The image starts, walks both SOPs, prints a letter, verifies its audit and stops with code 0.');
} finally {
  container?.kill('SIGKILL');
  await database.stop();
  rmSync(folder, { recursive: true, force: true });
}

/** As root: a mount that cannot be written and another user. Otherwise the permissions of the files alone. */
function start(image, settings) {
  const [program, ...args] = image.command;
  const app = image.path('/app');
  const data = image.path('/data');
  const env = { ...image.env, ...settings };
  let child;
  if (asRoot) {
    const script = `mount --bind "$1" "$1" && mount --bind "$2" "$2" && mount -o remount,bind,ro "$1" && shift 2 && cd "$0" && exec setpriv --reuid=${user.uid} --regid=${user.gid} --clear-groups "$@"`;
    mkdirSync(data, { recursive: true });
    child = spawn('unshare', ['--mount', 'sh', '-c', script, app, image.folder, data, program, ...args], { env, stdio: 'inherit' });
  } else {
    execFileSync('chmod', ['-R', 'a-w', app]);
    child = spawn(program, args, { cwd: app, env, stdio: 'inherit' });
  }
  child.ended = new Promise((resolve) => child.once('exit', (code, signal) => resolve(code ?? signal)));
  return child;
}

async function ready(url, child) {
  const until = Date.now() + START_TIMEOUT_MS;
  let ended;
  void child.ended.then((code) => (ended = { code }));
  while (Date.now() < until) {
    if (ended) throw new Error(`the container ended with ${ended.code} before it was ready`);
    const answer = await fetch(`${url}/health/ready`).catch(() => undefined);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new Error('the container was not ready in time');
}

/** The PDF of the first letter that the demo has issued. */
async function printLetter(url, password) {
  const { body } = await new Client(url).post('/v1/auth/token', { username: 'kadis', password });
  const authorization = `Bearer ${body.accessToken}`;
  const read = async (path) => (await fetch(url + path, { headers: { authorization } })).json();
  const { items } = await read('/v1/books/permits?limit=1');
  const { records } = await read(`/v1/applications/${items[0].applicationId}`);
  const letter = records.find(({ kind }) => kind === 'letter').id;
  for (let attempt = 0; ; attempt++) {
    const answer = await fetch(`${url}/v1/letters/${letter}/pdf`, { headers: { authorization } });
    const bytes = Buffer.from(await answer.arrayBuffer());
    if (answer.ok && bytes.subarray(0, 5).toString() === '%PDF-') return console.log(`Letter ${letter}: a PDF of ${bytes.length} bytes.`);
    if (attempt === 40) throw new Error(`no PDF of letter ${letter}: ${answer.status} ${bytes.toString().slice(0, 300)}`);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

async function run(program, args, env, cwd = root) {
  const child = spawn(program, args, { cwd, env, stdio: 'inherit' });
  const code = await new Promise((resolve) => child.once('exit', resolve));
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}`);
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}
