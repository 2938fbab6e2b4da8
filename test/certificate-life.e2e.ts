import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AccountAddresses } from '../src/modules/identity/account-mail/account-addresses.js';
import type { LetterView } from '../src/modules/letters/letter.view.js';
import type { NotificationView } from '../src/modules/notifications/notification.view.js';
import { Database } from '../src/platform/database/database.js';
import { CertificateWarnings } from '../src/platform/signing/certificate-warnings.js';
import { boot, type Booted } from './support/boot.js';
import { TestAuthority } from './support/certificates.js';
import { ok, type PageOf, type Problem, type Session } from './support/client.js';
import { fetchPdf, letterOf } from './support/papers.js';
import { verifySignature } from './support/signature.js';
import { choices, STOP, walk } from './support/walk.js';

const SIK = 'sik-perekam-medis';
const PASSWORD = 'rahasia sekali';
const [FROM, END] = [new Date('2026-11-01T00:00:00Z'), new Date('2026-12-20T00:00:00Z')];

let service: Booted;
let dir: string;
let head: Session;
const authority = new TestAuthority('CA Dinas (uji)');
const install = (notBefore: Date, notAfter: Date, name = 'Dinas Contoh') =>
  writeFileSync(join(dir, 'dpmptspk-dairi.p12'), authority.p12({ name, notBefore, notAfter }, PASSWORD));
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'terbit-p12-'));
  install(FROM, END);
  service = await boot({ env: { SIGNING_P12: dir, SIGNING_P12_PASSWORD: PASSWORD } });
  head = await service.as('kadis');
});
afterAll(async () => {
  await service?.close();
  rmSync(dir, { recursive: true });
});

const expiring = (until: string, daysLeft: number) => ({ agency: 'dpmptspk-dairi', code: 'CERTIFICATE_EXPIRING', until, daysLeft });
const numbered = async (): Promise<LetterView> => letterOf(head, (await walk(service, SIK, choices({ 22: STOP }))).application.id);
const codeOf = async ({ pdf }: LetterView) => {
  const { status, body } = await head.get<Problem>(pdf);
  return [status, body.code];
};

it('warns from 60 days on, once for each threshold', async () => {
  const { principal } = await service.as('admin');
  await service.app
    .get(Database)
    .transaction((tx) => service.app.get(AccountAddresses, { strict: false }).set(tx, principal!, 'admin@example.com'));
  const warned = async () => {
    await service.app.get<{ run(): Promise<void> }>(CertificateWarnings).run();
    const rows = await service.sql<{ kind: string }>(`select kind from audit_log where kind like 'certificate-%' order by seq`);
    return rows.map(({ kind }) => kind);
  };
  expect(await warned()).toEqual(['certificate-expiring']);
  expect(await warned()).toEqual(['certificate-expiring']);
  service.setTime('2026-12-07T09:00:00+07:00');
  expect(await warned()).toEqual(['certificate-expiring', 'certificate-expiring']);
  service.setTime('2026-12-21T09:00:00+07:00');
  expect((await warned()).at(-1)).toBe('certificate-expired');
  const mine = ok(await (await service.as('admin')).get<PageOf<NotificationView>>('/v1/notifications?scope=mine')).items;
  expect(mine.map(({ kind, subject }) => [kind, subject])).toEqual([
    ['certificate', 'Sertifikat tanda tangan sudah berakhir'],
    ['certificate', 'Sertifikat tanda tangan berakhir dalam 12 hari'],
    ['certificate', 'Sertifikat tanda tangan berakhir dalam 26 hari'],
  ]);
  expect(mine[0]!.body).toContain('2026-12-20');
  const mails = await service.sql<{ recipient: string; body: string }>(
    `select recipient, body from notices where kind = 'certificate' and channel = 'email' and status = 'pending'`,
  );
  expect(mails.map(({ recipient }) => recipient)).toEqual(Array(3).fill('a•••@example.com'));
  expect(mails[0]!.body).not.toContain('2026');
  // Nobody else reads them.
  expect(ok(await head.get<PageOf<NotificationView>>('/v1/notifications')).items).toEqual([]);
  service.setTime('2026-11-23T09:00:00+07:00');
});

it('says in the readiness probe whose certificate needs a hand, and stays ready', async () => {
  const ready = async () => ok(await service.client.anonymous().get<{ status: string; certificates: object[] }>('/health/ready'));
  expect(await ready()).toEqual({ status: 'ok', certificates: [expiring('2026-12-20', 26)] });
  service.setTime('2026-12-21T09:00:00+07:00');
  const [own, , ...others] = (await ready()).certificates;
  expect([own, others]).toEqual([{ ...expiring('2026-12-20', 0), code: 'CERTIFICATE_EXPIRED' }, []]);
  writeFileSync(join(dir, 'dpmptspk-dairi.p12'), 'bukan PKCS#12');
  service.pass(2);
  expect((await ready()).certificates[0]).toEqual({ agency: 'dpmptspk-dairi', code: 'CERTIFICATE_UNUSABLE', until: null, daysLeft: null });
  const unusable = async () => {
    await service.app.get<{ run(): Promise<void> }>(CertificateWarnings).run();
    return (await service.sql(`select 1 from audit_log where kind = 'certificate-unusable' and agency = 'dpmptspk-dairi'`)).length;
  };
  expect([await unusable(), await unusable()]).toEqual([1, 1]);
  service.pass(24 * 60);
  expect(await unusable()).toBe(2);
  install(FROM, END);
  service.setTime('2026-11-23T09:00:00+07:00');
});

it('signs within its validity, and makes a letter wait outside it until there is a new certificate', async () => {
  expect(await verifySignature(await fetchPdf(head, (await numbered()).pdf))).toBe(true);
  service.setTime('2026-12-21T09:00:00+07:00');
  const letter = await numbered();
  expect(await codeOf(letter)).toEqual([503, 'CERTIFICATE_EXPIRED']);
  writeFileSync(join(dir, 'dpmptspk-dairi.p12'), 'bukan PKCS#12');
  expect(await codeOf(letter)).toEqual([503, 'CERTIFICATE_UNUSABLE']);
  await service.restart();
  head = await service.as('kadis');
  expect(await codeOf(letter)).toEqual([503, 'CERTIFICATE_UNUSABLE']);
  install(new Date('2026-12-22T00:00:00Z'), new Date('2028-01-01T00:00:00Z'));
  expect(await codeOf(letter)).toEqual([503, 'CERTIFICATE_NOT_YET_VALID']);
  service.setTime('2026-12-23T09:00:00+07:00');
  head = await service.as('kadis');
  const pdf = await fetchPdf(head, letter.pdf);
  expect(await verifySignature(pdf)).toBe(true);
  // Not with a time before the certificate was valid.
  expect(pdf.toString('latin1')).toContain('/M (D:20261222000000Z)');
  expect(ok(await head.get<LetterView>(`/v1/letters/${letter.id}`)).certificate).toMatchObject({ issuer: 'CA Dinas (uji)' });
});
