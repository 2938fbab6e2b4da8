import type { ServiceView } from '../src/modules/catalogue/service.view.js';
import type { TaskView } from '../src/modules/tasks/task.view.js';
import type { ApplicationView } from '../src/workflow/application.view.js';
import { boot, WORKING, type Booted } from './support/boot.js';
import { ok, PDF, type Problem, type Session } from './support/client.js';
import { choices, exampleOf, STOP, walk } from './support/walk.js';

/** Signs that turn a text around, hide in it, or end its line. */
const UNSEEN = ['\u0001', '\u001b', '\u007f', '\u0085', '\r', '\u200b', '\u202e', '\u2028', '\u2029', '\ufeff', '\u{e0041}'];
const BREAKS = ['\n', '\t'];

let service: Booted;
let applicant: Session;
let example: Record<string, unknown>;
let who: Record<string, unknown>;
beforeAll(async () => {
  service = await boot({ env: WORKING });
  applicant = await service.as('pemohon');
  const view = ok(await applicant.get<ServiceView>('/v1/services/iumk')) as unknown as Record<'form' | 'applicant', { examples: object[] }>;
  example = view.form.examples[0] as Record<string, unknown>;
  who = view.applicant.examples[0] as Record<string, unknown>;
});
afterAll(() => service.close());

const SUBMIT = 'mutation ($input: OpenApplicationInput!) { submitApplication(input: $input) { id } }';

describe('a field of one line', () => {
  it.each([...UNSEEN, ...BREAKS].map((sign) => [sign.codePointAt(0)!.toString(16), sign]))(
    'takes no U+%s, by REST and GraphQL',
    async (_, sign) => {
      const spoilt = `Warung${sign}Modal : Rp 5`;
      const texts = Object.keys(example).filter((name) => typeof example[name] === 'string' && name === 'businessName');
      const bodies = [
        ...texts.map((name) => ({
          pointer: `/form/${name}`,
          body: { service: 'iumk', applicant: who, form: { ...example, [name]: spoilt } },
        })),
        { pointer: '/applicant/name', body: { service: 'iumk', applicant: { ...who, name: spoilt }, form: example } },
        { pointer: '/applicant/remark', body: { service: 'iumk', applicant: { ...who, remark: spoilt }, form: example } },
      ];
      for (const { pointer, body } of bodies) {
        const refused = await applicant.post<Problem>('/v1/applications', body);
        expect([refused.status, refused.body.errors?.map((each) => each.pointer)]).toEqual([422, [pointer]]);
        const { errors } = (await applicant.graphql(SUBMIT, { input: body })).body;
        expect(errors?.[0]?.extensions.code).toBe('INPUT_INVALID');
      }
      const account = { username: 'baris.baru', password: 'kata sandi yang panjang', name: spoilt };
      expect((await service.client.anonymous().post('/v1/auth/register', account)).status).toBe(422);
    },
  );
});

describe('a field of several lines', () => {
  it('takes line breaks and tabs, and nothing else that nobody sees', async () => {
    const { application } = await walk(service, 'iumk', choices({ 4: STOP }));
    const desk = await service.as('frontoffice');
    const task = ok(await desk.get<TaskView>(`/v1/tasks/${application.openTasks[0]!.id}`));
    const key = task.outcomes[0]!.key;
    const input = exampleOf(task, key);
    const spoilt = await desk.complete(task.id, key, { ...input, instruction: 'Satu\u2028dua' });
    expect([spoilt.status, spoilt.body.errors?.[0]?.pointer]).toEqual([422, '/input/instruction']);
    expect((await desk.complete(task.id, key, { ...input, instruction: 'Satu\n\tdua' })).status).toBeLessThan(300);
  });
});

describe('a file name', () => {
  it('is kept without what nobody sees', async () => {
    const view = ok(await applicant.post<ApplicationView>('/v1/applications', { service: 'iumk', applicant: who, form: example }));
    const upload = { requirement: 'ktp', bytes: PDF, fileName: 'a\u202efdp.pdf' };
    const { fileName } = ok(await applicant.upload<{ fileName: string }>(`/v1/applications/${view.id}/documents`, upload));
    expect(fileName).toBe('afdp.pdf');
  });
});
