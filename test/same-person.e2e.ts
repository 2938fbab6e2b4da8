import type { ApplicationView } from '../src/workflow/application.view.js';
import { boot, type Booted } from './support/boot.js';
import { ok, type Problem, type Session } from './support/client.js';
import { choices, doStep, STOP, walk } from './support/walk.js';

let service: Booted;
beforeAll(async () => {
  service = await boot();
});
afterAll(() => service.close());

type Values = Record<string, unknown>;
const OTHER_NIK = '1211014508900009';

const filledIn = async (session: Session) => {
  const { form, applicant } = ok(
    await session.get<{ form: { examples: Values[] }; applicant: { examples: Values[] } }>('/v1/services/iumk'),
  );
  return { form: form.examples[0]!, applicant: applicant.examples[0]! };
};
const changedIn = async ({ id }: ApplicationView) => {
  const [row] = await service.sql<{ body: { data: { changed?: { pointer: string; before: string; after: string }[] } } }>(
    `select body from events where application_id = $1 and type = 'completed' and (body->>'step')::int = 1 order by seq desc limit 1`,
    [id],
  );
  return row!.body.data.changed;
};

it('stays who they are once the desk has looked, and the journal names what else has changed without saying to what', async () => {
  const applicant = await service.as('pemohon');
  const { form, applicant: who } = await filledIn(applicant);
  const { application } = await walk(service, 'iumk', (task, visit) => (task.step.no === 5 ? 'correct' : visit === 2 ? STOP : undefined));
  const task = application.openTasks[0]!;
  expect(task.step).toBe(1);
  const hand = (input: object) =>
    applicant.post<Problem & ApplicationView>(`/v1/tasks/${task.id}/complete`, { outcome: 'submitted', input });
  for (const [input, pointer] of [
    [{ form: { ...form, nik: OTHER_NIK } }, '/input/form/nik'],
    [{ applicant: { ...who, name: 'Orang Lain' } }, '/input/applicant/name'],
  ] as const) {
    const { status, body } = await hand(input);
    expect([status, body.errors?.map((error) => error.pointer)]).toEqual([422, [pointer]]);
  }
  const [name] = Object.keys(form).filter((key) => key.toLowerCase().includes('address'));
  const done = ok(await hand({ form: { ...form, [name!]: 'Jalan Baru No. 7, Sidikalang' } }));
  const changed = await changedIn(done);
  expect(changed).toEqual([{ pointer: `/form/${name}`, before: expect.any(String) as string, after: expect.any(String) as string }]);
  expect(JSON.stringify(changed)).not.toContain('Jalan');
  expect(changed![0]!.before).not.toBe(changed![0]!.after);
});

it('may still be put right by the applicant before the first hand-in', async () => {
  const applicant = await service.as('pemohon');
  const { form } = await filledIn(applicant);
  const { application } = await walk(service, 'iumk', choices({ 1: STOP }));
  const input = { form: { ...form, nik: OTHER_NIK } };
  expect((await applicant.complete(application.openTasks[0]!.id, 'submitted', input)).status).toBe(200);
});

it('is put right at the counter for somebody without an account, with a reason', async () => {
  const counter = await service.as('frontoffice');
  const { form, applicant } = await filledIn(counter);
  let application = ok(
    await counter.post<ApplicationView>('/v1/applications', { service: 'iumk', form, applicant: { ...applicant, name: 'Budi' } }),
  );
  application = ok(await counter.complete(application.openTasks[0]!.id, 'submitted'));
  application = await doStep(service, application, 'incomplete');
  const url = `/v1/tasks/${application.openTasks[0]!.id}/complete`;
  const body = { outcome: 'submitted', input: { form: { ...form, nik: OTHER_NIK } } };
  const without = await counter.post<Problem>(url, body);
  expect([without.status, without.body.errors?.[0]?.pointer]).toEqual([422, '/note']);
  const done = ok(await counter.post<ApplicationView>(url, { ...body, note: 'Salah ketik NIK, dicocokkan dengan KTP.' }));
  expect((await changedIn(done))?.map(({ pointer }) => pointer)).toEqual(['/form/nik']);
});
