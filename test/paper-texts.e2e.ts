import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SopProblems } from '../src/workflow/sop-folder.js';
import { boot, type Booted } from './support/boot.js';
import { fetchPdf, letterOf, papersOf } from './support/papers.js';
import { readPdf } from './support/pdf.js';
import { SopFolder } from './support/sop-folder.js';
import { choices, STOP, walk, walkOn } from './support/walk.js';

/** A PNG of one grey field with an alpha channel. */
const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==', 'base64');
const AGENCY = 'agencies/dpmptspk-dairi.yaml';

const sops = new SopFolder();
let service: Booted;
beforeAll(async () => {
  service = await boot({ sopDir: sops.path });
});
afterAll(async () => {
  await service.close();
  sops.remove();
});

describe('a service without texts of its own', () => {
  it('prints with the general ones, of another agency in another zone', async () => {
    service.setTime('2026-11-23T23:30:00+07:00');
    const { application } = await walk(service, 'izin-singkat');
    const papers = await papersOf(await service.as('timur.kepala'), application.id);
    expect(papers.map(({ kind }) => kind)).toEqual(['receipt', 'permit']);
    expect(papers[1]!.text).toContain('IZIN SINGKAT');
    expect(papers[1]!.text).toContain('Keperluan contoh');
    expect(papers[1]!.text).toContain('Contoh Timur, 24 November 2026');
  });
});

describe('texts that change', () => {
  it('are those that a case began with, and new ones for new cases', async () => {
    const begun = await walk(service, 'iumk', choices({ 3: STOP }));
    service.pass(5);
    mkdirSync(join(sops.path, 'papers/dpmptspk-dairi'));
    sops.write('papers/dpmptspk-dairi/receipt.yaml', 'layout: titled\ntitle: TANDA TERIMA BARU\nbody:\n  - text: "{{applicant}}"\n');
    writeFileSync(join(sops.path, 'agencies/logo.png'), PNG);
    sops.edit(
      AGENCY,
      '  address: Sidikalang\n',
      '  address: Sidikalang\n  logo: logo.png\nofficials:\n  - { role: agency-head, name: KADIS (DEMO), nip: "19700101 199503 1 001", user: kadis }\n',
    );
    await service.restart();
    service.pass(5);
    const old = await walkOn(service, begun.application, choices({ 4: STOP }));
    const fresh = await walk(service, 'iumk');
    const clerk = await service.as('frontoffice');
    expect((await papersOf(clerk, old.application.id))[0]!.text).toContain('RESI PENERIMAAN BERKAS');
    const papers = await papersOf(clerk, fresh.application.id);
    expect(papers[0]!.text).toContain('TANDA TERIMA BARU');
    expect(papers.at(-1)!.text).toContain('NIP. 19700101 199503 1 001');
    expect(papers.at(-1)!.bytes.toString('latin1')).toContain('/Subtype /Image');
  });

  it('do not change what was printed, nor does another logo', async () => {
    const { application } = await walk(service, 'iumk');
    const letter = await letterOf(await service.as('frontoffice'), application.id);
    const before = await fetchPdf(await service.as('frontoffice'), letter.pdf);
    sops.edit(AGENCY, '  logo: logo.png\n', '').edit(AGENCY, '  address: Sidikalang\n', '  address: Alamat baru\n');
    await service.restart();
    rmSync(join(service.dataDir, 'files'), { recursive: true, force: true });
    const after = await fetchPdf(await service.as('frontoffice'), letter.pdf);
    expect(after.equals(before)).toBe(true);
    expect((await readPdf(after)).text).not.toContain('Alamat baru');
  });
});

describe('what is wrong with texts and logos', () => {
  async function problems(change: (folder: SopFolder) => void): Promise<string[]> {
    const folder = new SopFolder();
    change(folder);
    const started = await boot({ sopDir: folder.path }).then(
      (booted) => booted.close(),
      (error: unknown) => error,
    );
    folder.remove();
    return [...((started as SopProblems | undefined)?.problems ?? ['nothing is wrong'])];
  }

  it('is named at start, all at once, with file and place', async () => {
    const found = await problems((folder) => {
      folder.edit('papers/receipt.yaml', "value: '{{trackingCode}}'", "value: '{{trackingCod}}'");
      folder.edit('papers/rejection.yaml', 'layout: letter', 'layout: leaflet');
      folder.edit('papers/iumk/permit.yaml', '{ for: form, ', '{ for: forms, ');
      folder.write('papers/disposition.yaml', 'layout: titled\nbody: [');
      folder.write(
        'papers/recommendation.yaml',
        'layout: titled\ntitle: "{{form.nothing}}"\nbody:\n  - text: "{{#members}}x{{/members}}"\nfooter: x\n',
      );
      folder.write('papers/permits.yaml', 'title: x\n');
      mkdirSync(join(folder.path, 'papers/ium'));
      writeFileSync(join(folder.path, 'agencies/logo.png'), 'no image');
      folder.edit(AGENCY, '  address: Sidikalang\n', '  address: Sidikalang\n  logo: logo.png\n');
    });
    expect(found).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^papers\/receipt\.yaml:\d+:\d+: body\[2\]\.fields\[1\]\.value: there is no \{\{trackingCod\}\}/),
        expect.stringMatching(/^papers\/rejection\.yaml:\d+:\d+: layout: "layout" must be letter or titled/),
        expect.stringMatching(/^papers\/iumk\/permit\.yaml:\d+:\d+: body\[1\]\.fields\[2\]\.for: there is no list "forms"/),
        expect.stringMatching(/^papers\/disposition\.yaml:\d+:\d+: /),
        expect.stringMatching(/^papers\/recommendation\.yaml:5:1: footer: /),
        expect.stringMatching(/^papers\/permits\.yaml: there is no such paper here/),
        expect.stringMatching(/^papers\/ium: there is no such service or agency/),
        expect.stringMatching(/^agency dpmptspk-dairi: letterhead\.logo: logo\.png: it is no PNG or JPEG image/),
      ]),
    );
  });

  it('is named for the service whose form has no such field', async () => {
    const found = await problems((folder) => folder.edit('papers/permit.yaml', "title: '{{service}}'", "title: '{{form.strNumber}}'"));
    expect(found).toEqual([
      expect.stringMatching(/^papers\/permit\.yaml:\d+:\d+: title: there is no \{\{form\.strNumber\}\}.*\(izin-singkat\)$/),
    ]);
  });
});
