import type { ApplicationDetailView } from '../src/workflow/application-detail.view.js';
import type { DocumentView } from '../src/modules/applications/document.view.js';
import type { TrackingView } from '../src/modules/applications/tracking.view.js';
import type { KeptContent } from '../src/modules/letters/letter.entity.js';
import { openContent } from '../src/modules/letters/encrypted-content.js';
import { Vault } from '../src/platform/crypto/vault.js';
import type { LetterView } from '../src/modules/letters/letter.view.js';
import { boot, type Booted } from './support/boot.js';
import { ok, PDF, type PageOf, type Problem, type Session } from './support/client.js';
import { choices, STOP, walk, walkOn, type Choice, type Walk } from './support/walk.js';

let service: Booted;
let clerk: Session;
beforeAll(async () => {
  service = await boot();
  clerk = await service.as('frontoffice');
});
afterAll(() => service.close());

const detail = async (id: string) => ok(await clerk.get<ApplicationDetailView>(`/v1/applications/${id}`));

/** The records of a case, read again where the application says they are. */
async function records(walked: Walk, kind: string): Promise<Record<string, unknown>[]> {
  const { records: links } = await detail(walked.application.id);
  return Promise.all(
    links.filter((link) => link.kind === kind).map(async ({ href }) => ok(await clerk.get<Record<string, unknown>>(href))),
  );
}

async function letterOf(walked: Walk): Promise<LetterView> {
  const [letter, ...more] = await records(walked, 'letter');
  expect(more).toEqual([]);
  return letter as unknown as LetterView;
}

describe('what the steps of a case leave behind', () => {
  let walked: Walk;
  let documents: DocumentView[];
  beforeAll(async () => {
    walked = await walk(service, 'iumk', choices({ 1: STOP }));
    documents = [await handIn('pemohon', 'ktp')];
    await walkTo(7, entries());
    documents.push(await handIn('timteknis', 'evidence'));
    await walkTo(22, entries(documents[1]!.id));
    documents.push(await handIn('backoffice1', 'evidence'));
    await walkTo(undefined, entries(documents[1]!.id, documents[2]!.id));
    expect(walked.application.status).toBe('granted');
  });

  /** A file of whoever the case is with. */
  async function handIn(username: string, requirement: string): Promise<DocumentView> {
    const session = await service.as(username);
    return ok(await session.upload<DocumentView>(`/v1/applications/${walked.application.id}/documents`, { requirement, bytes: PDF }));
  }

  /** Takes the case on until it waits at that step, or to its end. */
  async function walkTo(step: number | undefined, by: Record<number, Choice>): Promise<void> {
    const { application, steps } = await walkOn(service, walked.application, choices(step === undefined ? by : { ...by, [step]: STOP }));
    walked = { application, steps: [...walked.steps, ...steps] };
  }

  /** What each step enters: nowhere the examples, so that a record that only repeats those is found out. */
  function entries(photo?: string, evidence?: string): Record<number, Choice> {
    const status = 'present';
    const present = ['ktp', 'kk', 'pas-foto', 'surat-pengantar'].map((requirement) => ({
      requirement,
      status,
      note: `Ada: ${requirement}`,
    }));
    const members = [{ name: 'Anggota Satu', office: 'Dinas Perdagangan' }, { name: 'Anggota Dua' }];
    return {
      2: { outcome: 'complete', input: { findings: present, reason: 'Sudah lengkap.' }, note: 'Dicatat di loket 1.' },
      4: {
        outcome: 'forwarded',
        input: { instruction: 'Segera diproses.', nature: 'segera', oss: { ossId: 'P-2026-77', nib: '9876543210123' } },
      },
      5: { outcome: 'ready', input: { findings: present.slice(1) } },
      6: { outcome: 'coordinated', input: { members, subject: 'Rekomendasi usaha eceran' } },
      7: {
        outcome: 'inspected',
        input: { date: '2026-11-20', place: 'Pasar Sidikalang', members, findings: 'Kios sesuai.', photos: [photo] },
      },
      8: { outcome: 'granted', input: { assessment: 'Layak.', conditions: ['Jaga kebersihan.'] } },
      16: { outcome: 'received', input: { levy: { amount: 25_000, paid: true, reference: 'SKRD-9' } } },
      17: { outcome: 'drafted', input: { subject: 'Izin Usaha', body: 'Diberikan izin.', validUntil: '2031-11-23' } },
      22: { outcome: 'valid', input: { reference: 'OSS-V-1', evidence } },
      23: { outcome: 'published', input: { reference: 'OSS-P-1' } },
      24: { outcome: 'handed-over', input: { to: 'Pemohon di loket 2' } },
      25: {
        outcome: 'received',
        input: { receivedBy: 'Anak Pemohon', relation: 'keluarga', receiptShown: true, signatureImage: evidence },
      },
    };
  }

  const at = (no: number) => walked.steps.find((step) => step.no === no)!.at;
  const input = (no: number) => walked.steps.find((step) => step.no === no)!.input as Record<string, unknown>;

  it('is listed once each, oldest first, and belongs to the application', async () => {
    const { records: links, id } = await detail(walked.application.id);
    expect(links.map(({ kind }) => kind)).toEqual([
      'check',
      'receipt',
      'disposition',
      'check',
      'recommendation',
      'letter',
      'oss-record',
      'oss-record',
    ]);
    for (const { href, id: record } of links) expect(ok(await clerk.get(href))).toMatchObject({ id: record, applicationId: id });
  });

  it('is what the completeness check and the verification found', async () => {
    expect(await records(walked, 'check')).toMatchObject([
      { kind: 'completeness', result: 'complete', findings: input(2)['findings'], reason: 'Sudah lengkap.', checkedAt: at(2) },
      { kind: 'verification', result: 'ready', findings: input(5)['findings'], reason: null, checkedAt: at(5) },
    ]);
  });

  it('is a receipt with the number and code of the application', async () => {
    const { receiptNumber, trackingCode } = walked.application;
    expect(receiptNumber).toMatch(/^RESI-2026-\d{6}$/);
    expect(trackingCode).toMatch(/^[0-9A-HJKMNP-TV-Z]{10}$/);
    const documents = ['ktp', 'kk', 'pas-foto', 'surat-pengantar'];
    expect(await records(walked, 'receipt')).toMatchObject([{ number: receiptNumber, trackingCode: null, documents, issuedAt: at(3) }]);
  });

  it('is a disposition sheet with the entry in OSS', async () => {
    const sheet = {
      fromName: 'Front Office (demo)',
      fromDesk: 'Penerima Berkas/ Front Office',
      toRole: 'back-office',
      toSection: 'I',
      at: at(4),
    };
    expect(await records(walked, 'disposition')).toMatchObject([{ ...sheet, ...input(4) }]);
  });

  it('is one recommendation from its request to its arrival', async () => {
    const by = 'Tim Teknis (demo)';
    const [recommendation] = await records(walked, 'recommendation');
    expect(recommendation).toMatchObject({
      result: 'granted',
      request: { ...input(6), requestedAt: at(6), requestedBy: by },
      inspection: {
        ...input(7),
        assignmentNumber: expect.stringMatching(/^800\.1\.11\.1\/\d{4}\/DPMPTSPK\/2026$/),
        reportedAt: at(7),
        reportedBy: by,
      },
      assessment: { ...input(8), assessedAt: at(8), assessedBy: by },
      reception: { ...input(16), receivedAt: at(16), receivedBy: 'Ka Seksi Pel I (demo)' },
    });
  });

  it('is the letter, from its draft to the hands of who received it', async () => {
    const letter = await letterOf(walked);
    expect(letter).toMatchObject({ kind: 'permit', status: 'acknowledged', draft: 1, signedAt: at(20), numberedAt: at(21) });
    expect(letter.content).toMatchObject({ ...input(17), addressedTo: 'Nama Pemohon', application: walked.application.number });
    expect(letter.handedOver).toEqual({ by: 'Front Office (demo)', to: 'Pemohon di loket 2', at: at(24) });
    expect(letter.acknowledged).toMatchObject({ ...input(25), at: at(25), handedOutBy: 'Front Office (demo)' });
    expect(letter.marks.map(({ kind, role, result, draft }) => [kind, role, result, draft])).toEqual([
      ['initials', 'back-office', 'given', 1],
      ['initials', 'service-head', 'given', 1],
      ['initials', 'secretary', 'given', 1],
      ['signature', 'agency-head', 'given', 1],
    ]);
    expect(new Set(letter.marks.map(({ contentHash }) => contentHash))).toEqual(new Set([letter.contentHash]));
  });

  it('is what was done in OSS, with the evidence', async () => {
    const [validation, publication] = await records(walked, 'oss-record');
    expect(validation).toMatchObject({ kind: 'validation', result: 'valid', ...input(22), recordedAt: at(22) });
    expect(publication).toMatchObject({
      kind: 'publication',
      result: 'published',
      reference: 'OSS-P-1',
      evidence: null,
      recordedAt: at(23),
    });
  });

  it('is the handed-in files, byte by byte', async () => {
    const url = `/v1/applications/${walked.application.id}/documents`;
    expect(
      ok(await clerk.get<PageOf<DocumentView>>(url))
        .items.map(({ id }) => id)
        .sort(),
    ).toEqual(documents.map(({ id }) => id).sort());
    const file = await clerk.get(`${url}/${documents[0]!.id}`);
    expect([file.headers['content-type'], file.text]).toEqual(['application/pdf', PDF.toString()]);
  });

  it('keeps notes and data for the timeline', async () => {
    const { items } = ok(await clerk.get<PageOf<object>>(`/v1/applications/${walked.application.id}/timeline`));
    // After the opening, the handing in of a file and the first step.
    expect(items[3]).toMatchObject({ step: 2, note: 'Dicatat di loket 1.', data: { findings: [], records: [{ kind: 'check' }] } });
    expect(items.find((item) => (item as { step: number }).step === 21)).toMatchObject({
      data: { number: (await letterOf(walked)).number },
    });
  });
});

describe('a letter that goes back', () => {
  it.each([
    ['permit', 'iumk', {}, [18, 19, 20], 17],
    ['rejection', 'iumk', { 8: 'denied' }, [10, 11, 12], 9],
    ['permit', 'sik-perekam-medis', {}, [18, 19, 20], 17],
    ['rejection', 'sik-perekam-medis', { 8: 'denied' }, [10, 11, 12], 9],
  ] as const)(
    'as a %s of %s is drafted anew after each refusal, and no initials carry over',
    async (kind, code, way, [head, secretary, chief], drafting) => {
      const drafts = [1, 2, 3, 4].map((n): Choice => ({
        outcome: 'drafted',
        input: { body: `Naskah ${n}`, ...(kind === 'rejection' && { reason: 'Alasan.' }) },
      }));
      const revise = (why: string): Choice => ({ outcome: 'revise', input: { reason: why } });
      const pick = choices({
        ...way,
        [drafting]: drafts,
        [head]: [revise('paraf 1'), 'ok'],
        [secretary]: [revise('paraf 2'), 'ok'],
        [chief]: [revise('tanda tangan'), 'signed'],
      });
      const walked = await walk(service, code, pick);
      expect(walked.application.status).toBe(kind === 'permit' ? 'granted' : 'rejected');
      const letter = await letterOf(walked);
      expect(letter).toMatchObject({ kind, draft: 4, content: { body: 'Naskah 4' } });
      // The permit carries the drafter's own initials; the rejection of these SOPs does not.
      const author = kind === 'permit' ? ['back-office given'] : [];
      const marks = (draft: number) =>
        letter.marks
          .filter((mark) => mark.draft === draft)
          .map(({ role, result, reason }) => `${role} ${result}${reason ? `: ${reason}` : ''}`);
      expect(marks(1)).toEqual([...author, 'service-head refused: paraf 1']);
      expect(marks(2)).toEqual([...author, 'service-head given', 'secretary refused: paraf 2']);
      expect(marks(3)).toEqual([...author, 'service-head given', 'secretary given', 'agency-head refused: tanda tangan']);
      expect(marks(4)).toEqual([...author, 'service-head given', 'secretary given', 'agency-head given']);
      const hashes = new Set(letter.marks.map((mark) => `${mark.draft} ${mark.contentHash}`));
      expect(hashes.size).toBe(4);
      expect(letter.marks.at(-1)!.contentHash).toBe(letter.contentHash);
      const kept = await service.sql<{ agency: string; content: KeptContent }>(
        'select agency, content from letter_drafts where letter_id = $1 order by draft',
        [letter.id],
      );
      const open = ({ agency, content }: (typeof kept)[number]) =>
        openContent(service.app.get(Vault), agency, letter.applicationId, content);
      expect((await Promise.all(kept.map(open))).map(({ body }) => body)).toEqual(['Naskah 1', 'Naskah 2', 'Naskah 3', 'Naskah 4']);
    },
  );
});

describe('tracking', () => {
  const track = (number: string, code?: string) =>
    service.client.anonymous().get<TrackingView & Problem>(`/v1/track/${number}${code === undefined ? '' : `?code=${code}`}`);

  it('shows where the file lies, to whoever holds the receipt', async () => {
    const walked = await walk(service, 'iumk', choices({ 6: STOP }));
    const { receiptNumber, trackingCode, number } = walked.application;
    const answer = await track(receiptNumber!, trackingCode!.toLowerCase());
    expect(answer.body).toMatchObject({
      receiptNumber,
      number,
      status: 'open',
      steps: [{ step: 6, activity: 'Koordinasi Tim Teknis', desk: 'Tim Teknis' }],
    });
    expect(Object.keys(answer.body)).not.toContain('applicantName');
    const { application } = await walkOn(service, walked.application);
    expect((await track(receiptNumber!, trackingCode!)).body).toMatchObject({ status: application.status, steps: [] });
  });

  it('answers a wrong number, a wrong code and a missing code alike', async () => {
    const one = (await walk(service, 'iumk', choices({ 4: STOP }))).application;
    const other = (await walk(service, 'iumk', choices({ 4: STOP }))).application;
    const tries = [
      ['RESI-2026-999999', one.trackingCode!],
      [one.receiptNumber!, other.trackingCode!],
      [one.receiptNumber!, undefined],
      [one.number, one.trackingCode!],
    ] as const;
    const answers = await Promise.all(tries.map(([number, code]) => track(number, code)));
    expect(answers.map(({ status, body }) => [status, body.code, body.detail])).toEqual(
      tries.map(() => [404, 'TRACKING_NOT_FOUND', answers[0]!.body.detail]),
    );
    const before = (await walk(service, 'iumk', choices({ 3: STOP }))).application;
    expect([before.receiptNumber, before.trackingCode]).toEqual([null, null]);
  });

  it('goes on by the receipt that the applicant holds when the file was sent back and accepted again', async () => {
    const first = (await walk(service, 'iumk', choices({ 4: STOP }))).application;
    const again = (await walkOn(service, first, choices({ 5: ['correct', 'ready'], 6: STOP }))).application;
    expect([again.receiptNumber, again.trackingCode]).toEqual([first.receiptNumber, first.trackingCode]);
    expect((await track(first.receiptNumber!, first.trackingCode!)).status).toBe(200);
  });
});
