import { randomUUID } from 'node:crypto';
import type { Principal } from '../src/kernel/principal.js';
import type { ServiceView } from '../src/modules/catalogue/service.view.js';
import type { TaskView } from '../src/modules/tasks/task.view.js';
import type { TimelineEntryView } from '../src/modules/applications/timeline.view.js';
import type { ApplicationDetailView } from '../src/workflow/application-detail.view.js';
import type { ApplicationView } from '../src/workflow/application.view.js';
import { boot, type Booted } from './support/boot.js';
import { ok, Session, type Answer, type PageOf, type Problem } from './support/client.js';
import { OssTown } from './support/oss-town.js';
import { SopFolder } from './support/sop-folder.js';
import { tokensOf } from './support/tokens.js';
import { choices, doStep, STOP, walk, walkOn } from './support/walk.js';

const SIK = 'sik-perekam-medis';
const IUMK = 'iumk';

let service: Booted;
let applicant: Session;
let stranger: Session;
let clerk: Session;
let drafter: Session;
const forms = new Map<string, Record<string, unknown>>();
let serial = 1;

beforeAll(async () => {
  service = await boot();
  [applicant, clerk, drafter] = await Promise.all([service.as('pemohon'), service.as('frontoffice'), service.as('backoffice1')]);
  stranger = await another();
  for (const code of [SIK, IUMK])
    forms.set(
      code,
      (ok(await applicant.get<ServiceView>(`/v1/services/${code}`)).form as { examples: Record<string, unknown>[] }).examples[0]!,
    );
});
afterAll(() => service.close());

/** Somebody else who applies, with an account of their own. */
async function another(): Promise<Session> {
  const roles = [{ role: 'applicant' }];
  const principal: Principal = { ...applicant.principal!, id: randomUUID(), name: 'Orang Lain', roles };
  return new Session(service.app, await tokensOf(service.app, principal), principal);
}

interface Warned extends Problem {
  readonly warnings: readonly {
    readonly id: string;
    readonly rule: string;
    readonly fields: string[];
    readonly message: { readonly id: string };
  }[];
}

/** A NIK of somebody new, born on 5 August 1990. */
const newNik = () => `121101450890${String(++serial + 1000)}`;
const formOf = (code: string, changes: object = {}) => ({ ...forms.get(code), nik: newNik(), ...changes });
const post = (as: Session, code: string, form: object, more: object = {}) =>
  as.post<ApplicationView & Warned>('/v1/applications', { service: code, form, ...more });
const complete = (as: Session, task: string, body: object) => as.post<ApplicationView & Warned>(`/v1/tasks/${task}/complete`, body);
const pointers = ({ body }: Answer<Problem>) => (body.errors ?? []).map(({ pointer }) => pointer);
const detail = async (as: Session, id: string) => ok(await as.get<ApplicationDetailView>(`/v1/applications/${id}`));
const taskOf = async (as: Session, { openTasks }: ApplicationView) => ok(await as.get<TaskView>(`/v1/tasks/${openTasks[0]!.id}`));

describe('what contradicts itself in a form', () => {
  it.each<[service: string, form: object, more: object, code: string, pointers: string[]]>([
    [SIK, { birthDate: '2030-01-01' }, {}, 'INPUT_INVALID', ['/form/birthDate']],
    [SIK, { birthDate: '2026-11-24' }, {}, 'INPUT_INVALID', ['/form/birthDate']],
    [SIK, { birthDate: '1999-01-01' }, {}, 'WARNINGS_UNCONFIRMED', ['/form/nik', '/form/birthDate']],
    [SIK, { birthDate: '1990-08-06' }, {}, 'WARNINGS_UNCONFIRMED', ['/form/nik', '/form/birthDate']],
    [SIK, { nik: '1211010508120001', birthDate: '2012-08-05' }, {}, 'WARNINGS_UNCONFIRMED', ['/form/birthDate']],
    [SIK, { strValidUntil: '2026-11-22' }, {}, 'WARNINGS_UNCONFIRMED', ['/form/strValidUntil']],
    [SIK, {}, { applicant: { name: 'Siti', nik: '1211014508900777' } }, 'WARNINGS_UNCONFIRMED', ['/form/nik', '/applicant/nik']],
    [IUMK, {}, { applicant: { name: 'Siti', nik: '1211014508900777' } }, 'WARNINGS_UNCONFIRMED', ['/form/nik', '/applicant/nik']],
    [IUMK, {}, { applicant: { name: 'Siti', nib: '9120000000777' } }, 'WARNINGS_UNCONFIRMED', ['/form/nib', '/applicant/nib']],
  ])('is refused or asked about: %s %j %j', async (code, form, more, expected, at) => {
    const body = { service: code, form: formOf(code, form), ...more };
    const answer = await post(applicant, code, body.form, more);
    expect([answer.status, answer.body.code, pointers(answer)]).toEqual([422, expected, at]);
    const mutation = 'mutation ($input: OpenApplicationInput!) { submitApplication(input: $input) { id } }';
    const { errors } = (await applicant.graphql(mutation, { input: body })).body;
    expect(errors![0]).toMatchObject({ extensions: { code: expected, status: 422 } });
  });

  it.each<[service: string, form: object, more: object]>([
    [SIK, { nik: '1211010508900011', birthDate: '1990-08-05' }, {}],
    [SIK, { strValidUntil: '2026-11-23' }, {}],
    [SIK, { strValidUntil: undefined }, {}],
    [IUMK, { nik: '1211014508900555' }, { applicant: { name: 'Siti', nik: '1211014508900555' } }],
    [IUMK, { nib: undefined }, { applicant: { name: 'Siti', nib: '9120000000777' } }],
  ])('is not what agrees: %s %j', async (code, form, more) => {
    expect(ok(await post(applicant, code, formOf(code, form), more)).warnings).toEqual([]);
  });

  it('is confirmed once, stands in the journal without the values, is shown to the office, and not asked again', async () => {
    const form = formOf(SIK, { birthDate: '1999-01-01' });
    const asked = await post(applicant, SIK, form);
    expect(asked.body.warnings).toMatchObject([
      {
        rule: 'nik-birth-date',
        fields: ['/form/nik', '/form/birthDate'],
        message: { id: 'Tanggal lahir tidak sama dengan yang ada dalam NIK.' },
      },
    ]);
    const confirmedWarnings = asked.body.warnings.map(({ id }) => id);
    const opened = ok(await post(applicant, SIK, form, { confirmedWarnings }));
    const warning = { id: confirmedWarnings[0], rule: 'nik-birth-date', step: null, confirmed: true };
    expect(opened.warnings).toMatchObject([warning]);

    const submitted = ok(await complete(applicant, opened.openTasks[0]!.id, { outcome: 'submitted', input: {} }));
    expect((await taskOf(clerk, submitted)).warnings).toMatchObject([warning]);
    expect((await detail(clerk, opened.id)).warnings).toMatchObject([warning]);
    const query =
      'query ($id: String!) { task(id: $id) { warnings { id rule step fields message confirmed } application { warnings { id } } } }';
    const { task } = await clerk.query<{ task: TaskView }>(query, { id: submitted.openTasks[0]!.id });
    expect(task).toMatchObject({ warnings: [warning], application: { warnings: [{ id: warning.id }] } });
    const { items } = ok(await clerk.get<PageOf<TimelineEntryView>>(`/v1/applications/${opened.id}/timeline`));
    expect(items[0]).toMatchObject({ type: 'opened', data: { warnings: [{ id: warning.id }] } });
    expect(JSON.stringify(items)).not.toContain('1999-01-01');

    const returned = await doStep(service, submitted, 'incomplete');
    const again = ok(
      await complete(applicant, returned.openTasks[0]!.id, { outcome: 'submitted', input: { form: { ...form, phone: '081200000009' } } }),
    );
    expect(again.warnings).toMatchObject([warning]);
    const back = await doStep(service, again, 'incomplete');
    const changed = { ...form, birthDate: '1998-01-01' };
    const asksAgain = await complete(applicant, back.openTasks[0]!.id, {
      outcome: 'submitted',
      input: { form: changed },
      confirmedWarnings,
    });
    expect([asksAgain.body.code, pointers(asksAgain)]).toEqual(['WARNINGS_UNCONFIRMED', ['/input/form/nik', '/input/form/birthDate']]);
    const right = { ...form, birthDate: '1990-08-05' };
    expect(ok(await complete(applicant, back.openTasks[0]!.id, { outcome: 'submitted', input: { form: right } })).warnings).toEqual([]);
  });

  it('is found when a form that was right is handed in later', async () => {
    const opened = ok(await post(applicant, SIK, formOf(SIK, { strValidUntil: '2026-11-24' })));
    const before = service.clock.now();
    service.setTime('2026-11-24T23:59:00+07:00');
    const draft = ok(await post(applicant, SIK, formOf(SIK, { strValidUntil: '2026-11-24' })));
    service.setTime('2026-11-25T00:01:00+07:00');
    const answer = await complete(applicant, draft.openTasks[0]!.id, { outcome: 'submitted', input: {} });
    expect([answer.status, answer.body.code, pointers(answer)]).toEqual([422, 'WARNINGS_UNCONFIRMED', ['/input/form/strValidUntil']]);
    const confirmedWarnings = answer.body.warnings.map(({ id }) => id);
    const done = ok(await complete(applicant, opened.openTasks[0]!.id, { outcome: 'submitted', input: {}, confirmedWarnings }));
    expect(done.warnings).toMatchObject([{ rule: 'str-valid', confirmed: true }]);
    service.setTime(before);
  });

  it('is answered to a request that comes again as it was on its day', async () => {
    const form = formOf(SIK, { strValidUntil: '2026-11-23' });
    const key = { 'idempotency-key': 'aturan-1' };
    const first = await applicant.post<ApplicationView>('/v1/applications', { service: SIK, form }, key);
    const before = service.clock.now();
    service.pass(2 * 24 * 60);
    const again = await applicant.post<ApplicationView>('/v1/applications', { service: SIK, form }, key);
    expect([again.status, again.text]).toEqual([first.status, first.text]);
    service.setTime(before);
  });
});

describe('the input of a step', () => {
  const draftAt17 = async (code: string) => (await walk(service, code, choices({ 17: STOP }))).application;

  it.each(['2020-01-01', '2026-11-23'])('a letter that is valid until %s is not drafted', async (validUntil) => {
    const { openTasks } = await draftAt17(IUMK);
    const answer = await complete(drafter, openTasks[0]!.id, { outcome: 'drafted', input: { validUntil } });
    expect([answer.status, answer.body.code, pointers(answer)]).toEqual([422, 'INPUT_INVALID', ['/input/validUntil']]);
    const bulk = await drafter.post<{ items: { status: number }[] }>('/v1/tasks/complete', {
      items: [{ task: openTasks[0]!.id, outcome: 'drafted', input: { validUntil } }],
    });
    expect(ok(bulk).items[0]!.status).toBeGreaterThanOrEqual(400);
    expect(
      ok(await complete(drafter, openTasks[0]!.id, { outcome: 'drafted', input: { validUntil: '2031-11-23' } })).openTasks,
    ).toHaveLength(1);
  });

  it('a permit that outlives what it rests on is asked about, and its warning goes when it is drafted anew', async () => {
    const at17 = await draftAt17(SIK);
    const sik = await service.as('backoffice2');
    const input = { validUntil: '2031-01-01' };
    const answer = await complete(sik, at17.openTasks[0]!.id, { outcome: 'drafted', input });
    expect([answer.body.code, pointers(answer)]).toEqual(['WARNINGS_UNCONFIRMED', ['/form/strValidUntil', '/input/validUntil']]);
    const confirmedWarnings = answer.body.warnings.map(({ id }) => id);
    const drafted = ok(await complete(sik, at17.openTasks[0]!.id, { outcome: 'drafted', input, confirmedWarnings }));
    expect(drafted.warnings).toMatchObject([{ rule: 'permit-within-str', step: 17 }]);
    const revised = await doStep(service, drafted, 'revise');
    const anew = ok(await complete(sik, revised.openTasks[0]!.id, { outcome: 'drafted', input: { validUntil: '2029-01-01' } }));
    expect(anew.warnings).toEqual([]);
    expect((await walkOn(service, anew)).application.status).toBe('granted');
  });

  it('an inspection that has not been is not reported', async () => {
    const { application } = await walk(service, IUMK, choices({ 7: STOP }));
    const team = await service.as('timteknis');
    const task = await taskOf(team, application);
    const [example] = (task.outcomes[0]!.input as { examples: object[] }).examples;
    const answer = await complete(team, task.id, { outcome: task.outcomes[0]!.key, input: { ...example, date: '2027-01-01' } });
    expect([answer.status, pointers(answer)]).toEqual([422, ['/input/date']]);
  });
});

describe('the same application twice', () => {
  it('is shown to the applicant in the answer, and to the office, each with the other', async () => {
    const nik = newNik();
    const first = ok(await post(applicant, IUMK, formOf(IUMK, { nik })));
    expect(first.duplicates).toEqual([]);
    const second = ok(await post(applicant, IUMK, formOf(IUMK, { nik })));
    expect(second.duplicates).toMatchObject([{ id: first.id, number: first.number, status: 'open' }]);
    const submitted = ok(await complete(applicant, second.openTasks[0]!.id, { outcome: 'submitted', input: {} }));
    ok(await complete(applicant, first.openTasks[0]!.id, { outcome: 'submitted', input: {} }));
    expect((await taskOf(clerk, submitted)).duplicates).toMatchObject([{ id: first.id, number: first.number, status: 'open' }]);
    expect((await detail(clerk, first.id)).duplicates).toMatchObject([{ id: second.id }]);
    const query = 'query ($id: String!) { application(id: $id) { duplicates { id number status openedAt } } }';
    expect((await clerk.query<{ application: object }>(query, { id: first.id })).application).toMatchObject({
      duplicates: [{ id: second.id }],
    });
  });

  it('is another service, another person, or one that has ended otherwise: nothing is shown', async () => {
    const nik = newNik();
    const first = ok(await post(applicant, IUMK, formOf(IUMK, { nik })));
    expect(ok(await post(applicant, SIK, formOf(SIK, { nik }))).duplicates).toEqual([]);
    ok(await applicant.post(`/v1/applications/${first.id}/withdraw`, { reason: 'Batal.' }));
    expect(ok(await post(applicant, IUMK, formOf(IUMK, { nik }))).duplicates).toEqual([]);
    expect(ok(await post(applicant, IUMK, formOf(IUMK))).duplicates).toEqual([]);
  });

  it('is a valid permit; not one that is past its last day or was revoked', async () => {
    const nik = newNik();
    const opened = ok(await post(applicant, IUMK, formOf(IUMK, { nik })));
    const until = { outcome: 'drafted', input: { validUntil: '2026-12-31' } };
    const { application: granted } = await walkOn(service, opened, choices({ 17: until }));
    expect(granted.status).toBe('granted');
    const before = service.clock.now();
    expect(ok(await post(applicant, IUMK, formOf(IUMK, { nik }))).duplicates).toMatchObject([{ id: granted.id, status: 'granted' }]);
    service.setTime('2027-01-01T09:00:00+07:00');
    const later = ok(await post(applicant, IUMK, formOf(IUMK, { nik })));
    expect(later.duplicates!.map(({ id }) => id)).not.toContain(granted.id);
    service.setTime(before);
    const head = await service.as('kadis');
    const records = (await detail(head, granted.id)).records;
    const letter = records.find(({ kind }) => kind === 'letter')!;
    ok(await head.post(`/v1/letters/${letter.id}/revoke`, { reason: 'Uji.' }));
    expect((await detail(clerk, later.id)).duplicates!.map(({ id }) => id)).not.toContain(granted.id);
  });

  it('is nobody else’s to learn of: whoever types the NIK of another person sees nothing', async () => {
    const nik = newNik();
    const theirs = ok(await post(applicant, IUMK, formOf(IUMK, { nik })));
    const mine = ok(await post(stranger, IUMK, formOf(IUMK, { nik })));
    expect(mine.duplicates).toEqual([]);
    expect((await detail(stranger, mine.id)).duplicates).toEqual([]);
    expect((await detail(applicant, theirs.id)).duplicates).toEqual([]);
    expect((await taskOf(stranger, mine)).duplicates).toEqual([]);
    const submitted = ok(await complete(stranger, mine.openTasks[0]!.id, { outcome: 'submitted', input: {} }));
    ok(await complete(applicant, theirs.openTasks[0]!.id, { outcome: 'submitted', input: {} }));
    expect((await taskOf(clerk, submitted)).duplicates).toMatchObject([{ id: theirs.id }]);
  });

  it('at the same moment: the office sees both from each', async () => {
    const form = formOf(IUMK);
    const opened = await Promise.all(Array.from({ length: 4 }, () => post(applicant, IUMK, form)));
    const ids = opened.map((answer) => ok(answer).id).sort();
    for (const answer of opened) ok(await complete(applicant, answer.body.openTasks[0]!.id, { outcome: 'submitted', input: {} }));
    for (const id of ids) {
      const others = (await detail(clerk, id)).duplicates!.map((each) => each.id).sort();
      expect(others).toEqual(ids.filter((each) => each !== id));
    }
  });
});

describe('an application from OSS that contradicts itself', () => {
  it('is opened and handed in all the same, and the office is warned; at the counter it is asked about when it comes back', async () => {
    const rule = (id: string, then: string) =>
      `  - { id: ${id}, check: same-as, fields: [/form/businessName, /applicant/name], then: ${then}, says: ${id} }\n`;
    const sops = new SopFolder().edit('iumk.yaml', 'rules:\n', `rules:\n${rule('uji-tolak', 'refuse')}${rule('uji-ingat', 'warn')}`);
    const town = await OssTown.found({ sopDir: sops.path });
    try {
      const { application } = await town.apply();
      expect(application).toMatchObject({
        openTasks: [{ step: 2 }],
        warnings: [
          { rule: 'uji-tolak', confirmed: false },
          { rule: 'uji-ingat', confirmed: false },
        ],
      });
      const desk = await town.service.as('frontoffice');
      expect((await taskOf(desk, application)).warnings).toHaveLength(2);
      const returned = await doStep(town.service, application, 'incomplete');
      const again = await complete(desk, returned.openTasks[0]!.id, { outcome: 'submitted', input: {} });
      expect([again.status, again.body.code, again.body.errors?.[0]?.detail]).toEqual([422, 'INPUT_INVALID', 'uji-tolak']);
    } finally {
      await town.leave();
      sops.remove();
    }
  });
});
