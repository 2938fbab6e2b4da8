import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { ServiceSummaryView, ServiceView } from '../src/modules/catalogue/service.view.js';
import { boot, type Booted } from './support/boot.js';
import { ok, type PageOf, type Session } from './support/client.js';
import { READING, rows, STANDARD_TOTALS } from './support/reading.js';

let service: Booted;
let applicant: Session;
beforeAll(async () => {
  service = await boot();
  applicant = await service.as('pemohon');
});
afterAll(() => service.close());

/** The file as any YAML reader sees it: what the service says must be the same, whatever our own parser made of it. */
function fileOf(code: string): { readonly bytes: Buffer; readonly sop: Sop } {
  const bytes = readFileSync(join(import.meta.dirname, '../sop', `${code}.yaml`));
  return { bytes, sop: parse(bytes.toString('utf8')) as Sop };
}

interface Sop {
  readonly header: object;
  readonly actors: object[];
  readonly form: object;
  readonly label: { readonly id: string; readonly en: string };
  readonly requirements: { code: string; label: { id: string; en: string }; required?: boolean; sensitive?: boolean }[];
  readonly steps: (Record<string, unknown> & {
    outcomes: { key: string; label: { id: string; en: string }; leadsTo: number | string }[];
  })[];
}

it('signs in with user name and password, and says who that is', async () => {
  const { accessToken } = ok(
    await applicant.post<{ accessToken: string }>('/v1/auth/token', { username: 'backoffice2', password: 'terbit' }),
  );
  const me = await service.client.anonymous().get('/v1/me', { authorization: `Bearer ${accessToken}` });
  expect(me.body).toMatchObject({
    name: 'Ka Seksi Pel II (demo)',
    agency: 'dpmptspk-dairi',
    roles: [{ role: 'back-office', section: 'II' }],
  });
});

it('lists what can be applied for', async () => {
  const { items } = ok(await applicant.get<PageOf<ServiceSummaryView>>('/v1/services'));
  expect(items.map(({ code, sopNumber, version }) => [code, sopNumber, version])).toEqual([
    ['iumk', 'SOP/X.5 - 37/DPMPTSPK/2020', 1],
    ['sik-perekam-medis', 'SOP/XIII/DPMP/SPK/2022', 1],
  ]);
});

describe.each(['iumk', 'sik-perekam-medis'])('the service %s', (code) => {
  const { bytes, sop } = fileOf(code);
  let view: ServiceView;
  beforeAll(async () => {
    view = ok(await applicant.get<ServiceView>(`/v1/services/${code}`));
  });

  it('is the SOP of the file, to the letter', () => {
    expect(view).toMatchObject({
      code,
      name: sop.label.id,
      agency: 'dpmptspk-dairi',
      sha256: createHash('sha256').update(bytes).digest('hex'),
    });
    expect(view.header).toEqual(sop.header);
    expect(view.actors).toEqual(sop.actors);
    expect(view.form).toEqual(sop.form);
    expect(view.requirements).toEqual(
      sop.requirements.map(({ label, required = true, sensitive = false, code }) => ({ code, label: label.id, required, sensitive })),
    );
    expect(view.steps).toEqual(
      sop.steps.map(({ with: _options, remarks = '', outcomes, ...step }) => ({
        ...step,
        remarks,
        outcomes: outcomes.map(({ key, label, leadsTo }) => ({ key, label: label.id, leadsTo })),
      })),
    );
  });

  it('is read as the table of the office has it', () => {
    const reading = READING[code]!;
    expect(view.steps.map(({ no }) => no)).toEqual(rows(1, Object.keys(reading).length));
    const actors = view.actors as { role: string; section?: string }[];
    for (const { no, roles, outcomes } of view.steps) {
      const section = actors.find(({ role }) => role === roles[0])!.section ?? null;
      const leads = Object.fromEntries(outcomes.map(({ key, leadsTo }) => [key, leadsTo]));
      expect({ no, role: roles[0], section, leads }).toEqual({ no, ...reading[no] });
    }
    const joined = view.steps.filter(({ roles }) => roles.length > 1).map(({ no, roles }) => [no, roles[1]]);
    const last = view.steps.length;
    const together = [[14, 'front-office'], [15, 'applicant'], [last, 'applicant']]; // prettier-ignore
    expect(joined).toEqual(code === 'iumk' ? [[4, 'applicant'], ...together] : together);
  });

  it('takes the standard time of the table', () => {
    expect(view.standardTotals).toMatchObject(STANDARD_TOTALS[code]!);
  });

  it('speaks English to who prefers it, and quotes the SOP all the same', async () => {
    const english = ok(await applicant.get<ServiceView>(`/v1/services/${code}`, { 'accept-language': 'en' }));
    expect([english.name, english.requirements[0]!.label]).toEqual([sop.label.en, sop.requirements[0]!.label.en]);
    expect(english.steps[0]!.outcomes[0]!.label).toBe(sop.steps[0]!.outcomes[0]!.label.en);
    expect(english.steps.map(({ activity, output }) => [activity, output])).toEqual(
      view.steps.map(({ activity, output }) => [activity, output]),
    );
  });

  it('has a picture with a lane per role and a box per row', async () => {
    const picture = await applicant.get(view.diagram);
    expect([picture.status, picture.headers['content-type']]).toEqual([200, 'image/svg+xml; charset=utf-8']);
    expect(picture.text).toMatch(/^<svg [^>]*xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
    expect(picture.text.trimEnd()).toMatch(/<\/svg>$/);
    for (const { title } of view.actors as { title: string }[]) expect(picture.text).toContain(title.split(/[\s/]+/)[0]);
  });
});

it('shows the working calendar of the agency', async () => {
  const calendar = ok(await applicant.get<{ zone: string; days: { date: string }[] }>('/v1/calendar'));
  expect(calendar.zone).toBe('Asia/Jakarta');
  expect(calendar.days.find(({ date }) => date === '2026-12-25')).toMatchObject({ kind: 'holiday', hours: [] });
});
