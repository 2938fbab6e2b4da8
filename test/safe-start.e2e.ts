import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { boot, WORKING, type Booted } from './support/boot.js';
import { maskEmail } from '../src/kernel/mask.js';
import { MailServer } from './support/mail-server.js';
import { handIn, sent } from './support/notices.js';
import { until } from './support/until.js';

const signIn = async (service: Booted, password: string, username = 'frontoffice') =>
  (await service.client.anonymous().post('/v1/auth/token', { username, password })).status;

describe('demo users', () => {
  let service: Booted;
  beforeAll(async () => {
    service = await boot({ env: { HOST: '0.0.0.0', DEMO: 'true' } });
  });
  afterAll(() => service.close());
  const file = () => join(service.dataDir, 'demo-password.txt');

  it('on a host that a network reaches have a random password, the same after a restart', async () => {
    expect(await signIn(service, 'terbit')).toBe(401);
    const password = readFileSync(file(), 'utf8').trim();
    expect((statSync(file()).mode & 0o777).toString(8)).toBe('600');
    expect(await signIn(service, password)).toBe(200);
    await service.restart();
    expect(await signIn(service, password)).toBe(200);
  });

  it('have the known one on loopback, and lose it again when the host is opened', async () => {
    const password = readFileSync(file(), 'utf8').trim();
    await service.restart({ env: { HOST: '127.0.0.1' } });
    expect(await signIn(service, 'terbit')).toBe(200);
    expect(await signIn(service, password)).toBe(401);
    expect(existsSync(file())).toBe(false);
    await service.restart({ env: { HOST: '0.0.0.0', DEMO: 'true' } });
    expect(await signIn(service, 'terbit')).toBe(401);
  });

  it('are gone where nobody asks for them', async () => {
    for (const NODE_ENV of ['', 'development', 'prod']) {
      await service.restart({ env: { HOST: '0.0.0.0', NODE_ENV } });
      for (const username of ['frontoffice', 'admin', 'pemohon']) expect(await signIn(service, 'terbit', username)).toBe(401);
      expect(await service.sql('select 1 from users where demo')).toEqual([]);
    }
  });
});

describe('a mail server without TLS', () => {
  const FAST = { ...WORKING, NOTICE_RETRY_MS: '30', NOTICE_ATTEMPTS: '2', NOTICE_TIMEOUT_MS: '600' };

  /** By a name that is not this machine's own, though it leads there. */
  async function tried(
    env: Record<string, string>,
    query = '',
  ): Promise<{ readonly arrived: number; readonly status: string | undefined }> {
    const mail = await MailServer.start();
    const service = await boot({ env: { ...FAST, SMTP_URL: `smtp://0.0.0.0:${mail.port}${query}`, ...env } });
    try {
      await handIn(service, { email: 'budi@example.com' });
      const fate = async () =>
        (await sent(service, '&channel=email')).filter(({ recipient }) => recipient === maskEmail('budi@example.com'));
      const [notice] = await until(fate, ([first]) => first?.status === 'dead' || first?.status === 'sent');
      return { arrived: mail.mails.length, status: notice!.status };
    } finally {
      await service.close();
      await mail.stop();
    }
  }

  it.each(['', '?requireTLS=false', '?ignoreTLS=true', '?IGNORETLS=1'])('gets no mail (%s)', async (query) => {
    expect(await tried({}, query)).toEqual({ arrived: 0, status: 'dead' });
  });

  it('gets them where SMTP_PLAIN says so', async () => {
    expect(await tried({ SMTP_PLAIN: 'true' })).toEqual({ arrived: 1, status: 'sent' });
  });
});
