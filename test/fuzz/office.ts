import type { Principal } from '../../src/kernel/principal.js';
import type { TaskView } from '../../src/modules/tasks/task.view.js';
import { FixedClock } from '../../src/kernel/clock.js';
import { Tokens } from '../../src/platform/auth/tokens.js';
import { boot, type Booted } from '../support/boot.js';
import { graphqlOperations } from '../support/operations.js';
import { NodeProcess } from '../support/node-process.js';
import { SopFolder } from '../support/sop-folder.js';
import { agencyOf, open as openCase, userFor } from '../support/walk.js';
import { Crowd } from './crowd.js';
import { fill, learnMoves } from './fill.js';
import { Pools } from './pools.js';
import { sessionOf } from '../support/tokens.js';

const AWAY = 'agencies/dpmptsp-contoh-timur.yaml';
const DAY_MS = 86_400_000;
/** What a small office's container would give it. */
const HEAP_MIB = 256;
const UNLIMITED = { RATE_SIGN_IN: 'off', RATE_REGISTER: 'off', RATE_TRACKING: 'off', RATE_VERIFY: 'off', RATE_UPLOAD: 'off' };

const MOST_AT_WORK = 25;
const OPEN_TASKS = `select t.id, t.service, t.role, t.section from tasks t join applications a on a.agency = t.agency and a.id = t.application_id
  where t.status = 'open' and a.status = 'open' order by md5(t.id::text) limit ${MOST_AT_WORK}`;

interface OpenTask {
  readonly id: string;
  readonly service: string;
  readonly role: string;
  readonly section: string | null;
}

/** A small office under the service as it is shipped, a process of its own, with what an insider could know of it. */
export class Office {
  private constructor(
    /** A second node on the same database, to look behind the scenes. */
    readonly inside: Booted,
    readonly node: NodeProcess,
    readonly origin: string,
    readonly pools: Pools,
    readonly crowd: Crowd,
    private readonly sops: SopFolder,
  ) {}

  static async begin(): Promise<Office> {
    const sops = new SopFolder().edit(
      AWAY,
      '  - { code: agency-head, title: Kepala }',
      '  - { code: agency-head, title: Kepala }\n  - { code: admin, title: Admin }',
    );
    sops.edit(AWAY, 'demoUsers:\n', 'demoUsers:\n  - { username: timur.admin, name: Admin Timur, roles: [{ role: admin }] }\n');
    // Cases of yesterday: the process beside it goes by the real clock.
    const inside = await boot({ sopDir: sops.path, clock: new FixedClock(new Date(Date.now() - DAY_MS)) });
    try {
      return await Office.beside(inside, sops);
    } catch (error) {
      await inside.close();
      throw error;
    }
  }

  private static async beside(inside: Booted, sops: SopFolder): Promise<Office> {
    const crowd = await crowdOf(inside);
    const pools = new Pools(Object.values(crowd.members).map(({ principal }) => principal.id));
    await fill(inside, pools);
    const node = NodeProcess.start({
      DATABASE_URL: inside.databaseUrl,
      DATA_DIR: inside.dataDir,
      SOP_DIR: sops.path,
      ROLE: 'api,worker',
      LOG_LEVEL: 'error',
      // Whoever keeps more with every request ends by this.
      NODE_OPTIONS: `--max-old-space-size=${HEAP_MIB}`,
      OSS_SIMULATOR: 'true',
      OSS_SIMULATOR_PORT: '0',
      ...UNLIMITED,
      // The tokens of the crowd are a day old, too.
      ...Object.fromEntries(['TOKEN_TTL_SECONDS', 'REFRESH_TTL_SECONDS', 'SESSION_MAX_SECONDS'].map((name) => [name, '2592000'])),
    });
    return new Office(inside, node, await node.ready(), pools, crowd, sops);
  }

  /** Looks again at what can be done now, and by whom; there is always something. */
  async renew(): Promise<void> {
    const open = await this.inside.sql<OpenTask>(OPEN_TASKS);
    this.pools.moves.length = 0;
    for (const { id, service, role, section } of open) {
      const as = userFor(agencyOf(this.inside, service), role, section);
      learnMoves(this.pools, await this.read<TaskView>(`/v1/tasks/${id}`, as), as);
    }
    if (open.length < MOST_AT_WORK) for (const code of ['iumk', 'sik-perekam-medis', 'izin-singkat']) await openCase(this.inside, code);
  }

  /** What each root field of the schema asks of who sends it. */
  fieldActions(): ReadonlyMap<string, string> {
    return new Map(graphqlOperations(this.inside).map(({ name, action = 'public' }) => [name.split(' ')[1]!, action]));
  }

  /** A request of our own, which must be answered. */
  async read<T>(path: string, as: string): Promise<T> {
    let answer = await this.ask(path, as);
    if (answer.status === 401) {
      // A request has signed this member out.
      this.crowd.signIn(as, await tokenOf(this.inside, this.crowd.members[as]!.principal));
      answer = await this.ask(path, as);
    }
    if (!answer.ok) throw new Error(`${path} answers ${answer.status}: ${await answer.text()}`);
    return (await answer.json()) as T;
  }

  private ask(path: string, as: string): Promise<Response> {
    return fetch(this.origin + path, { headers: { authorization: `Bearer ${this.crowd.members[as]!.token}` } });
  }

  async end(): Promise<void> {
    await this.node.stop();
    await this.inside.close();
    this.sops.remove();
  }
}

async function tokenOf(inside: Booted, principal: Principal): Promise<string> {
  return inside.app.get(Tokens).issue(principal, 30 * 86_400, await sessionOf(inside.app, principal));
}

async function crowdOf(inside: Booted): Promise<Crowd> {
  const users = await inside.sql<Principal & { username: string }>('select agency, id, name, roles, username from users');
  const entries = users.map(async ({ username, ...user }) => {
    const principal: Principal = { ...user, kind: 'person' };
    return [username, { principal, token: await tokenOf(inside, principal) }] as const;
  });
  return new Crowd(Object.fromEntries(await Promise.all(entries)));
}
