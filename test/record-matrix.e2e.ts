import {
  AUDIENCES,
  audienceOf,
  RECORD_AUDIENCES,
  shownTo,
  type Audience,
  type RecordKind,
  type Shown,
} from '../src/platform/auth/record-audiences.js';
import type { PersonExportView } from '../src/modules/privacy/person-export.view.js';
import type { TimelineEntryView } from '../src/modules/applications/timeline.view.js';
import type { ApplicationDetailView } from '../src/workflow/application-detail.view.js';
import type { ApplicationView } from '../src/workflow/application.view.js';
import { boot, type Booted } from './support/boot.js';
import { ok, PDF, type PageOf, type Session } from './support/client.js';
import { SopFolder } from './support/sop-folder.js';
import { choices, exampleOf, open, STOP, walkOn, type Pick } from './support/walk.js';

/** A record of a case in a state of the table, and the ways on which it can be asked for. */
interface Specimen {
  readonly application: string;
  readonly kind: RecordKind;
  readonly state: string;
  readonly id: string;
}

/** Stands in every text that an official writes. */
const INNER_WORDS = 'zxqcatatan';
const PRINTED: readonly RecordKind[] = ['receipt', 'disposition', 'recommendation', 'letter'];
const QUERIES: Partial<Record<RecordKind, string>> = {
  receipt: 'receipt',
  check: 'documentCheck',
  disposition: 'disposition',
  recommendation: 'recommendation',
  letter: 'letter',
  'oss-record': 'ossRecord',
};

const sops = new SopFolder();
let service: Booted;
let readers: Record<Audience, Session>;
const specimens: Specimen[] = [];

beforeAll(async () => {
  const open_ = sops
    .read('iumk.yaml')
    .replace('code: iumk', 'code: iumk-terbuka')
    .replace('shortName: IUMK', 'shortName: IUMKT')
    .replace("'000000000000'", "'000000000001'");
  sops.write('iumk-terbuka.yaml', open_.replace('\nrequirements:', '\ndisclosedRecords: [recommendation]\n\nrequirements:'));
  sops.edit('sik-perekam-medis.yaml', 'healthRecords: [recommendation]', 'healthRecords: [recommendation, letter]');
  service = await boot({ sopDir: sops.path });
  readers = {
    applicant: await service.as('pemohon'),
    'general-affairs': await service.as('umum'),
    masked: await service.as('pelapor'),
    staff: await service.as('kabid'),
  };
  for (const code of ['iumk', 'iumk-terbuka', 'sik-perekam-medis']) {
    await collect(await walked(code, choices({})));
    await collect(await walked(code, untilDraft));
  }
});
afterAll(async () => {
  await service.close();
  sops.remove();
});

/** Everything that people can write says who may not read it. */
const noted: (pick: Pick) => Pick = (pick) => (task, visit) => {
  const choice = pick(task, visit);
  if (choice === STOP) return STOP;
  const outcome = (typeof choice === 'string' ? choice : choice?.outcome) ?? task.outcomes[0]!.key;
  return { outcome, input: exampleOf(task, outcome), ...(task.role !== 'applicant' && { note: INNER_WORDS }) };
};

/** Sent back once, then as far as the first initials on the draft. */
const untilDraft: Pick = (task, visit) => {
  if (task.step.does === 'initial') return STOP;
  return task.step.does === 'check-completeness' && visit === 1 ? 'incomplete' : undefined;
};

async function walked(code: string, pick: Pick): Promise<ApplicationView> {
  const application = await open(service, code);
  const url = `/v1/applications/${application.id}/documents`;
  const { requirements } = ok(await readers.applicant.get<{ requirements: { code: string }[] }>(`/v1/services/${code}`));
  for (const requirement of [requirements[0]!.code, ...requirements.map((each) => each.code).filter((each) => each.includes('sehat'))])
    ok(await readers.applicant.upload(url, { requirement, bytes: PDF }));
  return (await walkOn(service, application, noted(pick))).application;
}

/** The records of a case with their states, as the office knows them. */
async function collect({ id }: ApplicationView): Promise<void> {
  const office = await service.as('kadis');
  const { records, service: code, status } = ok(await office.get<ApplicationDetailView>(`/v1/applications/${id}`));
  const health = code === 'sik-perekam-medis';
  for (const { kind, href, id: record } of records) {
    const { result } = kind === 'check' ? ok(await office.get<{ result: string }>(href)) : { result: '' };
    const issued = status === 'open' ? 'draft' : 'issued';
    const state: Partial<Record<string, string>> = {
      receipt: 'issued',
      check: result === 'incomplete' ? 'addressed' : 'inner',
      disposition: 'inner',
      'oss-record': 'inner',
      recommendation: health ? 'health' : code === 'iumk' ? 'inner' : 'disclosed',
      letter: health ? `health-${issued}` : issued,
    };
    specimens.push({ application: id, kind: kind as RecordKind, id: record, state: state[kind]! });
  }
  const documents = ok(await office.get<PageOf<{ id: string; requirement: string }>>(`/v1/applications/${id}/documents`)).items;
  for (const each of documents)
    specimens.push({
      application: id,
      kind: 'document',
      id: each.id,
      state: each.requirement.includes('sehat') ? 'health' : 'requirement',
    });
  specimens.push({ application: id, kind: 'application', id, state: status === 'open' ? 'open' : 'closed' });
}

/** What a specimen answers a reader, way by way: `yes` or `no`. */
async function answers(reader: Session, { kind, id, application }: Specimen): Promise<Record<string, boolean>> {
  const base = `/v1/applications/${application}`;
  if (kind === 'application') return { rest: (await reader.get(base)).status === 200 };
  if (kind === 'document') {
    const { items } = ok(await reader.get<PageOf<{ id: string }>>(`${base}/documents`));
    const { application: found } = await reader.query<{ application: { documents: { id: string }[] } }>(
      `{ application(id: "${application}") { documents { id } } }`,
    );
    return { list: has(items, id), graphql: has(found.documents, id) };
  }
  const { records } = ok(await reader.get<ApplicationDetailView>(base));
  const found = await reader.query<{ application: { records: { id: string }[]; letters: { id: string }[] } }>(
    `{ application(id: "${application}") { records { id } letters { id } } }`,
  );
  const one = await reader.graphql<object>(`{ ${QUERIES[kind]!}(id: "${id}") { id } }`);
  return {
    rest: (await reader.get(`/v1/${kind}s/${id}`)).status === 200,
    links: has(records, id),
    graphql: !one.body.errors,
    graphqlLinks: has(found.application.records, id),
    ...(kind === 'letter' && { graphqlLetters: has(found.application.letters, id) }),
  };
}

const has = (items: readonly { readonly id: string }[], id: string) => items.some((each) => each.id === id);

const CELLS = Object.entries(RECORD_AUDIENCES).flatMap(([kind, states]) =>
  Object.keys(states).flatMap((state) =>
    AUDIENCES.map((audience): [Audience, RecordKind, string, Shown] => {
      const shown = shownTo(audience, kind as RecordKind, state);
      return [audience, kind as RecordKind, state, shown];
    }),
  ),
);
/** Events are asked below; photographs of officials have a test of their own. */
const ASKED = CELLS.filter(([, kind, state]) => kind !== 'event' && state !== 'evidence');

describe('the table of audiences', () => {
  it('has an audience for every role', () => {
    expect(['applicant', 'general-affairs', 'admin', 'reports', 'front-office', 'technical-team', 'inspector'].map(audienceOf)).toEqual([
      'applicant',
      'general-affairs',
      'masked',
      'masked',
      'staff',
      'staff',
      'staff',
    ]);
  });

  it('has a specimen of every state', () => {
    const states = new Set(specimens.map(({ kind, state }) => `${kind} ${state}`));
    expect(ASKED.map(([, kind, state]) => `${kind} ${state}`).filter((each) => !states.has(each))).toEqual([]);
  });

  it.each(ASKED)('shows %s of %s %s: %s', async (audience, kind, state, shown) => {
    const reader = readers[audience];
    for (const specimen of specimens.filter((each) => each.kind === kind && each.state === state)) {
      const found = await answers(reader, specimen);
      expect({ specimen, found }).toEqual({
        specimen,
        found: Object.fromEntries(Object.keys(found).map((way) => [way, shown !== 'nothing'])),
      });
      const file = fileOf(specimen);
      if (file) expect((await reader.get(file)).status).toBe({ full: 200, masked: 403, nothing: 404 }[shown]);
    }
  });

  function fileOf({ kind, id, application }: Specimen): string | undefined {
    if (kind === 'document') return `/v1/applications/${application}/documents/${id}`;
    return PRINTED.includes(kind) ? `/v1/${kind}s/${id}/pdf` : undefined;
  }
});

describe('what officials write', () => {
  const cases = () => [...new Set(specimens.map(({ application }) => application))];

  it('is in no answer for the applicant: timelines, exports, searches', async () => {
    const { applicant, staff } = readers;
    for (const id of cases()) {
      const entries = ok(await applicant.get<PageOf<TimelineEntryView>>(`/v1/applications/${id}/timeline`)).items;
      const { application } = await applicant.query<{ application: { timeline: TimelineEntryView[] } }>(
        `{ application(id: "${id}") { timeline { type by note data hash role outcomeLabel } } }`,
      );
      expect(JSON.stringify([entries, application])).not.toContain(INNER_WORDS);
      for (const told of [...entries, ...application.timeline]) {
        expect(told.hash).toBeNull();
        expect(['claimed', 'released', 'rang', 'warned']).not.toContain(told.type);
        if (told.role !== 'applicant') expect(told.by).not.toMatch(/\(demo\)/);
      }
      expect(entries.some(({ outcomeLabel }) => outcomeLabel !== null)).toBe(true);
      expect((await staff.get(`/v1/applications/${id}/timeline`)).text).toContain(INNER_WORDS);
    }
    const found = (who: Session) => who.get<PageOf<object>>(`/v1/applications?q=${INNER_WORDS}`);
    expect(ok(await found(staff)).items).not.toEqual([]);
    for (const order of ['relevance', 'newest', 'urgent'])
      expect(ok(await applicant.get<PageOf<object>>(`/v1/applications?q=${INNER_WORDS}&order=${order}`)).items).toEqual([]);
  });

  it('is not in the export; letters that are out are, and drafts are not', async () => {
    const answer = await readers.applicant.get<PersonExportView>('/v1/me/export');
    expect(answer.text).not.toContain(INNER_WORDS);
    const { myExport } = await readers.applicant.query<{ myExport: object }>('{ myExport { applications } }');
    expect(JSON.stringify(myExport)).not.toContain(INNER_WORDS);
    for (const { id, letters } of ok(answer).applications as { id: string; letters: object[] }[]) {
      const closed = specimens.some(({ application, kind, state }) => application === id && kind === 'application' && state === 'closed');
      expect(letters).toHaveLength(closed ? 1 : 0);
    }
  });

  it('tells the applicant what is missing', async () => {
    const back = specimens.find(({ kind, state }) => kind === 'check' && state === 'addressed')!;
    const entries = ok(await readers.applicant.get<PageOf<TimelineEntryView>>(`/v1/applications/${back.application}/timeline`)).items;
    expect(entries.find(({ outcome }) => outcome === 'incomplete')!.data).toMatchObject({ findings: [{ status: 'missing' }] });
  });

  it('keeps photographs of officials from the applicant, and shows everybody their own files', async () => {
    const pick: Pick = ({ step: { does } }) => (does === 'inspect' ? STOP : undefined);
    const { application } = await walkOn(service, await open(service, 'iumk'), pick);
    const url = `/v1/applications/${application.id}/documents`;
    const team = await service.as('timteknis');
    const { id } = ok(await team.upload<{ id: string }>(url, { requirement: 'evidence', bytes: PDF }));
    const seen = async (who: Session) => has(ok(await who.get<PageOf<{ id: string }>>(url)).items, id);
    expect([await seen(readers.applicant), await seen(readers.staff), await seen(team)]).toEqual([false, true, true]);
    expect((await readers.applicant.get(`${url}/${id}`)).status).toBe(404);
  });
});
