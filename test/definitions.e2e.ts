import type { DocumentView } from '../src/modules/applications/document.view.js';
import type { BookEntryView } from '../src/modules/letters/book-entry.view.js';
import type { ServiceView } from '../src/modules/catalogue/service.view.js';
import type { TaskView } from '../src/modules/tasks/task.view.js';
import { ACTIVITIES, type Activity } from '../src/workflow/activity.js';
import type { ApplicationView } from '../src/workflow/application.view.js';
import type { SopProblems } from '../src/workflow/sop-folder.js';
import { ACTIVITIES as DECLARED } from '../src/sop/testing/vocabulary.js';
import { boot, type Booted } from './support/boot.js';
import { ok, PDF, type PageOf, type Problem } from './support/client.js';
import { SopFolder } from './support/sop-folder.js';
import { choices, doStep, open, STOP, walk, walkOn } from './support/walk.js';

let sops: SopFolder;
let service: Booted;
beforeAll(async () => {
  sops = new SopFolder();
  service = await boot({ sopDir: sops.path });
});
afterAll(async () => {
  await service.close();
  sops.remove();
});

const taken = (walked: { steps: readonly { no: number }[] }) => walked.steps.map(({ no }) => no);

describe('an SOP of another shape and another agency', () => {
  it('runs to the permit without a line of code of its own', async () => {
    const walked = await walk(service, 'izin-singkat', choices({ 20: ['kurang', 'lengkap'], 60: ['ulang', 'teken'] }));
    expect(taken(walked)).toEqual([10, 20, 10, 20, 30, 40, 50, 60, 50, 60, 70, 80]);
    expect(walked.application).toMatchObject({ status: 'granted', number: expect.stringMatching(/^P-2026-\d{3}$/) });
    expect(walked.application.receiptNumber).toMatch(/^TT2026\d{5}$/);
    const clerk = await service.as('timur.loket');
    const { items } = ok(await clerk.get<PageOf<BookEntryView>>('/v1/books/nomor-izin'));
    expect(items).toMatchObject([{ sequence: 1, number: 'IS.1/DCT/2026', applicationId: walked.application.id }]);
    expect(ok(await clerk.get<PageOf<BookEntryView>>('/v1/books/dispatch')).items).toMatchObject([{ number: 'E-01' }]);
  });

  it('ends where its own outcomes lead: rejected without a letter, and past a row that is skipped', async () => {
    const walked = await walk(service, 'izin-singkat', choices({ 20: 'lengkap-mendesak', 40: 'tidak-layak' }));
    expect([walked.application.status, taken(walked)]).toEqual(['rejected', [10, 20, 40]]);
    expect(walked.application.receiptNumber).toBeNull();
    const { standardTotals } = ok(await (await service.as('timur.loket')).get<ServiceView>('/v1/services/izin-singkat'));
    expect(standardTotals).toMatchObject({ granted: { text: '1 Hari 4 Jam 35 Menit' }, rejected: { text: '1 Hari 2 Jam 15 Menit' } });
  });

  it('hands a letter out without a receipt where the case never had one', async () => {
    const received = { outcome: 'diterima', input: { receivedBy: 'Penerima', receiptShown: false } };
    const walked = await walk(service, 'izin-singkat', choices({ 20: 'lengkap-mendesak', 80: received }));
    expect(walked.application.status).toBe('granted');
  });

  it('goes by the clock of its own zone', async () => {
    // 06:00 in Sidikalang, and half an hour after opening in Papua.
    service.setTime('2026-11-25T08:00:00+09:00');
    const application = await doStep(service, await open(service, 'izin-singkat'));
    expect(new Date(application.openTasks[0]!.dueAt!)).toEqual(new Date('2026-11-25T10:00:00+09:00'));
    // Half an hour into the new year in Papua, half past ten on New Year's Eve in Sidikalang.
    service.setTime('2027-01-01T00:30:00+09:00');
    expect((await open(service, 'izin-singkat')).number).toBe('P-2027-001');
    expect((await open(service, 'iumk')).number).toMatch(/^IUMK-2026-/);
    service.setTime('2026-11-26T08:00:00+07:00');
  });

  it('asks of the applicant what the SOP says', async () => {
    const applicant = await service.as('timur.pemohon');
    const body = { service: 'izin-singkat', form: { purpose: 'Contoh' }, applicant: { name: 'Tanpa NIK' } };
    const refused = await applicant.post<Problem>('/v1/applications', body, { 'accept-language': 'en' });
    expect([refused.status, refused.body.errors]).toEqual([422, [{ pointer: '/applicant/nik', detail: 'This is required.' }]]);
  });
});

describe('somebody of another agency', () => {
  it('does not learn that an application exists, however well they know its ids', async () => {
    const begun = (await walk(service, 'iumk', choices({ 1: STOP }))).application;
    const applicant = await service.as('pemohon');
    const document = ok(await applicant.upload<DocumentView>(`/v1/applications/${begun.id}/documents`, { requirement: 'ktp', bytes: PDF }));
    const { application } = await walkOn(service, begun, choices({ 25: STOP }));
    const clerk = await service.as('frontoffice');
    const { records } = ok(await clerk.get<{ records: { href: string }[] }>(`/v1/applications/${application.id}`));
    const task = application.openTasks[0]!.id;
    const paths = [
      `/v1/applications/${application.id}`,
      `/v1/applications/${application.id}/timeline`,
      `/v1/applications/${application.id}/documents`,
      `/v1/applications/${application.id}/documents/${document.id}`,
      `/v1/tasks/${task}`,
      '/v1/services/iumk',
      '/v1/services/iumk/diagram.svg',
      '/v1/books/permits',
      '/v1/books/outgoing-letters',
      ...records.map(({ href }) => href),
    ];
    expect(records.length).toBeGreaterThan(6);
    for (const username of ['timur.pemohon', 'timur.loket', 'timur.pengolah', 'timur.kepala']) {
      const stranger = await service.as(username);
      for (const path of paths.filter((each) => username !== 'timur.pemohon' || !each.includes('/books/'))) {
        expect([path, (await stranger.get(path)).status]).toEqual([path, 404]);
      }
      expect((await stranger.complete(task, 'received', { receivedBy: 'X', receiptShown: true })).status).toBe(404);
      for (const verb of ['claim', 'release']) expect((await stranger.post(`/v1/tasks/${task}/${verb}`)).status).toBe(404);
      const upload = await stranger.upload(`/v1/applications/${application.id}/documents`, { requirement: 'ktp', bytes: PDF });
      expect(upload.status).toBe(404);
      const { body } = await stranger.graphql(`{ task(id: "${task}") { id } }`);
      expect(body.errors?.[0]!.extensions.code).toBe('TASK_NOT_FOUND');
      const listed = ok(await stranger.get<PageOf<ApplicationView>>('/v1/applications?limit=200'));
      expect(listed.items.filter((each) => each.service !== 'izin-singkat')).toEqual([]);
      const inbox = ok(await stranger.get<PageOf<TaskView>>('/v1/tasks?role=any&limit=200'));
      expect(inbox.items.filter((each) => each.service !== 'izin-singkat')).toEqual([]);
    }
    const withdrawal = await (await service.as('timur.pemohon')).post(`/v1/applications/${application.id}/withdraw`);
    expect(withdrawal.status).toBe(404);
    expect((await (await service.as('frontoffice')).get<ApplicationView>(`/v1/applications/${application.id}`)).body.version).toBe(
      application.version,
    );
    const opened = await (await service.as('timur.pemohon')).post('/v1/applications', { service: 'iumk', form: {} });
    expect(opened.status).toBe(404);
  });

  it('sees the lines of their own book only, where two agencies call theirs the same', async () => {
    await walk(service, 'sik-perekam-medis');
    await walk(service, 'izin-singkat');
    const lines = async (username: string) =>
      ok(await (await service.as(username)).get<PageOf<BookEntryView>>('/v1/books/dispatch?limit=200')).items;
    const [here, there] = await Promise.all([lines('frontoffice'), lines('timur.loket')]);
    expect(here.every(({ number }) => /^\d+$/.test(number))).toBe(true);
    expect(there.every(({ number }) => number.startsWith('E-'))).toBe(true);
    expect(here.map(({ applicationId }) => applicationId).filter((id) => there.some((line) => line.applicationId === id))).toEqual([]);
  });
});

describe('an edited SOP', () => {
  it('is version 2 for new cases, while running cases keep the version they began with', async () => {
    const before = (await walk(service, 'izin-singkat', choices({ 20: STOP }))).application;
    sops
      .edit('izin-singkat.yaml', 'activity: Memeriksa di loket', 'activity: Memeriksa dengan teliti')
      .edit('izin-singkat.yaml', 'label: Lengkap, leadsTo: 30', 'label: Lengkap, leadsTo: 40')
      .edit('izin-singkat.yaml', 'label: Lengkap dan mendesak, leadsTo: 40', 'label: Lengkap dan mendesak, leadsTo: 30');
    await service.restart();
    const clerk = await service.as('timur.loket');
    const { version, steps } = ok(await clerk.get<ServiceView>('/v1/services/izin-singkat'));
    expect([version, steps[1]!.activity]).toEqual([2, 'Memeriksa dengan teliti']);
    expect(ok(await clerk.get<TaskView>(`/v1/tasks/${before.openTasks[0]!.id}`)).step.activity).toBe('Memeriksa di loket');
    expect(taken(await walkOn(service, before))).toEqual([20, 30, 40, 50, 60, 70, 80]);
    expect(taken(await walk(service, 'izin-singkat'))).toEqual([10, 20, 40, 50, 60, 70, 80]);
    const { items } = ok(await clerk.get<PageOf<{ step: number; activity: string }>>(`/v1/applications/${before.id}/timeline`));
    expect(items.find(({ step }) => step === 20)!.activity).toBe('Memeriksa di loket');
    const published = await service.sql<{ version: number }>(
      `select version from sop_definitions where service = 'izin-singkat' order by version`,
    );
    expect(published.map((row) => row.version)).toEqual([1, 2]);
  });

  it('that is edited back is the version it was', async () => {
    sops
      .edit('izin-singkat.yaml', 'activity: Memeriksa dengan teliti', 'activity: Memeriksa di loket')
      .edit('izin-singkat.yaml', 'label: Lengkap, leadsTo: 40', 'label: Lengkap, leadsTo: 30')
      .edit('izin-singkat.yaml', 'label: Lengkap dan mendesak, leadsTo: 30', 'label: Lengkap dan mendesak, leadsTo: 40');
    await service.restart();
    expect(ok(await (await service.as('timur.loket')).get<ServiceView>('/v1/services/izin-singkat')).version).toBe(1);
  });

  it('can end its running cases when the service is no longer offered', async () => {
    const before = (await walk(service, 'izin-singkat', choices({ 20: STOP }))).application;
    const content = sops.read('izin-singkat.yaml');
    sops.remove('izin-singkat.yaml');
    await service.restart();
    const clerk = await service.as('timur.loket');
    expect((await clerk.get('/v1/services/izin-singkat')).status).toBe(404);
    const { outcomes } = ok(await clerk.get<TaskView>(`/v1/tasks/${before.openTasks[0]!.id}`));
    expect(outcomes.map(({ key }) => key)).toEqual(['lengkap', 'lengkap-mendesak', 'kurang']);
    sops.write('izin-singkat.yaml', content);
    await service.restart();
    expect((await walkOn(service, before)).application.status).toBe('granted');
  });
});

describe('the activities', () => {
  it('are declared by the modules as the tests of the core have them', () => {
    const installed = service.app.get<Activity[]>(ACTIVITIES).map(({ declaration }) => declaration);
    const byName = (one: { name: string }, other: { name: string }) => (one.name < other.name ? -1 : 1);
    expect(withoutDescriptions([...installed].sort(byName))).toEqual(withoutDescriptions([...DECLARED].sort(byName)));
  });
});

/** What option schemas say to people does not count. */
function withoutDescriptions(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (key, inner: unknown) => (key === 'description' ? undefined : inner)));
}

describe('a folder that is not in order', () => {
  let folder: SopFolder;
  beforeEach(() => {
    folder = new SopFolder();
  });
  afterEach(() => folder.remove());

  async function problems(): Promise<string[]> {
    const started: unknown = await boot({ sopDir: folder.path }).then(
      (booted) => booted.close(),
      (error: unknown) => error,
    );
    expect(started).toMatchObject({ name: 'StartProblem', message: expect.stringContaining('problem(s)') });
    return [...(started as SopProblems).problems];
  }

  it('keeps the service from starting, and everything that is wrong is said at once, with its place', async () => {
    folder
      .edit(
        'iumk.yaml',
        'roles: [secretary]\n    performersFrom: reading\n    completeness: Draf Surat Penolakan\n',
        'roles: [sekretariat]\n    performersFrom: reading\n    completeness: Draf Surat Penolakan\n',
      )
      .edit('iumk.yaml', '  - no: 24\n', '  - no: 23\n')
      .edit('iumk.yaml', 'with: { book: permits }', 'with: { book: izin-lama }')
      .edit('sik-perekam-medis.yaml', 'does: coordinate', 'does: telepati')
      .edit('sik-perekam-medis.yaml', `nik: '1211014508900001'`, `nik: '123'`)
      .edit('izin-singkat.yaml', 'leadsTo: granted', 'leadsTo: 70')
      .edit('izin-singkat.yaml', 'label: Tidak layak, leadsTo: rejected', 'label: Tidak layak, leadsTo: 10')
      .edit('agencies/dpmptsp-contoh-timur.yaml', 'calendar: perpres-21-2023', 'calendar: tidak-ada');
    const found = await problems();
    for (const expected of [
      /^iumk\.yaml:\d+:\d+: steps\[10\]\.roles\[0\]: "sekretariat" is not among the actors/,
      /^iumk\.yaml:\d+:\d+: steps\[23\]\.no: /,
      /^iumk\.yaml:\d+:\d+: steps\[20\]\.with.*izin-lama/,
      /^sik-perekam-medis\.yaml:\d+:\d+: steps\[5\]\.does: There is no activity "telepati"/,
      /^sik-perekam-medis\.yaml: form\.examples\[0\]\/nik: /,
      /^izin-singkat\.yaml:\d+:\d+: steps\[\d\]\.outcomes: .*circle that never ends/,
      /^calendars\/tidak-ada\.yaml: /,
    ]) expect(found).toContainEqual(expect.stringMatching(expected)); // prettier-ignore
  });

  it.each<[string, (folder: SopFolder) => unknown, RegExp]>([
    [
      'without a book for application numbers',
      (one) => one.edit('agencies/dpmptspk-dairi.yaml', 'code: applications', 'code: permohonan'),
      /"applications" is missing/,
    ],
    [
      'with a form that is no JSON Schema',
      (one) => one.edit('izin-singkat.yaml', 'type: string, minLength: 3', 'type: strings, minLength: 3'),
      /^izin-singkat\.yaml: form is no JSON Schema/,
    ],
    ['with a user of two agencies', (one) => one.edit('agencies/dpmptsp-contoh-timur.yaml', 'timur.loket', 'frontoffice'), /frontoffice/],
    [
      'that asks the applicant for what nobody knows',
      (one) => one.edit('izin-singkat.yaml', '[nik]', '[nomorSepatu]'),
      /^izin-singkat\.yaml: .*nomorSepatu/,
    ],
    [
      'with nothing in it',
      (one) => ['iumk', 'sik-perekam-medis', 'izin-singkat'].forEach((code) => one.remove(`${code}.yaml`)),
      /there is no SOP/,
    ],
  ])('%s is refused', async (_, spoil, expected) => {
    spoil(folder);
    expect(await problems()).toEqual([expect.stringMatching(expected)]);
  });
});
