import type { TaskView } from '../../src/modules/tasks/task.view.js';
import { SignedLinks } from '../../src/platform/files/signed-links.js';
import type { Booted } from '../support/boot.js';
import { ok, PDF, type PageOf } from '../support/client.js';
import { agencyOf, choices, open, STOP, userFor, walk } from '../support/walk.js';
import type { Pools } from './pools.js';

const DAY_MS = 86_400_000;

/** Remembers what can be done with a task, as the service says it, and who does it. */
export function learnMoves(pools: Pools, task: TaskView, as: string): void {
  for (const { key, input } of task.outcomes)
    for (const example of (input as { examples?: object[] }).examples ?? [])
      pools.addMove({ task: task.id, outcome: key, input: example, as });
}

/** Cases in several states, papers, a file, accounts, a stand-in, a webhook: something for every route. */
export async function fill(inside: Booted, pools: Pools): Promise<void> {
  const applicant = await inside.as('pemohon');
  const cases = [
    (await walk(inside, 'iumk')).application,
    (await walk(inside, 'sik-perekam-medis')).application,
    (await walk(inside, 'iumk', choices({ 9: STOP }))).application,
    (await walk(inside, 'sik-perekam-medis', choices({ 5: STOP }))).application,
    (await walk(inside, 'izin-singkat')).application,
    ...(await Promise.all(['iumk', 'sik-perekam-medis', 'izin-singkat'].map((code) => open(inside, code)))),
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
  await bodies(inside, pools);
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

/** Whole bodies that are right as they stand. */
async function bodies(inside: Booted, pools: Pools): Promise<void> {
  for (const service of ['iumk', 'sik-perekam-medis', 'izin-singkat']) {
    const as = userFor(agencyOf(inside, service), 'applicant');
    const { form, applicant } = ok(
      await (await inside.as(as)).get<Record<'form' | 'applicant', { examples: object[] }>>(`/v1/services/${service}`),
    );
    pools.add('POST /v1/applications', { service, form: form.examples[0], applicant: applicant.examples[0] });
  }
  const [password, roles] = ['kuda putih di tepi danau', [{ role: 'front-office' }]];
  pools.add('POST /v1/staff', ...Array.from({ length: 20 }, (_, n) => ({ username: `orang.${n}`, name: `Orang ${n}`, password, roles })));
  pools.add('PUT /v1/staff/{id}/roles', { roles });
  pools.add('PUT /v1/staff/{id}/password', { password: 'kuda hitam di tepi laut' });
  const until = new Date(Date.now() + 20 * DAY_MS).toISOString();
  pools.add(
    'POST /v1/stand-ins',
    { user: 'kabid', role: 'secretary', kind: 'plh', until },
    { user: 'umum', role: 'service-head', kind: 'plt', until },
  );
  pools.add('PUT /v1/calendar/holidays/{date}', { name: 'Libur setempat', source: 'Keputusan Bupati', kind: 'holiday' });
  pools.add('POST /v1/webhooks', { url: 'https://hook.example.invalid/terbit' });
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
