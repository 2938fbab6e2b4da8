import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OssStateView } from '../src/modules/oss/oss-state.view.js';
import type { TaskView } from '../src/modules/tasks/task.view.js';
import type { ApplicationView } from '../src/workflow/application.view.js';
import { cloneTemplate, dropDatabase } from './support/boot.js';
import type { PageOf } from './support/client.js';
import { NodeProcess } from './support/node-process.js';
import { freePort } from './support/oss-town.js';
import { until } from './support/until.js';
import { exampleOf } from './support/walk.js';

const ROOT = join(import.meta.dirname, '..');
const PATIENCE_MS = 60_000;
/** Who sits at which desk in demo mode; the front office acts for applicants whose NIB came from OSS. */
const DESKS: Readonly<Record<string, string>> = {
  applicant: 'frontoffice',
  'front-office': 'frontoffice',
  'general-affairs': 'umum',
  'technical-team': 'timteknis',
  'service-head': 'kabid',
  secretary: 'sekretaris',
  'agency-head': 'kadis',
};

let databaseUrl: string;
let dirs: string[];
let nodes: NodeProcess[];
let alone: ChildProcess | undefined;
beforeEach(async () => {
  databaseUrl = await cloneTemplate();
  [dirs, nodes, alone] = [[], [], undefined];
});
afterEach(async () => {
  await Promise.all(nodes.map((node) => node.stop()));
  if (alone && alone.exitCode === null) {
    const gone = once(alone, 'exit');
    alone.kill('SIGTERM');
    await gone;
  }
  await dropDatabase(databaseUrl);
  for (const dir of dirs) rmSync(dir, { recursive: true, force: true });
});

function newDir(): string {
  const dir = mkdtempSync(join(tmpdir(), 'terbit-oss-'));
  dirs.push(dir);
  return dir;
}

function start(env: Readonly<Record<string, string>>): NodeProcess {
  const node = NodeProcess.start({ DATABASE_URL: databaseUrl, OSS_SIMULATOR: 'true', OSS_RETRY_MS: '50', ...env });
  nodes.push(node);
  return node;
}

/** `npm run oss:simulator`. */
async function startAlone(): Promise<{ origin: string; baseUrl: string }> {
  const env = { PATH: process.env['PATH'], OSS_SIMULATOR_PORT: String(await freePort()) };
  const child = spawn(process.execPath, ['dist/oss-simulator/main.js'], { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] });
  alone = child;
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const address = /OSS simulator on (\S+): its page is there, OSS_BASE_URL is (\S+)/;
  await until(() => address.test(said) || child.exitCode !== null, Boolean, PATIENCE_MS);
  const [, origin, baseUrl] = address.exec(said) ?? [];
  if (!origin || !baseUrl) throw new Error(said);
  return { origin, baseUrl };
}

const text = async (url: string, init?: RequestInit) => (await fetch(url, init)).text();
const simulatorNamedBy = async (node: NodeProcess) => {
  await until(() => /OSS simulator {2}(http:\S+)/.test(node.output), Boolean, PATIENCE_MS);
  return /OSS simulator {2}(http:\S+)/.exec(node.output)![1]!;
};

/** Somebody who signs in with the password of demo mode, over the wire as a front end does. */
class Desk {
  private readonly tokens = new Map<string, string>();

  constructor(private readonly url: string) {}

  async call<T>(username: string, path: string, body?: object): Promise<T> {
    const response = await fetch(`${this.url}${path}`, {
      headers: { authorization: `Bearer ${await this.token(username)}`, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { method: 'POST', body: JSON.stringify(body) }),
    });
    const answer = await response.text();
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${answer}`);
    return JSON.parse(answer) as T;
  }

  private async token(username: string): Promise<string> {
    const known = this.tokens.get(username);
    if (known) return known;
    const body = JSON.stringify({ username, password: 'terbit' });
    const response = await fetch(`${this.url}/v1/auth/token`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    const { accessToken } = (await response.json()) as { accessToken: string };
    this.tokens.set(username, accessToken);
    return accessToken;
  }
}

/** By people from step to step, and by OSS where it is asked. */
async function walk(desk: Desk, from: ApplicationView): Promise<ApplicationView> {
  let application = from;
  for (let steps = 0; application.openTasks.length > 0; steps++) {
    if (steps > 60) throw new Error('this walk does not end');
    const { id, step, role, section } = application.openTasks[0]!;
    if (step === 22 || step === 23) {
      application = await until(
        () => desk.call<ApplicationView>('frontoffice', `/v1/applications/${application.id}`),
        ({ openTasks }) => openTasks[0]?.step !== step,
        PATIENCE_MS,
      );
      continue;
    }
    const username = role === 'back-office' ? (section === 'II' ? 'backoffice2' : 'backoffice1') : DESKS[role]!;
    const task = await desk.call<TaskView>(username, `/v1/tasks/${id}`);
    const { key } = task.outcomes[0]!;
    application = await desk.call<ApplicationView>(username, `/v1/tasks/${id}/complete`, { outcome: key, input: exampleOf(task, key) });
  }
  return application;
}

it('a simulator that runs by itself and a service that is told nothing but where it is: a case from its page to its file', async () => {
  const { origin, baseUrl } = await startAlone();
  const node = start({ DATA_DIR: newDir(), OSS_BASE_URL: baseUrl, PORT: String(await freePort()) });
  const url = await node.ready();
  expect(await simulatorNamedBy(node)).toBe(origin);
  await until(async () => (await text(`${origin}/simulator/state`)).includes(`${url}/oss`), Boolean, PATIENCE_MS);

  const button = {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: '',
    redirect: 'manual',
  } as const;
  expect((await fetch(`${origin}/simulator/page/push`, button)).status).toBe(303);
  const { licences } = JSON.parse(await text(`${origin}/simulator/state`)) as { licences: { idIzin: string; nib: string }[] };
  const { idIzin, nib } = licences[0]!;
  const desk = new Desk(url);
  const found = await until(
    () => desk.call<PageOf<ApplicationView>>('frontoffice', `/v1/applications?q=${nib}`),
    ({ items }) => items.length > 0,
    PATIENCE_MS,
  );
  const done = await walk(desk, found.items[0]!);
  expect(done.status).toBe('granted');
  const state = await until(
    () => desk.call<OssStateView>('frontoffice', `/v1/applications/${done.id}/oss`),
    ({ file }) => file?.state === 'kept',
    PATIENCE_MS,
  );
  expect(state.licence).toMatchObject({ idIzin, accepted: '50' });
  const page = await text(origin, { headers: { 'accept-language': 'en' } });
  expect(page).toContain(idIzin);
  expect(page).toContain('50 Disetujui');
  expect(page).not.toContain('ISSUED MORE THAN ONCE');

  // It outlives the service, and the next one finds it again.
  await node.stop();
  expect(await text(`${origin}/simulator/state`)).toContain(idIzin);
}, 180_000);

it('two nodes of one database that bring a simulator along bring one, and both speak to it', async () => {
  const shared = { DATA_KEY: Buffer.alloc(32, 5).toString('base64') };
  const one = start({ ...shared, DATA_DIR: newDir(), ROLE: 'worker' });
  const two = start({ ...shared, DATA_DIR: newDir(), ROLE: 'api' });
  const url = await two.ready();
  await one.ready();
  const origin = await simulatorNamedBy(one);
  expect(await simulatorNamedBy(two)).toBe(origin);
  const pushed = JSON.parse(
    await text(`${origin}/simulator/nibs`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' }),
  ) as { nib: string; delivered: { http: number } };
  expect(pushed.delivered.http).toBe(200);
  const desk = new Desk(url);
  await until(
    () => desk.call<PageOf<ApplicationView>>('frontoffice', `/v1/applications?q=${pushed.nib}`),
    ({ items }) => items.length === 1,
    PATIENCE_MS,
  );
}, 180_000);
