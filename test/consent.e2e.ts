import type { ConsentView } from '../src/modules/applications/consent.view.js';
import type { ServiceView } from '../src/modules/catalogue/service.view.js';
import type { ApplicationDetailView } from '../src/workflow/application-detail.view.js';
import type { ApplicationView } from '../src/workflow/application.view.js';
import { boot, type Booted } from './support/boot.js';
import { ok, type Answer, type PageOf, type Problem, type Session } from './support/client.js';

let service: Booted;
let applicant: Session;
let body: { service: string; applicant: object; form: object };
let version: string;
beforeAll(async () => {
  service = await boot();
  applicant = await service.as('pemohon');
  const { form, applicant: who } = ok(await applicant.get<ServiceView>('/v1/services/iumk')) as unknown as Record<'form' | 'applicant', { examples: object[] }>; // prettier-ignore
  body = { service: 'iumk', applicant: who.examples[0]!, form: form.examples[0]! };
  ({ version } = ok(await service.client.anonymous().get<ConsentView>('/v1/consent')));
});
afterAll(() => service.close());

const apply = (consent?: unknown) => applicant.post<ApplicationView>('/v1/applications', { ...body, ...(consent !== undefined && { consent }) }); // prettier-ignore
const detail = async ({ id }: ApplicationView) => ok(await applicant.get<ApplicationDetailView>(`/v1/applications/${id}`));
const refused = ({ status, body: problem }: Answer<unknown>) => [
  status,
  (problem as Problem).code,
  (problem as Problem).errors?.[0]?.pointer,
];

it('shows everybody the text with its version, in both languages and transports', async () => {
  const nobody = service.client.anonymous();
  const indonesian = ok(await nobody.get<ConsentView>('/v1/consent'));
  const english = ok(await nobody.get<ConsentView>('/v1/consent', { 'accept-language': 'en' }));
  expect(indonesian).toMatchObject({ language: 'id', required: false, title: 'Persetujuan pemrosesan data pribadi' });
  expect(english).toMatchObject({ language: 'en', version: indonesian.version, title: 'Consent to the processing of personal data' });
  const { consentText } = await nobody.query<{ consentText: ConsentView }>('{ consentText { version language title text required } }');
  expect(consentText).toEqual(indonesian);
});

it('keeps the version and the time with the event, and shows it with the case', async () => {
  const given = { version, at: service.clock.now().toISOString() };
  const application = ok(await apply(version));
  expect(await detail(application)).toMatchObject({ consent: given });
  const { items } = ok(
    await (await service.as('frontoffice')).get<PageOf<{ data: object }>>(`/v1/applications/${application.id}/timeline`),
  );
  expect(items[0]!.data).toEqual({ consent: given });
  expect(await detail(ok(await apply()))).toMatchObject({ consent: null });
});

it('refuses another version, and what is none', async () => {
  expect(refused(await apply('2020-01-1'))).toEqual([422, 'INPUT_INVALID', '/consent']);
  for (const consent of ['', 7, true, { version }, 'x'.repeat(51)]) expect((await apply(consent)).status).toBe(422);
});

it('is needed where the setting says so, also at the counter', async () => {
  await service.restart({ env: { CONSENT_REQUIRED: 'true' } });
  applicant = await service.as('pemohon');
  expect(ok(await service.client.anonymous().get<ConsentView>('/v1/consent')).required).toBe(true);
  expect(refused(await apply())).toEqual([422, 'INPUT_INVALID', '/consent']);
  expect(refused(await (await service.as('frontoffice')).post('/v1/applications', body))).toEqual([422, 'INPUT_INVALID', '/consent']);
  expect((await apply(version)).status).toBe(201);
});
