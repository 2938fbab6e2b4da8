import { createHmac } from 'node:crypto';
import type { NotificationView } from '../src/modules/notifications/notification.view.js';
import type { NewWebhookView, WebhookView } from '../src/modules/notifications/webhook.view.js';
import { boot, WORKING, type Booted } from './support/boot.js';
import { ok, type PageOf, type Problem } from './support/client.js';
import { handIn, sent } from './support/notices.js';
import { Receiver, type Received } from './support/receiver.js';
import { until } from './support/until.js';

const FAST = { ...WORKING, NOTICE_RETRY_MS: '30', NOTICE_ATTEMPTS: '3', NOTICE_TIMEOUT_MS: '700' };

let service: Booted;
let receiver: Receiver;
beforeAll(async () => {
  service = await boot({ env: { ...FAST, ALLOW_PRIVATE_WEBHOOKS: 'true' } });
});
beforeEach(async () => {
  receiver = await Receiver.start();
});
afterEach(async () => {
  await service.sql('delete from webhook_subscriptions');
  await receiver.stop();
});
afterAll(() => service.close());

const subscribe = async (url: string, events: string[] = []) =>
  ok(await (await service.as('admin')).post<NewWebhookView>('/v1/webhooks', { url, events }));
const list = async () => ok(await (await service.as('admin')).get<PageOf<WebhookView>>('/v1/webhooks')).items;
const fate = async (recipient: string) => (await sent(service, '&channel=webhook')).filter((notice) => notice.recipient === recipient);
const settledAs = (recipient: string, status: string) =>
  until(
    () => fate(recipient),
    (notices) => notices.length > 0 && notices.every((notice) => notice.status === status),
  );

/** Standard Webhooks, computed without the service's own code. */
function isSignedBy(secret: string, { headers, body }: Received): boolean {
  const signed = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${body}`;
  const hmac = createHmac('sha256', Buffer.from(secret.replace('whsec_', ''), 'base64'))
    .update(signed)
    .digest('base64');
  return headers['webhook-signature'] === `v1,${hmac}`;
}

describe('a webhook', () => {
  it('tells another system what happened, signed, and nothing about the person', async () => {
    const { id, secret } = await subscribe(`${receiver.url}/hook`, ['application.received']);
    const application = await handIn(service);
    await settledAs(id, 'sent');
    const [got] = receiver.got;
    expect(receiver.got).toHaveLength(1);
    expect(got!.path).toBe('/hook');
    expect(isSignedBy(secret, got!)).toBe(true);
    expect(JSON.parse(got!.body)).toMatchObject({
      type: 'application.received',
      data: { application: { id: application.id, number: application.number, service: 'iumk' }, task: { step: 2, role: 'front-office' } },
    });
    expect(got!.body).not.toContain('ani@example.com');
    expect(Math.abs(Number(got!.headers['webhook-timestamp']) - service.clock.now().getTime() / 1000)).toBeLessThan(1);
    expect(got!.headers['webhook-id']).toBe((await fate(id))[0]!.id);
  });

  it('shows its secret once, and only to administrators', async () => {
    const made = await subscribe(receiver.url);
    expect(made.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(JSON.stringify(await list())).not.toContain(made.secret.slice(6));
    const clerk = await service.as('frontoffice');
    expect((await clerk.get('/v1/webhooks')).status).toBe(403);
    expect((await clerk.post('/v1/webhooks', { url: receiver.url })).status).toBe(403);
  });

  it('is tried again, and given up after the last attempt; an administrator may send it once more', async () => {
    const { id } = await subscribe(receiver.url, ['task.opened']);
    receiver.answer = () => 503;
    await handIn(service);
    const [dead] = await settledAs(id, 'dead');
    expect(dead).toMatchObject({ attempts: 3, lastError: 'the receiver answered 503' });
    expect(new Set(receiver.got.map(({ headers }) => headers['webhook-id']))).toEqual(new Set([dead!.id]));

    receiver.answer = () => 204;
    const admin = await service.as('admin');
    expect(ok(await admin.post<NotificationView>(`/v1/notifications/${dead!.id}/retry`)).status).toBe('pending');
    const [again] = await settledAs(id, 'sent');
    expect(again).toMatchObject({ id: dead!.id, attempts: 1, lastError: null });
    expect(receiver.got).toHaveLength(4);
  });

  it('is repeated by hand under the same id', async () => {
    const { id } = await subscribe(receiver.url, ['application.received']);
    await handIn(service);
    const [notice] = await settledAs(id, 'sent');
    const admin = await service.as('admin');
    ok(await admin.post(`/v1/webhooks/${id}/replay/${notice!.id}`));
    await until(() => receiver.got.length === 2);
    expect(receiver.got[1]!.headers['webhook-id']).toBe(notice!.id);
    expect(receiver.got[1]!.body).toBe(receiver.got[0]!.body);
    expect((await admin.post(`/v1/webhooks/${id}/replay/${id}`)).status).toBe(404);
  });

  it('is off when its receiver answers 410', async () => {
    const { id } = await subscribe(receiver.url, ['application.received']);
    receiver.answer = () => 410;
    await handIn(service);
    const [notice] = await settledAs(id, 'dead');
    expect(notice!.attempts).toBe(1);
    expect(await list()).toEqual([
      expect.objectContaining({ id, offAt: expect.any(String), offBecause: 'the receiver answered 410 Gone' }),
    ]);
    await handIn(service);
    await until(
      () => sent(service, '&channel=email'),
      (mails) => mails.every(({ status }) => status === 'sent'),
    );
    expect(receiver.got).toHaveLength(1);
    const replay = await (await service.as('admin')).post<Problem>(`/v1/webhooks/${id}/replay/${notice!.id}`);
    expect(replay.body.code).toBe('WEBHOOK_OFF');
  });

  it('does not follow a redirect', async () => {
    const inside = await Receiver.start();
    const { id } = await subscribe(receiver.url, ['application.received']);
    receiver.answer = () => `http${inside.url.slice(4)}/admin`;
    await handIn(service);
    const [notice] = await settledAs(id, 'dead');
    expect(notice!.lastError).toContain('redirects are not followed');
    expect(inside.got).toEqual([]);
    await inside.stop();
  });

  it('whose receiver is slow holds up no other, and no mail', async () => {
    const slow = await Receiver.start();
    slow.answer = () => 'hang';
    const bad = await subscribe(slow.url);
    const good = await subscribe(receiver.url);
    await Promise.all(Array.from({ length: 8 }, () => handIn(service)));
    const started = Date.now();
    await until(
      () => fate(good.id),
      // Two notices of each case: received, and the task of the front office.
      (notices) => notices.length === 16 && notices.every(({ status }) => status === 'sent'),
    );
    await until(
      () => sent(service, '&channel=email'),
      (mails) => mails.every(({ status }) => status === 'sent'),
    );
    expect((await fate(bad.id)).some(({ status }) => status !== 'sent')).toBe(true);
    expect(Date.now() - started).toBeLessThan(8 * 700);
    await slow.stop();
  });
});

describe('a webhook to a private address', () => {
  let outside: Booted;
  beforeAll(async () => {
    outside = await boot({ env: FAST });
  });
  afterAll(() => outside.close());

  it.each([
    'https://127.0.0.1/x', 'https://localhost/x', 'https://10.1.2.3/x', 'https://[::1]/x', 'https://[fd00::1]/x', 'https://169.254.169.254/latest',
    'https://0x7f000001/x', 'https://[::ffff:10.0.0.1]/x', 'http://example.com/x', 'https://user:pw@example.com/', 'ftp://example.com', 'nonsense',
  ])('is refused when it is made: %s', async (url) => {
    const answer = await (await outside.as('admin')).post<Problem>('/v1/webhooks', { url });
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ pointer: '/url' }] } });
  }); // prettier-ignore

  it('by a name that resolves to it is not called', async () => {
    const { id } = ok(await (await outside.as('admin')).post<NewWebhookView>('/v1/webhooks', { url: 'https://hooks.example/x' }));
    const { port } = new URL(receiver.url);
    await outside.sql('update webhook_subscriptions set url = $1 where id = $2', [`http://localhost:${port}/`, id]);
    await handIn(outside);
    const [notice] = await until(
      () => sent(outside, '&channel=webhook&status=dead'),
      ({ length }) => length > 0,
    );
    expect(notice).toMatchObject({ attempts: 1, lastError: 'localhost is at a private address' });
    expect(receiver.got).toEqual([]);
  });
});

describe('the gateway for messages', () => {
  it('gets a number as the world writes it, and the short text', async () => {
    receiver.answer = () => 202;
    const messages = await boot({ env: { ...FAST, NOTICE_GATEWAY_URL: `${receiver.url}/send`, NOTICE_GATEWAY_TOKEN: 'secret-token' } });
    try {
      await handIn(messages, { phone: '0812-3456 7890' });
      const [notice] = await until(
        () => sent(messages, '&channel=gateway'),
        ([first]) => first?.status === 'sent',
      );
      const [got] = receiver.got;
      expect(got).toMatchObject({ path: '/send', headers: { authorization: 'Bearer secret-token', 'idempotency-key': notice!.id } });
      expect(JSON.parse(got!.body)).toMatchObject({
        id: notice!.id,
        to: '+6281234567890',
        text: expect.stringContaining('telah kami terima'),
      });
    } finally {
      await messages.close();
    }
  });
});
