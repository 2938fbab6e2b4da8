import type { ApplicationDetailView } from '../src/workflow/application-detail.view.js';
import type { ApplicationView } from '../src/workflow/application.view.js';
import { ClearRecords } from '../src/workflow/clear-records.js';
import { boot, WORKING, type Booted } from './support/boot.js';
import { ok, PDF, type PageOf, type Session } from './support/client.js';
import { everything, IN_THE_CLEAR } from './support/everything.js';
import { until } from './support/until.js';
import { choices, open, walkOn } from './support/walk.js';

let service: Booted;
let applicant: Session;
let clerk: Session;
const WRITTEN = 'Kata Rahasia Kantor 4711';
const lines = (dump: string) => dump.split('\n').filter((line) => line.includes(WRITTEN));
/** The journal is kept for ever, and its notes are searched. */
const JOURNAL = { ...IN_THE_CLEAR, 'public.events': '' };
let application: ApplicationView;
let document: { id: string };
const record = async (kind: string, who = clerk) => {
  const { records } = ok(await clerk.get<ApplicationDetailView>(`/v1/applications/${application.id}`));
  return ok(await who.get<Record<string, unknown>>(records.find((each) => each.kind === kind)!.href));
};

beforeAll(async () => {
  service = await boot({ env: WORKING });
  [applicant, clerk] = [await service.as('pemohon'), await service.as('frontoffice')];
  application = await open(service, 'iumk');
  document = ok(
    await applicant.upload(`/v1/applications/${application.id}/documents`, {
      requirement: 'ktp',
      bytes: PDF,
      fileName: `${WRITTEN}.pdf`,
    }),
  );
  const returned = new Set<number>();
  ({ application } = await walkOn(service, application, (task, visit) => {
    const { no } = task.step;
    const refuse = [2, 10].includes(no) && !returned.has(no);
    returned.add(no);
    const outcome = refuse ? task.outcomes.at(-1)! : task.outcomes[0]!;
    const { key, input } = outcome as unknown as { key: string; input: { properties?: object; examples?: object[] } };
    const texts = Object.entries((input.properties ?? {}) as Record<string, { type?: string; 'x-multiline'?: boolean }>);
    const said = texts
      .filter(([name, one]) => one['x-multiline'] && !(name === 'reason' && 'insertBeside' in (input.properties ?? {})))
      .map(([name]) => [name, `${name} ${WRITTEN}`]);
    if (task.role === 'applicant') return choices({})(task, visit);
    const example = { ...(input.examples?.[0] as { findings?: object[] }) };
    if (Array.isArray(example.findings)) example.findings = example.findings.map((each) => ({ ...each, note: WRITTEN }));
    for (const name of ['place', 'receivedBy', 'to']) if (name in (input.properties ?? {})) Object.assign(example, { [name]: WRITTEN });
    return { outcome: key, input: { ...example, ...Object.fromEntries(said) } };
  }));
  const survey = `/v1/track/${application.receiptNumber}/survey?code=${application.trackingCode}`;
  const asked = ok(await service.client.anonymous().get<{ elements: { key: string }[] }>(survey));
  const answers = Object.fromEntries(asked.elements.map(({ key }) => [key, 4]));
  ok(await service.client.anonymous().post(survey, { ...answers, suggestion: WRITTEN }));
  await until(async () => (await service.sql('select from outbox')).length === 0, Boolean);
});
afterAll(() => service.close());

it('texts about a case lie encrypted in every column but the journal', async () => {
  expect(lines(await everything(service, JOURNAL))).toEqual([]);
});

it('texts about a case are read as they were written', async () => {
  const { items } = ok(await clerk.get<PageOf<{ fileName: string }>>(`/v1/applications/${application.id}/documents`));
  expect(items).toEqual([expect.objectContaining({ id: document.id, fileName: `${WRITTEN}.pdf` })]);
  for (const kind of ['check', 'disposition', 'recommendation', 'letter']) expect(JSON.stringify(await record(kind))).toContain(WRITTEN);
  for (const book of ['dispatch', 'assignment-letters'])
    expect((await clerk.get(`/v1/books/${book}?limit=200`)).text).toContain(`"${WRITTEN}"`);
  const head = await service.as('kadis');
  const report = async (name: string) => (await head.get(`/v1/reports/${name}`)).text;
  expect(await report('satisfaction.json?group=suggestion')).toContain(WRITTEN);
  expect(await report('returns.json?group=case')).toContain(WRITTEN);
  expect(await report('permits.json')).toContain(WRITTEN);
  const { text } = await applicant.get('/v1/me/export');
  expect(text).toContain(`"suggestion":"${WRITTEN}"`);
});

it('texts about a case are encrypted by the task for older rows, and refused in the clear after that', async () => {
  const tables = { dispositions: `instruction = '${WRITTEN}'`, document_checks: `reason = '${WRITTEN}', findings = '[{"requirement":"ktp","status":"wrong","note":"${WRITTEN}"}]'`, recommendations: `assessment = '{"assessment":"${WRITTEN}","conditions":[],"assessedAt":"2026-11-23T02:00:00Z","assessedBy":"A"}'`, documents: `file_name = '${WRITTEN}'`, surveys: `suggestion = '${WRITTEN}'`, book_entries: `details = details || '{"receivedBy":"${WRITTEN}"}'`, letters: `content = content || '{"body":"${WRITTEN}"}'`, letter_drafts: `content = content || '{"body":"${WRITTEN}"}'`, letter_marks: `reason = '${WRITTEN}'` }; // prettier-ignore
  const of: Record<string, string> = { letter_drafts: 'letter_id in (select id from letters where application_id = $1)' };
  of['letter_marks'] = of['letter_drafts']!;
  for (const [table, set] of Object.entries(tables))
    await service.sql(`update ${table} set ${set} where ${of[table] ?? 'application_id = $1'}`, [application.id]);
  expect(lines(await everything(service, JOURNAL)).length).toBeGreaterThan(9);
  const disposition = async () => {
    const { records } = ok(await clerk.get<ApplicationDetailView>(`/v1/applications/${application.id}`));
    return (await clerk.get<Record<string, unknown>>(records.find((each) => each.kind === 'disposition')!.href)).body;
  };
  // In a database that never held a text in the clear, one was put there by somebody else.
  expect(await disposition()).toMatchObject({ code: 'VALUE_NOT_ENCRYPTED' });
  expect((await service.app.get(ClearRecords).encryptAll()).failed).toEqual([]);
  expect(lines(await everything(service, JOURNAL))).toEqual([]);
  expect(await disposition()).toMatchObject({ instruction: WRITTEN });
  expect(await record('check')).toMatchObject({ reason: WRITTEN, findings: [{ note: WRITTEN }] });
});
