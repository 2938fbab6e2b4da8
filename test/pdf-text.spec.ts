import fc from 'fast-check';
import { renderSheet } from '../src/modules/papers/render/render-sheet.js';
import type { Sheet } from '../src/modules/papers/sheet.js';
import { readPdf } from './support/pdf.js';

const run = (text: string) => text.normalize('NFC').replace(/\s+/g, '');

function sheet(name: string, more: Partial<Sheet> = {}): Sheet {
  return {
    title: 'Surat',
    about: 'Contoh',
    at: '2026-11-23T02:00:00.000Z',
    seal: null,
    letterhead: { lines: ['PEMERINTAH KABUPATEN CONTOH', 'DINAS CONTOH'], address: 'Contoh', contact: '', logo: null },
    paper: {
      layout: 'letter',
      title: 'Surat',
      number: '1',
      nature: 'Biasa',
      attachment: '',
      subject: name,
      to: name,
      body: [{ heading: name, text: name, fields: [{ label: 'Nama', value: name }], list: [name, name] }],
      signatures: [
        { office: 'Pemohon', name, nip: '' },
        { office: 'Kepala', name, nip: '1' },
      ],
      copies: [name],
    },
    placeAndDate: 'Contoh, 23 November 2026',
    addressee: 'Tempat',
    marks: [{ what: 'Paraf', name, role: 'Sekretaris', at: 'hari ini' }],
    watermark: null,
    verify: null,
    footer: '',
    ...more,
  };
}

/** How often a name stands on the sheet above. */
const PLACES = 11;

async function found(name: string, as = name): Promise<number> {
  const { text } = await readPdf(await renderSheet(sheet(name), null));
  // The foot of a page may stand in the middle of what goes on over its end.
  return (
    run(text)
      .replace(/Halaman\d+dari\d+/g, '')
      .split(run(as)).length - 1
  );
}

it.each([
  ['beyond Latin-1', 'Żółć Ḥusain Ὀδυσσεύς Дмитрий ñandú ŁŐŰ'],
  ['in other scripts', '王小明 บ้าน 한국'],
  ['of 300 signs in one word', 'W'.repeat(300)],
  ['of 300 signs in many words', 'Siti Nurhaliza binti '.repeat(14).trim()],
])('a name %s is there in full wherever it stands', async (_, name) => {
  expect(await found(name)).toBe(PLACES);
});

it('shows a sign that no font has by one that stands for it', async () => {
  expect(await found('Budi \u{1f600} Santoso', 'Budi \ufffd Santoso')).toBe(PLACES);
});

it('leaves out what is no sign, and breaks no line of its own', async () => {
  expect(await found('Budi\u0000\u0007 San\u200btoso\u202e', 'Budi Santoso')).toBe(PLACES);
});

it('goes on over the end of a page with whatever is too long for one', async () => {
  const name = 'Siti Nurhaliza '.repeat(20).trim();
  const marks = Array.from({ length: 30 }, (_, i) => ({ what: 'Paraf', name: `${i} ${name}`, role: 'Sekretaris', at: 'hari ini' }));
  const fields = Array.from({ length: 12 }, (_, i) => ({ label: `Label ${i} ${name}`, value: name }));
  const paper = { ...sheet('').paper, body: [{ heading: '', text: '', fields, list: [] }] };
  const { text, pages } = await readPdf(await renderSheet(sheet(name, { marks, paper }), null));
  expect(pages).toBeGreaterThan(4);
  for (let i = 0; i < 30; i++) expect(run(text)).toContain(run(`Sekretaris${i} ${name}`));
  for (let i = 0; i < 12; i++) expect(run(text)).toContain(run(`Label ${i} ${name}:`));
});

it('prints the same bytes for the same sheet, whatever was printed before', async () => {
  const one = await renderSheet(sheet('Budi'), null);
  await renderSheet(sheet('ﬁ\u00a0Bu\u2011di 王'), null);
  expect((await renderSheet(sheet('Budi'), null)).equals(one)).toBe(true);
});

it('never loses a sign of Latin text, of whatever length', async () => {
  const latin = fc.string({ unit: fc.constantFrom(...'abcXYZ0189.,-/()éğŝŻ '), minLength: 1, maxLength: 2500 });
  await fc.assert(
    fc.asyncProperty(latin, async (text) => {
      const body = [{ heading: '', text, fields: [], list: [] }];
      const printed = sheet('Budi', { paper: { ...sheet('').paper, subject: '', to: '', copies: [], signatures: [], body }, marks: [] });
      const { text: read } = await readPdf(await renderSheet(printed, null));
      expect(run(read).replace(/Halaman\d+dari\d+/g, '')).toContain(run(text));
    }),
    { numRuns: 15 },
  );
});

it('an address breaks before the code in it, and not inside', async () => {
  for (const host of ['perizinan.contoh.example', 'perizinan-terpadu.kabupaten-contoh.example', 'x.example']) {
    const link = `https://${host}/v1/track/RESI-2026-000099?code=ABCDEFGHJK`;
    expect((await readPdf(await renderSheet(sheet(link), null))).text.split('?code=ABCDEFGHJK').length - 1).toBe(PLACES);
  }
});
