import type { TimelineEntryView } from '../src/modules/applications/timeline.view.js';
import type { ApplicationView } from '../src/workflow/application.view.js';
import { EndedClaims } from '../src/workflow/ended-claims.js';
import { boot, type Booted } from './support/boot.js';
import { ok, type PageOf, type Session } from './support/client.js';
import { doStep, open } from './support/walk.js';

const PASSWORD = 'a long enough pass phrase 7';

let service: Booted;
let admin: Session;
let count = 0;
beforeAll(async () => {
  service = await boot();
  admin = await service.as('admin');
});
afterAll(() => service.close());

/** A clerk of their own with the given roles. */
async function clerk(roles: readonly object[]): Promise<{ readonly id: string; readonly client: Session }> {
  const username = `petugas.klaim${++count}`;
  const body = { username, name: 'Petugas Klaim', password: PASSWORD, roles };
  const { id } = ok(await admin.post<{ id: string }>('/v1/staff', body));
  return { id, client: await service.as(username) };
}

/** The task at row 2, claimed by somebody. */
async function claimed(by: Session): Promise<ApplicationView> {
  const application = await doStep(service, await open(service, 'iumk'));
  return ok(await by.post<ApplicationView>(`/v1/tasks/${application.openTasks[0]!.id}/claim`, {}));
}

async function released({ id }: ApplicationView): Promise<TimelineEntryView[]> {
  const { items } = ok(await (await service.as('frontoffice')).get<PageOf<TimelineEntryView>>(`/v1/applications/${id}/timeline`));
  return items.filter(({ type }) => type === 'released');
}

/** The colleague may take it, and the journal says why. */
async function isFree(application: ApplicationView, because: string): Promise<void> {
  await service.app.get(EndedClaims).endAll();
  expect(await released(application)).toMatchObject([{ role: 'system', data: { because } }]);
  const colleague = await service.as('frontoffice');
  const free = ok(await colleague.get<PageOf<{ id: string }>>(`/v1/tasks?assignee=nobody&application=${application.id}`));
  expect(free.items).toHaveLength(1);
  ok(await colleague.post(`/v1/tasks/${application.openTasks[0]!.id}/claim`, {}));
}

test('a claim ends with the account of its holder', async () => {
  const { id, client } = await clerk([{ role: 'front-office' }]);
  const application = await claimed(client);
  ok(await admin.post(`/v1/staff/${id}/disable`, {}));
  await isFree(application, 'account-ended');
});

test('a claim ends with the role of its holder', async () => {
  const { id, client } = await clerk([{ role: 'front-office' }]);
  const application = await claimed(client);
  ok(await admin.put(`/v1/staff/${id}/roles`, { roles: [{ role: 'general-affairs' }] }));
  await isFree(application, 'role-ended');
});

test('a claim ends with the period of acting for somebody', async () => {
  service.setTime('2026-11-23T09:00:00+07:00');
  const { client } = await clerk([{ role: 'general-affairs' }]);
  const holder = await service.as('frontoffice');
  const body = { user: `petugas.klaim${count}`, role: 'front-office', kind: 'plh', until: '2026-11-24' };
  ok(await holder.post('/v1/stand-ins', body));
  const application = await claimed(client);
  await service.app.get(EndedClaims).endAll();
  expect(await released(application)).toEqual([]);
  service.setTime('2026-11-25T09:00:00+07:00');
  await isFree(application, 'role-ended');
});

test('whoever still has the right keeps the claim', async () => {
  const { client } = await clerk([{ role: 'front-office' }, { role: 'general-affairs' }]);
  const application = await claimed(client);
  await service.app.get(EndedClaims).endAll();
  expect(await released(application)).toEqual([]);
});
