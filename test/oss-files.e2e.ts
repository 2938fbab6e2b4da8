import { createHash } from 'node:crypto';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { OssCallView, OssReplayView } from '../src/modules/oss/journal/journal.view.js';
import type { SignedFileView } from '../src/modules/oss/files/signed-file.view.js';
import { Erasure } from '../src/workflow/erasure.js';
import { ok, PDF, type PageOf, type Problem } from './support/client.js';
import { OssTown } from './support/oss-town.js';
import { until } from './support/until.js';

/** A host of OSS that answers as it likes. */
let server: Server;
let host: string;
let answers: Record<string, (response: ServerResponse, times: number) => void>;
let asked: string[] = [];
let town: OssTown;
beforeAll(async () => {
  server = createServer((request, response) => {
    const path = request.url!.slice(1);
    asked.push(path);
    const times = asked.filter((one) => one === path).length;
    (answers[path] ?? ((bare) => bare.writeHead(404).end()))(response, times);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  town = await OssTown.found({ env: { OSS_FILE_HOSTS: host, OSS_TIMEOUT_MS: '8000' } });
  answers = {
    page: (response) => response.writeHead(200, { 'content-type': 'application/pdf' }).end('<html>Masuk dulu</html>'),
    empty: (response) => response.writeHead(200).end(),
    image: (response) => response.writeHead(200).end(Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 0])),
    script: (response) => response.writeHead(200).end(SCRIPTED),
    claims: (response) => response.writeHead(200, { 'content-length': String(11 * 1024 * 1024) }).end(),
    endless: (response) => {
      const more = () => {
        if (response.destroyed) return;
        response.write(Buffer.alloc(1024 * 1024, '%PDF-'), () => setImmediate(more));
      };
      more();
    },
    metadata: (response) => response.writeHead(302, { location: 'http://169.254.169.254/latest/meta-data' }).end(),
    inside: (response) => response.writeHead(301, { location: 'http://localhost:5432/' }).end(),
    round: (response) => response.writeHead(307, { location: '/round' }).end(),
    nowhere: (response) => response.writeHead(302, { location: 'http://[::' }).end(),
    moved: (response) => response.writeHead(302, { location: '/good' }).end(),
    good: (response) => response.writeHead(200).end(PDF),
    gone: (response) => response.writeHead(410).end(),
    slow: (response, times) => void (times < 2 || response.writeHead(200).end(PDF)),
    broken: (response, times) => {
      if (times > 1) return void response.writeHead(200).end(PDF);
      response.writeHead(200).write('%PDF-1.7');
      setTimeout(() => response.destroy(), 20);
    },
    twice: (response, times) => (times < 2 ? response.writeHead(404).end() : response.writeHead(200).end(PDF)),
  };
});
beforeEach(() => {
  asked = [];
});
afterAll(async () => {
  await town.leave();
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
});

const SCRIPTED = Buffer.from(
  '%PDF-1.4\n1 0 obj <</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.alert(1))>>>> endobj\n' +
    '2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj\n3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>> endobj\ntrailer <</Root 1 0 R>>\n%%EOF',
);

const fileOf = async (application: string) => (await town.state(application)).file;
const settled = (application: string, good: (file: SignedFileView) => boolean = ({ state }) => state !== 'waiting') =>
  until(
    () => fileOf(application),
    (file) => file !== null && good(file),
    25_000,
  ) as Promise<SignedFileView>;
const journal = async (application: string) =>
  ok(await (await town.service.as('admin')).get<PageOf<OssCallView>>(`/v1/oss/journal?application=${application}&method=fetchFileDS`))
    .items;
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

describe('the file that OSS has signed', () => {
  it('is fetched, kept with the case, and read here; what lies in the store is encrypted', async () => {
    const { application, idIzin } = await town.apply();
    expect(await fileOf(application.id)).toBeNull();
    await town.walkBy(application);
    const file = await settled(application.id);
    expect(file).toMatchObject({ state: 'kept', reason: null, href: `/v1/applications/${application.id}/oss/file` });
    const there = Buffer.from(await (await fetch(`${town.oss.origin}/simulator/files/${idIzin}`)).arrayBuffer());
    expect([file.sha256, file.size]).toEqual([sha256(there), there.length]);
    const clerk = await town.service.as('frontoffice');
    const { raw: bytes, headers } = await clerk.get(file.href!);
    expect(sha256(bytes)).toBe(file.sha256);
    expect(headers).toMatchObject({ 'content-type': 'application/pdf', 'x-content-type-options': 'nosniff' });
    const { ossState } = await clerk.query<{ ossState: { file: SignedFileView } }>(
      'query ($id: String!) { ossState(application: $id) { file { state reason href size sha256 noticedAt settledAt } } }',
      { id: application.id },
    );
    expect(ossState.file).toEqual(file);
    expect((await (await town.service.as('pemohon')).get(file.href!)).status).toBe(403);
    expect(await journal(application.id)).toMatchObject([{ outcome: 'accepted', httpStatus: 200, response: expect.stringContaining(file.sha256!) as string }]); // prettier-ignore
  });

  it('is asked for in the night where OSS’s word of it was lost', async () => {
    const { application } = await town.apply();
    town.oss.faults.add({ method: 'receiveFileDS', kind: 'lose', times: 1 });
    await town.walkBy(application);
    await town.oss.idle();
    expect(await fileOf(application.id)).toBeNull();
    town.service.pass(1);
    ok(await (await town.service.as('backoffice1')).post('/v1/oss/reconciliation', { application: application.id }));
    expect(await settled(application.id)).toMatchObject({ state: 'kept' });
  });

  it('is gone with the personal data of its case', async () => {
    const { application, nib, idIzin } = await town.apply();
    await town.oss.callbacks.receiveFileDS(nib, idIzin, `http://${host}/good`);
    const { href } = await settled(application.id, ({ state }) => state === 'kept');
    const clerk = await town.service.as('frontoffice');
    ok(await clerk.post(`/v1/applications/${application.id}/withdraw`, { reason: 'Batal.' }));
    const now = town.service.clock.now();
    town.service.setTime(new Date(now.getTime() + 800 * 86_400_000));
    await town.service.app.get(Erasure).eraseDue();
    const gone = await (await town.service.as('frontoffice')).get<Problem>(href!);
    expect([gone.status, gone.body.code]).toEqual([404, 'OSS_FILE_MISSING']);
    expect(await fileOf(application.id)).toMatchObject({ state: 'refused', reason: 'erased', href: null });
    town.service.setTime(now);
  });
});

describe('a host of OSS that answers something else', () => {
  it.each([
    ['page', /PDF, JPEG|bukan salah satunya/],
    ['empty', /kosong|empty/],
    ['image', /image\/jpeg/],
    ['script', /./],
    ['claims', /larger than/],
    ['endless', /larger than/],
    ['metadata', /169\.254\.169\.254 is none of the hosts/],
    ['inside', /localhost:5432 is none of the hosts/],
    ['round', /handed on more than/],
    ['nowhere', /handed on to no address/],
    ['gone', /HTTP 410/],
  ])('%s: nothing is kept, the reason is shown, and it stands in the journal', async (path, reason) => {
    const { application, nib, idIzin } = await town.apply();
    await town.oss.callbacks.receiveFileDS(nib, idIzin, `http://${host}/${path}`);
    const file = await settled(application.id);
    expect(file).toMatchObject({ state: 'refused', href: null, sha256: null });
    expect(file.reason).toMatch(reason);
    expect(await journal(application.id)).toMatchObject([{ outcome: 'refused', url: `http://${host}/${path}` }]);
    const missing = await (await town.service.as('frontoffice')).get<Problem>(`/v1/applications/${application.id}/oss/file`);
    expect([missing.status, missing.body.code]).toEqual([404, 'OSS_FILE_MISSING']);
  });

  it.each(['http://169.254.169.254/latest', 'http://127.0.0.1:1/a.pdf', 'https://evil.example/a.pdf', 'http://oss@127.0.0.1/a.pdf'])(
    'is not asked at all when it is none: %s',
    async (url) => {
      const { application, nib, idIzin } = await town.apply();
      await town.oss.callbacks.receiveFileDS(nib, idIzin, url);
      expect(await settled(application.id)).toMatchObject({ state: 'refused' });
      expect((await journal(application.id))[0]!.httpStatus).toBeNull();
    },
  );

  it('hands it on within OSS: it is fetched', async () => {
    const { application, nib, idIzin } = await town.apply();
    await town.oss.callbacks.receiveFileDS(nib, idIzin, `http://${host}/moved`);
    expect(await settled(application.id)).toMatchObject({ state: 'kept', sha256: sha256(PDF) });
    expect(asked).toEqual(['moved', 'good']);
  });

  it.each(['twice', 'slow', 'broken'])('not now (%s): it is tried again later', async (path) => {
    const { application, nib, idIzin } = await town.apply();
    await town.oss.callbacks.receiveFileDS(nib, idIzin, `http://${host}/${path}`);
    await settled(application.id, ({ reason }) => reason !== null);
    expect(await fileOf(application.id)).toMatchObject({ state: 'waiting', settledAt: null });
    town.service.pass(2);
    const [call] = await journal(application.id);
    expect(call!.outcome).toBe('unavailable');
    ok(await (await town.service.as('admin')).post<OssReplayView>(`/v1/oss/journal/${call!.id}/replay`));
    expect(await settled(application.id)).toMatchObject({ state: 'kept' });
  });

  it('is refused, and fetched again when somebody has mended it', async () => {
    const { application, nib, idIzin } = await town.apply();
    answers['mended'] = (response, times) => (times < 2 ? response.writeHead(403).end() : response.writeHead(200).end(PDF));
    await town.oss.callbacks.receiveFileDS(nib, idIzin, `http://${host}/mended`);
    expect(await settled(application.id)).toMatchObject({ state: 'refused', reason: 'HTTP 403' });
    const [call] = await journal(application.id);
    const clerk = await town.service.as('frontoffice');
    expect(ok(await clerk.post<OssReplayView>(`/v1/oss/journal/${call!.id}/replay`)).state).toBe('queued');
    expect(await settled(application.id, ({ state }) => state === 'kept')).toMatchObject({ sha256: sha256(PDF) });
  });
});
