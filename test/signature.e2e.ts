import { rmSync, writeFileSync } from 'node:fs';
import forge from 'node-forge';
import { join } from 'node:path';
import type { LetterView } from '../src/modules/letters/letter.view.js';
import type { VerificationView } from '../src/modules/papers/verify.view.js';
import { partsOf } from '../src/platform/signing/signed-pdf.js';
import { makeTestCertificate } from '../src/platform/signing/test-certificate.js';
import type { ApplicationView } from '../src/workflow/application.view.js';
import { boot, type Booted } from './support/boot.js';
import { ok, type Session } from './support/client.js';
import { fetchPdf, letterOf, run } from './support/papers.js';
import { readPdf } from './support/pdf.js';
import { pdfsig, verifySignature } from './support/signature.js';
import { SopFolder } from './support/sop-folder.js';
import { choices, STOP, walk, walkOn } from './support/walk.js';

const TEST = 'SURAT UJI COBA';
const SIK = 'sik-perekam-medis';

let service: Booted;
let head: Session;
const folder = new SopFolder();
beforeAll(async () => {
  service = await boot({ sopDir: folder.path });
  head = await service.as('kadis');
});
afterAll(async () => {
  await service.close();
  folder.remove();
});

async function issued(): Promise<{ readonly letter: LetterView; readonly pdf: Buffer }> {
  const { application } = await walk(service, SIK);
  const letter = await letterOf(head, application.id);
  return { letter, pdf: await fetchPdf(head, letter.pdf) };
}

describe('a final letter', () => {
  it('is signed as a whole, and says that it is a test as long as its certificate is one', async () => {
    const { pdf } = await issued();
    expect(partsOf(pdf).end).toBe(pdf.length);
    expect(await verifySignature(pdf)).toBe(true);
    const said = pdfsig(pdf);
    for (const words of ['Signature is Valid', 'Total document signed']) expect(said ?? words).toContain(words);
    expect(run((await readPdf(pdf)).text)).toContain(run(TEST));
    // Certified: nothing may be changed any more (DocMDP, P = 1).
    expect(pdf.toString('latin1')).toMatch(/\/Perms <<\/DocMDP \d+ 0 R>>/);
    expect(pdf.toString('latin1')).toContain('/TransformMethod /DocMDP /TransformParams <</Type /TransformParams /P 1 /V /1.2>>');
  });

  it('comes out the same when it is signed again', async () => {
    const { letter, pdf } = await issued();
    rmSync(join(service.dataDir, 'files'), { recursive: true, force: true });
    expect((await fetchPdf(head, letter.pdf)).equals(pdf)).toBe(true);
  });

  it('is not signed before it has its number', async () => {
    const { application } = await walk(service, SIK, choices({ 21: STOP }));
    const letter = await letterOf(head, application.id);
    expect((await fetchPdf(head, letter.pdf)).includes('/ByteRange')).toBe(false);
  });

  it('shows who stood in for the head', async () => {
    const period = { from: '2026-11-23', until: '2026-11-24' };
    const named = ok(await head.post<{ id: string }>('/v1/stand-ins', { user: 'sekretaris', role: 'agency-head', kind: 'plh', ...period }));
    const { application } = await walk(service, SIK, choices({ 20: STOP }));
    const deputy = await service.as('sekretaris');
    const signed = ok(await deputy.complete(application.openTasks[0]!.id, 'signed'));
    ok(await head.post(`/v1/stand-ins/${named.id}/end`, {}));
    await walkOn(service, signed);
    const letter = await letterOf(head, application.id);
    const { text } = await readPdf(await fetchPdf(head, letter.pdf));
    expect(run(text)).toContain(run('Plh. Kepala Dinas'));
    expect(run(text)).toContain(run('Sekretaris (demo)'));
  });
});

describe('whoever verifies a letter', () => {
  const verify = async (code: string | null, accept = 'application/json') =>
    service.client.anonymous().get<VerificationView>(`/v1/verify/${code}`, { accept });

  it('hears that it was revoked', async () => {
    const { letter } = await issued();
    ok(await head.post(`/v1/letters/${letter.id}/revoke`, { reason: 'Data keliru.' }));
    expect(ok(await verify(letter.verificationCode))).toMatchObject({ status: 'revoked', revokedAt: service.clock.now().toISOString() });
    expect((await verify(letter.verificationCode, 'text/html')).text).toContain('SUDAH DICABUT');
  });

  it('hears which number counts in its place, once the correction has one', async () => {
    const { letter } = await issued();
    const reopened = ok(await head.post<ApplicationView>(`/v1/letters/${letter.id}/correct`, { reason: 'Nama keliru.' }));
    expect(ok(await verify(letter.verificationCode))).toMatchObject({ status: 'valid', replacedBy: null });
    await walkOn(service, reopened);
    const { replacedBy } = ok(await head.get<LetterView>(`/v1/letters/${letter.id}`));
    const next = ok(await head.get<LetterView>(`/v1/letters/${replacedBy}`));
    expect(ok(await verify(letter.verificationCode))).toMatchObject({ status: 'replaced', replacedBy: next.number });
    expect(ok(await verify(next.verificationCode))).toMatchObject({ status: 'valid', number: next.number });
  });
});

describe('a certificate of the agency', () => {
  const PASSWORD = 'rahasia sekali';
  let path: string;
  beforeAll(async () => {
    const pem = await makeTestCertificate('Dinas Contoh', service.clock.now());
    const split = pem.indexOf('-----BEGIN CERTIFICATE');
    const certificate = forge.pki.certificateFromPem(pem.slice(split));
    const asn1 = forge.pkcs12.toPkcs12Asn1(forge.pki.privateKeyFromPem(pem.slice(0, split)), [certificate], PASSWORD);
    path = join(service.dataDir, 'dinas.p12');
    writeFileSync(path, Buffer.from(forge.asn1.toDer(asn1).getBytes(), 'latin1'));
  });

  it('signs letters that are no test', async () => {
    const node = await service.beside({ env: { SIGNING_P12: path, SIGNING_P12_PASSWORD: PASSWORD } });
    try {
      const { application } = await walk(node, SIK);
      const session = await node.as('kadis');
      const pdf = await fetchPdf(session, (await letterOf(session, application.id)).pdf);
      expect(await verifySignature(pdf)).toBe(true);
      const { text } = await readPdf(pdf);
      expect(run(text)).not.toContain(run(TEST));
      expect(run(text)).toContain(run('Ditandatangani secara elektronik dengan sertifikat UJI COBA Dinas Contoh'));
    } finally {
      await node.app.close();
    }
  });
});
