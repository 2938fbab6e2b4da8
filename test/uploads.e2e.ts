import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DocumentView } from '../src/modules/applications/document.view.js';
import { FileStore } from '../src/platform/files/file-store.js';
import { boot, type Booted } from './support/boot.js';
import { Clamd, EICAR } from './support/clamd.js';
import { JPEG, ok, PDF, PNG, type Problem, type Session } from './support/client.js';
import { fetchPdf, letterOf } from './support/papers.js';
import { S3Server } from './support/s3-server.js';
import { open, walk } from './support/walk.js';

let clamd: Clamd;
let s3: S3Server;
let service: Booted;
let applicant: Session;
let url: string;
beforeAll(async () => {
  [clamd, s3] = [await Clamd.start(), await S3Server.start()];
  service = await boot({ env: { CLAMAV_HOST: clamd.host } });
  applicant = await service.as('pemohon');
  url = `/v1/applications/${(await open(service, 'iumk')).id}/documents`;
});
afterEach(() => {
  clamd.behaviour = 'scan';
});
afterAll(async () => {
  await service.close();
  await Promise.all([clamd.stop(), s3.stop()]);
});

const upload = (bytes: Buffer, fileName = 'ktp.pdf', type = 'application/pdf') =>
  applicant.upload<DocumentView & Problem>(url, { requirement: 'ktp', bytes, fileName, type });
const stored = (id: string) => join(service.dataDir, 'files', 'dpmptspk-dairi', id.slice(-2), id);
const incoming = () => readdirSync(join(service.dataDir, 'files', 'incoming'));

describe('a file that was handed in', () => {
  it('lies there encrypted, comes back as it was, and does nothing in a browser', async () => {
    for (const [bytes, name, type] of [
      [PDF, 'ktp.pdf', 'application/pdf'],
      [PNG, 'a.png', 'image/png'],
      [JPEG, 'a.jpg', 'image/jpeg'],
    ] as const) {
      const { id } = ok(await upload(bytes, name, type));
      const kept = readFileSync(stored(id));
      expect([kept.includes(bytes.subarray(0, 16)), kept.subarray(0, 8).toString()]).toEqual([false, 'TERBITf1']);
      const answer = await applicant.get(`${url}/${id}`);
      expect(answer.raw.equals(bytes)).toBe(true);
      expect(answer.headers).toMatchObject({
        'content-type': type,
        'content-disposition': expect.stringMatching(/^attachment; /),
        'content-security-policy': `default-src 'none'; sandbox`,
        'x-content-type-options': 'nosniff',
        'cache-control': 'private, no-store',
      });
    }
    expect(incoming()).toEqual([]);
  });

  it('is not given out when it was damaged, and is read as it is when it lies there from before', async () => {
    const { id } = ok(await upload(PDF));
    const kept = readFileSync(stored(id));
    kept[kept.length - 1]! ^= 1;
    writeFileSync(stored(id), kept);
    const damaged = await applicant.get<Problem>(`${url}/${id}`);
    expect([damaged.status, damaged.body.code]).toEqual([409, 'FILE_ALTERED']);
    writeFileSync(stored(id), PDF);
    expect((await applicant.get<Problem>(`${url}/${id}`)).body.code).toBe('FILE_ALTERED');
    await service.sql('update documents set in_clear = true where id = $1', [id]);
    expect((await applicant.get(`${url}/${id}`)).raw.equals(PDF)).toBe(true);
  });

  it('that a killed process has left in the clear is swept away', async () => {
    const left = join(service.dataDir, 'files', 'incoming', 'left');
    writeFileSync(left, PDF);
    await service.app.get(FileStore).sweep();
    expect(existsSync(left)).toBe(true);
    await service.app.get(FileStore).sweep(-1);
    expect(existsSync(left)).toBe(false);
  });
});

describe('a virus scanner', () => {
  it('sees every file as it was sent', async () => {
    ok(await upload(PDF));
    expect(clamd.files.at(-1)!.equals(PDF)).toBe(true);
  });

  it('keeps an infected file out, which is noted', async () => {
    const infected = Buffer.concat([PDF.subarray(0, 9), Buffer.from(`% ${EICAR}\n`), PDF.subarray(9)]);
    const answer = await upload(infected);
    expect([answer.status, answer.body.code]).toEqual([422, 'FILE_INFECTED']);
    const { items } = ok(await (await service.as('admin')).get<{ items: object[] }>('/v1/audit?kind=upload-refused'));
    expect(items).toEqual([expect.objectContaining({ actorName: 'Pemohon (demo)', data: { found: 'Eicar-Test-Signature' } })]);
    expect(incoming()).toEqual([]);
  });

  it.each([
    ['hangs up', 'hang-up' as const],
    ['has a limit', { answer: 'INSTREAM size limit exceeded. ERROR' }],
    ['says something else', { answer: '' }],
  ])('that %s lets nothing through', async (_, behaviour) => {
    clamd.behaviour = behaviour;
    const answer = await upload(PDF);
    expect([answer.status, answer.body.code]).toEqual([503, 'SCANNER_AWAY']);
    expect(incoming()).toEqual([]);
  });

  it('that is not there lets nothing through, by its socket as well', async () => {
    const beside = await service.beside({ env: { CLAMAV_SOCKET: join(service.dataDir, 'no.sock') } });
    try {
      const answer = await (await beside.as('pemohon')).upload<Problem>(url, { requirement: 'ktp', bytes: PDF });
      expect([answer.status, answer.body.code, answer.headers['retry-after']]).toEqual([503, 'SCANNER_AWAY', '1']);
    } finally {
      await beside.app.close();
    }
  });
});

describe('an S3-compatible store', () => {
  let beside: Booted;
  let there: Session;
  beforeAll(async () => {
    beside = await service.beside({ env: s3.env });
    there = await beside.as('pemohon');
  });
  afterAll(() => beside.app.close());

  it('keeps files and papers instead of the folder, encrypted', async () => {
    const { id } = ok(await there.upload<DocumentView>(url, { requirement: 'ktp', bytes: PDF }));
    const name = `dpmptspk-dairi/${id.slice(-2)}/${id}`;
    expect(s3.objects.get(name)!.subarray(0, 8).toString()).toBe('TERBITf1');
    expect(existsSync(stored(id))).toBe(false);
    expect((await there.get(`${url}/${id}`)).raw.equals(PDF)).toBe(true);
    const clerk = await beside.as('frontoffice');
    const { application } = await walk(beside, 'iumk');
    const { pdf } = await letterOf(clerk, application.id);
    const first = await fetchPdf(clerk, pdf);
    expect([...s3.objects.values()].every((object) => !object.includes('%PDF'))).toBe(true);
    expect((await fetchPdf(clerk, pdf)).equals(first)).toBe(true);
  });

  it('is asked again when it has no time, and a refused upload leaves nothing in it', async () => {
    s3.failing = { times: 2, status: 503 };
    ok(await there.upload(url, { requirement: 'ktp', bytes: PDF }));
    const count = s3.objects.size;
    expect((await there.upload(url, { requirement: 'ktp', bytes: Buffer.from('MZ') })).status).toBe(415);
    expect(s3.objects.size).toBe(count);
  });

  it('needs all of its settings, and the right ones', async () => {
    const { S3_BUCKET: _, ...rest } = s3.env;
    await expect(service.beside({ env: rest })).rejects.toThrow(/S3_ENDPOINT, S3_BUCKET.* go together/);
    const wrong = await service.beside({ env: { ...s3.env, S3_SECRET_ACCESS_KEY: 'falsch' } });
    try {
      const answer = await (await wrong.as('pemohon')).upload<Problem>(url, { requirement: 'ktp', bytes: PDF });
      expect([answer.status, answer.body.code]).toEqual([503, 'STORAGE_AWAY']);
    } finally {
      await wrong.app.close();
    }
  });
});
