import type { Principal } from '../../src/kernel/principal.js';
import type { TaskView } from '../../src/modules/tasks/task.view.js';
import { FixedClock } from '../../src/kernel/clock.js';
import { Tokens } from '../../src/platform/auth/tokens.js';
import { SignedLinks } from '../../src/platform/files/signed-links.js';
import { boot, type Booted } from '../support/boot.js';
import { ok, PDF, type PageOf } from '../support/client.js';
import { graphqlDoors } from '../support/doors.js';
import { NodeProcess } from '../support/node-process.js';
import { SopFolder } from '../support/sop-folder.js';
import { agencyOf, choices, open as openCase, STOP, userFor, walk } from '../support/walk.js';
import { Crowd } from './crowd.js';
import { Pools } from './pools.js';

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
    return new Map(graphqlDoors(this.inside).map(({ name, action = 'public' }) => [name.split(' ')[1]!, action]));
  }

  /** A request of our own, which must be answered. */
  async read<T>(path: string, as: string): Promise<T> {
    const answer = await fetch(this.origin + path, { headers: { authorization: `Bearer ${this.crowd.members[as]!.token}` } });
    if (!answer.ok) throw new Error(`${path} answers ${answer.status}: ${await answer.text()}`);
    return (await answer.json()) as T;
  }

  async end(): Promise<void> {
    await this.node.stop();
    await this.inside.close();
    this.sops.remove();
  }
}

async function crowdOf(inside: Booted): Promise<Crowd> {
  const users = await inside.sql<Principal & { username: string }>('select agency, id, name, roles, username from users');
  const entries = users.map(async ({ username, ...user }) => {
    const principal: Principal = { ...user, kind: 'person' };
    return [username, { principal, token: await inside.app.get(Tokens).issue(principal, 30 * 86_400) }] as const;
  });
  return new Crowd(Object.fromEntries(await Promise.all(entries)));
}

function learnMoves(pools: Pools, task: TaskView, as: string): void {
  for (const { key, input } of task.outcomes)
    for (const example of (input as { examples?: object[] }).examples ?? [])
      pools.addMove({ task: task.id, outcome: key, input: example, as });
}

/** Cases in several states, papers, a file, accounts, a stand-in, a webhook: something for every route. */
async function fill(inside: Booted, pools: Pools): Promise<void> {
  const applicant = await inside.as('pemohon');
  const cases = [
    (await walk(inside, 'iumk')).application,
    (await walk(inside, 'sik-perekam-medis')).application,
    (await walk(inside, 'iumk', choices({ 9: STOP }))).application,
    (await walk(inside, 'sik-perekam-medis', choices({ 5: STOP }))).application,
    (await walk(inside, 'izin-singkat')).application,
    ...(await Promise.all(['iumk', 'sik-perekam-medis', 'izin-singkat'].map((code) => openCase(inside, code)))),
  ];
  ok(await applicant.upload(`/v1/applications/${cases.at(-3)!.id}/documents`, { requirement: 'ktp', bytes: PDF }));
  const head = await inside.as('kadis');
  ok(
    await head.post('/v1/stand-ins', {
      user: 'sekretaris',
      role: 'agency-head',
      kind: 'plh',
      until: new Date(Date.now() + 30 * DAY_MS).toISOString(),
    }),
  );
  const admin = await inside.as('admin');
  for (const username of ['korban.satu', 'korban.dua'])
    pools.learn(
      '/v1/staff',
      ok(
        await admin.post('/v1/staff', {
          username,
          name: 'Korban',
          password: 'kuda putih di tepi danau',
          roles: [{ role: 'front-office' }],
        }),
      ),
    );
  for (const { id, service, openTasks } of cases) {
    const agency = agencyOf(inside, service);
    const staff = await inside.as(userFor(agency, 'agency-head'));
    pools.learn('/v1/applications/{id}', ok(await staff.get(`/v1/applications/${id}`)));
    for (const { id: task, role, section } of openTasks) {
      const as = userFor(agency, role, section);
      learnMoves(pools, ok(await (await inside.as(as)).get<TaskView>(`/v1/tasks/${task}`)), as);
    }
  }
  const lists = [
    '/v1/audit',
    '/v1/calendar/changes',
    '/v1/webhooks',
    '/v1/oss/journal',
    '/v1/tasks?limit=5',
    '/v1/stand-ins',
    '/v1/exports',
    '/v1/reports',
  ];
  for (const path of [...lists, '/v1/applications?limit=2', '/v1/books/permits?limit=1'])
    pools.learn(path.split('?')[0]!, ok(await admin.get(path)));
  pools.learn('/v1/notifications', ok(await applicant.get('/v1/notifications?limit=3')));
  await rowsOf(inside, pools);
  await words(inside, pools);
}

/** Ids that no list tells. */
async function rowsOf(inside: Booted, pools: Pools): Promise<void> {
  const kinds = {
    letters: 'letters',
    receipts: 'receipts',
    dispositions: 'dispositions',
    recommendations: 'recommendations',
    documents: 'documents',
    checks: 'document_checks',
    'oss-records': 'oss_records',
    entries: 'book_entries',
    notifications: 'notices',
    replay: 'notices',
  };
  for (const [kind, table] of Object.entries(kinds)) {
    const rows = await inside.sql<{ id: string }>(`select id::text as id from ${table} limit 12`);
    pools.add(kind, ...rows.map(({ id }) => id));
    pools.add('id', ...rows.map(({ id }) => id));
  }
}

async function words(inside: Booted, pools: Pools): Promise<void> {
  const applicant = await inside.as('pemohon');
  const { form, applicant: who } = ok(await applicant.get<Record<'form' | 'applicant', { examples: object[] }>>('/v1/services/iumk'));
  const codes = await inside.sql<{ code: string }>('select verification_code as code from letters where verification_code is not null');
  pools.add('code', 'iumk', 'sik-perekam-medis', ...codes.map(({ code }) => code));
  pools.add('verify', ...codes.map(({ code }) => code));
  pools.add('services', 'iumk', 'sik-perekam-medis');
  pools.add('profiles', 'ramadan-2027', 'ramadan-2026');
  const tickets = await inside.sql<{ number: string; code: string }>(
    'select receipt_number as number, tracking_code as code from applications where tracking_code is not null',
  );
  pools.add('tickets', ...tickets.map(({ number, code }) => `${number}?code=${code}`));
  pools.add('service', 'iumk', 'sik-perekam-medis', 'izin-singkat');
  pools.add('book', 'permits', 'outgoing-letters', 'assignment-letters', 'receipts', 'dispatch');
  pools.add('form', ...form.examples);
  pools.add('applicant', ...who.examples);
  pools.add('outcome', 'submitted', 'complete', 'incomplete', 'issued', 'forwarded', 'ok', 'revise');
  pools.add('username', 'kadis', 'nobody', ...Array.from({ length: 40 }, (_, n) => `orang.${n}`));
  pools.add('section', 'I', 'II');
  pools.add('changes', '1', '2');
  pools.add('name', 'Libur setempat');
  pools.add('source', 'Keputusan Bupati');
  pools.add('token', await linkTo(inside));
  pools.add('user', 'sekretaris', 'kabid');
  pools.add('role', 'applicant', 'front-office', 'back-office', 'agency-head');
  pools.add('date', '2026-12-30', '2026-12-25', '2027-01-01');
  pools.add('nik', '1211014508900001');
  pools.add('report', ...(await names(inside, '/v1/reports')));
  pools.add('view', ...(await names(inside, '/v1/exports')));
  pools.add('version', '1', '2');
  pools.add('password', 'kuda putih di tepi danau', 'terbit');
  pools.add('kind', 'plh', 'plt', 'holiday', 'special');
  pools.add('reason', 'keliru', 'tidak jadi');
  pools.add('until', '2026-12-31', new Date(Date.now() + 20 * DAY_MS).toISOString());
  // A name that no resolver knows: nothing leaves the machine.
  pools.add('url', 'https://hook.example.invalid/terbit');
}

/** A link to a letter, as OSS is given one. */
async function linkTo(inside: Booted): Promise<string> {
  const [letter] = await inside.sql<{ agency: string; id: string }>(
    `select agency, id from letters where status = 'issued' or number is not null limit 1`,
  );
  const url = await inside.app.get(SignedLinks).urlOf({ ...letter!, record: 'letter' }, 30 * DAY_MS);
  return url.split('/').at(-1)!;
}

async function names(inside: Booted, path: string): Promise<string[]> {
  const told = ok(await (await inside.as('admin')).get<PageOf<Record<string, string>> | Record<string, string>[]>(path));
  const items = Array.isArray(told) ? told : told.items;
  return items.map(({ name }) => name!);
}
