import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type OctetString } from 'asn1js';
import * as pkijs from 'pkijs';
import type { LetterView } from '../src/modules/letters/letter.view.js';
import { partsOf } from '../src/platform/signing/signed-pdf.js';
import type { ApplicationView } from '../src/workflow/application.view.js';
import { boot, type Booted } from './support/boot.js';
import { ok, type Problem, type Session } from './support/client.js';
import { fetchPdf, letterOf } from './support/papers.js';
import { pdfsig, verifySignature } from './support/signature.js';
import { TimeStampServer } from './support/time-stamp-server.js';
import { until } from './support/until.js';
import { choices, STOP, walk } from './support/walk.js';

const SIK = 'sik-perekam-medis';
/** The worker looks every five seconds. */
const PATIENCE = 40_000;
const TOKEN = '1.2.840.113549.1.9.16.2.14';

let service: Booted;
let worker: Booted;
let server: TimeStampServer;
let head: Session;
beforeAll(async () => {
  server = await TimeStampServer.start();
  const env = { TSA_URL: server.url, TSA_TIMEOUT_MS: '10000' };
  service = await boot({ env });
  worker = await service.beside({ env: { ...env, ROLE: 'worker' } });
  head = await service.as('kadis');
});
beforeEach(() => {
  server.answer = 'stamp';
});
afterAll(async () => {
  await worker?.app.close();
  await service?.close();
  await server?.stop();
});

const numbered = async (): Promise<{ application: ApplicationView; letter: LetterView }> => {
  const { application } = await walk(service, SIK, choices({ 22: STOP }));
  return { application, letter: await letterOf(head, application.id) };
};

function tokenIn(pdf: Buffer): { readonly token: Buffer; readonly value: Buffer } {
  const cms = new pkijs.SignedData({ schema: pkijs.ContentInfo.fromBER(partsOf(pdf).signature).content });
  const [info] = cms.signerInfos;
  const found = info!.unsignedAttrs!.attributes.find(({ type }) => type === TOKEN)!;
  const token = Buffer.from((found.values[0] as OctetString).toBER());
  return { token, value: Buffer.from(info!.signature.valueBlock.valueHexView) };
}

describe('a letter with a time stamp', () => {
  it('carries one over its signature, which openssl verifies', async () => {
    const { letter } = await numbered();
    const pdf = await fetchPdf(head, letter.pdf);
    expect(await verifySignature(pdf)).toBe(true);
    const { token, value } = tokenIn(pdf);
    expect(await server.verify(token, value)).toContain('Verification: OK');
    await expect(server.verify(token, Buffer.from('lain'))).rejects.toThrow();
    const said = pdfsig(pdf);
    for (const words of ['Signature is Valid', 'Total document signed']) expect(said ?? words).toContain(words);
  });

  it('comes out the same when its file was lost, without asking again', async () => {
    const { letter } = await numbered();
    const pdf = await fetchPdf(head, letter.pdf);
    const { asked } = server;
    const [paper] = await service.sql<{ agency: string; id: string }>(
      `select agency, id from papers where subject_id = $1 and size > 0 order by id desc limit 1`,
      [letter.id],
    );
    const file = join(service.dataDir, 'files', paper!.agency, paper!.id.slice(-2), paper!.id);
    rmSync(file);
    expect((await fetchPdf(head, letter.pdf)).equals(pdf)).toBe(true);
    expect(server.asked).toBe(asked);
    expect(existsSync(file)).toBe(true);
  });

  it.each(['break', 'garbage', 'replay'] as const)('waits, and says so, while the server does: %s', async (answer) => {
    server.answer = answer;
    const { application, letter } = await numbered();
    const refused = await head.get<Problem>(letter.pdf);
    expect([refused.status, refused.body.code]).toEqual([503, 'TIME_STAMP_UNAVAILABLE']);
    const view = () => head.get<LetterView>(`/v1/letters/${letter.id}`).then(ok);
    await until(
      async () => (await view()).waitsFor,
      (code) => code === 'TIME_STAMP_UNAVAILABLE',
      PATIENCE,
    );
    expect((await view()).certificate).toBeNull();
    const counter = await service.as('frontoffice');
    const held = await counter.complete(application.openTasks[0]!.id, 'handed-over');
    expect([held.status, held.body]).toMatchObject([409, { code: 'LETTER_FILE_WAITS' }]);
    server.answer = 'stamp';
    service.pass(90);
    await until(async () => (await view()).certificate, Boolean, PATIENCE);
    expect((await view()).waitsFor).toBeNull();
    expect(tokenIn(await fetchPdf(head, letter.pdf)).token.length).toBeGreaterThan(500);
    ok(await counter.complete(application.openTasks[0]!.id, 'handed-over'));
  });
});

test('a certificate that is not for time stamps gives none', async () => {
  const forger = await TimeStampServer.start({ timeStamping: false });
  const node = await service.beside({ env: { TSA_URL: forger.url } });
  try {
    const { application } = await walk(node, SIK, choices({ 22: STOP }));
    const session = await node.as('kadis');
    const refused = await session.get<Problem>((await letterOf(session, application.id)).pdf);
    expect([refused.status, refused.body.code]).toEqual([503, 'TIME_STAMP_UNAVAILABLE']);
  } finally {
    await node.app.close();
    await forger.stop();
  }
});
