import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { standardTotals } from '../sop/standard-totals.js';
import { ACTIVITIES } from '../sop/testing/vocabulary.js';
import { readDefinitionFiles } from './definition-files.js';

const SOP = join(import.meta.dirname, '../../sop');

describe('the files that are shipped', () => {
  const { agencies, definitions, problems } = readDefinitionFiles(SOP, ACTIVITIES);
  const definition = (code: string) => definitions.find((each) => each.definition.code === code)!.definition;
  const iumk = definition('iumk');
  const sik = definition('sik-perekam-medis');

  it('have no problems', () => {
    expect(problems).toEqual([]);
    expect(agencies.map((agency) => agency.code)).toContain('dpmptspk-dairi');
  });

  it('have every row of the two SOPs', () => {
    expect(iumk.steps.map((step) => step.no)).toEqual(Array.from({ length: 25 }, (_, i) => i + 1));
    expect(sik.steps.map((step) => step.no)).toEqual(Array.from({ length: 23 }, (_, i) => i + 1));
  });

  it('quote the source as it stands', () => {
    expect(iumk.header.number).toBe('SOP/X.5 - 37/DPMPTSPK/2020');
    expect(iumk.header.approvedBy).toEqual({
      office: 'Kepala DPMPTSPK Kabupaten Dairi',
      name: 'Drs. MARISI SIANTURI, M.Si',
      nip: '19651115 198602 1 02',
    });
    expect(iumk.header.equipment).toContain('Kertas /Blangko');
    expect(sik.header.name).toBe('PENERBITAN SURAT IZIN KERJA PEREKAM MEDIS (SIK PEREKAM MEDIS)');
    expect(iumk.steps[3]!.activity).toBe('Membantu Pengenterian berkas permohonan dalam aplikasi OSS dan meneruskan ke Backoffice');
    expect(iumk.steps[8]!.standardTime).toEqual({ text: '2 jam', amount: 2, unit: 'hour' });
    expect(iumk.steps[21]!.output).toBe('Draft Surat Izin');
    expect(sik.steps[12]!.completeness).toBe('Buku Agenda, Surat');
    expect(sik.steps[21]!.activity).toBe('menyampaikan Surat Izin ke Pemohon');
    expect(sik.steps[22]!.completeness).toBe('Expedisi, Surat Izin, Resi Penerimaan');
  });

  it('mark the performers that are a reading', () => {
    const readings = ({ steps }: typeof iumk) => steps.filter((step) => step.performersFrom === 'reading').map((step) => step.no);
    expect(readings(iumk)).toEqual([6, 7, 8, 10, 11, 12, 13, 18, 19, 20, 21]);
    expect(readings(sik)).toEqual([4, 9, 12, 13, 14, 15, 16, 17, 18, 19, 21, 22, 23]);
  });

  it('take the time that the SOPs say', () => {
    expect(standardTotals(iumk)).toMatchObject({
      granted: {
        days: 4,
        ms: 41_400_000,
        text: '4 Hari 11 Jam 30 Menit',
        steps: [1, 2, 3, 4, 5, 6, 7, 8, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25],
      },
      rejected: { days: 4, ms: 50_400_000, text: '4 Hari 14 Jam' },
    });
    expect(standardTotals(sik)).toMatchObject({
      granted: { days: 4, ms: 56_700_000, text: '4 Hari 15 Jam 45 Menit' },
      rejected: { days: 3, ms: 67_500_000, text: '3 Hari 18 Jam 45 Menit', steps: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15] },
    });
  });

  it('keep the health certificate apart', () => {
    expect(sik.requirements.filter((requirement) => requirement.sensitive).map((requirement) => requirement.code)).toEqual([
      'surat-keterangan-sehat',
    ]);
  });

  it('are known by the hash of their bytes', () => {
    const { file, sha256, source } = definitions[0]!;
    const bytes = readFileSync(join(SOP, file));
    expect(sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
    expect(source).toBe(bytes.toString('utf8'));
  });
});

describe('a folder that is not in order', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sop-'));
    cpSync(SOP, folder, { recursive: true });
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const edit = (file: string, from: string | RegExp, to: string) =>
    writeFileSync(join(folder, file), readFileSync(join(folder, file), 'utf8').replace(from, to));
  const problems = () => readDefinitionFiles(folder, ACTIVITIES).problems;
  const lineOf = (file: string, text: string) =>
    readFileSync(join(folder, file), 'utf8')
      .split('\n')
      .findIndex((line) => line.includes(text)) + 1;

  it('says the line and column of everything that is wrong, in all files at once', () => {
    edit('iumk.yaml', 'leadsTo: 16 }', 'leadsTo: 61 }');
    edit('sik-perekam-medis.yaml', 'standardTime: 45 Menit', 'standardtime: 45 Menit');
    edit('agencies/dpmptspk-dairi.yaml', 'timeZone: Asia/Jakarta', 'timeZone: Asia/Jkt');
    const found = problems();
    const line = lineOf('iumk.yaml', 'leadsTo: 61');
    expect(found).toContainEqual(
      expect.stringMatching(
        new RegExp(`^iumk\\.yaml:${line}:\\d\\d: steps\\[7\\]\\.outcomes\\[0\\]\\.leadsTo: There is no step 61; the steps are 1 to 25\\.$`),
      ),
    );
    expect(found).toContainEqual(
      expect.stringMatching(
        new RegExp(
          `^sik-perekam-medis\\.yaml:${lineOf('sik-perekam-medis.yaml', 'standardtime')}:5: steps\\[16\\]\\.standardtime: "standardtime" is not a key here`,
        ),
      ),
    );
    expect(found).toContainEqual(
      expect.stringMatching(
        new RegExp(`^agencies/dpmptspk-dairi\\.yaml:${lineOf('agencies/dpmptspk-dairi.yaml', 'Asia/Jkt')}:1: timeZone: `),
      ),
    );
  });

  it('keeps the definitions that are in order', () => {
    edit('iumk.yaml', 'code: iumk', 'code: 17');
    const read = readDefinitionFiles(folder, ACTIVITIES);
    expect(read.definitions.map((each) => each.definition.code)).toEqual(['sik-perekam-medis']);
    expect(read.problems).toHaveLength(1);
  });

  it.each<[what: string, content: string | Uint8Array, problem: RegExp]>([
    ['a key that stands twice', 'code: a\ncode: b\n', /^bad\.yaml:2:1: .*unique/],
    ['something that is no YAML', 'a: [1, 2\nb: }', /^bad\.yaml:\d+:\d+: /],
    ['two documents in one', 'a: 1\n---\nb: 2\n', /^bad\.yaml:\d+:\d+: .*multiple documents/],
    ['nothing', '', /^bad\.yaml:1:1: \(file\): The file must be a block of keys/],
    ['a list', '- 1\n', /^bad\.yaml:1:1: \(file\)/],
    ['bytes that are no text', new Uint8Array([0x61, 0xff, 0xfe]), /^bad\.yaml: cannot be read: .*encoded/],
    ['more than a megabyte', `# ${'x'.repeat(1024 * 1024)}\n`, /^bad\.yaml: cannot be read: it is larger than 1048576 bytes/],
    ['references that unfold without end', bomb(), /^bad\.yaml: cannot be read: .*alias/i],
    ['a reference to itself', 'form: &a\n  b: *a\n', /^bad\.yaml:/],
    ['keys that are no names', '? [1]\n: 2\n', /^bad\.yaml:/],
    ['a foreign tag', 'code: !!js/function "x"\n', /^bad\.yaml:/],
  ])('refuses %s', (_, content, problem) => {
    writeFileSync(join(folder, 'bad.yaml'), content);
    expect(problems()[0]).toMatch(problem);
  });

  it('does not leave a file out quietly', () => {
    writeFileSync(join(folder, 'late.yml'), 'a: 1');
    expect(problems()).toEqual(['late.yml: rename it to end in .yaml, so that it is read.']);
  });

  it('has one file for each service and each agency', () => {
    cpSync(join(folder, 'iumk.yaml'), join(folder, 'z.yaml'));
    cpSync(join(folder, 'agencies/dpmptspk-dairi.yaml'), join(folder, 'agencies/z.yaml'));
    expect(problems()).toEqual([
      'agencies/z.yaml: the agency "dpmptspk-dairi" is already defined in agencies/dpmptspk-dairi.yaml.',
      'z.yaml: the service "iumk" of "dpmptspk-dairi" is already defined in iumk.yaml.',
      'z.yaml: the kd_izin "000000000000" of "dpmptspk-dairi" is already defined in iumk.yaml.',
    ]);
  });

  it('may not be there at all', () => {
    expect(readDefinitionFiles(join(folder, 'nowhere'), ACTIVITIES).problems).toEqual([
      'agencies: the folder cannot be read: ENOENT.',
      '.: the folder cannot be read: ENOENT.',
    ]);
  });
});

function bomb(): string {
  const lines = ['a: &a [x, x, x, x, x, x, x, x, x, x]'];
  for (let i = 1; i < 12; i++) {
    const before = String.fromCharCode(96 + i);
    const name = String.fromCharCode(97 + i);
    lines.push(`${name}: &${name} [${Array.from({ length: 10 }, () => `*${before}`).join(', ')}]`);
  }
  return lines.join('\n');
}
