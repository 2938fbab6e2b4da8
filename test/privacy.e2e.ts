import { randomUUID } from 'node:crypto';
import { readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import type { ServiceView } from '../src/modules/catalogue/service.view.js';
import { rotateKeys } from '../src/platform/crypto/rotate.js';
import type { ApplicationDetailView } from '../src/workflow/application-detail.view.js';
import type { ApplicationView } from '../src/workflow/application.view.js';
import { ClearRecords } from '../src/workflow/clear-records.js';
import { boot, WORKING, type Booted } from './support/boot.js';
import { ok, type PageOf, type Session } from './support/client.js';
import { filesIn } from './support/data-files.js';
import { everything, IN_THE_CLEAR } from './support/everything.js';
import { fetchPdf, letterOf, run } from './support/papers.js';
import { readPdf } from './support/pdf.js';
import { until } from './support/until.js';
import { choices, STOP, walkOn } from './support/walk.js';

const NIK = '1211014508900001';
const OTHER_NIK = '1211015203910007';
const PHONE = '081299887766';
const EMAIL = 'wajib.rahasia@example.com';
const STREET = 'Jalan Rahasia No. 77, Sidikalang';

let service: Booted;
let applicant: Session;
let clerk: Session;
let admin: Session;
let reports: Session;
beforeAll(async () => {
  service = await boot({ env: { ...WORKING, NOTICE_GATEWAY_URL: 'http://127.0.0.1:9/' } });
  applicant = await service.as('pemohon');
  clerk = await service.as('frontoffice');
  admin = await service.as('admin');
  reports = await service.as('pelapor');
});
afterAll(() => service.close());

async function handIn(nik = NIK): Promise<ApplicationView> {
  const { form } = ok(await applicant.get<ServiceView>('/v1/services/iumk'));
  const example = (form as { examples: [object] }).examples[0];
  const body = {
    service: 'iumk',
    applicant: { name: 'Pemohon Uji', kind: 'person', nik, phone: PHONE, email: EMAIL, address: STREET, note: 'catatan-pribadi' },
    form: { ...example, nik, phone: PHONE },
  };
  return ok(await applicant.post<ApplicationView>('/v1/applications', body, { 'idempotency-key': randomUUID() }));
}

describe('personal data at rest', () => {
  let application: ApplicationView;
  beforeAll(async () => {
    application = await handIn(OTHER_NIK);
    ({ application } = await walkOn(service, application, (task, visit) =>
      task.step.no === 2
        ? { outcome: 'complete', input: task.outcomes[0]!.input['examples' as never]?.[0] ?? {}, note: `NIK ${OTHER_NIK} cocok` }
        : choices({})(task, visit),
    ));
    const { pdf } = await letterOf(clerk, application.id);
    ok(await clerk.get(pdf));
  });

  it('is encrypted wherever it lies: forms, letters, frozen papers, notices; the journal holds none', async () => {
    const dump = await everything(service, IN_THE_CLEAR);
    expect(dump).toContain(application.id);
    expect(dump).toContain('1211••••••••0007 cocok');
    for (const secret of [OTHER_NIK, PHONE, `+62${PHONE.slice(1)}`, EMAIL, STREET, 'catatan-pribadi'])
      expect({ secret, at: dump.split('\n').find((line) => line.includes(secret)) }).toEqual({ secret, at: undefined });
  });

  it('is in no file either, but for mails that nobody sends', async () => {
    await until(() => filesIn(service.dataDir).filter(({ place, bytes }) => place === 'file outbox' && bytes.includes(EMAIL)).length);
    const telling = filesIn(service.dataDir).filter(({ bytes }) =>
      [OTHER_NIK, PHONE.slice(1), EMAIL, STREET].some((secret) => bytes.includes(secret)),
    );
    expect(telling.filter(({ place }) => !(place in IN_THE_CLEAR)).map(({ place }) => place)).toEqual([]);
    expect(telling.filter(({ mode }) => (mode & 0o077) !== 0)).toEqual([]);
    expect(telling.some(({ bytes }) => bytes.includes(OTHER_NIK))).toBe(false);
  });

  it('is there for who works on the case and for the applicant, and on the letter', async () => {
    for (const who of [clerk, applicant]) {
      const { applicant: filled, form } = ok(await who.get<ApplicationDetailView>(`/v1/applications/${application.id}`));
      expect(filled).toMatchObject({ nik: OTHER_NIK, phone: `+62${PHONE.slice(1)}`, email: EMAIL, note: 'catatan-pribadi' });
      expect(form).toMatchObject({ nik: OTHER_NIK, phone: `+62${PHONE.slice(1)}`, businessName: 'Warung Contoh' });
    }
    expect((await letterOf(clerk, application.id)).content).toMatchObject({ filled: { form: { nik: OTHER_NIK } } });
  });

  it('is masked for who works on no case, in REST and in GraphQL', async () => {
    for (const who of [reports, admin]) {
      const detail = await who.get<ApplicationDetailView>(`/v1/applications/${application.id}`);
      expect(ok(detail).form).toMatchObject({ nik: '1211••••••••0007', phone: '+628•••66', businessName: 'Warung Contoh' });
      expect(detail.body.applicant).toMatchObject({ name: 'Pemohon Uji', email: 'w•••@example.com', address: '•••' });
      for (const secret of [OTHER_NIK, PHONE.slice(1), EMAIL, STREET]) expect(detail.text).not.toContain(secret);
      const letter = await letterOf(who, application.id);
      expect(JSON.stringify(letter.content)).not.toContain(OTHER_NIK);
      // A paper has no masks.
      expect((await who.get(letter.pdf)).status).toBe(403);
    }
    const { application: seen } = await reports.query<{ application: object }>('query ($id: String!) { application(id: $id) { form } }', {
      id: application.id,
    });
    expect(seen).toMatchObject({ form: { nik: '1211••••••••0007' } });
  });

  it('is masked in what is told of notices', async () => {
    const notices = async () => (await admin.get(`/v1/notifications?scope=all&channel=email&application=${application.id}&limit=200`)).text;
    const text = await until(notices, (told) => told.includes('w•••@example.com'));
    for (const secret of [PHONE.slice(1), EMAIL]) expect(text).not.toContain(secret);
  });

  it('is never told again by what refuses it', async () => {
    const spoilt = `${NIK.slice(0, 6)}99${NIK.slice(8)}`;
    const { form } = ok(await applicant.get<ServiceView>('/v1/services/iumk'));
    const example = (form as { examples: [object] }).examples[0];
    const answers = await Promise.all([
      applicant.post('/v1/applications', { service: 'iumk', applicant: { name: 'A', nik: spoilt }, form: { ...example, nik: spoilt } }),
      clerk.get(`/v1/applications/${NIK}`),
      clerk.get(`/v1/applications?status=${NIK}`),
      clerk.get(`/v1/services/${NIK}`),
      clerk.get(`/v1/${NIK}`),
      clerk.graphql(`{ application(id: ${NIK}) { id } }`),
      clerk.graphql('query ($id: Int!) { application(id: $id) { id } }', { id: NIK }),
    ]);
    for (const { status, text } of answers) {
      expect(text).not.toMatch(new RegExp(`${NIK}|${spoilt}`));
      expect(text).toMatch(/"code"/);
      expect(status).toBeLessThan(500);
    }
  });
});

describe('what officials write', () => {
  const SAID = `NIK ${OTHER_NIK}, hubungi ${PHONE} atau ${EMAIL}; pemohon uji tinggal di ${STREET.toUpperCase()}`;
  const SECRETS = [OTHER_NIK, PHONE, EMAIL, 'pemohon uji', STREET.toUpperCase()];

  it('is masked in every answer for who reads without personal data', async () => {
    const application = await handIn(OTHER_NIK);
    await walkOn(service, application, ({ role, outcomes }) => {
      const [{ key, input }] = outcomes as unknown as [{ key: string; input: { properties?: object; examples?: object[] } }];
      const texts = Object.entries((input.properties ?? {}) as Record<string, { type?: string; 'x-multiline'?: boolean }>);
      const said = Object.fromEntries(
        texts.filter(([name, one]) => one['x-multiline'] && name in (input.examples?.[0] ?? {})).map(([name]) => [name, SAID]),
      );
      return { outcome: key, input: { ...input.examples?.[0], ...(role !== 'applicant' && said) }, note: SAID };
    });
    const { records } = ok(await clerk.get<ApplicationDetailView>(`/v1/applications/${application.id}`));
    const paths = [
      ...records.map(({ href }) => href),
      ...['', '/timeline', '/documents'].map((path) => `/v1/applications/${application.id}${path}`),
      ...['permits', 'assignment-letters', 'dispatch'].map((book) => `/v1/books/${book}`),
      '/v1/books/dispatch.csv',
      `/v1/applications?q=${application.number}`,
      `/v1/tasks?application=${application.id}&role=any&status=done`,
    ];
    for (const path of paths) {
      for (const who of [reports, admin]) {
        const { text } = await who.get(path);
        for (const secret of SECRETS) expect({ path, found: text.includes(secret) }).toEqual({ path, found: false });
      }
    }
    const { text } = await reports.graphql(
      `{ application(id: "${application.id}") { timeline { note data } documents { fileName } letters { content } } }`,
    );
    for (const secret of SECRETS) expect(text).not.toContain(secret);
    const [disposition] = records.filter(({ kind }) => kind === 'disposition');
    expect((await clerk.get(disposition!.href)).text).toContain(PHONE);
  });
});

describe('a tracking code', () => {
  it('lies nowhere in the clear, is shown to the applicant alone, and codes from before are encrypted', async () => {
    const { application } = await walkOn(service, await handIn('1211016506920055'), choices({ 4: STOP }));
    const code = application.trackingCode!;
    const clear = async () => (await everything(service, IN_THE_CLEAR)).split('\n').filter((line) => line.includes(code)).length;
    await until(async () => (await service.sql('select from outbox')).length === 0, Boolean);
    expect(await clear()).toBe(0);
    const { records } = ok(await clerk.get<ApplicationDetailView>(`/v1/applications/${application.id}`));
    const receipt = records.find(({ kind }) => kind === 'receipt')!.href;
    for (const who of [clerk, admin, reports])
      for (const path of [
        `/v1/applications/${application.id}`,
        `/v1/applications?q=${application.number}`,
        receipt,
        '/v1/notifications?scope=all&limit=200',
      ])
        expect((await who.get(path)).text).not.toContain(code);
    expect(ok(await applicant.get<{ trackingCode: string }>(receipt)).trackingCode).toBe(code);
    const printed = async (who: Session) => run((await readPdf(await fetchPdf(who, `${receipt}/pdf`))).text);
    for (const who of [clerk, await service.as('kadis')]) {
      expect(await printed(who)).toContain(run(application.receiptNumber!));
      expect(await printed(who)).not.toContain(code);
    }
    expect(await printed(applicant)).toContain(code);
    const track = () => service.client.anonymous().get(`/v1/track/${application.receiptNumber}?code=${code}`);
    expect((await track()).status).toBe(200);
    await service.sql('update applications set tracking_code = $2 where id = $1', [application.id, code]);
    await service.sql('update receipts set tracking_code = $2 where application_id = $1', [application.id, code]);
    expect([(await track()).status, await clear()]).toEqual([200, 2]);
    expect((await service.app.get(ClearRecords).encryptAll()).failed).toEqual([]);
    expect([(await track()).status, await clear()]).toEqual([200, 0]);
  });
});

describe('a search', () => {
  const ids = async (who: Session, q: string) =>
    ok(await who.get<PageOf<ApplicationView>>(`/v1/applications?q=${encodeURIComponent(q)}`)).items.map(({ id }) => id);

  it('finds by a whole NIK, telephone or mail address, however it is written, for who may', async () => {
    const { id } = await handIn('1211016506920009');
    for (const q of ['1211016506920009', ' 1211016506920009']) expect(await ids(clerk, q)).toEqual([id]);
    for (const q of [PHONE, `+62 ${PHONE.slice(1, 5)}-${PHONE.slice(5)}`, EMAIL.toUpperCase()]) expect(await ids(clerk, q)).toContain(id);
    expect(await ids(applicant, '1211016506920009')).toEqual([id]);
  });

  it('finds nothing by a part of one, by another one, or for who may not', async () => {
    await handIn('1211016506920010');
    expect(await ids(clerk, '12110165069200')).toEqual([]);
    expect(await ids(clerk, '1211016506920011')).toEqual([]);
    expect(await ids(reports, '1211016506920010')).toEqual([]);
  });

  it('finds by text as before', async () => {
    const { id, number } = await handIn();
    expect(await ids(clerk, number)).toEqual([id]);
    expect(await ids(clerk, 'pemohon uji')).toContain(id);
  });
});

describe('the master key', () => {
  it('is made at the first start, for nobody else to read', () => {
    const path = join(service.dataDir, 'data.key');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(Buffer.from(readFileSync(path, 'utf8'), 'base64')).toHaveLength(32);
  });

  it('is turned while the service runs, and so are the keys of agencies: everything opens as before, and the old key opens nothing', async () => {
    const path = join(service.dataDir, 'data.key');
    const before = readFileSync(path, 'utf8').trim();
    const { id } = await handIn('1211016506920077');
    const opens = async (node: Booted) =>
      ok(await (await node.as('frontoffice')).get<ApplicationDetailView>(`/v1/applications/${id}`)).form as Record<string, unknown>;
    const wraps = () => service.sql('select wrapped, wrapped_with from data_keys where owner = $1', [id]);
    const [wrapped] = await wraps();
    const client = new pg.Client({ connectionString: service.databaseUrl });
    await client.connect();
    try {
      const rotated = await rotateKeys(client, { dataDir: service.dataDir, dataKey: undefined, dataKeyFile: undefined }, { newMaster: true, agencyKeys: true }, service.clock.now()); // prettier-ignore
      // Those of the agency, and those of what belongs to none.
      expect(rotated.agencyKeys).toBe(4);
      // The key of access tokens, which the node below signs and verifies with.
      expect(rotated.secrets).toBeGreaterThan(0);
      expect(rotated.dataKeys).toBeGreaterThan(0);
      const settings = { dataDir: service.dataDir, dataKey: undefined, dataKeyFile: undefined };
      expect(await rotateKeys(client, settings, {}, service.clock.now())).toEqual({
        master: rotated.master,
        agencyKeys: 0,
        secrets: 0,
        dataKeys: 0,
      });
    } finally {
      await client.end();
    }
    expect(await wraps()).not.toEqual([wrapped]);
    const [present, earlier] = readFileSync(path, 'utf8').trim().split('\n');
    expect([earlier, statSync(path).mode & 0o777]).toEqual([before, 0o600]);
    expect(await opens(service)).toMatchObject({ nik: '1211016506920077' });
    await expect(service.beside({ env: { DATA_KEY: before } })).rejects.toThrow(/not among the given ones/);
    const beside = await service.beside({ env: { DATA_KEY: present! } });
    try {
      expect(await opens(beside)).toMatchObject({ nik: '1211016506920077' });
      // What the other node writes with the new key opens here, where it was not known at the start.
      const session = await beside.as('pemohon');
      const { form } = ok(await session.get<ServiceView>('/v1/services/iumk'));
      const body = { service: 'iumk', applicant: { name: 'B' }, form: (form as { examples: [object] }).examples[0] };
      const { id: other } = ok(await session.post<ApplicationView>('/v1/applications', body));
      expect(ok(await clerk.get<ApplicationDetailView>(`/v1/applications/${other}`)).applicant).toEqual({ name: 'B' });
    } finally {
      await beside.app.close();
    }
  });

  it('must be there again at the next start: without it, or with another, nothing starts', async () => {
    const other = Buffer.alloc(32, 7).toString('base64');
    await expect(service.beside({ env: { DATA_KEY: other } })).rejects.toThrow(
      /wrapped with master key [0-9a-f]{12}, and that is not among/,
    );
    rmSync(join(service.dataDir, 'data.key'));
    await expect(service.beside()).rejects.toThrow(/not among the given ones \(none\)/);
    await expect(service.beside({ env: { DATA_KEY: 'c2hvcnQ='.repeat(8) } })).rejects.toThrow(/32 bytes in base64/);
    await expect(service.beside({ env: { DATA_KEY_FILE: '/nowhere/key' } })).rejects.toThrow(/no file/);
  });
});
