import type { ServiceView } from '../src/modules/catalogue/service.view.js';
import type { ApplicationView } from '../src/workflow/application.view.js';
import { boot, type Booted } from './support/boot.js';
import { ok, type PageOf, type Problem, type Session } from './support/client.js';
import { choices, walk } from './support/walk.js';

let service: Booted;
let clerk: Session;
let counter: ApplicationView[];
let granted: ApplicationView;
let letterNumber: string;

const NAMES = ['Usaha Percobaan Mandiri', 'Usaha Percobaen Lestari', 'Toko Contoh Sejahtera', 'Kedai 100% Rasa_Asli'];

beforeAll(async () => {
  service = await boot();
  clerk = await service.as('frontoffice');
  counter = [];
  for (const name of NAMES) counter.push(await opened(name));
  const noted = choices({ 5: { outcome: 'ready', note: 'Denah lokasi diperiksa ulang' } });
  granted = (await walk(service, 'iumk', noted)).application;
  const { records } = ok(await clerk.get<{ records: { kind: string; href: string }[] }>(`/v1/applications/${granted.id}`));
  letterNumber = ok(await clerk.get<{ number: string }>(records.find(({ kind }) => kind === 'letter')!.href)).number;
}, 60_000);
afterAll(() => service.close());

async function opened(name: string, code = 'iumk'): Promise<ApplicationView> {
  service.pass(1);
  const { form } = ok(await clerk.get<ServiceView>(`/v1/services/${code}`));
  const filled = (form as { examples: object[] }).examples[0];
  return ok(await clerk.post<ApplicationView>('/v1/applications', { service: code, applicant: { name }, form: filled }));
}

const page = async (query: Record<string, string | number>, session = clerk) => {
  const search = new URLSearchParams(Object.entries(query).map(([name, value]): [string, string] => [name, String(value)]));
  return ok(await session.get<PageOf<ApplicationView>>(`/v1/applications?${search.toString()}`));
};
const names = async (query: Record<string, string | number>) => (await page(query)).items.map(({ applicantName }) => applicantName);
const ids = async (query: Record<string, string | number>, session = clerk) => (await page(query, session)).items.map(({ id }) => id);
const refused = async (query: string) => {
  const { status, body } = await clerk.get<Problem>(`/v1/applications?${query}`);
  return [status, body.code, body.errors?.[0]?.pointer];
};

describe('a search', () => {
  it('finds by number, receipt number, the number of a letter, and words of a note', async () => {
    for (const q of [granted.number, granted.receiptNumber!, letterNumber, letterNumber.toLowerCase(), 'denah diperiksa'])
      expect({ q, found: (await ids({ q }))[0] }).toEqual({ q, found: granted.id });
  });

  it('finds words in any order, and signs of LIKE as they stand', async () => {
    expect(await names({ q: 'mandiri usaha' })).toEqual([NAMES[0]]);
    expect(await names({ q: '100% rasa' })).toEqual([NAMES[3]]);
    expect(await names({ q: 'rasa_asli' })).toEqual([NAMES[3]]);
    expect(await names({ q: 'rasaxasli' })).not.toContain(NAMES[2]);
    expect(await names({ q: 'tidakadayangbernamabegini' })).toEqual([]);
  });

  it('finds a misspelt name, after those that are written so', async () => {
    expect(await names({ q: 'percobaan' })).toEqual([NAMES[0], NAMES[1]]);
    expect(await names({ q: 'sejahterra' })).toEqual([NAMES[2]]);
    expect(await names({ q: 'perchobaan mandirri' })).toEqual([NAMES[0]]);
    expect((await names({ q: 'percobaan', order: 'newest' })).slice(0, 2)).toEqual([NAMES[1], NAMES[0]]);
  });

  it('finds an applicant by the name that was corrected, misspelt too', async () => {
    // Only the desk corrects a name, and says why.
    const counter = await service.as('frontoffice');
    const { form } = ok(await counter.get<ServiceView>('/v1/services/iumk'));
    const filled = (form as { examples: object[] }).examples[0];
    const body = { service: 'iumk', applicant: { name: 'Warung Lama' }, form: filled };
    let application = ok(await counter.post<ApplicationView>('/v1/applications', body));
    application = ok(await counter.complete(application.openTasks[0]!.id, 'submitted'));
    const missing = { findings: [{ requirement: 'ktp', status: 'missing' }] };
    application = ok(await counter.complete(application.openTasks[0]!.id, 'incomplete', missing));
    const corrected = { outcome: 'submitted', input: { applicant: { name: 'Warung Gemilang Abadi' } }, note: 'Nama menurut KTP.' };
    ok(await counter.post(`/v1/tasks/${application.openTasks[0]!.id}/complete`, corrected));
    expect(await ids({ q: 'gemillang' })).toEqual([application.id]);
  });

  it('shows applicants their own, whatever they ask for', async () => {
    const applicant = await service.as('pemohon');
    expect(await ids({ q: 'percobaan' }, applicant)).toEqual([]);
    expect(await ids({ q: NAMES[0]!, order: 'newest' }, applicant)).toEqual([]);
    expect(await ids({ applicant: 'somebody-else' }, applicant)).toEqual([]);
    expect(await ids({ q: letterNumber }, applicant)).toEqual([granted.id]);
  });

  it('goes by how a case stands, its row, who applies, and when it was opened or ended', async () => {
    expect(await ids({ status: 'granted' })).toEqual([granted.id]);
    expect(await ids({ step: 1, q: 'contoh' })).toEqual([counter[2]!.id]);
    expect(await ids({ step: 9 })).toEqual([]);
    const pemohon = (await service.as('pemohon')).principal!.id;
    expect(await ids({ applicant: pemohon, status: 'granted' })).toEqual([granted.id]);
    expect(await ids({ openedFrom: '2026-11-23', openedUntil: '2026-11-23', status: 'granted' })).toEqual([granted.id]);
    expect(await ids({ openedFrom: '2026-11-24' })).toEqual([]);
    expect(await ids({ closedFrom: '2026-11-23', closedUntil: '2026-11-23' })).toEqual([granted.id]);
    expect(await ids({ closedUntil: '2026-11-22' })).toEqual([]);
  });
});

describe('every order', () => {
  it.each([
    ['newest', {}],
    ['oldest', { order: 'oldest' }],
    ['urgent', { order: 'urgent' }],
    ['relevance', { q: 'usaha' }],
    ['newest of what is searched for', { q: 'usaha', order: 'newest' }],
    ['oldest of what is searched for', { q: 'usaha', order: 'oldest' }],
    ['urgent of what is searched for', { q: 'usaha', order: 'urgent' }],
  ])('%s takes pages that together are the list', async (_, query) => {
    const whole = await ids({ ...query, limit: 200 });
    expect(whole.length).toBeGreaterThan(1);
    const turned: string[] = [];
    for (let next: string | null = ''; next !== null;) {
      const one: PageOf<ApplicationView> = await page({ ...query, limit: 1, ...(next && { after: next }) });
      expect(one.items.length).toBeLessThanOrEqual(1);
      turned.push(...one.items.map(({ id }) => id));
      next = one.next;
    }
    expect(turned).toEqual(whole);
  });

  it('is what it says', async () => {
    const newest = await ids({ limit: 200 });
    expect([...newest].sort().reverse()).toEqual(newest);
    expect(await ids({ limit: 200, order: 'oldest' })).toEqual([...newest].reverse());
    const { items } = await page({ order: 'urgent', limit: 200 });
    const due = items.map(({ openTasks }) => openTasks[0]!.dueAt ?? '9');
    expect(due.length).toBeGreaterThan(4);
    expect([...due].sort()).toEqual(due);
    expect(items.map(({ id }) => id)).not.toContain(granted.id);
  });
});

describe('is refused', () => {
  const cursor = (list: string, ...place: unknown[]) => Buffer.from(JSON.stringify([list, ...place])).toString('base64url');
  it.each([
    ['one letter', 'q=a', 422, 'INPUT_INVALID', '/q'],
    ['ten thousand letters', `q=${'a'.repeat(10_000)}`, 422, 'INPUT_INVALID', '/q'],
    ['signs that nothing is made of', 'q=---%25%25', 422, 'INPUT_INVALID', '/q'],
    ['no limit', 'limit=0', 422, 'INPUT_INVALID', '/limit'],
    ['a limit of a million', 'limit=1000000', 422, 'INPUT_INVALID', '/limit'],
    ['a period upside down', 'openedFrom=2026-02-01&openedUntil=2026-01-01', 422, 'INPUT_INVALID', '/openedUntil'],
    ['an ended period upside down', 'closedFrom=2026-02-01&closedUntil=2026-01-31', 422, 'INPUT_INVALID', '/closedUntil'],
    ['the year 0', 'openedFrom=0000-01-01', 422, 'INPUT_INVALID', '/openedFrom'],
    ['the year 10000', 'openedUntil=10000-01-01', 422, 'INPUT_INVALID', '/openedUntil'],
    ['a day that is not', 'closedFrom=2026-02-30', 422, 'INPUT_INVALID', '/closedFrom'],
    ['a row that no SOP has', 'step=0', 422, 'INPUT_INVALID', '/step'],
    ['an order of its own', 'order=random', 422, 'INPUT_INVALID', '/order'],
    ['relevance to nothing', 'order=relevance', 422, 'INPUT_INVALID', '/order'],
    [
      'the cursor of another order',
      `order=oldest&after=${cursor('applications', '01900000-0000-7000-8000-000000000000')}`,
      400,
      'CURSOR_INVALID',
      undefined,
    ],
    [
      'a score that is none',
      `q=usaha&after=${cursor('applications relevance', '9.0', '01900000-0000-7000-8000-000000000000')}`,
      400,
      'CURSOR_INVALID',
      undefined,
    ],
    [
      'a cursor with another number of places',
      `order=urgent&after=${cursor('applications urgent', 'infinity')}`,
      400,
      'CURSOR_INVALID',
      undefined,
    ],
  ])('%s', async (_, query, status, code, pointer) => {
    expect(await refused(query)).toEqual([status, code, pointer]);
  });
});
