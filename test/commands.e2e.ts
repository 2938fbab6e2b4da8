import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { buffer } from 'node:stream/consumers';
import pg from 'pg';
import { CASE_TEXTS, TEXT_TABLES, type TextColumnName } from '../src/platform/crypto/case-text-columns.js';
import { CaseTexts } from '../src/platform/crypto/case-texts.js';
import { Vault, type Owner, type Encrypted } from '../src/platform/crypto/vault.js';
import { FileStore } from '../src/platform/files/file-store.js';
import type { ApplicationDetailView } from '../src/workflow/application-detail.view.js';
import type { ApplicationView } from '../src/workflow/application.view.js';
import type { DocumentView } from '../src/modules/applications/document.view.js';
import type { ServiceView } from '../src/modules/catalogue/service.view.js';
import { boot, WORKING, type Booted } from './support/boot.js';
import { ok, PDF, type PageOf } from './support/client.js';
import { withoutLedger } from './support/evidence.js';
import { fetchPdf, letterOf } from './support/papers.js';
import { until } from './support/until.js';
import { walkOn } from './support/walk.js';

const ROOT = join(import.meta.dirname, '..');
const AGENCY = 'dpmptspk-dairi';
const NIK = '1211015203910007';
const PHONE = '081299887766';
const EMAIL = 'wajib.rahasia@example.com';

let service: Booted;
let application: ApplicationView;
let document: DocumentView;
beforeAll(async () => {
  service = await boot({ env: { ...WORKING, NOTICE_GATEWAY_URL: 'http://127.0.0.1:9/' } });
  const applicant = await service.as('pemohon');
  const { form } = ok(await applicant.get<ServiceView>('/v1/services/iumk'));
  const filled = { ...(form as { examples: [object] }).examples[0], nik: NIK, phone: PHONE };
  const who = { name: 'Pemohon Uji', kind: 'person', nik: NIK, phone: PHONE, email: EMAIL };
  application = ok(await applicant.post<ApplicationView>('/v1/applications', { service: 'iumk', applicant: who, form: filled }));
  const url = `/v1/applications/${application.id}/documents`;
  document = ok(await applicant.upload<DocumentView>(url, { requirement: 'ktp', bytes: PDF }));
  ({ application } = await walkOn(service, application));
}, 60_000);
afterAll(() => service.close());

/** A command of package.json, beside the running service, as an operator runs it. */
async function command(script: string, ...args: string[]): Promise<{ code: number; said: string }> {
  const env = { PATH: process.env['PATH'], DATABASE_URL: service.databaseUrl, DATA_DIR: service.dataDir, OSS_SIMULATOR: 'false' };
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [join(ROOT, 'scripts', script), ...args], { cwd: ROOT, env });
    return { code: 0, said: stdout + stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, said: stdout + stderr };
  }
}

describe('audit:verify', () => {
  it('finds nothing wrong with a database that nobody has touched', async () => {
    const { code, said } = await command('audit-verify.mjs');
    expect({ code, said }).toEqual({ code: 0, said: expect.stringMatching(/^\d{2,} events, \d+ entries .*Everything holds\.\n$/s) });
  });

  it('names the first broken link, and exits with 1, where one byte was changed by hand', async () => {
    const client = new pg.Client({ connectionString: service.databaseUrl });
    await client.connect();
    const at = [application.id, 3];
    const change = async (body: unknown) => {
      await client.query('alter table events disable trigger all');
      await client.query('update events set body = $3 where application_id = $1 and seq = $2', [...at, JSON.stringify(body)]);
      await client.query('alter table events enable trigger all');
    };
    try {
      const { rows } = await client.query<{ body: { actor: { name: string } } }>(
        'select body from events where application_id = $1 and seq = $2',
        at,
      );
      const { body } = rows[0]!;
      await change({ ...body, actor: { ...body.actor, name: body.actor.name.replace(/.$/, 'x') } });
      const { code, said } = await command('audit-verify.mjs');
      expect(code).toBe(1);
      expect(said).toContain(`BROKEN: agency ${AGENCY}, case ${application.id}, event 3: `);
      await change(body);
      expect((await command('audit-verify.mjs')).code).toBe(0);
    } finally {
      await client.end();
    }
  });
});

describe('keys:rotate', () => {
  const secrets = [NIK, PHONE.slice(1), EMAIL];
  const columns = {
    application_forms: 'applicant::text || form',
    letters: 'content',
    letter_drafts: 'content',
    papers: 'snapshot',
    notices: 'recipient',
  };

  /** Tables that tell a secret. */
  async function telling(): Promise<string[]> {
    const found = Object.entries(columns).map(async ([table, column]) => {
      const [row] = await service.sql<{ text: string }>(`select coalesce(string_agg((${column})::text, ' '), '') as text from ${table}`);
      return secrets.some((secret) => row!.text.includes(secret)) ? [table] : [];
    });
    return (await Promise.all(found)).flat();
  }

  /** The case as it was kept before there were keys. */
  async function asBefore(): Promise<void> {
    const vault = service.app.get(Vault);
    const agency = AGENCY;
    const of = { agency, owner: application.id };
    const opened = async (about: string, sealed: unknown) => JSON.stringify(await vault.decrypt(of, about, sealed as Encrypted));
    for (const { revision, applicant, form } of await service.sql<{ revision: number; applicant: Encrypted; form: Encrypted & object }>(
      'select * from application_forms',
    )) {
      const { $sealed, ...open } = form;
      const personal = await vault.decrypt<object>(of, 'form', { $sealed });
      await service.sql('update application_forms set applicant = $2, form = $3 where revision = $1', [
        revision,
        await opened('applicant', applicant),
        JSON.stringify({ ...open, ...personal }),
      ]);
    }
    for (const table of ['letters', 'letter_drafts'])
      for (const { content } of await service.sql<{ content: { filled: Encrypted } }>(
        `select content from ${table} where content ? 'filled'`,
      ))
        await service.sql(`update ${table} set content = jsonb_set(content, '{filled}', $2) where content->'filled' = $1`, [
          JSON.stringify(content.filled),
          await opened('letter', content.filled),
        ]);
    for (const { id, snapshot } of await service.sql<{ id: string; snapshot: Encrypted }>('select id, snapshot from papers')) {
      await service.sql('update papers set snapshot = $2 where id = $1', [id, await opened('paper', snapshot)]);
      await inTheClear(agency, id);
    }
    for (const { id, address } of await service.sql<{ id: string; address: Encrypted }>(
      'select id, address from notices where address is not null',
    ))
      await service.sql('update notices set recipient = $2, address = null where id = $1', [
        id,
        JSON.parse(await opened('notice', address)),
      ]);
    await inTheClear(agency, document.id);
    await textsInTheClear(of);
    await service.sql('delete from data_keys');
    await service.sql('delete from personal_index');
    await withoutLedger(service);
    await service.restart();
  }

  async function textsInTheClear(of: Owner): Promise<void> {
    const texts = service.app.get(CaseTexts);
    for (const [name, { table, column, shape }] of Object.entries(CASE_TEXTS)) {
      const { key, application: owner } = TEXT_TABLES[table]!;
      const rows = await service.sql(
        `select ${key.map((each) => `t.${each}`).join(', ')}, t.${column} as kept from ${table} t where t.agency = $1 and ${owner} = $2`,
        [of.agency, of.owner],
      );
      for (const { kept, ...id } of rows) {
        if (kept === null) continue;
        const clear = await texts.opened(name as TextColumnName, of, kept);
        const where = key.map((each, index) => `${each} = $${index + 3}`).join(' and ');
        await service.sql(`update ${table} set ${column} = $2 where agency = $1 and ${where}`, [
          of.agency,
          shape === 'text' ? clear : JSON.stringify(clear),
          ...key.map((each) => id[each]),
        ]);
      }
    }
  }

  const fileOf = (agency: string, id: string) => join(service.dataDir, 'files', agency, id.slice(-2), id);
  async function inTheClear(agency: string, id: string): Promise<void> {
    const key = await service.app.get(Vault).key({ agency, owner: application.id });
    const bytes = await service.app
      .get(FileStore)
      .read(agency, id, () => Promise.resolve(key!))
      .then(buffer, () => undefined);
    if (bytes) writeFileSync(fileOf(agency, id), bytes);
    // As the migration marks what was there before files were known to be encrypted.
    await service.sql('update documents set in_clear = true where id = $1', [id]);
  }

  it('encrypts what was kept before there were keys, turns the master key, and everything opens as before', async () => {
    const clerk = await service.as('frontoffice');
    const { pdf } = await letterOf(clerk, application.id);
    const before = await fetchPdf(clerk, pdf);
    await until(
      async () => (await service.sql('select from notices where address is not null')).length,
      (count) => count > 4,
    );
    await asBefore();
    expect(await telling()).toEqual(Object.keys(columns));
    expect(readFileSync(fileOf(AGENCY, document.id))).toEqual(PDF);

    const { code, said } = await command('keys-rotate.mjs', '--new');
    expect({ code, said }).toEqual({
      code: 0,
      said: expect.stringMatching(/Encrypted what lay in the clear: .*\d+ of application, \d+ of letters/),
    });
    expect(await telling()).toEqual([]);
    expect(readFileSync(fileOf(AGENCY, document.id)).subarray(0, 8).toString()).toBe('TERBITf1');
    const again = await service.as('frontoffice');
    expect(ok(await again.get<ApplicationDetailView>(`/v1/applications/${application.id}`))).toMatchObject({
      applicant: { nik: NIK, email: EMAIL },
      form: { nik: NIK },
    });
    expect((await fetchPdf(again, pdf)).equals(before)).toBe(true);
    expect((await again.get(`/v1/applications/${application.id}/documents/${document.id}`)).raw).toEqual(PDF);
    expect(ok(await again.get<PageOf<ApplicationView>>(`/v1/applications?q=${NIK}`)).items.map(({ id }) => id)).toEqual([application.id]);

    const second = await command('keys-rotate.mjs', '--agency-keys');
    expect(second.code).toBe(0);
    expect(second.said).toMatch(/0 of application|there was nothing/);
  }, 120_000);
});
