import type { QueryRunner } from 'typeorm';
import { readSheet } from 'read-excel-file/node';
import type { BookEntryView } from '../src/modules/letters/book-entry.view.js';
import type { LetterView } from '../src/modules/letters/letter.view.js';
import type { VerificationView } from '../src/modules/papers/verify.view.js';
import type { ApplicationView } from '../src/workflow/application.view.js';
import { ISSUED_LETTERS, type IssuedLetters } from '../src/workflow/issued-letters.js';
import { LetterDates1770080100000 } from '../src/platform/database/migrations/1770080100000-letter-dates.js';
import { boot, type Booted } from './support/boot.js';
import { ok, type PageOf, type Problem, type Session } from './support/client.js';
import { fetchPdf, letterOf, run } from './support/papers.js';
import { readPdf } from './support/pdf.js';
import { choices, STOP, walk, walkOn } from './support/walk.js';

const SIK = 'sik-perekam-medis';
const AGENCY = 'dpmptspk-dairi';

let service: Booted;
let keeper: Session;
let head: Session;
let desk: Session;
let reader: Session;
beforeAll(async () => {
  service = await boot();
  [keeper, head, desk, reader] = await Promise.all([
    service.as('umum'),
    service.as('kadis'),
    service.as('frontoffice'),
    service.as('pelapor'),
  ]);
});
afterAll(() => service.close());

const entries = async (book: string, query = '') => ok(await desk.get<PageOf<BookEntryView>>(`/v1/books/${book}?limit=200${query}`)).items;
const sheet = async (path: string) => {
  const { token } = head;
  const answer = await service.app.inject({ url: path, headers: { authorization: `Bearer ${token}` } });
  return (await readSheet(answer.rawPayload)).map((cells) => cells.map(String).join('|'));
};
const LONG = (day: string) => new Intl.DateTimeFormat('id-ID', { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(day));
const SHORT = (day: string) => day.split('-').reverse().join('-');

/** A permit that waits for its number, and then gets one beside a line of the book. */
async function insertedBeside(line: BookEntryView): Promise<ApplicationView> {
  const { application } = await walk(service, SIK, choices({ 21: STOP }));
  const input = { insertBeside: line.id, reason: 'Surat tertinggal.' };
  return ok(await keeper.post<ApplicationView>(`/v1/tasks/${application.openTasks[0]!.id}/complete`, { outcome: 'numbered', input }));
}

async function permitLine(application: string): Promise<BookEntryView> {
  return (await entries('permits', '&from=2000-01-01')).findLast((entry) => entry.applicationId === application)!;
}

/** Every place that says the date of a letter, by name. */
async function surfaces(application: string, dated: string): Promise<Record<string, string | boolean>> {
  const letter = await letterOf(head, application);
  const { number } = letter;
  const line = await permitLine(application);
  const dispatched = (await entries('dispatch', '&from=2000-01-01')).findLast((entry) => entry.applicationId === application);
  const day = `from=${dated}&until=${dated}`;
  const verified = ok(await service.client.anonymous().get<VerificationView>(`/v1/verify/${letter.verificationCode}`));
  const issued = await service.app.get<IssuedLetters>(ISSUED_LETTERS, { strict: false }).byCode([AGENCY], letter.verificationCode!);
  const { text } = await readPdf(await fetchPdf(head, letter.pdf));
  const csv = (await desk.get(`/v1/books/permits.csv?${day}`)).text;
  const printed = (await readPdf((await desk.get(`/v1/books/permits.pdf?${day}`)).raw)).text;
  const dispatch = (await desk.get('/v1/books/dispatch.csv?from=2000-01-01')).text.split('\r\n');
  const register = (await reader.get(`/v1/reports/permits?${day}`)).text;
  const registerCsv = (await reader.get(`/v1/reports/permits?${day}`, { accept: 'text/csv' })).text;
  const exported = (await reader.get('/v1/exports/letters.jsonl')).text.split('\n').find((each) => each.includes(letter.id))!;
  const numbers = (await reader.get('/v1/exports/book_numbers.jsonl')).text.split('\n').find((each) => each.includes(number!))!;
  const ocel = JSON.parse((await reader.get('/v1/reports/process-log.ocel.json?from=2026-01-01&until=2027-12-31')).text) as {
    readonly objects: readonly { readonly id: string; readonly attributes: readonly { readonly name: string; readonly value: string }[] }[];
  };
  const row = (text: string) => text.split(/\r?\n/).find((each) => each.includes(number!)) ?? 'missing';
  return {
    'letter view': letter.dated!,
    verification: verified.date,
    'envelope to OSS': issued!.dated,
    'book line': line.dated,
    'book of that day': (await entries('permits', `&${day}`)).some(({ id }) => id === line.id),
    'book CSV': row(csv).includes(`,${SHORT(dated)},`),
    'book XLSX': (await sheet(`/v1/books/permits.xlsx?${day}`)).some((each) => each.includes(`${number}|${SHORT(dated)}`)),
    'book PDF': run(printed).includes(run(number!)),
    'letter PDF': run(text).includes(run(`Sidikalang, ${LONG(dated)}`)),
    'dispatch line': !dispatched || (dispatched.details as { letterDate: string }).letterDate === dated,
    'dispatch CSV': !dispatched || dispatch.some((each) => each.includes(`"${SHORT(dated)}, ${number}"`)),
    'register of that day': register.includes(number!) && register.includes(`"dated":"${dated}"`),
    'register CSV': row(registerCsv).includes(dated),
    'export of letters': (JSON.parse(exported) as { dated: string }).dated,
    'export of numbers': (JSON.parse(numbers) as { dated: string }).dated,
    OCEL: ocel.objects.find(({ id }) => id === letter.id)!.attributes.find(({ name }) => name === 'dated')!.value,
  };
}

function agreeing(found: Record<string, string | boolean>, dated: string): void {
  const wrong = Object.entries(found).filter(([, value]) => value !== true && value !== dated);
  expect(wrong).toEqual([]);
}

describe('a letter has one date', () => {
  let earlier: BookEntryView;
  beforeAll(async () => {
    const { application } = await walk(service, SIK);
    earlier = await permitLine(application.id);
  });

  it('of the day on which it was numbered, where nothing else is said', async () => {
    agreeing(await surfaces(earlier.applicationId!, '2026-11-23'), '2026-11-23');
  });

  it('of the line that its number is inserted beside, on all surfaces and over New Year', async () => {
    service.setTime('2027-01-04T09:00:00+07:00');
    const numbered = await insertedBeside(earlier);
    const { application } = await walkOn(service, numbered);
    agreeing(await surfaces(application.id, '2026-11-23'), '2026-11-23');
    const line = await permitLine(application.id);
    expect(line).toMatchObject({ inserted: true, year: 2026, enteredAt: expect.stringMatching(/^2027-01-04/) });
    // Nothing of it stands in the year in which it was entered, but the moment of entry.
    expect(await entries('permits', '&from=2027-01-01&until=2027-12-31')).toEqual([]);
    expect(await entries('permits', '&year=2027')).toEqual([]);
    expect((await reader.get('/v1/reports/permits?from=2027-01-01&until=2027-01-31')).text).not.toContain(line.number);
    expect((await desk.get('/v1/books/permits.csv?year=2026')).text).toMatch(/,04-01-2027 \d\d\.\d\d\r?\n/);
    expect(await letterOf(head, application.id)).toMatchObject({ dated: '2026-11-23', numberedAt: expect.stringMatching(/^2027-01-04/) });
  });

  it('also beside a line that was itself inserted', async () => {
    const beside = (await entries('permits', '&year=2026')).find(({ inserted }) => inserted)!;
    const { application } = await walkOn(service, await insertedBeside(beside));
    agreeing(await surfaces(application.id, '2026-11-23'), '2026-11-23');
  });

  it('of its new number, once the inserted one was voided', async () => {
    const numbered = await insertedBeside(earlier);
    const line = await permitLine(numbered.id);
    ok(await keeper.post(`/v1/books/permits/entries/${line.id}/void`, { reason: 'Salah sisip.' }));
    const back = ok(await desk.get<ApplicationView>(`/v1/applications/${numbered.id}`));
    expect(await letterOf(head, numbered.id)).toMatchObject({ number: null, dated: null });
    expect((await entries('permits', '&from=2026-11-23&until=2026-11-23')).find(({ id }) => id === line.id)!.status).toBe('voided');
    const { application } = await walkOn(service, back);
    agreeing(await surfaces(application.id, '2027-01-04'), '2027-01-04');
  });

  it('of a paper from outside: its line stands in the book of that day', async () => {
    const paper = { service: 'iumk', addressedTo: 'Bupati', summary: 'Laporan', reason: 'Susulan.' };
    const { number } = ok(await keeper.post<{ number: string }>(`/v1/books/permits/entries/${earlier.id}/insert`, paper));
    const on = async (day: string) => (await entries('permits', `&from=${day}&until=${day}`)).some((entry) => entry.number === number);
    expect([await on('2026-11-23'), await on('2027-01-04')]).toEqual([true, false]);
    const csv = (await desk.get('/v1/books/permits.csv?from=2026-11-23&until=2026-11-23')).text;
    expect(csv).toMatch(new RegExp(`${number.replaceAll('.', '\\.')},23-11-2026,`));
    const rows = await sheet('/v1/books/permits.xlsx?from=2026-11-23&until=2026-11-23');
    expect(rows.some((each) => each.includes(`${number}|23-11-2026`))).toBe(true);
  });

  it('of a correction is that of its own number', async () => {
    const old = await letterOf(head, earlier.applicationId!);
    const reopened = ok(await head.post<ApplicationView>(`/v1/letters/${old.id}/correct`, { reason: 'Nama keliru.' }));
    await walkOn(service, reopened);
    const found = await head.get<LetterView>(`/v1/letters/${old.id}`);
    const next = ok(await head.get<LetterView>(`/v1/letters/${ok(found).replacedBy}`));
    expect([ok(found).dated, next.dated]).toEqual(['2026-11-23', '2027-01-04']);
  });
});

describe('a number that replaced another is voided', () => {
  it('and the old letter is valid until the new one has its number, in verification, register and book alike', async () => {
    const { application } = await walk(service, SIK);
    const old = await letterOf(head, application.id);
    const reopened = ok(await head.post<ApplicationView>(`/v1/letters/${old.id}/correct`, { reason: 'Nama keliru.' }));
    const { application: renumbered } = await walkOn(service, reopened, choices({ 22: STOP }));
    const stands = async () => {
      const { status, replacedBy } = ok(await service.client.anonymous().get<VerificationView>(`/v1/verify/${old.verificationCode}`));
      const line = (await entries('permits')).find(({ number }) => number === old.number)!;
      const { items } = ok(
        await reader.get<PageOf<{ number: string; status: string; replacedBy: string | null }>>('/v1/reports/permits?limit=500'),
      );
      const registered = items.find(({ number }) => number === old.number)!;
      const view = ok(await head.get<LetterView>(`/v1/letters/${old.id}`));
      return {
        verified: [status, replacedBy],
        book: [line.status, line.replacedBy],
        register: [registered.status === 'replaced', registered.replacedBy],
        letter: [view.status === 'replaced', view.replacedBy !== null],
      };
    };
    const second = (await entries('permits')).at(-1)!;
    expect(await stands()).toEqual({
      verified: ['replaced', second.number],
      book: ['replaced', second.number],
      register: [true, second.number],
      letter: [true, true],
    });
    ok(await keeper.post(`/v1/books/permits/entries/${second.id}/void`, { reason: 'Salah nomor.' }));
    const valid = { verified: ['valid', null], book: ['valid', null], register: [false, null], letter: [false, false] };
    expect(await stands()).toEqual(valid);
    const back = ok(await desk.get<ApplicationView>(`/v1/applications/${renumbered.id}`));
    await walkOn(service, back);
    expect((await stands()).verified).toEqual(['replaced', (await entries('permits')).at(-1)!.number]);
  });
});

describe('a letter that was handed over', () => {
  it('keeps its number', async () => {
    const { application } = await walk(service, 'iumk', choices({ 25: STOP }));
    const line = await permitLine(application.id);
    const before = await letterOf(head, application.id);
    expect(before.handedOver).not.toBeNull();
    const refused = await keeper.post<Problem>(`/v1/books/permits/entries/${line.id}/void`, { reason: 'Terlambat.' });
    expect([refused.status, refused.body.code]).toEqual([409, 'LETTER_ISSUED']);
    expect(await letterOf(head, application.id)).toEqual(before);
  });
});

test('rows from before the column get their date: that of the day of entry, or of the line beside', async () => {
  const { application } = await walk(service, SIK);
  const inserted = await insertedBeside(await permitLine(application.id));
  const runner = (await service.owner()).createQueryRunner();
  const migration = new LetterDates1770080100000();
  try {
    await migration.down(runner);
    // What main kept: a moment in the details, in the journal nothing.
    await runner.query(
      `update book_entries set details = jsonb_set(details, '{inserted,dated}', '"2026-10-15T01:00:00.000Z"') where subject_id = $1`,
      [(await letterOfRow(runner, inserted.id)).id],
    );
    await migration.up(runner);
    expect([await letterOfRow(runner, application.id), await letterOfRow(runner, inserted.id)]).toMatchObject([
      { dated: '2027-01-04', lined: '2027-01-04', dispatched: '2027-01-04' },
      { dated: '2026-10-15', lined: '2026-10-15' },
    ]);
  } finally {
    await runner.release();
  }
});

async function letterOfRow(runner: QueryRunner, application: string): Promise<Record<string, string>> {
  const [row] = (await runner.query(
    `select l.id, to_jsonb(l)->>'dated' as dated, to_jsonb(e)->>'dated' as lined, d.details->>'letterDate' as dispatched
       from letters l join book_entries e on e.agency = l.agency and e.subject_id = l.id and e.label = l.number
       left join book_entries d on d.agency = l.agency and d.subject_id = l.id and d.book = 'dispatch'
      where l.application_id = $1`,
    [application],
  )) as Record<string, string>[];
  return row!;
}
