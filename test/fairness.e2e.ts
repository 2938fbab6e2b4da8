import { randomUUID } from 'node:crypto';
import type { Principal } from '../src/kernel/principal.js';
import type { NewWebhookView, WebhookView } from '../src/modules/notifications/webhook.view.js';
import type { NotificationView } from '../src/modules/notifications/notification.view.js';
import type { ServiceView } from '../src/modules/catalogue/service.view.js';
import type { ApplicationView } from '../src/workflow/application.view.js';
import { boot, WORKING, type Booted } from './support/boot.js';
import { ok, Session, type PageOf } from './support/client.js';
import { Receiver } from './support/receiver.js';
import { SopFolder } from './support/sop-folder.js';
import { tokensOf } from './support/tokens.js';
import { until } from './support/until.js';

const HOME = 'dpmptspk-dairi';
const AWAY = 'dpmptsp-contoh-timur';
const ADMINS: Readonly<Record<string, string>> = { [HOME]: randomUUID(), [AWAY]: randomUUID() };

let sops: SopFolder;
let service: Booted;
beforeAll(async () => {
  sops = new SopFolder();
  sops.edit(
    `agencies/${AWAY}.yaml`,
    '  - { code: agency-head, title: Kepala }',
    '  - { code: agency-head, title: Kepala }\n  - { code: admin, title: Admin }',
  );
  const env = { ...WORKING, ALLOW_PRIVATE_WEBHOOKS: 'true', NOTICE_TIMEOUT_MS: '8000' };
  service = await boot({ sopDir: sops.path, env });
});
afterAll(async () => {
  await service.close();
  sops.remove();
});

async function adminOf(agency: string): Promise<Session> {
  const principal: Principal = { agency, id: ADMINS[agency]!, name: 'Admin', kind: 'person', roles: [{ role: 'admin' }] };
  return new Session(service.app, await tokensOf(service.app, principal), principal);
}

async function handIn(username: string, code: string): Promise<void> {
  const session = await service.as(username);
  const { form, applicant } = ok(await session.get<ServiceView>(`/v1/services/${code}`));
  const [filled, who] = [form, applicant].map((schema) => (schema as { examples: object[] }).examples[0]);
  const opened = ok(await session.post<ApplicationView>('/v1/applications', { service: code, form: filled, applicant: who }));
  const task = ok(
    await session.get<{ outcomes: { key: string; input: { examples: object[] } }[] }>(`/v1/tasks/${opened.openTasks[0]!.id}`),
  );
  ok(await session.complete(opened.openTasks[0]!.id, task.outcomes[0]!.key, task.outcomes[0]!.input.examples[0]));
}

it('one agency’s receivers that never answer keep no notice from another agency', async () => {
  const [dead, well] = await Promise.all([Receiver.start(), Receiver.start()]);
  dead.answer = () => 'hang';
  try {
    const [away, home] = await Promise.all([adminOf(AWAY), adminOf(HOME)]);
    for (let i = 0; i < 6; i++) ok(await away.post<NewWebhookView>('/v1/webhooks', { url: `${dead.url}/${i}` }));
    ok(await home.post<NewWebhookView>('/v1/webhooks', { url: well.url, events: ['application.received'] }));
    for (let i = 0; i < 8; i++) await handIn('timur.pemohon', 'izin-singkat');
    await until(() => dead.got.length > 0);
    const began = Date.now();
    await handIn('pemohon', 'iumk');
    await until(() => well.got.length === 1, Boolean, 7000);
    expect(Date.now() - began).toBeLessThan(7000);
  } finally {
    await service.sql('delete from webhook_subscriptions');
    await Promise.all([dead.stop(), well.stop()]);
  }
});

it('a webhook whose receiver has not answered for a day is off, and the administrators are notified', async () => {
  const home = await adminOf(HOME);
  const { id } = ok(await home.post<NewWebhookView>('/v1/webhooks', { url: 'http://127.0.0.1:9/dead', events: ['application.received'] }));
  const failingSince = async () =>
    (await service.sql<{ failing_since: Date | null }>('select failing_since from webhook_subscriptions where id = $1', [id]))[0]!
      .failing_since;
  await handIn('pemohon', 'iumk');
  await until(failingSince);
  const since = await failingSince();
  service.pass(24 * 60 + 1);
  await service.sql(`update notices set next_attempt_at = null, claimed_until = null where channel = 'webhook'`);
  await service.restart();
  await handIn('pemohon', 'iumk');
  const again = await adminOf(HOME);
  const { items } = await until(
    async () => ok(await again.get<PageOf<WebhookView>>('/v1/webhooks')),
    ({ items: [webhook] }) => webhook?.offAt != null,
  );
  expect(since).toBeInstanceOf(Date);
  expect(items[0]!.offBecause).toMatch(/^the receiver has not answered for a day: connect ECONNREFUSED/);
  const notices = ok(await again.get<PageOf<NotificationView>>('/v1/notifications?scope=mine')).items;
  expect(notices).toEqual([expect.objectContaining({ kind: 'webhook-off', body: expect.stringContaining('127.0.0.1:9') })]);
});
