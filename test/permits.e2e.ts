import type { ApplicationDetailView } from '../src/workflow/application-detail.view.js';
import type { TimelineEntryView } from '../src/modules/applications/timeline.view.js';
import type { BookEntryView } from '../src/modules/letters/book-entry.view.js';
import type { ServiceView } from '../src/modules/catalogue/service.view.js';
import type { ApplicationView } from '../src/workflow/application.view.js';
import { boot, type Booted } from './support/boot.js';
import { ok, type PageOf, type Problem, type Session } from './support/client.js';
import { READING, WAYS } from './support/reading.js';
import { choices, open, STOP, userFor, agencyOf, walk, walkOn, type Pick, type Walk } from './support/walk.js';

const SERVICES = ['iumk', 'sik-perekam-medis'] as const;

let service: Booted;
let clerk: Session;
beforeAll(async () => {
  service = await boot();
  clerk = await service.as('frontoffice');
});
afterAll(() => service.close());

const detail = async (id: string) => ok(await clerk.get<ApplicationDetailView>(`/v1/applications/${id}`));
const timeline = async (id: string) => ok(await clerk.get<PageOf<TimelineEntryView>>(`/v1/applications/${id}/timeline`)).items;
const book = async (code: string) => ok(await clerk.get<PageOf<BookEntryView>>(`/v1/books/${code}?limit=200`)).items;
const taken = ({ steps }: Walk) => steps.map(({ no }) => no);

/** Each step was for the role of the reading, offered its outcomes, and led where it says. */
function followsTheReading(code: string, { steps, application }: Walk): void {
  for (const { no, task, outcome, after } of steps) {
    const expected = READING[code]![no]!;
    expect({ no, role: task.role, section: task.section }).toEqual({ no, role: expected.role, section: expected.section });
    expect(Object.fromEntries(task.outcomes.map(({ key, leadsTo }) => [key, leadsTo]))).toEqual(expected.leads);
    expect(after.openTasks[0]?.step ?? after.status).toBe(expected.leads[outcome]);
    expect(after.openTasks.length).toBe(after.status === 'open' ? 1 : 0);
  }
  expect(application.version).toBe(steps.length + 1);
}

/** One timeline entry per row taken, with the row's own words, who did it and where it led. */
async function isWrittenDown(code: string, walked: Walk): Promise<void> {
  const { steps } = ok(await clerk.get<ServiceView>(`/v1/services/${code}`));
  const [opened, ...done] = await timeline(walked.application.id);
  expect(opened).toMatchObject({ seq: 1, type: 'opened', step: 1, role: 'applicant', used: null });
  const agency = agencyOf(service, code);
  expect(done).toEqual(
    walked.steps.map(({ no, outcome, username, at }, index) => {
      const { activity, standardTime } = steps.find((step) => step.no === no)!;
      const expected = READING[code]![no]!;
      const by = agency.demoUsers.find((user) => user.username === username)!.name;
      return expect.objectContaining({
        seq: index + 2, type: 'completed', at, by, role: expected.role, step: no, activity, standardTime, outcome, leadsTo: expected.leads[outcome],
      }); // prettier-ignore
    }),
  );
}

describe.each(SERVICES)('an application for %s', (code) => {
  const ends: [string, Pick, string, number[]][] = [
    ['is granted after a recommendation', choices({}), 'granted', WAYS[code]!.granted],
    ['is rejected at the verification', choices({ 5: 'refuse' }), 'rejected', WAYS[code]!.refused],
    ['is rejected when the technical team denies', choices({ 8: 'denied' }), 'rejected', WAYS[code]!.denied],
  ];

  it.each(ends)('%s, row by row, each by its role', async (_, pick, status, way) => {
    const walked = await walk(service, code, pick);
    expect(walked.application).toMatchObject({ status, service: code, openTasks: [], closedAt: service.clock.now().toISOString() });
    expect(taken(walked)).toEqual(way);
    followsTheReading(code, walked);
    await isWrittenDown(code, walked);
  });

  it('comes back for missing documents, and goes on when they are there', async () => {
    const walked = await walk(service, code, choices({ 2: ['incomplete', 'complete'] }));
    expect(taken(walked)).toEqual([1, 2, ...WAYS[code]!.granted]);
    const returned = walked.steps[1]!.after.openTasks[0]!;
    expect(returned).toMatchObject({ step: 1, role: 'applicant', dueAt: null });
    const entry = (await timeline(walked.application.id))[2]!;
    expect(entry).toMatchObject({ outcome: 'incomplete', leadsTo: 1, data: { reason: expect.any(String) } });
    expect((entry.data as { findings: object[] }).findings).toEqual([expect.objectContaining({ status: 'missing' })]);
    followsTheReading(code, walked);
  });

  it('comes back from the verification to be corrected, and the corrected form counts', async () => {
    const { form } = ok(await clerk.get<{ form: { examples: [{ address: string }] } }>(`/v1/services/${code}`));
    const corrected = { ...form.examples[0], address: 'Jalan Perbaikan No. 9, Sidikalang' };
    const resubmitted = { outcome: 'submitted', input: { form: corrected } };
    const walked = await walk(service, code, choices({ 5: ['correct', 'ready'], 1: ['submitted', resubmitted] }));
    expect(taken(walked)).toEqual([1, 2, 3, 4, 5, ...WAYS[code]!.granted]);
    followsTheReading(code, walked);
    expect(await detail(walked.application.id)).toMatchObject({ form: { ...corrected, phone: '+6281200000001' } });
  });

  it('goes to nobody but the role whose turn it is', async () => {
    const agency = agencyOf(service, code);
    const strangers: Record<number, string[]> = {};
    await walk(service, code, (task) => {
      const mine = userFor(agency, task.role, task.section);
      strangers[task.step.no] = agency.demoUsers.map(({ username }) => username).filter((username) => username !== mine);
      return undefined;
    });
    let { application } = await walk(service, code, choices({ 1: STOP }));
    for (const no of WAYS[code]!.granted) {
      const [task] = application.openTasks;
      expect(task!.step).toBe(no);
      for (const username of strangers[no]!) {
        const answer = await (await service.as(username)).complete(task!.id, Object.keys(READING[code]![no]!.leads)[0]!);
        expect([username, answer.status]).toEqual([username, 403]);
        expect(answer.body.code).toBe('NOT_YOUR_TASK');
      }
      expect(await detail(application.id)).toMatchObject({ version: application.version });
      ({ application } = await walkOn(service, application, choicesOnce()));
    }
    expect(application.status).toBe('granted');
  });

  it('keeps its order: what is done cannot be done again, and what is not on the table cannot be done yet', async () => {
    const walked = await walk(service, code, choices({ 4: STOP }));
    const done = walked.steps[1]!.task;
    const again = await clerk.complete(done.id, 'complete', walked.steps[1]!.input);
    expect([again.status, again.body.code]).toEqual([409, 'TASK_NOT_OPEN']);
    expect(again.body.application).toMatchObject({ id: walked.application.id, version: 4, openTasks: [{ step: 4 }] });
    const unknown = await clerk.complete(walked.application.openTasks[0]!.id, 'signed');
    expect([unknown.status, unknown.body.code]).toEqual([422, 'OUTCOME_UNKNOWN']);
  });
});

/** The forward path for one step only. */
function choicesOnce(): Pick {
  let first = true;
  return () => {
    const go = first;
    first = false;
    return go ? undefined : STOP;
  };
}

describe('withdrawal', () => {
  const withdraw = async (id: string, username = 'pemohon', reason = 'Usaha batal.') =>
    (await service.as(username)).post<ApplicationView & Problem>(`/v1/applications/${id}/withdraw`, { reason });

  it.each([...WAYS['iumk']!.granted.slice(0, 13), 9, 10, 11, 12])('ends the case at row %i, before the signature', async (no) => {
    const pick: Pick = (task) => (task.step.no === no ? STOP : no < 16 && task.step.no === 5 && no > 8 ? 'refuse' : undefined);
    const { application } = await walk(service, 'iumk', pick);
    expect(application.openTasks[0]!.step).toBe(no);
    service.pass(5);
    const answer = await withdraw(application.id);
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ status: 'withdrawn', openTasks: [], closedAt: service.clock.now().toISOString() });
    expect(answer.headers['etag']).toBe(`"${application.version + 1}"`);
    expect((await timeline(application.id)).at(-1)).toMatchObject({
      type: 'withdrawn',
      note: 'Usaha batal.',
      role: 'applicant',
      step: null,
    });
    const late = await (await service.as('admin')).get<{ status: string }>(`/v1/tasks/${application.openTasks[0]!.id}`);
    expect(ok(late).status).toBe('cancelled');
    const again = await withdraw(application.id);
    expect([again.status, again.body.code]).toEqual([409, 'APPLICATION_CLOSED']);
  });

  it.each([21, 22, 25, 13, 15])('is refused at row %i, after the signature', async (no) => {
    const { application } = await walk(service, 'iumk', (task) =>
      task.step.no === no ? STOP : no < 16 && task.step.no === 8 ? 'denied' : undefined,
    );
    expect(application.openTasks[0]!.step).toBe(no);
    const answer = await withdraw(application.id);
    expect([answer.status, answer.body.code]).toEqual([409, 'WITHDRAWAL_TOO_LATE']);
    expect(answer.body.application).toEqual({ ...application, trackingCode: null });
    expect((await walkOn(service, application)).application.status).toBe(no < 16 ? 'rejected' : 'granted');
  });

  it('is possible again when a signature was refused', async () => {
    const { application } = await walk(service, 'iumk', (task) =>
      task.step.no === 20 ? 'revise' : task.step.no === 18 && task.application.version > 14 ? STOP : undefined,
    );
    expect((await withdraw(application.id)).body.status).toBe('withdrawn');
  });

  it('is for the applicant alone, and for the counter where the counter helped', async () => {
    const own = await open(service, 'iumk');
    for (const username of ['frontoffice', 'backoffice1', 'kadis']) expect((await withdraw(own.id, username)).status).toBe(403);
    const helped = await open(service, 'iumk', 'frontoffice');
    expect((await withdraw(helped.id, 'pemohon')).body.code).toBe('APPLICATION_NOT_FOUND');
    expect((await withdraw(helped.id, 'frontoffice')).body.status).toBe('withdrawn');
  });
});

describe('an application taken at the counter', () => {
  it('is submitted by the clerk who helps, and hidden from other applicants', async () => {
    const application = await open(service, 'iumk', 'frontoffice');
    const applicant = await service.as('pemohon');
    expect((await applicant.get(`/v1/applications/${application.id}`)).status).toBe(404);
    expect((await applicant.complete(application.openTasks[0]!.id, 'submitted')).status).toBe(404);
    const answer = await clerk.complete(application.openTasks[0]!.id, 'submitted');
    expect(answer.body.openTasks[0]!.step).toBe(2);
    expect((await timeline(application.id)).map(({ role }) => role)).toEqual(['front-office', 'front-office']);
  });

  it('belongs to the counter, also when who opens it has other roles before that one', async () => {
    await service.sql(
      `insert into users select agency, gen_random_uuid(), 'serbabisa', 'Serba Bisa', password_hash,
              '[{"role": "technical-team"}, {"role": "front-office"}]', true from users where username = 'frontoffice'`,
    );
    const application = await open(service, 'iumk', 'serbabisa');
    expect((await timeline(application.id))[0]!.role).toBe('front-office');
    expect((await clerk.complete(application.openTasks[0]!.id, 'submitted')).status).toBe(200);
  });
});

describe('IUMK in OSS', () => {
  it('stays at the validation while OSS does not accept, with the reason that OSS gave', async () => {
    const refusal = { outcome: 'invalid', input: { reason: 'KBLI tidak sesuai.', reference: 'I-1' } };
    const walked = await walk(service, 'iumk', choices({ 22: [refusal, refusal, 'valid'] }));
    expect(taken(walked)).toEqual([...WAYS['iumk']!.granted.slice(0, 15), 22, 22, ...WAYS['iumk']!.granted.slice(15)]);
    followsTheReading('iumk', walked);
    const { records } = await detail(walked.application.id);
    const kept = records.filter(({ kind }) => kind === 'oss-record');
    const read = await Promise.all(kept.map(async ({ href }) => ok(await clerk.get(href))));
    expect(read).toMatchObject([
      { kind: 'validation', result: 'invalid', reason: 'KBLI tidak sesuai.', reference: 'I-1', mode: 'webform' },
      { kind: 'validation', result: 'invalid', reason: 'KBLI tidak sesuai.' },
      { kind: 'validation', result: 'valid', reason: null },
      { kind: 'publication', result: 'published' },
    ]);
  });
});

describe('the books', () => {
  it('hold every number once, without a gap, each with the paper it belongs to', async () => {
    const granted = await walk(service, 'iumk');
    const rejected = await walk(service, 'sik-perekam-medis', choices({ 8: 'denied' }));
    for (const code of ['permits', 'outgoing-letters', 'dispatch', 'assignment-letters']) {
      const entries = await book(code);
      expect(entries.map(({ sequence }) => sequence)).toEqual(entries.map((_, index) => index + 1));
    }
    const of = async (code: string, { application }: Walk) => (await book(code)).filter((entry) => entry.applicationId === application.id);
    const [permit] = await of('permits', granted);
    expect(permit!.number).toBe(`503/${String(permit!.sequence).padStart(4, '0')}/IUMK/DPMPTSPK/XI/2026`);
    const [letter] = await of('outgoing-letters', rejected);
    expect(letter!.number).toBe(`503/${String(letter!.sequence).padStart(4, '0')}/DPMPTSPK/XI/2026`);
    expect(letter!.addressedTo).toBe('Nama Pemohon');
    const receipt = granted.application.receiptNumber;
    expect(await of('dispatch', granted)).toMatchObject([
      { details: { letterNumber: permit!.number, receivedBy: 'Nama Pemohon', receiptNumber: receipt } },
    ]);
    expect(await of('dispatch', rejected)).toMatchObject([{ details: { letterNumber: letter!.number, receiptShown: true } }]);
    expect([(await of('permits', rejected)).length, (await of('outgoing-letters', granted)).length]).toEqual([0, 0]);
    const second = ok(await clerk.get<PageOf<BookEntryView>>('/v1/books/dispatch?limit=1'));
    const next = ok(await clerk.get<PageOf<BookEntryView>>(`/v1/books/dispatch?limit=1&after=${second.next}`));
    expect([second.items[0]!.sequence, next.items[0]!.sequence]).toEqual([1, 2]);
  });

  it('know a file that was sent back by the receipt number that the applicant holds already', async () => {
    const { application } = await walk(service, 'iumk', choices({ 5: ['correct', 'ready'], 6: STOP }));
    const receipts = await service.sql<{ number: string; tracking_code: string }>(
      'select number, tracking_code from receipts where application_id = $1',
      [application.id],
    );
    expect(receipts).toHaveLength(2);
    expect(new Set(receipts.map((receipt) => receipt.tracking_code)).size).toBe(1);
    for (const receipt of receipts) {
      expect(receipt.number).toBe(application.receiptNumber);
      expect(receipt.tracking_code).not.toContain(application.trackingCode!);
    }
    expect((await book('receipts')).filter((entry) => entry.applicationId === application.id)).toHaveLength(1);
  });

  it('number applications and receipts from 1, without a gap', async () => {
    for (const table of ['applications', 'receipts']) {
      const taken = await service.sql<{ n: number }>(`select distinct right(number, 6)::integer as n from ${table} order by 1`);
      expect(taken.map(({ n }) => n)).toEqual(taken.map((_, index) => index + 1));
    }
  });
});
