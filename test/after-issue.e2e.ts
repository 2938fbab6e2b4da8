import type { TimelineEntryView } from '../src/modules/applications/timeline.view.js';
import type { BookEntryView } from '../src/modules/letters/book-entry.view.js';
import type { LetterView } from '../src/modules/letters/letter.view.js';
import type { ApplicationView } from '../src/workflow/application.view.js';
import { boot, type Booted } from './support/boot.js';
import { ok, type PageOf, type Problem, type Session } from './support/client.js';
import { SopFolder } from './support/sop-folder.js';
import { choices, doStep, STOP, walk, walkOn } from './support/walk.js';

let service: Booted;
let folder: SopFolder;
let head: Session;
beforeAll(async () => {
  folder = new SopFolder();
  service = await boot({ sopDir: folder.path });
  head = await service.as('kadis');
});
afterAll(async () => {
  await service.close();
  folder.remove();
});

const reason = 'Data usaha keliru.';
const undo = (letter: string, what: 'revoke' | 'correct', session = head, body: object = { reason }, headers = {}) =>
  session.post<ApplicationView & Problem>(`/v1/letters/${letter}/${what}`, body, headers);
const application = async (id: string) => ok(await head.get<ApplicationView>(`/v1/applications/${id}`));
const timeline = async (id: string) => ok(await head.get<PageOf<TimelineEntryView>>(`/v1/applications/${id}/timeline`)).items;
const book = async (code: string) => ok(await head.get<PageOf<BookEntryView>>(`/v1/books/${code}?limit=200`)).items;

async function lettersOf(id: string): Promise<LetterView[]> {
  const { records } = ok(await head.get<{ records: { kind: string; id: string }[] }>(`/v1/applications/${id}`));
  const ids = [...new Set(records.filter(({ kind }) => kind === 'letter').map((record) => record.id))];
  return Promise.all(ids.map(async (letter) => ok(await head.get<LetterView>(`/v1/letters/${letter}`))));
}

async function granted(code = 'sik-perekam-medis'): Promise<{ readonly ended: ApplicationView; readonly letter: LetterView }> {
  const { application: ended } = await walk(service, code);
  expect(ended.status).toBe('granted');
  return { ended, letter: (await lettersOf(ended.id))[0]! };
}

describe('a letter that is revoked', () => {
  it('is shown as such, with its reason, in the letter, the book and the journal of the closed case', async () => {
    const { ended, letter } = await granted();
    service.pass(60);
    const answer = await undo(letter.id, 'revoke');
    expect(ok(answer)).toMatchObject({ status: 'granted', openTasks: [], closedAt: ended.closedAt, version: ended.version + 1 });
    expect(answer.headers['etag']).toBe(`"${ended.version + 1}"`);
    const [shown] = await lettersOf(ended.id);
    expect(shown).toMatchObject({
      status: 'revoked',
      number: letter.number,
      revoked: { reason, by: 'Kadis (demo)', at: service.clock.now().toISOString() },
    });
    expect((await timeline(ended.id)).at(-1)).toMatchObject({
      type: 'revoked',
      role: 'agency-head',
      note: reason,
      data: { number: letter.number },
    });
    expect((await book('permits')).find(({ number }) => number === letter.number)).toMatchObject({
      status: 'revoked',
      takenBack: { reason },
    });
    expect((await head.get('/v1/books/permits.csv')).text).toContain(`DICABUT 23-11-2026 oleh Kadis (demo): ${reason}`);
    expect((await head.get('/v1/books/dispatch.csv')).text).toContain('DICABUT');
    for (const what of ['revoke', 'correct'] as const) expect((await undo(letter.id, what)).body.code).toBe('LETTER_NOT_VALID');
    // Each event carries the hash of the one before it, this one too.
    const events = await service.sql<{ prev_hash: string; hash: string }>(
      'select prev_hash, hash from events where application_id = $1 order by seq',
      [ended.id],
    );
    expect(events.slice(1).map((event) => event.prev_hash)).toEqual(events.slice(0, -1).map((event) => event.hash));
  });

  it('is revoked by who signs such letters, in whatever agency, and by nobody else', async () => {
    const { letter } = await granted();
    for (const username of ['frontoffice', 'umum', 'sekretaris', 'backoffice2', 'admin']) {
      const answer = await undo(letter.id, 'revoke', await service.as(username));
      expect([username, answer.status, answer.body.code]).toEqual([username, 403, 'NOT_YOURS_TO_UNDO']);
    }
    expect((await undo(letter.id, 'revoke', await service.as('pemohon'))).status).toBe(403);
    const { application: east } = await walk(service, 'izin-singkat');
    const chief = await service.as('timur.kepala');
    const { records } = ok(await chief.get<{ records: { kind: string; id: string }[] }>(`/v1/applications/${east.id}`));
    const other = records.find(({ kind }) => kind === 'letter')!.id;
    expect((await undo(other, 'revoke')).status).toBe(404);
    expect((await undo(other, 'revoke', chief)).status).toBe(200);
  });

  it('is out, and asked for rightly', async () => {
    const { application: open } = await walk(service, 'iumk', choices({ 22: STOP }));
    const [early] = await lettersOf(open.id);
    for (const what of ['revoke', 'correct'] as const) expect((await undo(early!.id, what)).body.code).toBe('APPLICATION_OPEN');
    for (const body of [{}, { reason: '' }, { reason: ' \n' }, { reason: 7 }, { reason, more: 1 }, { reason: 'x'.repeat(2001) }])
      expect((await undo(early!.id, 'revoke', head, body)).status).toBe(422);
    expect((await undo('0', 'revoke')).status).toBe(400);
    expect((await undo('00000000-0000-7000-8000-000000000000', 'revoke')).status).toBe(404);
  });

  it('is revoked once: the same key again answers the same, a version that is old is refused', async () => {
    const { ended, letter } = await granted();
    expect((await undo(letter.id, 'revoke', head, { reason }, { 'if-match': '"1"' })).status).toBe(412);
    const key = { 'idempotency-key': 'cabut-1' };
    const answers = [await undo(letter.id, 'revoke', head, { reason }, key), await undo(letter.id, 'revoke', head, { reason }, key)];
    expect(answers.map(({ status, body }) => [status, body.version])).toEqual([200, 200].map((status) => [status, ended.version + 1]));
    const { letter: another } = await granted();
    const race = await Promise.all([1, 2, 3].map(() => undo(another.id, 'revoke')));
    expect(race.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
  });
});

describe('a letter that is under correction', () => {
  it('can be revoked at once; the correction goes on, and the first letter stays revoked', async () => {
    const { ended, letter } = await granted('iumk');
    const reopened = ok(await undo(letter.id, 'correct'));
    const revoked = ok(await undo(letter.id, 'revoke'));
    expect(revoked).toMatchObject({ status: 'open', openTasks: reopened.openTasks.map(({ id }) => expect.objectContaining({ id })) });
    const verified = () => service.client.anonymous().get<{ status: string }>(`/v1/verify/${letter.verificationCode}`);
    expect(ok(await verified()).status).toBe('revoked');
    expect((await undo(letter.id, 'revoke')).body.code).toBe('LETTER_NOT_VALID');
    expect((await walkOn(service, revoked)).application.status).toBe('granted');
    expect((await lettersOf(ended.id)).map(({ status }) => status).sort()).toEqual(['acknowledged', 'revoked']);
    expect(ok(await verified()).status).toBe('revoked');
  });
});

test('a letter that corrects another is corrected itself: each replaces the one before it, also within one moment', async () => {
  const { ended } = await granted();
  for (let no = 1; no <= 2; no++) {
    const [last] = (await lettersOf(ended.id)).filter(({ corrected }) => corrected === null);
    let application: ApplicationView = ok(await undo(last!.id, 'correct'));
    while (application.status === 'open') application = await doStep(service, application);
  }
  const letters = await lettersOf(ended.id);
  const chain = letters.map(({ replaces, replacedBy }) => [
    letters.findIndex(({ id }) => id === replaces),
    letters.findIndex(({ id }) => id === replacedBy),
  ]);
  expect(chain).toEqual([
    [-1, 1],
    [0, 2],
    [1, -1],
  ]);
});

describe('the letter that is to replace one under correction', () => {
  it.each([
    ['signed', 21],
    ['numbered', 22],
  ])('is not out when it is %s: it is not revoked, and the one under correction is', async (_, row) => {
    const { ended, letter } = await granted();
    const reopened = ok(await undo(letter.id, 'correct'));
    await walkOn(service, reopened, choices({ [row]: STOP }));
    const next = (await lettersOf(ended.id)).find(({ id }) => id !== letter.id)!;
    const answer = await undo(next.id, 'revoke');
    expect([answer.status, answer.body.code]).toEqual([409, 'LETTER_NOT_VALID']);
    // Once the new one has its number, the old one is replaced and no more to be revoked.
    expect((await undo(letter.id, 'revoke')).status).toBe(row === 21 ? 200 : 409);
  });
});

describe('a letter counts from the row that the definition says', () => {
  it.each([
    ['iumk', 23, 24],
    ['sik-perekam-medis', 22, 23],
  ])('%s: until row %i is done nobody vouches for it, and its number can be voided; not after', async (code, before, after) => {
    const waiting = await walk(service, code, choices({ [before]: STOP }));
    const [row] = await service.sql<{ code: string; line: string; book: string }>(
      `select l.verification_code as code, e.id as line, e.book from letters l join book_entries e on e.subject_id = l.id and e.label = l.number
        where l.application_id = $1`,
      [waiting.application.id],
    );
    const verified = () => service.client.anonymous().get<{ status: string | number }>(`/v1/verify/${row!.code}`);
    expect((await verified()).status).toBe(404);
    await walkOn(service, waiting.application, choices({ [after]: STOP }));
    expect(ok(await verified()).status).toBe('valid');
    const keeper = await service.as('umum');
    expect((await keeper.post<Problem>(`/v1/books/${row!.book}/entries/${row!.line}/void`, { reason })).body.code).toBe('LETTER_ISSUED');
  });
});

describe('a letter that is corrected', () => {
  it.each([
    ['iumk', 17],
    ['sik-perekam-medis', 17],
  ])('of %s goes the whole way again from row %i, under a number of its own', async (code, drafting) => {
    const { ended, letter } = await granted(code);
    service.pass(24 * 60);
    const again = ok(await undo(letter.id, 'correct'));
    expect(again).toMatchObject({ status: 'open', closedAt: null, openTasks: [{ step: drafting, role: 'back-office' }] });
    expect(again.openTasks[0]!.dueAt! > service.clock.now().toISOString()).toBe(true);
    const late = await (await service.as('pemohon')).post<Problem>(`/v1/applications/${ended.id}/withdraw`, {});
    expect(late.body.code).toBe('WITHDRAWAL_TOO_LATE');
    const line = (await book('permits')).find(({ number }) => number === letter.number)!;
    const voided = await (await service.as('umum')).post<Problem>(`/v1/books/permits/entries/${line.id}/void`, { reason });
    expect([voided.status, voided.body.code]).toEqual([409, 'LETTER_ISSUED']);
    // Valid until the new one has its number.
    expect((await lettersOf(ended.id))[0]).toMatchObject({ status: 'acknowledged', corrected: { reason }, replacedBy: null });

    const revised = { outcome: 'drafted', input: { body: 'Nama usaha diperbaiki.' } };
    const { application: corrected } = await walkOn(service, again, choices({ [drafting]: [revised, revised], 20: ['revise', 'signed'] }));
    expect(corrected.status).toBe('granted');
    const [old, now] = (await lettersOf(ended.id)) as [LetterView, LetterView];
    expect(old).toMatchObject({ id: letter.id, status: 'replaced', replacedBy: now.id, number: letter.number, content: letter.content });
    expect(now).toMatchObject({
      status: 'acknowledged',
      replaces: letter.id,
      draft: 2,
      content: { replaces: letter.number, body: 'Nama usaha diperbaiki.' },
    });
    expect(now.number).not.toBe(letter.number);
    expect(now.marks.filter(({ draft }) => draft === 2).map(({ role }) => role)).toEqual([
      'back-office',
      'service-head',
      'secretary',
      'agency-head',
    ]);
    expect((await book('permits')).filter(({ applicationId }) => applicationId === ended.id)).toMatchObject([
      { number: letter.number, status: 'replaced', replacedBy: now.number },
      { number: now.number, status: 'valid', details: { replaces: letter.number } },
    ]);
    const csv = (await head.get('/v1/books/permits.csv')).text;
    expect(csv).toContain(`DIGANTI dengan nomor ${now.number}`);
    expect(csv).toContain(`Menggantikan nomor ${letter.number}`);
    expect((await timeline(ended.id)).find(({ type }) => type === 'corrected')).toMatchObject({ note: reason, leadsTo: drafting });
    // What replaces can be taken back as well; what is replaced cannot.
    expect((await undo(letter.id, 'correct')).body.code).toBe('LETTER_NOT_VALID');
    expect((await undo(now.id, 'revoke')).status).toBe(200);
  });

  it('may be a rejection', async () => {
    const { application: ended } = await walk(service, 'iumk', choices({ 5: 'refuse' }));
    const [letter] = await lettersOf(ended.id);
    const again = ok(await undo(letter!.id, 'correct'));
    expect(again.openTasks[0]!.step).toBe(9);
    expect((await walkOn(service, again)).application.status).toBe('rejected');
    expect((await application(ended.id)).closedAt).not.toBe(ended.closedAt);
  });
});
