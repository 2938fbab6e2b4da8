import { existsSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import type { ApplicationDetailView } from '../src/workflow/application-detail.view.js';
import type { DocumentView } from '../src/modules/applications/document.view.js';
import type { PersonExportView } from '../src/modules/privacy/person-export.view.js';
import type { ApplicationView } from '../src/workflow/application.view.js';
import { RememberedAnswers } from '../src/platform/idempotency/remembered-answers.js';
import { verifyAudit } from '../src/workflow/audit/verify-audit.js';
import { Erasure } from '../src/workflow/erasure.js';
import { boot, type Booted } from './support/boot.js';
import { ok, PDF, type Answer, type PageOf, type Problem, type Session } from './support/client.js';
import { fetchPdf, letterOf } from './support/papers.js';
import { open, walkOn } from './support/walk.js';

/** Of the example of the SOP's form. */
const NIK = '1211014508900001';

let service: Booted;
let applicant: Session;
let clerk: Session;
let admin: Session;
let granted: ApplicationView;
let withdrawn: ApplicationView;
let health: DocumentView;
let letter: { id: string; pdf: string; verificationCode: string | null; bytes: Buffer };
beforeAll(async () => {
  service = await boot();
  [applicant, clerk, admin] = [await service.as('pemohon'), await service.as('frontoffice'), await service.as('admin')];
  granted = await open(service, 'sik-perekam-medis');
  const url = `/v1/applications/${granted.id}/documents`;
  health = ok(await applicant.upload<DocumentView>(url, { requirement: await sensitive(), bytes: PDF, fileName: 'sehat-budi.pdf' }));
  ok(await (await service.as('backoffice2')).get(`${url}/${health.id}`));
  granted = (await walkOn(service, granted)).application;
  const view = await letterOf(clerk, granted.id);
  letter = { ...view, bytes: await fetchPdf(clerk, view.pdf) };
  withdrawn = await named('Sutrisno Rahasiawan');
  ok(await applicant.post(`/v1/applications/${withdrawn.id}/withdraw`, { reason: 'Pindah.' }));
});
afterAll(() => service.close());

/** An application whose opening is remembered for a client that asks again. */
async function named(name: string): Promise<ApplicationView> {
  const { form, applicant: who } = ok(await applicant.get<Record<'form' | 'applicant', { examples: object[] }>>('/v1/services/iumk'));
  const body = { service: 'iumk', form: form.examples[0], applicant: { ...who.examples[0], name } };
  return ok(await applicant.post<ApplicationView>('/v1/applications', body, { 'idempotency-key': 'opened' }));
}

/** What the dictionary of names has of these words. */
const wordsOf = async (...words: string[]) =>
  (await service.sql<{ word: string }>('select word from name_words where word = any($1) order by word', [words])).map(({ word }) => word);

async function sensitive(): Promise<string> {
  const [row] = await service.sql<{ code: string }>(
    `select r->>'code' as code from sop_definitions, jsonb_array_elements(definition->'requirements') r where (r->>'sensitive')::boolean`,
  );
  return row!.code;
}

const found = async (q: string) =>
  ok(await clerk.get<PageOf<ApplicationView>>(`/v1/applications?q=${encodeURIComponent(q)}`)).items.map(({ id }) => id);
const detail = async (id: string) => ok(await clerk.get<ApplicationDetailView>(`/v1/applications/${id}`));
const code = (answer: Answer<unknown>) => [answer.status, (answer.body as Problem).code];

interface Exported {
  readonly id: string;
  readonly application: { readonly forms: { readonly form: object; readonly applicant: object }[]; readonly documents: DocumentView[] };
  readonly letters: { readonly number: string }[];
  readonly events: { readonly type: string }[];
}

describe('an export', () => {
  it('tells an applicant all that is kept about them, and who has looked at their health', async () => {
    const mine = ok(await applicant.get<PersonExportView>('/v1/me/export'));
    const [second, first] = mine.applications as Exported[];
    expect([second!.id, first!.id]).toEqual([withdrawn.id, granted.id]);
    expect(first!.application.forms[0]).toMatchObject({ form: { nik: NIK }, applicant: { name: 'Nama Pemohon' } });
    expect(first!.application.documents).toEqual([expect.objectContaining({ id: health.id, fileName: 'sehat-budi.pdf' })]);
    expect(first!.letters[0]!.number).toMatch(/^503\//);
    expect(second!.events.map(({ type }) => type)).toEqual(['opened', 'withdrawn']);
    expect(mine.accesses).toEqual([
      expect.objectContaining({ kind: 'specific-data-read', actor: expect.objectContaining({ name: 'Ka Seksi Pel II (demo)' }) }),
    ]);
  });

  it('is given by an administrator by NIK, in both doors, and noted', async () => {
    const both = [granted.id, withdrawn.id].sort();
    const rest = ok(await admin.post<PersonExportView>('/v1/persons/export', { nik: NIK }));
    expect((rest.applications as Exported[]).map(({ id }) => id).sort()).toEqual(both);
    const { personExport } = await admin.query<{ personExport: PersonExportView }>(
      'query ($input: PersonInput!) { personExport(input: $input) { at applications accesses } }',
      { input: { nik: NIK } },
    );
    expect(personExport.applications).toEqual(rest.applications);
    expect(ok(await admin.post<PersonExportView>('/v1/persons/export', { nik: '1211014508900002' })).applications).toEqual([]);
    const { items } = ok(await admin.get<PageOf<object>>('/v1/audit?kind=person-exported'));
    expect(items).toHaveLength(4);
    expect(JSON.stringify(items)).not.toContain(NIK);
  });

  it('is for nobody else, and for whole numbers only', async () => {
    expect(code(await clerk.post('/v1/persons/export', { nik: NIK }))).toEqual([403, 'NOT_ALLOWED']);
    expect(code(await applicant.post('/v1/persons/export', { nik: NIK }))).toEqual([403, 'NOT_ALLOWED']);
    expect(code(await admin.get('/v1/me/export'))).toEqual([403, 'NOT_ALLOWED']);
    for (const nik of ['121101450890000', `${NIK}0`, 7, null, { $ne: 1 }]) {
      const answer = await admin.post('/v1/persons/export', { nik });
      expect(code(answer)).toEqual([422, 'INPUT_INVALID']);
      expect(answer.text).not.toContain('1211014508');
    }
  });
});

describe('the answer that a request gets which comes again', () => {
  it('is kept encrypted, and for a week', async () => {
    const answers = () => service.sql<{ response: object }>(`select response from idempotency_keys where key = 'opened'`);
    expect(await answers()).toEqual([{ response: { $sealed: expect.stringMatching(/^tb1\./) } }]);
    const again = await named('Sutrisno Rahasiawan');
    expect(again).toMatchObject({ id: withdrawn.id, applicantName: 'Sutrisno Rahasiawan' });
    service.pass(6 * 24 * 60);
    await service.app.get(RememberedAnswers).forget();
    expect(await answers()).toHaveLength(1);
    service.pass(2 * 24 * 60);
    await service.app.get(RememberedAnswers).forget();
    expect(await answers()).toEqual([]);
  });
});

describe('after the time that the agency keeps it', () => {
  beforeAll(async () => {
    expect(await wordsOf('sutrisno', 'rahasiawan', 'nama', 'pemohon')).toEqual(['nama', 'pemohon', 'rahasiawan', 'sutrisno']);
    service.setTime('2028-11-22T09:00:00+07:00');
    expect(await service.app.get(Erasure).eraseDue()).toBe(0);
    service.setTime('2028-11-24T09:00:00+07:00');
    expect(await service.app.get(Erasure).eraseDue()).toBe(1);
  });

  it('a withdrawn application is erased, and a granted one is kept', async () => {
    const gone = await detail(withdrawn.id);
    expect(gone).toMatchObject({ applicantName: '(data dihapus)', applicant: {}, form: { businessName: 'Warung Contoh' } });
    expect(gone.form).not.toHaveProperty('nik');
    expect(await found(NIK)).toEqual([granted.id]);
    expect(await found('sutrisno')).toEqual([]);
    expect(await wordsOf('sutrisno', 'rahasiawan', 'nama', 'pemohon')).toEqual(['nama', 'pemohon']);
    expect(await found('nama pemohon')).toEqual([granted.id]);
    expect((await detail(granted.id)).form).toMatchObject({ nik: NIK });
  });

  it('a granted one is erased later, with its files and papers; its key is destroyed', async () => {
    service.setTime('2036-11-25T09:00:00+07:00');
    expect(await service.app.get(Erasure).eraseDue()).toBe(1);
    expect(await service.app.get(Erasure).eraseDue()).toBe(0);
    expect(await found(NIK)).toEqual([]);
    const url = `/v1/applications/${granted.id}/documents`;
    expect(code(await clerk.get(`${url}/${health.id}`))).toEqual([404, 'DOCUMENT_ERASED']);
    expect(ok(await clerk.get<PageOf<DocumentView>>(url)).items[0]!.fileName).toBe('dihapus');
    expect(existsSync(join(service.dataDir, 'files', 'dpmptspk-dairi', health.id.slice(-2), health.id))).toBe(false);
    expect(code(await clerk.get(letter.pdf))).toEqual([404, 'PAPER_ERASED']);
    const keys = await service.sql('select wrapped, wrapped_with from data_keys where owner = any($1::uuid[])', [
      [granted.id, withdrawn.id],
    ]);
    expect(keys).toEqual([{ wrapped: null, wrapped_with: null }, { wrapped: null, wrapped_with: null }]); // prettier-ignore
  });

  it('what the law requires stays: the journal holds, the letter is in its book and can be verified', async () => {
    const client = new pg.Client({ connectionString: service.databaseUrl });
    await client.connect();
    try {
      expect((await verifyAudit(client)).broken).toBeUndefined();
    } finally {
      await client.end();
    }
    const { body } = await service.client
      .anonymous()
      .get<{ number: string; addressedTo?: string }>(`/v1/verify/${letter.verificationCode}`, {
        accept: 'application/json',
      });
    expect(JSON.stringify(body)).toContain('503/');
    const kept = await letterOf(clerk, granted.id);
    expect(kept.content).toMatchObject({ addressedTo: 'Nama Pemohon' });
    expect(kept.content).not.toHaveProperty('filled');
    const { items } = ok(await admin.get<PageOf<object>>('/v1/audit?kind=personal-data-erased'));
    expect(items).toEqual([
      expect.objectContaining({ actorId: null, data: expect.objectContaining({ application: granted.id, ending: 'granted', years: 10 }) }),
      expect.objectContaining({ data: expect.objectContaining({ application: withdrawn.id, ending: 'withdrawn', years: 2 }) }),
    ]);
  });

  it('whatever lies in the database, a copy of it included, names the person no more but where the law wants it', async () => {
    const tables = ['application_forms', 'letters', 'letter_drafts', 'papers', 'notices', 'personal_index', 'documents', 'applications'];
    for (const table of tables) {
      const [row] = await service.sql<{ text: string }>(`select coalesce(string_agg(t::text, ' '), '') as text from ${table} t`);
      expect(row!.text).not.toMatch(/1211014508900001|sehat-budi|081200000001/);
    }
  });
});
