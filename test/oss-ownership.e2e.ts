import type { JoinRequestView } from '../src/modules/oss/joins/join.view.js';
import type { ApplicationView } from '../src/workflow/application.view.js';
import { ok, type PageOf, type Problem, type Session } from './support/client.js';
import { business, handInAs, idOf, nibOf, nikOf, OTHER_NIK, sentBy, VICTIM, type Data } from './support/oss-business.js';
import { OssTown } from './support/oss-town.js';
import { until } from './support/until.js';
import { choices, doStep, STOP, walkOn, type Pick } from './support/walk.js';

let town: OssTown;
let serial = 2000;
beforeAll(async () => {
  town = await OssTown.found();
});
afterAll(() => town.leave());

/** Handed in, and sent back as incomplete. */
const RETURNED: Pick = ({ step: { no } }, visit) => (no === 2 ? 'incomplete' : no === 1 && visit === 2 ? STOP : undefined);

const businessOf = () => business(town, ++serial);
const handIn = (form: object, applicant?: object) => handInAs(town, form, applicant);
const sent = (data: Data, changes?: Data) => sentBy(town, data, changes);

const licenceOf = async (data: Data) =>
  (
    await town.service.sql<{ application_id: string; joined_by: string }>(
      'select application_id, joined_by from oss_licences where id_izin = $1',
      [idOf(data)],
    )
  )[0];
const seenBy = async (session: Session, id: string) => JSON.stringify(ok(await session.get(`/v1/applications/${id}`)));
const heard = (data: Data) =>
  town.oss.memory
    .licence(idOf(data))!
    .history.filter(({ by }) => by === 'agency')
    .map(({ kdStatus }) => kdStatus);
const joins = async (application: string) =>
  ok(await (await town.service.as('frontoffice')).get<PageOf<JoinRequestView>>(`/v1/oss/joins?application=${application}`)).items;

/** Until everything that has happened to a case was looked at by what sends. */
const passedOn = ({ id }: ApplicationView) =>
  until(
    () => town.service.sql<{ n: number }>('select count(*)::int as n from outbox where application_id = $1', [id]),
    ([row]) => row!.n === 0,
  );

/** The licence has a case of its own, and neither side has learned anything of the other. */
async function expectApart(mine: ApplicationView, data: Data): Promise<void> {
  const licence = await licenceOf(data);
  expect(licence).toMatchObject({ joined_by: 'opened' });
  expect(licence!.application_id).not.toBe(mine.id);
  expect((await town.state(mine.id)).licence).toBeNull();
  expect(await seenBy(await town.service.as('pemohon'), mine.id)).not.toContain(VICTIM);
  await sent(data, { 'tipe_dokumen ': '5', nama_perseroan: 'Usaha Baru (demo)' });
  expect(await seenBy(await town.service.as('pemohon'), mine.id)).not.toContain(VICTIM);
  ok(await (await town.service.as('pemohon')).post(`/v1/applications/${mine.id}/withdraw`, { reason: 'x' }));
  await passedOn(mine);
  expect(heard(data)).not.toContain('90');
}

describe('a case that names the NIB of somebody else', () => {
  it('in the field of the form, with another NIK: stays apart, and the front office is asked', async () => {
    const data = businessOf();
    const mine = await handIn({ nib: nibOf(data), nik: OTHER_NIK });
    expect(await sent(data)).toContain(`may belong to ${mine.id}`);
    expect(await joins(mine.id)).toMatchObject([{ idIzin: idOf(data), nibAgrees: true, nikAgrees: false, applicationId: mine.id }]);
    await expectApart(mine, data);
  });

  it('in the name of the applicant, twenty of them: nobody is even asked', async () => {
    const all = Array.from({ length: 20 }, businessOf);
    const mine = await handIn({ nik: OTHER_NIK, nib: undefined }, { name: `Budi ${all.map(nibOf).join(' ')}` });
    for (const data of all.slice(0, 3)) expect(await sent(data)).toMatch(/opened/);
    expect(await joins(mine.id)).toEqual([]);
    await expectApart(mine, all[0]!);
  });

  it('in other texts of the form: nobody is even asked', async () => {
    const data = businessOf();
    const mine = await handIn({ nik: OTHER_NIK, nib: undefined, businessName: `Warung ${nibOf(data)}`, activity: `NIB ${nibOf(data)}` });
    expect(await sent(data)).not.toContain(mine.id);
    await expectApart(mine, data);
  });

  it('with the NIK of its owner in another place than the applicant’s own: stays apart', async () => {
    const data = businessOf();
    const mine = await handIn({ nib: nibOf(data), nik: OTHER_NIK }, { name: 'Pemohon (demo)', nik: nikOf(data) });
    await sent(data);
    await expectApart(mine, data);
  });

  it('by a form that was changed after it was handed in: stays apart', async () => {
    const data = businessOf();
    const mine = await handIn({ nik: OTHER_NIK, nib: '9120000000001' });
    const { application: returned } = await walkOn(town.service, mine, RETURNED);
    const session = await town.service.as('pemohon');
    const { form } = ok(await session.get<{ form: object }>(`/v1/applications/${mine.id}`));
    ok(await session.complete(returned.openTasks[0]!.id, 'submitted', { form: { ...form, nib: nibOf(data) } }));
    await sent(data);
    expect(await joins(mine.id)).toHaveLength(1);
    await expectApart(mine, data);
  });

  it('handed in by GraphQL: stays apart', async () => {
    const data = businessOf();
    const session = await town.service.as('pemohon');
    const { form } = ok(await session.get<{ form: { examples: object[] } }>('/v1/services/iumk'));
    const input = {
      service: 'iumk',
      form: { ...form.examples[0], nib: nibOf(data), nik: OTHER_NIK },
      applicant: { name: 'Pemohon (demo)' },
    };
    const { submitApplication } = await session.query<{ submitApplication: { id: string } }>(
      'mutation ($input: OpenApplicationInput!) { submitApplication(input: $input) { id } }',
      { input },
    );
    await sent(data);
    await expectApart(await town.application(submitApplication.id), data);
  });

  it('the same NIK and another NIB: stays apart, and the front office is asked', async () => {
    const data = businessOf();
    const mine = await handIn({ nib: '9120000000002', nik: nikOf(data) });
    await sent(data);
    expect(await joins(mine.id)).toMatchObject([{ nibAgrees: false, nikAgrees: true }]);
    await expectApart(mine, data);
  });

  it('is not withdrawn when that NIB ends', async () => {
    const data = businessOf();
    const byName = await handIn({ nik: OTHER_NIK, nib: undefined }, { name: `Budi ${nibOf(data)}` });
    const byForm = await handIn({ nik: OTHER_NIK, nib: nibOf(data) });
    await sent(data);
    await sent(data, { 'tipe_dokumen ': '3' });
    for (const { id } of [byName, byForm]) expect((await town.application(id)).status).toBe('open');
    expect((await town.application((await licenceOf(data))!.application_id)).status).toBe('withdrawn');
  });

  it('is not joined by an official who enters it in OSS by hand', async () => {
    const data = businessOf();
    town.oss.memory.know(data);
    const mine = await handIn({ nib: nibOf(data), nik: OTHER_NIK });
    await walkOn(town.service, mine, choices({ 5: STOP }));
    await until(
      () => joins(mine.id),
      ({ length }) => length === 1,
    );
    expect((await town.state(mine.id)).licence).toBeNull();
    expect(heard(data)).toEqual([]);
  });

  it('nor where the entry names the NIB itself', async () => {
    const data = businessOf();
    town.oss.memory.know(data);
    const mine = await handIn({ nib: undefined, nik: OTHER_NIK });
    const { application: at4 } = await walkOn(town.service, mine, choices({ 4: STOP }));
    const input = { instruction: 'Mohon diproses.', oss: { ossId: 'P-1', nib: nibOf(data) } };
    ok(await (await town.service.as('frontoffice')).complete(at4.openTasks[0]!.id, 'forwarded', input));
    await until(
      () => joins(mine.id),
      ({ length }) => length === 1,
    );
    expect((await town.state(mine.id)).licence).toBeNull();
  });
});

describe('a case whose NIB and NIK are those of the licence', () => {
  it('is joined, and nobody is asked', async () => {
    const data = businessOf();
    const mine = await handIn({ nib: nibOf(data), nik: nikOf(data) });
    expect(await sent(data)).toContain(`joined ${mine.id}`);
    expect(await licenceOf(data)).toEqual({ application_id: mine.id, joined_by: 'matched' });
    expect(await joins(mine.id)).toEqual([]);
  });

  async function expectSilent(session: Session, mine: ApplicationView, data: Data): Promise<void> {
    expect(await sent(data, { 'tipe_dokumen ': '5', nama_perseroan: 'Lain (demo)' })).toContain('names somebody else');
    expect(await seenBy(session, mine.id)).not.toContain(VICTIM);
    ok(await session.post(`/v1/applications/${mine.id}/withdraw`, { reason: 'x' }));
    await passedOn(mine);
    expect(heard(data)).not.toContain('90');
  }

  it('hears nothing more and says nothing more once its applicant names another NIB, and another NIK is refused', async () => {
    const data = businessOf();
    const mine = await handIn({ nib: nibOf(data), nik: nikOf(data) });
    await sent(data);
    const { application: returned } = await walkOn(town.service, mine, RETURNED);
    const session = await town.service.as('pemohon');
    const { form } = ok(await session.get<{ form: object }>(`/v1/applications/${mine.id}`));
    const submit = (changes: object) => session.complete(returned.openTasks[0]!.id, 'submitted', { form: { ...form, ...changes } });
    expect(await submit({ nik: OTHER_NIK })).toMatchObject({ status: 422, body: { errors: [{ pointer: '/input/form/nik' }] } });
    ok(await submit({ nib: '9120000000003' }));
    await expectSilent(session, mine, data);
  });

  it('hears nothing more and says nothing more once the counter has put another NIK into its form', async () => {
    const data = businessOf();
    const counter = await town.service.as('frontoffice');
    const mine = await handInAs(town, { nib: nibOf(data), nik: nikOf(data) }, { name: 'Budi (demo)' }, counter);
    const { form } = ok(await counter.get<{ form: object }>(`/v1/applications/${mine.id}`));
    expect(await sent(data)).toContain(`joined ${mine.id}`);
    const returned = await doStep(town.service, ok(await counter.complete(mine.openTasks[0]!.id, 'submitted')), 'incomplete');
    const body = { outcome: 'submitted', input: { form: { ...form, nik: OTHER_NIK } }, note: 'Salah ketik.' };
    ok(await counter.post(`/v1/tasks/${returned.openTasks[0]!.id}/complete`, body));
    await expectSilent(counter, mine, data);
  });

  it('is found though its form is from before there was an index', async () => {
    const data = businessOf();
    const mine = await handIn({ nib: nibOf(data), nik: nikOf(data) });
    await town.service.sql('delete from form_identities where application_id = $1', [mine.id]);
    await town.service.restart();
    await town.service.app.listen(Number(new URL(town.oss.callbacks.peer.url!).port), '127.0.0.1');
    expect(await sent(data)).toContain(`joined ${mine.id}`);
  });
});

describe('the front office', () => {
  const asked = async (): Promise<{ data: Data; mine: ApplicationView; request: JoinRequestView }> => {
    const data = businessOf();
    const mine = await handIn({ nib: nibOf(data), nik: OTHER_NIK });
    await sent(data);
    const [request] = await joins(mine.id);
    return { data, mine, request: request! };
  };

  it('sees both sides, and joins them: the case that was opened ends, and OSS hears of the other from the beginning', async () => {
    const { data, mine, request } = await asked();
    expect(request).toMatchObject({
      status: 'open',
      oss: { applicant: { name: VICTIM, nik: nikOf(data) }, form: { nib: nibOf(data) } },
      application: { form: { nik: OTHER_NIK, nib: nibOf(data) } },
    });
    const clerk = await town.service.as('frontoffice');
    const joined = ok(await clerk.post<JoinRequestView>(`/v1/oss/joins/${request.id}/join`, { reason: 'Salah tulis NIK.' }));
    expect(joined).toMatchObject({ status: 'joined', reason: 'Salah tulis NIK.', oss: null, holderId: mine.id });
    expect((await town.application(request.holderId!)).status).toBe('withdrawn');
    const { items } = ok(
      await clerk.get<{ items: { type: string; note: string; data: object }[] }>(`/v1/applications/${mine.id}/timeline`),
    );
    expect(items.at(-1)).toMatchObject({ type: 'licence-joined', note: 'Salah tulis NIK.', data: { licence: idOf(data) } });
    const admin = await town.service.as('admin');
    const audit = ok(await admin.get<PageOf<{ data: object }>>('/v1/audit?kind=oss-licence-joined')).items;
    expect(audit[0]!.data).toMatchObject({ licence: idOf(data), application: mine.id });
    await walkOn(town.service, await town.application(mine.id), choices({ 5: STOP }));
    expect(await town.told(mine.id)).toEqual(expect.arrayContaining(['10', '20']) as string[]);
    expect(heard(data)).not.toContain('90');
    // An update does not fill in a person who is not the applicant's own.
    await sent(data, { 'tipe_dokumen ': '5', nama_perseroan: 'Lain (demo)' });
    expect(await seenBy(await town.service.as('pemohon'), mine.id)).not.toContain(VICTIM);
    const again = await clerk.post<Problem>(`/v1/oss/joins/${request.id}/join`, { reason: 'x' });
    expect([again.status, again.body.code]).toEqual([409, 'OSS_JOIN_DECIDED']);
  });

  it('dismisses it by GraphQL, and is not asked again', async () => {
    const { data, mine, request } = await asked();
    const clerk = await town.service.as('frontoffice');
    const { ossJoins } = await clerk.query<{ ossJoins: { items: { id: string }[] } }>(
      'query ($of: String) { ossJoins(application: $of) { items { id nibAgrees oss { applicant form } } } }',
      { of: mine.id },
    );
    expect(ossJoins.items.map(({ id }) => id)).toEqual([request.id]);
    const { dismissOssJoin } = await clerk.query<{ dismissOssJoin: { status: string } }>(
      'mutation ($id: String!, $input: ReasonInput!) { dismissOssJoin(id: $id, input: $input) { status } }',
      { id: request.id, input: { reason: 'Orang lain.' } },
    );
    expect(dismissOssJoin.status).toBe('dismissed');
    await sent(data, { 'tipe_dokumen ': '5' });
    expect(await joins(mine.id)).toEqual([]);
    await expectApart(mine, data);
  });

  it('alone: applicants, administrators and other desks neither see nor decide it', async () => {
    const { request } = await asked();
    for (const username of ['pemohon', 'admin', 'backoffice1', 'kadis']) {
      const session = await town.service.as(username);
      expect((await session.get('/v1/oss/joins')).status).toBe(403);
      expect((await session.post(`/v1/oss/joins/${request.id}/join`, { reason: 'x' })).status).toBe(403);
    }
  });
});

it('what was joined by the words of a case before is compared once, and asked where it does not agree', async () => {
  const data = businessOf();
  const mine = await handIn({ nib: nibOf(data), nik: OTHER_NIK });
  await sent(data);
  await town.service.sql('delete from oss_join_requests where id_izin = $1', [idOf(data)]);
  await town.service.sql("update oss_licences set application_id = $2, joined_by = 'unchecked' where id_izin = $1", [idOf(data), mine.id]);
  await town.service.restart();
  await town.service.app.listen(Number(new URL(town.oss.callbacks.peer.url!).port), '127.0.0.1');
  expect(
    await until(
      () => joins(mine.id),
      ({ length }) => length === 1,
    ),
  ).toMatchObject([{ nikAgrees: false, oss: { applicant: { name: VICTIM } } }]);
  ok(await (await town.service.as('pemohon')).post(`/v1/applications/${mine.id}/withdraw`, { reason: 'x' }));
  await passedOn(mine);
  expect(heard(data)).not.toContain('90');
});
