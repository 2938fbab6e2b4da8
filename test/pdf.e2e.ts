import { Vault, type Encrypted } from '../src/platform/crypto/vault.js';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ApplicationView } from '../src/workflow/application.view.js';
import { boot, WORKING, type Booted } from './support/boot.js';
import { ok, type Session } from './support/client.js';
import { fetchPdf, letterOf, papersOf, run, type Fetched } from './support/papers.js';
import { readPdf } from './support/pdf.js';
import { until } from './support/until.js';
import { choices, STOP, walk, walkOn } from './support/walk.js';

let service: Booted;
let clerk: Session;
beforeAll(async () => {
  service = await boot();
  clerk = await service.as('frontoffice');
});
afterAll(() => service.close());

const installed = (command: string) => spawnSync(command, ['--version']).error === undefined;
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

const SPINE = ['receipt', 'disposition', 'recommendation-request', 'assignment-letter', 'inspection-report', 'recommendation'];

describe.each([
  ['iumk', 'granted', {}, [...SPINE, 'levy-assessment', 'permit']],
  ['iumk', 'rejected', { 8: 'denied' }, [...SPINE, 'rejection']],
  ['sik-perekam-medis', 'granted', {}, [...SPINE, 'permit']],
  ['sik-perekam-medis', 'rejected', { 8: 'denied' }, [...SPINE, 'rejection']],
])('the papers of %s, %s', (code, ending, picks, kinds) => {
  let application: ApplicationView;
  let papers: Fetched[];
  beforeAll(async () => {
    ({ application } = await walk(service, code, choices(picks)));
    papers = await papersOf(clerk, application.id);
  });

  it('are all there', () => {
    expect(application.status).toBe(ending);
    expect(papers.map(({ kind }) => kind)).toEqual(kinds);
  });

  it('name agency, applicant and application, and can be searched', () => {
    for (const { text, kind } of papers) {
      const found = run(text);
      expect([kind, found]).toEqual([kind, expect.stringContaining('PELAYANANTERPADUSATUPINTUDANKETENAGAKERJAAN')]);
      expect([kind, found]).toEqual([kind, expect.stringContaining('NamaPemohon')]);
      expect([kind, found]).toEqual([kind, expect.stringContaining(run(application.number))]);
    }
  });

  it('have a title, a language, embedded fonts and a size that can be mailed', () => {
    for (const { bytes, title, language, pages } of papers) {
      expect(title).toMatch(/\S+ \S+/);
      expect(language).toBe('id-ID');
      expect(pages).toBeLessThan(4);
      expect(bytes.length).toBeLessThan(2 * 1024 * 1024);
      expect(bytes.toString('latin1')).toContain('/FontFile2');
      expect(bytes.toString('latin1')).not.toContain('/Subtype /Type1');
    }
  });

  it('end with a letter that has number, signer, and the code that verifies it', async () => {
    const letter = await letterOf(clerk, application.id);
    const { text } = papers.at(-1)!;
    expect(run(text)).toContain(run(letter.number!));
    expect(text).toContain('Kadis (demo)');
    expect(text).toMatch(/Sidikalang, 23 November 2026/);
    expect(run(text).replaceAll('-', '')).toContain(letter.verificationCode!);
    expect(text).not.toContain('KONSEP');
  });

  (installed('qpdf') ? it : it.skip)('open without a warning in qpdf (skipped where qpdf is not installed)', () => {
    const file = join(service.dataDir, 'check.pdf');
    for (const { bytes } of papers) {
      writeFileSync(file, bytes);
      const { status, stderr } = spawnSync('qpdf', ['--check', file], { encoding: 'utf8' });
      expect([status, stderr]).toEqual([0, '']);
    }
  });
});

describe('a paper that is printed again', () => {
  let application: ApplicationView;
  beforeAll(async () => {
    ({ application } = await walk(service, 'iumk'));
  });

  const fileOf = async () => {
    const letter = await letterOf(clerk, application.id);
    const [paper] = await service.sql<{ id: string; snapshot: Encrypted; sha256: string[] }>(
      'select id, snapshot, sha256 from papers where subject_id = $1',
      [letter.id],
    );
    const owner = { agency: 'dpmptspk-dairi', owner: application.id };
    return { url: letter.pdf, ...paper!, snapshot: await service.app.get(Vault).decrypt<object>(owner, 'paper', paper!.snapshot) };
  };

  it('is the same, byte by byte, when its file was lost or damaged', async () => {
    const { pdf } = await letterOf(clerk, application.id);
    const first = await fetchPdf(clerk, pdf);
    const { id } = await fileOf();
    const path = join(service.dataDir, 'files', 'dpmptspk-dairi', id.slice(-2), id);
    rmSync(path);
    expect((await fetchPdf(clerk, pdf)).equals(first)).toBe(true);
    writeFileSync(path, 'damaged');
    expect((await fetchPdf(clerk, pdf)).equals(first)).toBe(true);
  });

  it('is the same in another process, whatever that has printed before', async () => {
    const { url, snapshot } = await fileOf();
    const printed = await fetchPdf(clerk, url);
    const script = `
      import { renderSheet } from ${JSON.stringify(join(import.meta.dirname, '../dist/modules/papers/render/render-sheet.js'))};
      const sheet = ${JSON.stringify(snapshot)};
      await renderSheet({ ...sheet, title: '\\u00a0fi\\u2011', footer: 'ﬁ王\\u00a0ﷺ' }, null);
      console.log((await renderSheet(sheet, null)).toString('base64'));`;
    const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
    expect(stderr).toBe('');
    // The signature comes after what was printed, and changes no byte of it.
    const again = Buffer.from(stdout, 'base64').subarray(0, -1);
    expect(again.length).toBeGreaterThan(10_000);
    expect(printed.subarray(0, again.length).equals(again)).toBe(true);
  });
});

describe('a letter on its way', () => {
  it('is a draft until it has its number, and each version of it is a paper of its own', async () => {
    const begun = await walk(service, 'sik-perekam-medis', choices({ 18: STOP }));
    const drafted = await letterOf(clerk, begun.application.id);
    expect(drafted.verificationCode).toBeNull();
    const draft = await readPdf(await fetchPdf(clerk, drafted.pdf));
    expect(draft.text).toContain('KONSEP');
    expect(draft.text).not.toContain('503/');
    expect(draft.text).not.toContain('Kode verifikasi');

    const revised = await walkOn(service, begun.application, choices({ 18: ['revise', STOP] as never, 17: 'drafted' }));
    const second = await letterOf(clerk, revised.application.id);
    expect(second.draft).toBe(2);
    await fetchPdf(clerk, second.pdf);
    const editions = await service.sql('select edition from papers where subject_id = $1 order by id', [second.id]);
    expect(editions).toEqual([{ edition: 'draft 1, marks 1' }, { edition: 'draft 2, marks 1' }]);
  });
});

describe('a name that fits no form', () => {
  const open = async (name: string) => {
    const session = await service.as('pemohon');
    const { form } = ok(await session.get<{ form: { examples: object[] } }>('/v1/services/iumk'));
    return ok(await session.post<ApplicationView>('/v1/applications', { service: 'iumk', form: form.examples[0], applicant: { name } }));
  };

  it('stands on every paper as it was entered: no script, no HTML and no template of its own', async () => {
    const name = '<b onclick="x">&amp;</b> {{agency}} \\(x\\) Żółć Ḥusain';
    const begun = await walkOn(
      service,
      await open(name),
      choices({ 17: { outcome: 'drafted', input: { body: '<i>{{agency}}</i> a  b' } } }),
    );
    const papers = await papersOf(clerk, begun.application.id);
    for (const { text } of papers) expect(run(text)).toContain(run(name));
    expect(papers.at(-1)!.text).toContain('<i>{{agency}}</i> a b');
  });
});

describe('what is not there', () => {
  it('is refused with a word why', async () => {
    const { application } = await walk(service, 'iumk', choices({ 7: STOP }));
    const { records } = ok(await clerk.get<{ records: { kind: string; href: string }[] }>(`/v1/applications/${application.id}`));
    const { href } = records.find(({ kind }) => kind === 'recommendation')!;
    expect((await clerk.get(`${href}/pdf?paper=levy-assessment`)).body).toMatchObject({ status: 404, code: 'PAPER_NOT_YET' });
    expect((await clerk.get(`${href}/pdf?paper=permit`)).status).toBe(422);
    expect((await clerk.get(`${href}/pdf`)).status).toBe(200);
    expect((await clerk.get(href.replace('recommendations', 'letters') + '/pdf')).body).toMatchObject({ code: 'PAPER_NOT_FOUND' });
    expect((await clerk.get('/v1/letters/1/pdf')).status).toBe(400);
    expect((await service.client.anonymous().get(`${href}/pdf`)).status).toBe(401);
  });
});

describe('the worker', () => {
  it('prints what is final, after the commit and unasked, and drafts when they are asked for', async () => {
    await service.restart({ env: WORKING });
    const { application } = await walk(service, 'iumk');
    const printed = () =>
      service.sql<{ kind: string; sha256: string[] }>('select kind, sha256 from papers where application_id = $1 order by frozen_at, id', [
        application.id,
      ]);
    const wanted = [...SPINE, 'levy-assessment', 'permit'].sort();
    // In no order: the papers of several steps are printed at once.
    const whole = (rows: readonly { readonly sha256: string[] }[]) =>
      rows.length >= wanted.length && rows.every(({ sha256 }) => sha256.length > 0);
    const papers = await until(printed, whole, 60_000);
    expect(papers.map(({ kind }) => kind).sort()).toEqual(wanted);
    expect(papers.every(({ sha256 }) => sha256.length === 1)).toBe(true);
    await until(
      () => service.sql('select 1 from paper_tasks'),
      (rows) => rows.length === 0,
    );
    const letter = await letterOf(await service.as('frontoffice'), application.id);
    const bytes = await fetchPdf(await service.as('frontoffice'), letter.pdf);
    expect(papers.find(({ kind }) => kind === 'permit')!.sha256).toEqual([sha256(bytes)]);
  });
});
