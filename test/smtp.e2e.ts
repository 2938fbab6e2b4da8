import type { NotificationView } from '../src/modules/notifications/notification.view.js';
import { SystemClock } from '../src/kernel/clock.js';
import { maskEmail } from '../src/kernel/mask.js';
import { boot, WORKING, type Booted } from './support/boot.js';
import { ok } from './support/client.js';
import { MailServer, type Mail } from './support/mail-server.js';
import { NodeProcess } from './support/node-process.js';
import { handIn, letters, sent } from './support/notices.js';
import { until } from './support/until.js';

const FAST = { ...WORKING, NOTICE_RETRY_MS: '30', NOTICE_ATTEMPTS: '3', NOTICE_TIMEOUT_MS: '600', MAIL_FROM: 'izin@dairi.example' };

let mail: MailServer;
let service: Booted;
beforeAll(async () => {
  mail = await MailServer.start();
  service = await boot({ env: { ...FAST, SMTP_URL: mail.url } });
});
afterEach(() => {
  mail.answer = () => undefined;
});
afterAll(async () => {
  await service.close();
  await mail.stop();
});

const to = (address: string) => mail.mails.filter((each) => each.to === address);
const fate = async (address: string) => (await sent(service, '&channel=email')).filter(({ recipient }) => recipient === maskEmail(address));
const settled = (address: string, status: string) =>
  until(
    () => fate(address),
    ([notice]) => notice?.status === status,
  );

describe('a mail server', () => {
  it('gets a mail that says who sends it, to whom, and that a machine wrote it', async () => {
    await handIn(service, { email: 'budi@example.com' });
    await settled('budi@example.com', 'sent');
    const [got] = to('budi@example.com');
    expect(got!.headers).toMatchObject({
      from: expect.stringContaining('<izin@dairi.example>'),
      to: 'budi@example.com',
      'auto-submitted': 'auto-generated',
      'message-id': expect.stringMatching(/^<[0-9a-f-]{36}@dairi\.example>$/),
    });
    expect(got!.text).toContain('Yth. Nama Pemohon');
    expect(letters(service)).toEqual([]);
  });

  it('that has no time now is asked again', async () => {
    const asked: Mail[] = [];
    mail.answer = (each) => (asked.push(each) < 3 ? 451 : undefined);
    await handIn(service, { email: 'cici@example.com' });
    const [notice] = await settled('cici@example.com', 'sent');
    expect(notice).toMatchObject({ attempts: 3, lastError: null });
    expect(to('cici@example.com')).toHaveLength(1);
    expect(new Set(asked.map(({ headers }) => headers['message-id'])).size).toBe(1);
  });

  it('that knows no such mailbox is not asked again', async () => {
    mail.answer = () => 550;
    await handIn(service, { email: 'nobody@example.com' });
    const [notice] = await settled('nobody@example.com', 'dead');
    expect(notice).toMatchObject({ attempts: 1, lastError: expect.stringContaining('550') });
  });

  it('that never answers is left, and the mail is given up in the end', async () => {
    mail.answer = () => 'hang';
    await handIn(service, { email: 'dedi@example.com' });
    const [notice] = await settled('dedi@example.com', 'dead');
    expect(notice).toMatchObject({ attempts: 3, lastError: expect.stringContaining('600 ms') });
    mail.answer = () => undefined;
    const admin = await service.as('admin');
    ok(await admin.post<NotificationView>(`/v1/notifications/${notice!.id}/retry`));
    await settled('dedi@example.com', 'sent');
    expect(to('dedi@example.com')).toHaveLength(1);
  });

  it('that is down costs no mail, and holds up nothing else', async () => {
    const { port } = mail;
    await mail.stop();
    await handIn(service, { email: 'eka@example.com' });
    const [notice] = await settled('eka@example.com', 'dead');
    expect(notice!.lastError).toContain('ECONNREFUSED');
    const inApp = await sent(service, `&channel=in-app&application=${notice!.application}`);
    expect(inApp.map(({ status }) => status)).toEqual(['sent', 'sent']);
    mail = await MailServer.start(port);
    ok(await (await service.as('admin')).post(`/v1/notifications/${notice!.id}/retry`));
    await settled('eka@example.com', 'sent');
  });
});

describe('a worker that is killed in the middle of a delivery', () => {
  it('is followed by another, which delivers under the same message id', async () => {
    // Processes of their own, on a clock that goes by itself.
    const api = await boot({ clock: new SystemClock(), env: { ...FAST, ROLE: 'api', SMTP_URL: mail.url } });
    const work = () =>
      NodeProcess.start({
        DATABASE_URL: api.databaseUrl,
        DATA_DIR: api.dataDir,
        SMTP_URL: mail.url,
        ...FAST,
        ROLE: 'worker',
        NOTICE_TIMEOUT_MS: '1500',
      });
    const asked: Mail[] = [];
    mail.answer = (each) => {
      asked.push(each);
      return asked.length === 1 ? 'hang' : undefined;
    };
    const first = work();
    try {
      await handIn(api, { email: 'fani@example.com' });
      await until(() => asked.length === 1);
      await first.kill();
      const second = work();
      try {
        await until(
          () => sent(api, '&channel=email'),
          ([notice]) => notice?.status === 'sent',
          45_000,
        );
      } finally {
        await second.stop();
      }
      expect(to('fani@example.com')).toHaveLength(1);
      expect(new Set(asked.map(({ headers }) => headers['message-id'])).size).toBe(1);
    } finally {
      await first.kill();
      await api.close();
    }
  }, 100_000);
});
