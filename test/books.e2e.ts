import { readSheet } from 'read-excel-file/node';
import type { LetterView } from '../src/modules/letters/letter.view.js';
import type { BookEntryView } from '../src/modules/letters/book-entry.view.js';
import type { ApplicationView } from '../src/workflow/application.view.js';
import { readPdf } from './support/pdf.js';
import { boot, type Booted } from './support/boot.js';
import { ok, PDF, type PageOf, type Problem, type Session } from './support/client.js';
import { SopFolder } from './support/sop-folder.js';
import { choices, doStep, STOP, walk, walkOn } from './support/walk.js';

let service: Booted;
let folder: SopFolder;
let keeper: Session;
let clerk: Session;
beforeAll(async () => {
  folder = new SopFolder();
  service = await boot({ sopDir: folder.path });
  [keeper, clerk] = await Promise.all([service.as('umum'), service.as('frontoffice')]);
});
afterAll(async () => {
  await service.close();
  folder.remove();
});

const book = async (code: string, query = '', session = clerk) =>
  ok(await session.get<PageOf<BookEntryView>>(`/v1/books/${code}?limit=200${query}`)).items;
const post = (path: string, body: object, session = keeper) => session.post<Record<string, string> & Problem>(path, body);
const letterOf = async ({ id }: ApplicationView) => {
  const { records } = ok(await clerk.get<{ records: { kind: string; href: string }[] }>(`/v1/applications/${id}`));
  return ok(await clerk.get<LetterView>(records.find(({ kind }) => kind === 'letter')!.href));
};

/** A rejection that waits to be numbered, or has just been. */
const atNumbering = async () => (await walk(service, 'iumk', choices({ 5: 'refuse', 13: STOP }))).application;
const numbered = async () => {
  const application = await doStep(service, await atNumbering());
  const line = (await book('outgoing-letters')).find(({ applicationId }) => applicationId === application.id)!;
  return { application, line };
};

describe('a book to take along', () => {
  const EVIL = '=HYPERLINK("http://x.example";"klik")';
  let walked: ApplicationView;
  beforeAll(async () => {
    const begun = await walk(service, 'iumk', choices({ 17: { outcome: 'drafted', input: { subject: EVIL } }, 25: STOP }));
    const url = `/v1/applications/${begun.application.id}/documents`;
    const image = ok(await clerk.upload<{ id: string }>(url, { requirement: 'evidence', bytes: PDF }));
    const received = { receivedBy: '@Anak, "Pemohon"', relation: 'keluarga', receiptShown: true, signatureImage: image.id };
    ({ application: walked } = await walkOn(service, begun.application, choices({ 25: { outcome: 'received', input: received } })));
    expect(walked.status).toBe('granted');
    expect((await book('receipts')).at(-1)).toMatchObject({ number: walked.receiptNumber, applicationId: walked.id });
    const [line] = await book('dispatch');
    expect(line!.details).toMatchObject({ ...received, receiptNumber: walked.receiptNumber, letterNumber: expect.any(String) });
  });

  it('is CSV that Excel opens, with the legal columns, and no formula in it', async () => {
    const agenda = await clerk.get('/v1/books/permits.csv?year=2026');
    expect(agenda.headers).toMatchObject({
      'content-type': expect.stringContaining('text/csv'),
      'content-disposition': 'attachment; filename="permits-2026.csv"',
    });
    const [head, ...rows] = agenda.text.split('\r\n');
    expect(head).toBe(
      '\ufeffNomor Urut,Nomor Surat,Tanggal Surat,Ditujukan Kepada,Perihal / Isi Singkat,Tanggal Kirim,Keterangan,Waktu Dicatat',
    );
    expect(rows).toContain(
      `1,503/0001/IUMK/DPMPTSPK/XI/2026,23-11-2026,Nama Pemohon,"'=HYPERLINK(""http://x.example"";""klik"")",23-11-2026,,23-11-2026 09.15`,
    );
    const dispatch = (await clerk.get('/v1/books/dispatch.csv')).text.split('\r\n');
    expect(dispatch[0]).toMatch(
      /^\ufeffNomor Urut,Tanggal Pengiriman,Tanggal dan Nomor Surat,Isi Singkat Surat yang Dikirim,Ditujukan Kepada,/,
    );
    expect(dispatch[1]).toContain('"23-11-2026, 503/0001/IUMK/DPMPTSPK/XI/2026"');
    expect(dispatch[1]).toContain(`"'@Anak, ""Pemohon""",keluarga,`);
    expect(dispatch[1]).toContain(`${walked.receiptNumber},Ya,Ada (gambar),Front Office (demo),`);
  });

  it('is a workbook that others read', async () => {
    const { token } = clerk;
    const answer = await service.app.inject({ url: '/v1/books/permits.xlsx', headers: { authorization: `Bearer ${token}` } });
    expect(answer.headers['content-type']).toContain('spreadsheetml.sheet');
    const rows = await readSheet(answer.rawPayload);
    expect(rows[0]![0]).toBe('Buku Agenda Penomoran Izin');
    expect(rows[2]![0]).toBe('Tahun 2026');
    const head = rows.findIndex(([first]) => first === 'Nomor Urut');
    expect(rows[head + 1]!.slice(0, 5)).toEqual([1, '503/0001/IUMK/DPMPTSPK/XI/2026', '23-11-2026', 'Nama Pemohon', EVIL]);
  });

  it('is printed, too', async () => {
    const answer = await clerk.get('/v1/books/permits.pdf');
    expect(answer.headers).toMatchObject({
      'content-type': 'application/pdf',
      'content-disposition': 'attachment; filename="permits-2026.pdf"',
    });
    const { text, language } = await readPdf(answer.raw);
    expect(text.replace(/\s+/g, '')).toContain('503/0001/IUMK/DPMPTSPK/XI/2026');
    expect(text).toContain('Tahun 2026');
    expect(language).toBe('id-ID');
  });

  it('holds thousands of lines, in their order', async () => {
    await service.sql(
      `insert into book_entries (agency, book, year, number, insertion, id, label, addressed_to, summary, details, entered_by, entered_at, dated)
       select agency, book, 2001, n, 0, gen_random_uuid(), 'N-' || n, addressed_to, summary, details, entered_by, '2001-05-05T00:00:00Z', '2001-05-05'
         from book_entries, generate_series(1, 2500) n where book = 'permits' and number = 1 and insertion = 0`,
    );
    const lines = (await clerk.get('/v1/books/permits.csv?year=2001')).text.trimEnd().split('\r\n').slice(1);
    expect(lines.map((line) => Number(line.split(',')[0]))).toEqual(Array.from({ length: 2500 }, (_, i) => i + 1));
  });

  it('is of a period as well, by the days of the agency', async () => {
    const count = async (query: string) => (await book('permits', query)).length;
    expect(await count('&from=2026-11-23&until=2026-11-23')).toBe((await book('permits')).length);
    expect([await count('&from=2026-11-24'), await count('&until=2001-05-04')]).toEqual([0, 0]);
    expect(await count('&from=2001-05-05&until=2001-05-05')).toBe(200);
    const first = ok(await clerk.get<PageOf<BookEntryView>>('/v1/books/permits?limit=1&from=2001-05-05'));
    const next = ok(await clerk.get<PageOf<BookEntryView>>(`/v1/books/permits?limit=1&from=2001-05-05&after=${first.next}`));
    expect(next.items[0]!.sequence).toBe(2);
    expect((await clerk.get<Problem>(`/v1/books/permits?limit=1&after=${first.next}`)).body.code).toBe('CURSOR_INVALID');
  });

  it.each([
    ['/v1/books/permits?from=2026-02-30', 422],
    ['/v1/books/permits.csv?until=kemarin', 422],
    ['/v1/books/permits.xlsx?year=1', 422],
    ['/v1/books/permits.pdf?year=1', 422],
    ['/v1/books/permits.csv?limit=1', 422],
    ['/v1/books/applications.csv', 404],
    ['/v1/books/tidak-ada.xlsx', 404],
    ['/v1/books/tidak-ada.pdf', 404],
    ['/v1/books/permits.pdf.exe', 404],
    ['/v1/books/permits.pdf?limit=1', 422],
  ])('is refused as %s', async (path, status) => {
    expect((await clerk.get(path)).status).toBe(status);
  });

  it('is not for applicants', async () => {
    const applicant = await service.as('pemohon');
    expect((await applicant.get('/v1/books/permits.csv')).status).toBe(403);
  });
});

describe('a voided number', () => {
  it('stays in the book with its reason, and the letter goes back to be numbered, once', async () => {
    const { application, line } = await numbered();
    expect(application.openTasks[0]!.step).toBe(14);
    const voiding = `/v1/books/outgoing-letters/entries/${line.id}/void`;
    expect((await post(voiding, { reason: 'x' }, clerk)).body.code).toBe('NOT_THE_BOOK_KEEPER');
    expect((await post(voiding, { reason: '  ' })).status).toBe(422);
    expect(ok(await post(voiding, { reason: 'Salah ketik.' }))).toMatchObject({ number: line.number, sequence: line.sequence });
    expect((await post(voiding, { reason: 'Lagi.' })).body.code).toBe('BOOK_ENTRY_VOIDED');

    const back = ok(await clerk.get<ApplicationView>(`/v1/applications/${application.id}`));
    expect(back).toMatchObject({ status: 'open', openTasks: [{ step: 13, role: 'general-affairs' }], version: application.version + 1 });
    expect(await letterOf(application)).toMatchObject({ status: 'signed', number: null });
    const { items } = ok(await clerk.get<PageOf<object>>(`/v1/applications/${application.id}/timeline`));
    expect(items.at(-1)).toMatchObject({
      type: 'number-voided',
      step: 13,
      note: 'Salah ketik.',
      leadsTo: 13,
      data: { number: line.number },
    });
    expect((await keeper.complete(application.openTasks[0]!.id, 'handed-over')).body.code).toBe('TASK_NOT_OPEN');

    const { application: ended } = await walkOn(service, back);
    expect(ended.status).toBe('rejected');
    const lines = (await book('outgoing-letters')).filter(({ applicationId }) => applicationId === application.id);
    expect(lines).toMatchObject([
      { status: 'voided', number: line.number, takenBack: { reason: 'Salah ketik.', by: 'Ksb. Umum (demo)' } },
      { status: 'valid', sequence: line.sequence + 1 },
    ]);
    expect((await letterOf(application)).number).toBe(lines[1]!.number);
    expect((await clerk.get('/v1/books/outgoing-letters.csv')).text).toContain('BATAL 23-11-2026 oleh Ksb. Umum (demo): Salah ketik.');
    // Out of the house: no number of it is voided any more.
    const late = await post(`/v1/books/outgoing-letters/entries/${lines[1]!.id}/void`, { reason: 'Terlambat.' });
    expect([late.status, late.body.code]).toEqual([409, 'LETTER_ISSUED']);
  });

  it('is voided once, however many ask at a time', async () => {
    const { application, line } = await numbered();
    const path = `/v1/books/outgoing-letters/entries/${line.id}/void`;
    const answers = await Promise.all([1, 2, 3, 4].map((n) => post(path, { reason: `Kali ${n}` })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409]);
    expect(ok(await clerk.get<ApplicationView>(`/v1/applications/${application.id}`)).version).toBe(application.version + 1);
  });

  it('is never deleted', async () => {
    await expect(service.sql('delete from book_entries')).rejects.toThrow(/append-only/);
  });
});

describe('an inserted number', () => {
  it('is given at the step that numbers, beside a line of the book, dated as that line', async () => {
    const { line } = await numbered();
    service.pass(10 * 24 * 60);
    const waiting = await atNumbering();
    const task = waiting.openTasks[0]!.id;
    const alone = await keeper.complete(task, 'numbered', { insertBeside: line.id });
    expect(alone.body.errors).toEqual([expect.objectContaining({ pointer: '/input/reason' })]);
    const input = { insertBeside: line.id, reason: 'Surat tertinggal.' };
    expect((await clerk.complete(task, 'numbered', input)).status).toBe(403);
    const elsewhere = { ...input, insertBeside: (await book('permits'))[0]!.id };
    expect((await keeper.complete(task, 'numbered', elsewhere)).body.code).toBe('BOOK_ENTRY_NOT_FOUND');
    const before = await book('outgoing-letters');
    ok(await keeper.complete(task, 'numbered', input));
    const { number } = await letterOf(waiting);
    expect(number).toBe(line.number.replace('/DPMPTSPK/', '.A/DPMPTSPK/'));
    const lines = await book('outgoing-letters');
    expect(lines).toHaveLength(before.length + 1);
    const place = lines.findIndex(({ id }) => id === line.id);
    expect(lines[place + 1]).toMatchObject({ number, inserted: true, sequence: line.sequence });
    // The counter has not moved.
    expect((await numbered()).line.sequence).toBe(Math.max(...before.map(({ sequence }) => sequence)) + 1);
    service.setTime('2026-11-23T15:00:00+07:00');
  });

  it('is given to a paper from outside by the keeper of the book, each the next letter', async () => {
    const { line } = await numbered();
    const path = `/v1/books/outgoing-letters/entries/${line.id}/insert`;
    const paper = { service: 'iumk', addressedTo: 'Bupati', summary: 'Laporan', reason: 'Susulan.' };
    expect((await post(path, paper, await service.as('kadis'))).body.code).toBe('NOT_THE_BOOK_KEEPER');
    expect((await post(path, { ...paper, service: 'tidak-ada' })).status).toBe(404);
    expect((await post(path, { ...paper, addressedTo: '' })).status).toBe(422);
    const given = await Promise.all([1, 2, 3].map(() => post(path, paper)));
    expect(given.map((answer) => ok(answer)['number']).sort()).toEqual(
      ['A', 'B', 'C'].map((sign) => line.number.replace('/DPMPTSPK/', `.${sign}/DPMPTSPK/`)),
    );
    const inserted = (await book('outgoing-letters')).filter((each) => each.inserted && each.sequence === line.sequence);
    expect(inserted.map(({ applicationId }) => applicationId)).toEqual([null, null, null]);
    expect((await clerk.get('/v1/books/outgoing-letters.csv')).text).toContain(`${line.sequence} (sisipan),`);
    const voided = await post(`/v1/books/outgoing-letters/entries/${inserted[0]!.id}/void`, { reason: 'Batal.' });
    expect(voided.status).toBe(200);
  });
});

describe('the first number', () => {
  it('goes on from the paper book, and never back', async () => {
    service.setTime('2031-01-06T09:00:00+07:00');
    const seed = (body: object, session = keeper) => session.put<Problem & { first: number }>('/v1/books/outgoing-letters/seed', body);
    expect((await seed({ first: 43 }, clerk)).status).toBe(403);
    expect(ok(await seed({ first: 500 }))).toMatchObject({ first: 500 });
    expect(ok(await seed({ first: 43, reason: 'Buku kertas sampai 42.' }, await service.as('admin')))).toMatchObject({
      first: 43,
      year: 2031,
    });
    expect((await numbered()).line).toMatchObject({ sequence: 43, year: 2031, number: '503/0043/DPMPTSPK/I/2031' });
    for (const first of [43, 42, 1]) {
      const answer = await seed({ first });
      expect([answer.status, answer.body.code]).toEqual([409, 'BOOK_NUMBER_TAKEN']);
    }
    expect(ok(await seed({ first: 60 }))).toMatchObject({ first: 60 });
    expect((await seed({ first: 50 })).status).toBe(200);
    expect((await numbered()).line.sequence).toBe(50);
    for (const body of [{}, { first: 0 }, { first: 1.5 }, { first: '7' }, { first: 1e12 }, { first: 9, year: 1 }])
      expect((await seed(body)).status).toBe(422);
    expect((await keeper.put('/v1/books/__proto__/seed', { first: 1 })).status).toBe(404);
    // A register of receipts or applications begins where the paper one ends as well.
    ok(await (await service.as('admin')).put('/v1/books/applications/seed', { first: 7000 }));
    expect((await walk(service, 'iumk', choices({ 1: STOP }))).application.number).toBe('IUMK-2031-007000');
    expect(await service.sql(`select first, by_name from book_seeds order by id`)).toHaveLength(5);
  });
});

it('begins a book again at New Year, by the clock of its agency', async () => {
  const east = async () => {
    const { application } = await walk(service, 'izin-singkat', choices({ 80: STOP }));
    const lines = await book('nomor-izin', '', await service.as('timur.loket'));
    return lines.find(({ applicationId }) => applicationId === application.id);
  };
  service.setTime('2039-12-31T21:00:00+07:00');
  const [west, eastern] = [(await numbered()).line, await east()];
  expect([west.number, eastern!.number]).toEqual(['503/0001/DPMPTSPK/XII/2039', expect.stringMatching(/\.1\/DCT\/2039$/)]);
  // Half past midnight in the east, half past ten in the west.
  service.setTime('2039-12-31T22:30:00+07:00');
  expect((await east())!.number).toMatch(/\.1\/DCT\/2040$/);
  expect((await numbered()).line).toMatchObject({ year: 2039, sequence: 2 });
  service.setTime('2040-01-01T00:00:30+07:00');
  expect((await numbered()).line.number).toBe('503/0001/DPMPTSPK/I/2040');
});
