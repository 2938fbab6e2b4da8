import { readSheet } from 'read-excel-file/node';
import type { ServiceView } from '../src/modules/catalogue/service.view.js';
import type { ReportListView, ReportPageView } from '../src/modules/reports/report.view.js';
import type { SurveyView } from '../src/modules/reports/survey/survey.view.js';
import type { ApplicationView } from '../src/workflow/application.view.js';
import { boot, WORKING, type Booted } from './support/boot.js';
import { ok, type Problem, type Session } from './support/client.js';
import { get, json, refuses, type Sent } from './support/hostile.js';
import { SopFolder } from './support/sop-folder.js';
import { until } from './support/until.js';
import { choices, STOP, walk, walkOn } from './support/walk.js';

const EVIL = '=HYPERLINK("http://x.example")<b>';
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const GOOD = { requirements: 4, procedure: 3, time: 2, cost: 4, product: 3, competence: 4, conduct: 4, complaints: 3, facilities: 1 };

let service: Booted;
let folder: SopFolder;
let reader: Session;
let granted: ApplicationView;
let unfinished: ApplicationView;

/** Nothing lies in wait for the worker: no event, and no paper to be printed. */
const idle = () =>
  until(
    () => service.sql('select 1 from outbox union all select 1 from paper_tasks'),
    ({ length }) => length === 0,
    60_000,
  );

/** Nothing that the clock has brought about is still to come: reminders that have become due are in the journal. */
async function quiet(): Promise<void> {
  const due = () => service.sql(`select 1 from tasks where status = 'open' and alarm_at <= $1`, [service.clock.now()]);
  await until(due, ({ length }) => length === 0, 60_000);
  // One that was claimed is due no more, and not written yet.
  let [last, same] = [-1, 0];
  const steady = async () => {
    const [{ count }] = (await service.sql<{ count: number }>('select count(*)::int as count from events')) as [{ count: number }];
    same = count === last ? same + 1 : 0;
    last = count;
    return same;
  };
  await until(steady, (times) => times >= 25, 60_000);
  await idle();
}

beforeAll(async () => {
  folder = new SopFolder();
  service = await boot({ sopDir: folder.path, env: WORKING });
  reader = await service.as('pelapor');
  const applicant = await service.as('pemohon');
  const { form } = ok(await applicant.get<ServiceView>('/v1/services/iumk'));
  const body = { service: 'iumk', form: (form as { examples: object[] }).examples[0], applicant: { name: EVIL } };
  const opened = ok(await applicant.post<ApplicationView>('/v1/applications', body));
  ({ application: granted } = await walkOn(service, opened, choices({ 2: ['incomplete', 'complete'], 22: ['invalid', 'valid'] })));
  ({ application: unfinished } = await walk(service, 'sik-perekam-medis', choices({ 5: STOP })));
  await idle();
}, 120_000);
afterAll(async () => {
  await service.close();
  folder.remove();
});

const page = async (path: string, session = reader) => ok(await session.get<ReportPageView>(`/v1/reports/${path}`));

describe('a register', () => {
  it('is read page by page', async () => {
    const first = await page('applications?limit=1');
    expect(first).toMatchObject({ name: 'applications', group: 'case', from: '2026-11-01', until: '2026-11-23', service: null });
    expect(first.items).toEqual([expect.objectContaining({ number: granted.number, applicant: EVIL, status: 'granted', onTime: 1 })]);
    expect(Object.keys(first.items[0]!)).toEqual(first.columns.map(({ key }) => key));
    const second = await page(`applications?limit=1&after=${first.next}`);
    expect(second.items).toEqual([expect.objectContaining({ number: unfinished.number, status: 'open', step: 5, role: 'back-office' })]);
    expect(second.next).toBeNull();
    expect((await page('applications?service=iumk')).items).toHaveLength(1);
    expect((await page('applications?from=2026-11-24')).items).toEqual([]);
    const { body } = await reader.get<Problem>(`/v1/reports/permits?limit=1&after=${first.next}`);
    expect(body.code).toBe('CURSOR_INVALID');
  });

  it('is CSV without a formula in it, in the language of the reader', async () => {
    const answer = await reader.get('/v1/reports/applications.csv?from=2026-11-01', { 'accept-language': 'en' });
    expect(answer.headers).toMatchObject({
      'content-type': expect.stringContaining('text/csv'),
      'content-disposition': 'attachment; filename="applications-2026-11-01_2026-11-23.csv"',
    });
    const [head, first] = answer.text.split('\r\n');
    expect(head).toMatch(/^\ufeffApplication,Service,Applicant,Status,Opened,/);
    expect(first).toMatch(/^IUMK-2026-000001,iumk,"'=HYPERLINK\(""http:\/\/x\.example""\)<b>",Granted,2026-11-23 09:\d\d,/);
    expect((await reader.get('/v1/reports/applications', { accept: 'text/csv' })).text).toContain('Nomor permohonan');
  });

  it('is a workbook that others read', async () => {
    const answer = await reader.get('/v1/reports/permits', { accept: XLSX });
    expect(answer.headers['content-type']).toBe(XLSX);
    const rows = await readSheet(answer.raw);
    expect(rows[0]![0]).toBe('Register izin');
    const head = rows.findIndex(([title]) => title === 'Nomor izin');
    expect(rows[head + 1]).toEqual(expect.arrayContaining(['503/0001/IUMK/DPMPTSPK/XI/2026', EVIL, 'Diterima']));
  });

  it('is written whole, however long it is', async () => {
    await service.sql(
      `insert into applications select agency, gen_random_uuid(), 'LAMA-' || n, service, definition, status, version, state, head_hash, applicant_id,
              applicant_name, null, null, search, timestamptz '2019-01-01' + n * interval '1 minute', updated_at, closed_at, null
         from (select * from applications where status = 'granted' limit 1) one, generate_series(1, 1234) n`,
    );
    const lines = (await reader.get('/v1/reports/applications.csv?from=2018-01-01&until=2019-12-31')).text.trimEnd().split('\r\n');
    expect(lines.slice(1).map((line) => line.split(',')[0])).toEqual(Array.from({ length: 1234 }, (_, i) => `LAMA-${i + 1}`));
    expect(await readSheet((await reader.get('/v1/reports/applications.xlsx?from=2018-01-01&until=2019-12-31')).raw)).toHaveLength(
      1234 + 5,
    );
  });
});

describe('a report', () => {
  it('tells what went back and why, by case and by step', async () => {
    const { items } = await page('returns');
    expect(items).toEqual([
      expect.objectContaining({
        kind: 'returned',
        step: 2,
        to: 'applicant',
        reason: expect.stringContaining('Fotokopi KTP: Belum dilampirkan.'),
      }),
      expect.objectContaining({ kind: 'returned', step: 22, decision: 'Tidak valid', reason: expect.any(String) }),
    ]);
    expect((await page('returns?group=step')).items).toContainEqual(expect.objectContaining({ step: 2, times: 1, cases: 1 }));
    expect((await page('oss')).items).toContainEqual(
      expect.objectContaining({ service: 'iumk', kind: 'validation', result: 'invalid', times: 1 }),
    );
  });

  it('tells where cases wait now, in working time', async () => {
    service.setTime('2026-11-25T09:00:00+07:00');
    const [line] = (await page('bottleneck')).items as Record<string, number>[];
    // From Monday morning to Wednesday nine o'clock are not two days and nights, but two working days.
    expect(line).toMatchObject({ service: 'sik-perekam-medis', step: 5, section: 'II', waiting: 1, overdue: 1 });
    expect(line!['longestHours']).toBeGreaterThan(14);
    expect(line!['longestHours']).toBeLessThanOrEqual(15);
    expect((await page('workload')).items).toEqual([
      expect.objectContaining({ role: 'back-office', section: 'II', waiting: 1, overdue: 1 }),
    ]);
    expect((await page('statutory')).items).toEqual([]);
    service.setTime('2026-12-02T09:00:00+07:00');
    expect((await page('statutory')).items).toEqual([expect.objectContaining({ number: unfinished.number, risk: 'passed', daysLeft: -2 })]);
  });

  it('has a picture where that says more', async () => {
    const period = 'from=2026-11-01&until=2026-11-30';
    for (const path of ['sla', 'bottleneck', 'workload', 'oss', 'technical-team', 'satisfaction']) {
      const answer = await reader.get(`/v1/reports/${path}.svg?${period}`);
      expect([path, answer.status, answer.headers['content-type']]).toEqual([path, 200, 'image/svg+xml']);
      expect(answer.text).toMatch(/^<svg xmlns=.*<\/svg>$/s);
    }
    const months = await reader.get(`/v1/reports/sla.svg?group=month&from=2026-01-01&until=2026-11-30`, { 'accept-language': 'en' });
    expect(months.text).toContain('2026-11: Steps');
    expect((await reader.get(`/v1/reports/sla?${period}`, { accept: 'image/svg+xml' })).text).toContain('IUMK 2. Menerima');
  });

  it('comes through the GraphQL door as well', async () => {
    const query = `query($name: String!) { reports { items { name } } report(name: $name, from: "2026-11-01", until: "2026-11-30", service: "iumk") { title columns { key title } items next } }`;
    const { report } = await reader.query<{ report: ReportPageView }>(query, { name: 'sla' });
    expect(report.items).toEqual((await page('sla?from=2026-11-01&until=2026-11-30&service=iumk')).items);
    const { body } = await (await service.as('frontoffice')).graphql(query, { name: 'sla' });
    expect(body.errors![0]!.extensions.code).toBe('NOT_ALLOWED');
    for (const [args, code] of [
      ['limit: 0', 'INPUT_INVALID'],
      ['from: "0000-01-01"', 'INPUT_INVALID'],
      ['from: "2026-12-01", until: "2026-11-01"', 'INPUT_INVALID'],
      ['group: "x"', 'REPORT_GROUP_UNKNOWN'],
      ['after: "x"', 'CURSOR_INVALID'],
    ]) {
      const { body: refused } = await reader.graphql(`{ report(name: "sla", ${args}) { name } }`);
      expect([args, refused.errors?.[0]!.extensions.code]).toEqual([args, code]);
    }
  });
});

describe('the survey', () => {
  beforeAll(quiet, 120_000);
  const url = ({ receiptNumber, trackingCode }: ApplicationView, code = trackingCode) => `/v1/track/${receiptNumber}/survey?code=${code}`;

  it('is answered once, after hand-over, by whoever holds the receipt', async () => {
    const anybody = service.client.anonymous();
    expect(ok(await anybody.get<SurveyView>(url(granted)))).toMatchObject({ status: 'open', answeredAt: null });
    expect(ok(await anybody.get<SurveyView>(url(unfinished)))).toMatchObject({ status: 'not-yet' });
    const answers = await Promise.all([1, 2, 3].map(() => anybody.post<SurveyView & Problem>(url(granted), { ...GOOD, suggestion: EVIL })));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    expect(answers.find(({ status }) => status === 409)!.body.code).toBe('SURVEY_ANSWERED');
    expect(ok(await anybody.get<SurveyView>(url(granted))).status).toBe('answered');
    const lines = (await page('satisfaction?from=2026-11-01&until=2026-12-31')).items;
    expect(lines).toContainEqual({ element: 'time', mean: 2, index: 50, grade: 'D', answers: 1 });
    // 28 of 36 points.
    expect(lines).toContainEqual({ element: 'all', mean: 3.111, index: 77.78, grade: 'B', answers: 1 });
    const told = await reader.get('/v1/reports/satisfaction.csv?group=suggestion&until=2026-12-31');
    expect(told.text).toContain(`"'=HYPERLINK`);
  });

  it('has a GraphQL door', async () => {
    const query = 'query($n: String!, $c: String!) { survey(receiptNumber: $n, code: $c) { status elements { key label } } }';
    const variables = { n: granted.receiptNumber, c: granted.trackingCode };
    const { survey } = await service.client.anonymous().query<{ survey: SurveyView }>(query, variables);
    expect(survey).toMatchObject({ status: 'answered', elements: expect.arrayContaining([{ key: 'cost', label: 'Biaya/tarif' }]) });
  });

  const answer = (of: () => ApplicationView, body: unknown, code?: string) => (): Sent => {
    return { method: 'POST', url: url(of(), code ?? of().trackingCode), ...json(body) };
  };
  const open = () => unfinished;
  refuses(
    () => service,
    [
      ['before hand-over', answer(open, GOOD), 409, 'SURVEY_NOT_YET'],
      ['a wrong code', answer(open, GOOD, 'AAAA-AAAA'), 404, 'TRACKING_NOT_FOUND'],
      ['no code', answer(open, GOOD, ''), 422, 'INPUT_INVALID'],
      ['nothing', answer(open, {}), 422, 'INPUT_INVALID', Object.keys(GOOD).map((key) => `/${key}`)],
      ['a five', answer(open, { ...GOOD, cost: 5 }), 422, 'INPUT_INVALID', ['/cost']],
      ['half a point', answer(open, { ...GOOD, cost: 1.5 }), 422, 'INPUT_INVALID', ['/cost']],
      ['a text', answer(open, { ...GOOD, cost: '4' }), 422, 'INPUT_INVALID', ['/cost']],
      ['another member', answer(open, { ...GOOD, grade: 'A' }), 422, 'INPUT_INVALID', ['/grade']],
      ['an endless suggestion', answer(open, { ...GOOD, suggestion: 'a'.repeat(2001) }), 422, 'INPUT_INVALID', ['/suggestion']],
      ['U+0000', answer(open, { ...GOOD, suggestion: 'a\u0000' }), 422, 'INPUT_INVALID', ['/suggestion']],
    ],
  );
});

describe('another agency', () => {
  it('sees its own cases alone', async () => {
    await walk(service, 'izin-singkat');
    await idle();
    const head = await service.as('timur.kepala');
    const period = 'from=2026-11-01&until=2026-12-31';
    const { items } = ok(await head.get<ReportListView>('/v1/reports'));
    for (const { name, groups } of items)
      for (const { group } of groups) {
        const told = JSON.stringify((await page(`${name}?${period}&group=${group}`, head)).items);
        expect([name, group, told]).toEqual([name, group, expect.not.stringMatching(/iumk|sik-perekam|HYPERLINK|\(demo\)/)]);
      }
    expect((await page(`applications?${period}`, head)).items).toHaveLength(1);
    expect((await page(`sla?${period}`, head)).items.length).toBeGreaterThan(2);
    expect((await head.get<Problem>('/v1/reports/sla?service=iumk')).body.code).toBe('SERVICE_NOT_FOUND');
    expect(JSON.stringify((await page(`sla?${period}`)).items)).not.toContain('izin-singkat');
  });
});

describe('bad questions', () => {
  beforeAll(quiet, 120_000);
  const as = (path: string, headers?: Record<string, string>) => get(`/v1/reports/${path}`, 'pelapor', headers);
  refuses(
    () => service,
    [
      ['an unknown report', as('gaji'), 404, 'REPORT_NOT_FOUND'],
      ['an unknown report as CSV', as('gaji.csv'), 404, 'REPORT_NOT_FOUND'],
      ['an unknown report with a member of objects', as('constructor'), 404, 'REPORT_NOT_FOUND'],
      ['another ending', as('sla.docx'), 404, 'REPORT_NOT_FOUND'],
      ['an unknown group', as('sla?group=constructor'), 422, 'REPORT_GROUP_UNKNOWN'],
      ['a period upside down', as('sla?from=2026-12-01&until=2026-11-01'), 422, 'INPUT_INVALID', ['/from']],
      ['the same for how things are now', as('bottleneck?from=2026-12-01&until=2026-11-01'), 422, 'INPUT_INVALID', ['/from']],
      ['the year 0', as('sla?from=0000-01-01'), 422, 'INPUT_INVALID', ['/from']],
      ['the year 10000', as('sla.csv?until=10000-01-01'), 422, 'INPUT_INVALID', ['/until']],
      ['no day', as('sla?from=2026-02-30'), 422, 'INPUT_INVALID', ['/from']],
      ['a moment', as('sla?from=2026-02-03T00:00:00Z'), 422, 'INPUT_INVALID', ['/from']],
      ['an unknown service', as('sla?service=x'), 404, 'SERVICE_NOT_FOUND'],
      ['limit 0', as('applications?limit=0'), 422, 'INPUT_INVALID', ['/limit']],
      ['limit a million', as('applications?limit=1000000'), 422, 'INPUT_INVALID', ['/limit']],
      ['limit of a file', as('applications.csv?limit=5'), 422, 'INPUT_INVALID', ['/limit']],
      ['a cursor that is none', as('applications?after=x'), 400, 'CURSOR_INVALID'],
      ['an unknown word', as('sla?year=2026'), 422, 'INPUT_INVALID', ['/year']],
      ['a picture of a register', as('applications.svg'), 404, 'REPORT_HAS_NO_PICTURE'],
      ['a picture of a register by Accept', as('applications', { accept: 'image/svg+xml' }), 406, 'NOT_ACCEPTABLE'],
      ['a medium that there is not', as('sla', { accept: 'application/pdf' }), 406, 'NOT_ACCEPTABLE'],
      ['nobody', get('/v1/reports/sla'), 401, 'SIGN_IN_NEEDED'],
      ['the counter', get('/v1/reports/sla', 'frontoffice'), 403, 'NOT_ALLOWED'],
      ['general affairs beyond the registers', get('/v1/reports/sla.csv', 'umum'), 403, 'NOT_ALLOWED'],
    ],
  );

  it('are answered for centuries without a case, and for general affairs about registers', async () => {
    expect((await page('sla?from=1900-01-01&until=2999-12-31&group=role')).items.length).toBeGreaterThan(0);
    expect((await page('permits?from=1900-01-01&until=2999-12-31', await service.as('umum'))).items).toHaveLength(1);
  });
});
