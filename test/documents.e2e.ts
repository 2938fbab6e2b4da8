import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DocumentView } from '../src/modules/applications/document.view.js';
import type { TimelineEntryView } from '../src/modules/applications/timeline.view.js';
import { boot, type Booted } from './support/boot.js';
import { ok, PDF, type Problem, type Session } from './support/client.js';
import { doStep, open } from './support/walk.js';

let service: Booted;
let applicant: Session;
beforeAll(async () => {
  service = await boot({ env: { MAX_CASE_FILES: '5' } });
  applicant = await service.as('pemohon');
});
afterAll(() => service.close());

const at = (id: string) => `/v1/applications/${id}/documents`;
const another = (text: string) => Buffer.concat([PDF, Buffer.from(`% ${text}\n`)]);
const add = (who: Session, id: string, bytes = PDF, key?: string) =>
  who.upload<DocumentView & Problem>(at(id), { requirement: 'ktp', bytes }, key ? { 'idempotency-key': key } : {});
const timeline = async (who: Session, id: string) =>
  ok(await who.get<{ items: TimelineEntryView[] }>(`/v1/applications/${id}/timeline`)).items;

/** A case whose documents were verified, with the technical team. */
async function verified() {
  let application = await open(service, 'iumk');
  const document = ok(await add(applicant, application.id));
  while (application.openTasks[0]!.step < 8) application = await doStep(service, application);
  return { application, document };
}

it('stands in the journal with its hash, and what applicants read of it is what it is for', async () => {
  const { id } = await open(service, 'iumk');
  const document = ok(await add(applicant, id));
  const data = { document: document.id, requirement: 'ktp', sha256: document.sha256 };
  const [entry] = (await timeline(await service.as('frontoffice'), id)).filter(({ type }) => type === 'document-added');
  expect(entry).toMatchObject({ role: 'applicant', data });
  expect((await timeline(applicant, id)).find(({ type }) => type === 'document-added')!.data).toEqual({ requirement: 'ktp' });
});

it('is handed in only by whom the case is with', async () => {
  const { application } = await verified();
  for (const name of ['pemohon', 'pelapor', 'admin', 'umum', 'backoffice1']) {
    const answer = await add(await service.as(name), application.id);
    expect({ name, status: answer.status }).toEqual({ name, status: 403 });
  }
  expect((await add(await service.as('timteknis'), application.id)).status).toBe(201);
});

it('is named by the checks that were about it', async () => {
  const { application, document } = await verified();
  const clerk = await service.as('backoffice1');
  const checks = (await timeline(clerk, application.id)).filter(({ type, step }) => type === 'completed' && (step === 2 || step === 5));
  expect(checks).toHaveLength(2);
  for (const { data } of checks) {
    const { documents, records } = data as { documents: object[]; records: { kind: string; id: string }[] };
    expect(documents).toEqual([{ id: document.id, sha256: document.sha256 }]);
    const [check] = records.filter(({ kind }) => kind === 'check');
    const read = ok(await clerk.get<{ documents: object[] }>(`/v1/checks/${check!.id}`));
    expect(read.documents).toEqual([{ id: document.id, requirement: 'ktp', sha256: document.sha256 }]);
  }
});

it('that is newer than the verification holds up the way forward until it is accepted', async () => {
  const { application } = await verified();
  const team = await service.as('timteknis');
  const newer = ok(await add(team, application.id, another('newer')));
  expect(newer.newer).toBe(true);
  await expect(doStep(service, application)).rejects.toThrow(/DOCUMENTS_NEWER/);
  const accepted = ok(await team.post<DocumentView>(`${at(application.id)}/${newer.id}/accept`, {}));
  expect(accepted.newer).toBe(false);
  expect((await team.post<Problem>(`${at(application.id)}/${newer.id}/accept`, {})).body.code).toBe('DOCUMENT_NOT_NEWER');
  await doStep(service, application);
});

it('is taken back by the applicant while the case is theirs', async () => {
  const { id } = await open(service, 'iumk');
  const document = ok(await add(applicant, id));
  expect((await (await service.as('frontoffice')).delete(`${at(id)}/${document.id}`)).status).toBe(403);
  ok(await applicant.delete(`${at(id)}/${document.id}`));
  expect(ok(await applicant.get<{ items: object[] }>(at(id))).items).toEqual([]);
  expect((await applicant.get(`${at(id)}/${document.id}`)).status).toBe(404);
  expect((await timeline(applicant, id)).map(({ type }) => type)).toContain('document-removed');
  const { application, document: kept } = await verified();
  expect((await applicant.delete(`${at(application.id)}/${kept.id}`)).status).toBe(403);
});

it('is refused where a case holds enough of them', async () => {
  const { id } = await open(service, 'iumk');
  for (let i = 0; i < 5; i++) ok(await add(applicant, id, another(String(i))));
  const answer = await add(applicant, id, another('one more'));
  expect([answer.status, answer.body.code]).toEqual([409, 'TOO_MANY_DOCUMENTS']);
});

it('is answered alike for the same key after the case has ended (F3)', async () => {
  const { id } = await open(service, 'iumk');
  const first = await add(applicant, id, PDF, 'once');
  ok(await applicant.post(`/v1/applications/${id}/withdraw`, { reason: 'Pindah.' }));
  const again = await add(applicant, id, PDF, 'once');
  expect([again.status, again.text]).toEqual([201, first.text]);
  const other = await add(applicant, id, another('x'), 'once');
  expect([other.status, other.body.code]).toEqual([422, 'IDEMPOTENCY_KEY_REUSED']);
  expect((await add(applicant, id)).body.code).toBe('APPLICATION_CLOSED');
  expect((await add(applicant, id, PDF, 'another')).body.code).toBe('APPLICATION_CLOSED');
});

it('is not given out when the store holds something else, which is recorded', async () => {
  const { id } = await open(service, 'iumk');
  const document = ok(await add(applicant, id));
  const forged = Buffer.from(PDF);
  forged[forged.length - 3] = 0x20;
  writeFileSync(join(service.dataDir, 'files', 'dpmptspk-dairi', document.id.slice(-2), document.id), forged);
  const fetch = () => applicant.get<Problem>(`${at(id)}/${document.id}`);
  expect([(await fetch()).status, (await fetch()).body.code]).toEqual([409, 'FILE_ALTERED']);
  await service.sql(`update documents set in_clear = true where id = $1`, [document.id]);
  const plain = await fetch();
  expect([plain.status, plain.text.slice(0, 300)]).toEqual([409, expect.stringContaining('FILE_ALTERED')]);
  const { items } = ok(await (await service.as('admin')).get<{ items: object[] }>('/v1/audit?kind=file-altered'));
  expect(items[0]).toMatchObject({ data: { document: document.id } });
});
