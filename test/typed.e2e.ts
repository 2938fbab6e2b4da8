import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import type { ServiceView } from '../src/modules/catalogue/service.view.js';
import type { ApplicationView } from '../src/workflow/application.view.js';
import type { ApplicationDetailView } from '../src/workflow/application-detail.view.js';
import { CanonicalForms } from '../src/modules/applications/canonical-forms.js';
import { encryptForm } from '../src/modules/applications/encrypted-form.js';
import { Vault } from '../src/platform/crypto/vault.js';
import { Database } from '../src/platform/database/database.js';
import { statement } from '../src/platform/database/tx.js';
import { CaseEvidence } from '../src/platform/evidence/case-evidence.js';
import { searchText } from '../src/kernel/typed/search-text.js';
import { CaseSearch } from '../src/workflow/case-search.js';
import { SEARCHABLE } from '../src/workflow/search-text.js';
import { DefinitionRegistry } from '../src/workflow/definition-registry.js';
import { newId } from '../src/kernel/ids.js';
import { boot, type Booted } from './support/boot.js';
import { ok, type PageOf, type Problem, type Session } from './support/client.js';
import { GROUPINGS, storedName, TRANSFORMATIONS } from './support/typed-names.js';
import { walk } from './support/walk.js';

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly schema: { readonly type?: string };
}
type Schema = { readonly properties?: Readonly<Record<string, { readonly type?: string }>> };
interface Contract {
  readonly paths: Readonly<
    Record<string, Readonly<Record<string, { readonly parameters?: readonly Parameter[]; readonly requestBody?: unknown }>>>
  >;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}
const contract = JSON.parse(readFileSync(new URL('./contracts/openapi.json', import.meta.url), 'utf8')) as Contract;
const operations = Object.entries(contract.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ method, path, ...operation })),
);

let service: Booted;
let clerk: Session;
let admin: Session;
let form: Record<string, unknown>;
beforeAll(async () => {
  service = await boot();
  clerk = await service.as('frontoffice');
  admin = await service.as('admin');
  form = (ok(await clerk.get<ServiceView>('/v1/services/iumk')).form as { examples: object[] }).examples[0] as Record<string, unknown>;
}, 120_000);
afterAll(() => service.close());

const NIK = '1211014508900001';
const open = (applicant: object, changed: object = {}) => {
  service.pass(1);
  return clerk.post<ApplicationView & Problem>('/v1/applications', { service: 'iumk', applicant, form: { ...form, ...changed } });
};
const found = async (q: string) =>
  ok(await clerk.get<PageOf<ApplicationView>>(`/v1/applications?limit=200&q=${encodeURIComponent(q)}`)).items.map(({ id }) => id);

describe('the contract', () => {
  /** Every input of a number, code, name, telephone, address or search; a new one has to be read by `src/kernel/typed`, and stand here. */
  const INPUTS = [
    'get /v1/applications q', 'get /v1/staff q', 'get /v1/tasks q',
    'get /v1/track/{receiptNumber} code', 'get /v1/track/{receiptNumber} receiptNumber',
    'get /v1/track/{receiptNumber}/survey code', 'get /v1/track/{receiptNumber}/survey receiptNumber',
    'get /v1/verify/{code} code', 'post /v1/track/{receiptNumber}/survey code', 'post /v1/track/{receiptNumber}/survey receiptNumber',
    'post /v1/verify/{code} code',
    'ChangePasswordInput code', 'AccountEmailInput email', 'ConfirmEmailInput code', 'ConfirmPasswordResetInput code', 'NewStaffInput email', 'RegisterInput email', 'ChangePasswordInput username', 'ConfirmSecondFactorInput code', 'DisableSecondFactorInput code', 'ESignInput nik',
    'NewStaffInput name', 'NewStaffInput username', 'OfficialNikInput nik', 'PersonInput nik', 'RegisterInput name', 'RegisterInput username',
    'SignInInput code', 'SignInInput username', 'StepUpInput code',
  ]; // prettier-ignore
  const KIND = /^(q|nik|nib|npwp|kbli|phone|telephone|email|username|name|code|receiptNumber|.*(Nik|Nib|Npwp|Phone|Email|Username))$/;
  /** Codes that the agency's file defines and nobody types by heart, and names of office things. */
  const NOT_TYPED = /\/services\/|\/calendar\/|^Change(Day|Profile)Input/;

  it('has no input of such a kind that is not listed', () => {
    const parameters = operations.flatMap(({ method, path, parameters = [] }) =>
      parameters.filter((each) => KIND.test(each.name) && each.in !== 'header').map((each) => `${method} ${path} ${each.name}`),
    );
    const members = Object.entries(contract.components.schemas)
      .filter(([name]) => name.endsWith('Input'))
      .flatMap(([name, { properties = {} }]) => Object.keys(properties).filter((each) => KIND.test(each)).map((each) => `${name} ${each}`)); // prettier-ignore
    const inputs = [...parameters, ...members].filter((each) => !NOT_TYPED.test(each));
    expect(inputs.filter((each) => !INPUTS.includes(each))).toEqual([]);
  });

  const queries = operations.flatMap(
    ({ method, path, parameters = [] }) =>
    parameters.filter((each) => each.in === 'query').map((each) => ({ method, path: path.replace(/\{(\w+)\}/g, (_, name: string) => (name === 'book' ? 'permits' : name === 'view' ? 'applications' : name === 'report' ? 'workload' : name === 'version' ? '1' : newId(new Date()))), ...each })), // prettier-ignore
  );
  const asked = async (method: string, path: string) => {
    const answers = [];
    for (const session of [admin, clerk, await service.as('pelapor')]) {
      const answer = await (method === 'get' ? session.get<Problem>(path) : session.post<Problem>(path, {}));
      if (answer.status !== 403) return answer;
      answers.push(answer);
    }
    return answers[0]!;
  };

  it('refuses an empty value of every query parameter alike', async () => {
    for (const { method, path, name } of queries) {
      const { status, body } = await asked(method, `${path}?${name}=`);
      const told = status === 403 ? 'forbidden' : `${body.code} ${body.errors?.map(({ pointer }) => pointer).join()}`;
      if (told !== 'forbidden') expect(`${method} ${path} ${told}`).toBe(`${method} ${path} INPUT_INVALID /${name}`);
    }
  });

  it('reads whole numbers by their decimal digits alone', async () => {
    for (const { method, path, name } of queries.filter(({ schema }) => schema.type === 'number' || schema.type === 'integer'))
      for (const wrong of ['0x10', '1e1', '+5', ' 5', '٥', '５', '5.0', '05']) {
        const { status, body } = await asked(method, `${path}?${name}=${encodeURIComponent(wrong)}`);
        if (status !== 403) expect([path, name, wrong, body.errors?.map(({ pointer }) => pointer)]).toEqual([path, name, wrong, expect.arrayContaining([`/${name}`])]); // prettier-ignore
      }
  });
});

describe('a form', () => {
  it('keeps each number, name and address in one form, and finds it however it is typed', async () => {
    for (const [way, typed] of Object.entries(GROUPINGS)) {
      const nik = typed('1211 0145 0890 0001');
      const applicant = { name: 'Siti’ Nuraini', nik, npwp: typed('01.234.567.8-901.000'), email: ' Siti@Contoh.EXAMPLE\u00a0' };
      const { id } = ok(await open(applicant, { nik, phone: '+62 0812 3456 7890', kbli: ' 47112\u00a0' }));
      const kept = ok(await (await service.as('frontoffice')).get<ApplicationDetailView>(`/v1/applications/${id}`));
      expect([way, kept.applicant, kept.form]).toMatchObject([
        way,
        { name: "Siti' Nuraini", nik: NIK, npwp: '012345678901000', email: 'Siti@contoh.example' },
        { nik: NIK, phone: '+6281234567890', kbli: '47112' },
      ]);
      expect([way, await found(nik)]).toEqual([way, expect.arrayContaining([id])]);
    }
    const landline = ok(await open({ name: 'Telepon Rumah', phone: '(0627) 21234' }));
    for (const q of ['0627-21234', '(0627) 21234', '+62 627 21234']) expect(await found(q)).toEqual([landline.id]);
  });

  it('finds a name however it is typed', async () => {
    const name = "Hj. Siti Nur'aini Br. Sinaga, S.Kep., Ns., A.Md.RMIK";
    const { id } = ok(await open({ name }));
    for (const [way, typed] of Object.entries(TRANSFORMATIONS))
      expect([way, await found(typed(name))]).toEqual([way, expect.arrayContaining([id])]);
    for (const q of ['siti nuraini', 'siti nur`aini', 'Nuraini, A.Md.RMIK', 'Br Sinaga', 'br', 'ns']) expect([q, await found(q)]).toEqual([q, expect.arrayContaining([id])]); // prettier-ignore
  });

  it('has a form and an example beside every pattern', async () => {
    const silent: string[] = [];
    const look = (value: unknown, place: string): void => {
      if (typeof value !== 'object' || value === null) return;
      const { pattern, 'x-form': form, 'x-example': example } = value as Record<string, unknown>;
      if (typeof pattern === 'string' && pattern !== '\\S' && !(form && example)) silent.push(place);
      for (const [name, inner] of Object.entries(value)) look(inner, `${place}/${name}`);
    };
    for (const code of ['iumk', 'sik-perekam-medis']) look(ok(await clerk.get<ServiceView>(`/v1/services/${code}`)), code);
    expect(silent).toEqual([]);
  });

  it('says the form and an example of what does not fit its pattern', async () => {
    const wrong = await open({ name: '.', npwp: '12' }, { phone: 'x', kbli: 'abc', nik: '9911014508900001' });
    expect(wrong.status).toBe(422);
    const { errors } = wrong.body as unknown as Problem;
    expect(errors?.map(({ pointer }) => pointer).sort()).toEqual(['/applicant/name', '/applicant/npwp', '/form/kbli', '/form/nik', '/form/phone']); // prettier-ignore
    for (const { pointer, detail } of errors!) if (pointer !== '/form/nik') expect(detail).toMatch(/misalnya/);
  });
});

it('a receipt is tracked and a person exported however the number is typed', async () => {
  const { application } = await walk(service, 'iumk');
  const applicant = await service.as('pemohon');
  const { receiptNumber, trackingCode } = ok(await applicant.get<ApplicationView>(`/v1/applications/${application.id}`));
  for (const [way, typed] of Object.entries(GROUPINGS)) {
    const path = `/v1/track/${encodeURIComponent(typed(receiptNumber!))}?code=${encodeURIComponent(typed(trackingCode!))}`;
    expect([way, (await service.client.anonymous().get(path)).status]).toEqual([way, 200]);
    expect([way, (await admin.post('/v1/persons/export', { nik: typed('1211 0145 0890 0001') })).status]).toEqual([way, 200]);
  }
  const account = { username: ' Siti.Nuraini\u00a0', password: 'kata sandi yang panjang', name: 'Siti\u00a0Nuraini' };
  expect(ok(await service.client.anonymous().post('/v1/auth/register', account))).toMatchObject({ username: 'siti.nuraini', name: 'Siti Nuraini' }); // prettier-ignore
});

it('forms from before are rewritten in the background, found by their present form, and vouched for by the ledger', async () => {
  const { id } = ok(await open({ name: 'Dari Masa Lalu' }));
  const [agency] = (await service.sql('select agency from applications where id = $1', [id])) as [{ agency: string }];
  const of = { agency: agency.agency, owner: id };
  const [vault, database] = [service.app.get(Vault), service.app.get(Database)];
  const key = (await vault.key(of))!;
  const { definition } = service.app.get(DefinitionRegistry).service(of.agency, 'iumk');
  const before = { applicant: { name: 'Dari Masa Lalu', phone: '+62 0811 2222 333' }, form: { ...form, nik: '1211014508900001', phone: '0811-2222-333' } }; // prettier-ignore
  const sealed = encryptForm(key, of, definition, before);
  const write = statement('test.legacy-form', 'update application_forms set applicant = $2, form = $3 where application_id = $1');
  await database.transaction((tx) => tx.run(write, [id, JSON.stringify(sealed.applicant), JSON.stringify(sealed.form)]));
  await service.sql(`insert into form_rewrites values ($1, '00000000-0000-0000-0000-000000000000', false)`, [of.agency]);
  expect(await service.app.get(CanonicalForms).rewrite()).toBe(1);
  expect(await service.app.get(CanonicalForms).rewrite()).toBe(0);
  expect(await found('0811 2222 333')).toEqual([id]);
  const kept = ok(await clerk.get<ApplicationDetailView>(`/v1/applications/${id}`));
  expect([kept.applicant, kept.form]).toMatchObject([{ phone: '+628112222333' }, { phone: '+628112222333' }]);
  expect(await service.app.get(CaseEvidence).faults(of.agency, id)).toEqual([]);
});

it('the query of the service finds stored names however they are typed', async () => {
  // 10,000 by `npm run prove:search`.
  const count = Number(process.env['SEARCH_NAMES'] ?? 200);
  const { id: first } = ok(await open({ name: 'Yang Pertama' }));
  const stored = fc.sample(storedName, { numRuns: count, seed: 7 }).map(({ full, plain }, i) => ({ id: newId(new Date(Date.UTC(2026, 0, 1) + i)), number: `UJI/${i}/2026`, full, plain })); // prettier-ignore
  await service.sql(
    `insert into applications (agency, id, number, service, definition, status, version, state, head_hash, applicant_id, applicant_name, search, opened_at, updated_at)
     select agency, x.id, x.number, service, definition, status, version, state, head_hash, applicant_id, x.name, x.search, opened_at, updated_at
       from applications a, unnest($2::uuid[], $3::text[], $4::text[], $5::text[]) as x(id, number, name, search) where a.id = $1`,
    [first, stored.map(({ id }) => id), stored.map(({ number }) => number), stored.map(({ full }) => full), stored.map(({ number, full }) => searchText([number, full]))], // prettier-ignore
  );
  const search = service.app.get(CaseSearch);
  const ways = Object.entries(TRANSFORMATIONS);
  for (const [i, { id, number, full, plain }] of stored.entries()) {
    const [way, typed] = ways[i % ways.length]!;
    for (const q of [typed(full), typed(plain), number.replaceAll('/', ' '), number.replaceAll('/', '').toLowerCase()]) {
      if (!SEARCHABLE.test(q)) continue;
      const { sql, params } = await search.statement(clerk.principal!, { q, order: 'newest', limit: 2 * count });
      const rows = await service.sql<{ id: string }>(sql, params);
      expect([way, q, rows.some((row) => row.id === id)]).toEqual([way, q, true]);
    }
  }
}, 1_800_000);
