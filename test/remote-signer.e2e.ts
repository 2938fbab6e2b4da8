import { createHash } from 'node:crypto';
import type { LetterView } from '../src/modules/letters/letter.view.js';
import type { ESignatureView } from '../src/modules/papers/e-signature.view.js';
import type { VerificationView } from '../src/modules/papers/verify.view.js';
import type { ApplicationView } from '../src/workflow/application.view.js';
import { boot, WORKING, type Booted } from './support/boot.js';
import { ok, type Session } from './support/client.js';
import { fetchPdf, letterOf, run } from './support/papers.js';
import { readPdf } from './support/pdf.js';
import { pdfsig, verifySignature } from './support/signature.js';
import { TestAuthority } from './support/certificates.js';
import { resigned, signedBy, withLaterUpdate, withSecondRange, withShorterRange } from './support/hostile-signatures.js';
import { NIK, PASSPHRASE, SigningService } from './support/signing-service.js';
import { choices, STOP, walk } from './support/walk.js';

const SIK = 'sik-perekam-medis';
const CERTIFICATE = {
  name: 'KADIS (DEMO)',
  issuer: 'Penerbit (uji)',
  organisation: 'Kabupaten Contoh',
  sha256: expect.any(String) as string,
};

let service: Booted;
let signer: SigningService;
let head: Session;
let numbered: ApplicationView;
let letter: LetterView;
/** The permit of somebody else. */
let others: Buffer;
beforeAll(async () => {
  signer = await SigningService.start();
  service = await boot({ env: { ...WORKING, ...signer.env } });
  head = await service.as('kadis');
  ({ application: numbered } = await walk(service, SIK, choices({ 22: STOP })));
  letter = await letterOf(head, numbered.id);
  const { application } = await walk(service, SIK, choices({ 22: STOP }));
  others = await fetchPdf(head, (await letterOf(head, application.id)).pdf);
});
beforeEach(() => {
  signer.answer = 'sign';
});
afterAll(async () => {
  await service?.close();
  await signer?.stop();
});

const sign = (as: Session, secret: object = { nik: NIK, passphrase: PASSPHRASE }) =>
  as.post<ESignatureView & { code: string; detail: string }>(`/v1/letters/${letter.id}/e-sign`, secret);
const asForm = (file: Buffer) =>
  Buffer.concat([
    Buffer.from('--b\r\ncontent-disposition: form-data; name="file"; filename="surat.pdf"\r\n\r\n'),
    file,
    Buffer.from('\r\n--b--\r\n'),
  ]);
const verify = () => service.client.anonymous().get<VerificationView>(`/v1/verify/${letter.verificationCode}`);

describe('a letter that is to be signed at the signing service', () => {
  it('waits for it: it says so, is not handed over, and nobody outside can verify it', async () => {
    expect(letter.eSignature).toEqual({ status: 'waiting', by: null, at: null });
    expect(run((await readPdf(await fetchPdf(head, letter.pdf))).text)).toContain(run('BELUM DITANDATANGANI'));
    expect((await verify()).status).toBe(404);
    const counter = await service.as('frontoffice');
    const refused = await counter.complete(numbered.openTasks[0]!.id, 'handed-over');
    expect([refused.status, refused.body]).toMatchObject([409, { code: 'LETTER_NOT_E_SIGNED' }]);
  });

  it('is signed by nobody but the one whose name stands on it', async () => {
    for (const name of ['sekretaris', 'admin']) expect((await sign(await service.as(name))).status).toBe(403);
    expect((await sign(await service.as('pemohon'))).status).toBe(403);
    expect(signer.asked).toEqual([]);
  });

  it.each([
    ['a short NIK', { nik: '12', passphrase: PASSPHRASE }],
    ['no passphrase', { nik: NIK }],
    ['a passphrase that is no text', { nik: NIK, passphrase: { $ne: '' } }],
  ])('refuses %s', async (_, secret) => {
    expect((await sign(head, secret)).body).toMatchObject({ code: 'INPUT_INVALID' });
    expect(signer.asked).toEqual([]);
  });

  it('says what the service says, without the passphrase', async () => {
    const refused = await sign(head, { nik: NIK, passphrase: 'salah sekali' });
    expect([refused.status, refused.body.code]).toEqual([422, 'SIGNER_REFUSED']);
    expect(refused.body.detail).toContain('Passphrase anda salah');
    expect(refused.text).not.toContain('salah sekali');
  });

  it.each(['hang', 'break'] as const)('stays unsigned when the service does: %s', async (answer) => {
    signer.answer = answer;
    const refused = await sign(head);
    expect([refused.status, refused.body.code]).toEqual([503, 'SIGNER_UNAVAILABLE']);
    expect(ok(await head.get<LetterView>(`/v1/letters/${letter.id}`)).eSignature).toMatchObject({ status: 'waiting' });
  });

  const [YESTERDAY, TOMORROW] = [new Date('2026-11-22T00:00:00Z'), new Date('2026-11-25T00:00:00Z')];
  const issued = (subject: Parameters<TestAuthority['issue']>[0]) => async (pdf: Buffer) =>
    signedBy(pdf, await signer.authority.issue(subject));
  const hostile: Record<string, [string, Exclude<SigningService['answer'], string>]> = {
    'the letter as it was sent': ['SIGNATURE_BAD', (pdf) => pdf],
    'the permit of somebody else': ['SIGNATURE_BAD', (_, seal) => signedBy(others, seal)],
    'bytes behind the end': ['SIGNATURE_BAD', async (pdf, seal) => Buffer.concat([await signedBy(pdf, seal), Buffer.alloc(200, 'x')])],
    'another page behind the signature': ['SIGNATURE_BAD', async (pdf, seal) => withLaterUpdate(await signedBy(pdf, seal))],
    'another page beneath the signature': ['SIGNATURE_BAD', async (pdf, seal) => signedBy(withLaterUpdate(pdf), seal)],
    'a second byte range in the gap': ['SIGNATURE_BAD', async (pdf, seal) => withSecondRange(await signedBy(pdf, seal))],
    'a shorter range': ['SIGNATURE_BAD', async (pdf, seal) => withShorterRange(await signedBy(pdf, seal))],
    'a signature that covers the page': [
      'SIGNATURE_BAD',
      async (pdf, seal) => resigned(pdf, await signedBy(pdf, seal), seal, '/Rect [0 0 0 0]', '/Rect [0 0 9 9]'),
    ],
    'more than a letter can be': ['SIGNATURE_BAD', () => Buffer.alloc(21 * 1024 * 1024)],
    nothing: ['SIGNATURE_BAD', () => Buffer.alloc(0)],
    'an unknown issuer': [
      'SIGNER_CERTIFICATE_UNTRUSTED',
      async (pdf) => signedBy(pdf, await new TestAuthority('Penerbit (uji)').issue({ name: 'KADIS (DEMO)', serial: NIK })),
    ],
    'an expired certificate': ['SIGNER_CERTIFICATE_NOT_VALID_NOW', issued({ name: 'KADIS (DEMO)', serial: NIK, notAfter: YESTERDAY })],
    'a certificate of tomorrow': ['SIGNER_CERTIFICATE_NOT_VALID_NOW', issued({ name: 'KADIS (DEMO)', serial: NIK, notBefore: TOMORROW })],
    'the certificate of somebody else': ['SIGNER_CERTIFICATE_OF_ANOTHER', issued({ name: 'SEKRETARIS (DEMO)', serial: NIK })],
    'a namesake with another NIK': ['SIGNER_CERTIFICATE_OF_ANOTHER', issued({ name: 'KADIS (DEMO)', serial: '3171010101700009' })],
  };

  it.each(Object.keys(hostile))('refuses %s, keeps the letter as it was, and writes it into the audit', async (what) => {
    const [code, answer] = hostile[what]!;
    const before = await head.get<LetterView>(`/v1/letters/${letter.id}`);
    const pdf = await fetchPdf(head, letter.pdf);
    signer.answer = answer;
    const refused = await sign(head);
    expect([refused.status, refused.body.code]).toEqual([502, code]);
    expect(refused.body.detail).toMatch(/tetap belum ditandatangani/);
    expect((await head.get<LetterView>(`/v1/letters/${letter.id}`)).body).toEqual(before.body);
    expect((await fetchPdf(head, letter.pdf)).equals(pdf)).toBe(true);
    expect((await verify()).status).toBe(404);
    const [noted] = await service.sql<{ body: string }>(
      `select body from audit_log where kind = 'letter-e-sign-refused' order by seq desc limit 1`,
    );
    expect(JSON.parse(noted!.body)).toMatchObject({ data: { letter: letter.id, code }, actor: { name: 'Kadis (demo)' } });
  });

  it('is signed once, as a whole, with what the letter says beneath', async () => {
    const answers = await Promise.all([sign(head), sign(head)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const signed = answers.find(({ status }) => status === 200)!.body;
    const pdf = await fetchPdf(head, signed.pdf);
    expect(createHash('sha256').update(pdf).digest('hex')).toBe(signed.sha256);
    expect(await verifySignature(pdf)).toBe(true);
    const said = pdfsig(pdf);
    for (const words of ['Signature is Valid', 'Total document signed']) expect(said ?? words).toContain(words);
    const { text } = await readPdf(pdf);
    expect(run(text)).toContain(run(letter.number!));
    expect(run(text)).not.toContain(run('BELUM DITANDATANGANI'));
    expect(ok(await head.get<LetterView>(`/v1/letters/${letter.id}`)).eSignature).toMatchObject({ status: 'signed', by: 'Kadis (demo)' });
    expect(ok(await head.get<LetterView>(`/v1/letters/${letter.id}`)).certificate).toMatchObject(CERTIFICATE);
    // It counts from the hand-over.
    expect((await verify()).status).toBe(404);
    expect((await sign(head)).body.code).toBe('LETTER_ALREADY_E_SIGNED');
  });

  it('can be handed over and verified then, and its file counts as the letter', async () => {
    const pdf = await fetchPdf(head, letter.pdf);
    const counter = await service.as('frontoffice');
    ok(await counter.complete(numbered.openTasks[0]!.id, 'handed-over'));
    expect(ok(await verify())).toMatchObject({ genuine: true, status: 'valid', certificate: CERTIFICATE });
    expect(JSON.stringify(ok(await verify()))).not.toContain(NIK);
    const compared = await service.client
      .anonymous()
      .postRaw<VerificationView>(`/v1/verify/${letter.verificationCode}`, 'multipart/form-data; boundary=b', asForm(pdf));
    expect(ok(compared).file).toBe('same');
  });

  it('leaves the passphrase nowhere', async () => {
    expect(signer.asked.length).toBeGreaterThan(0);
    const tables = await service.sql<{ name: string }>(
      `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname in ('public', 'bullmq')`,
    );
    for (const { name } of tables) {
      const found = await service.sql(`select 1 from ${name} t where t::text like $1 limit 1`, [`%${PASSPHRASE}%`]);
      expect([name, found]).toEqual([name, []]);
    }
  });
});

test('without a signing service nobody is asked for a passphrase', async () => {
  await service.restart({ env: {} });
  head = await service.as('kadis');
  const { application } = await walk(service, SIK);
  const own = await letterOf(head, application.id);
  expect(own.eSignature).toBeNull();
  const refused = await head.post<{ code: string }>(`/v1/letters/${own.id}/e-sign`, { nik: NIK, passphrase: PASSPHRASE });
  expect(refused.body.code).toBe('NO_SIGNING_SERVICE');
});

test('a signing service without anybody to trust keeps the service from starting', async () => {
  await expect(service.beside({ env: { SIGNER_URL: 'http://127.0.0.1:9' } })).rejects.toThrow('SIGNER_URL needs SIGNER_TRUST');
  const env = { SIGNER_URL: 'http://127.0.0.1:9', SIGNER_TRUST: '/tidak/ada.pem' };
  await expect(service.beside({ env })).rejects.toThrow('SIGNER_TRUST: /tidak/ada.pem');
});
