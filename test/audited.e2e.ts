import { jest } from '@jest/globals';
import { Audit } from '../src/platform/audit/audit.js';
import type { AuditEntryView } from '../src/modules/audit/audit.view.js';
import { boot, type Booted } from './support/boot.js';
import { ok, type PageOf, type Session } from './support/client.js';
import { open } from './support/walk.js';

let service: Booted;
let admin: Session;
beforeAll(async () => {
  service = await boot();
  admin = await service.as('admin');
});
afterAll(() => service.close());

const entries = async (query: string) => ok(await admin.get<PageOf<AuditEntryView>>(`/v1/audit?limit=200&${query}`)).items;
const newest = async (kind: string) => (await entries(`kind=${kind}`))[0];

describe('reads of many persons’ data', () => {
  test.each([
    ['export-taken', '/v1/exports/applications.csv', 'GET /v1/exports/{view}.csv', { view: 'applications' }],
    ['process-log-taken', '/v1/reports/process-log.xes?service=iumk', 'GET /v1/reports/process-log.xes', { service: 'iumk' }],
    ['book-taken', '/v1/books/permits.csv?year=2026', 'GET /v1/books/{book}.csv', { book: 'permits', year: '2026' }],
    ['book-read', '/v1/books/permits', 'GET /v1/books/{book}', expect.objectContaining({ book: 'permits' })],
    ['oss-journal-listed', '/v1/oss/journal', 'GET /v1/oss/journal', undefined],
    ['staff-listed', '/v1/staff?q=siti+rahasia', 'GET /v1/staff', undefined],
  ])('leave %s', async (kind, url, operation, asked) => {
    expect((await admin.get(url)).status).toBe(200);
    const entry = await newest(kind);
    expect(entry).toMatchObject({ actorId: admin.principal!.id, data: { operation, ...(asked && { asked }) } });
    expect(JSON.stringify(entry)).not.toContain('rahasia');
  });

  it('leave the same through GraphQL', async () => {
    await admin.query('{ bookEntries(book: "dispatch") { items { id } } }');
    expect((await newest('book-read'))!.data).toMatchObject({ operation: 'query bookEntries', asked: { book: 'dispatch' } });
  });

  it('leave one entry an hour for a list that a desk polls, with a count; an applicant’s own list leaves none', async () => {
    const desk = await service.as('backoffice1');
    const applicant = await service.as('pemohon');
    for (let n = 0; n < 5; n++) ok(await desk.get('/v1/tasks'));
    ok(await applicant.get('/v1/applications'));
    const mine = () => entries(`kind=tasks-listed&actor=${desk.principal!.id}`);
    expect(await mine()).toHaveLength(1);
    service.pass(61);
    ok(await (await service.as('backoffice1')).get('/v1/tasks'));
    expect((await mine()).map(({ data }) => (data as { unnotedBefore?: number }).unnotedBefore)).toEqual([4, undefined]);
    expect(await entries(`kind=applications-listed&actor=${applicant.principal!.id}`)).toEqual([]);
  });

  it('are noted for each question: another book, another year', async () => {
    const before = (await entries('kind=book-read')).length;
    for (const url of ['?year=2025', '?year=2024', '?year=2024&limit=1', '?year=2025']) ok(await admin.get(`/v1/books/permits${url}`));
    expect(await entries('kind=book-read')).toHaveLength(before + 2);
  });

  it('are not answered when they cannot be noted, and are not noted when they are refused', async () => {
    expect((await admin.get('/v1/exports/unknown')).status).toBe(404);
    expect((await entries('kind=export-taken')).some(({ data }) => JSON.stringify(data).includes('unknown'))).toBe(false);
    const audit = service.app.get(Audit);
    const note = jest.spyOn(audit, 'note').mockRejectedValue(new Error('the log is full'));
    const answer = await admin.get('/v1/exports/applications');
    note.mockRestore();
    expect(answer.status).toBe(500);
    expect(JSON.stringify(answer.body)).not.toContain('items');
  });
});

describe('writes that are no event of a case', () => {
  it('leave webhook-created and webhook-deleted, once however often they are repeated', async () => {
    const input = { url: 'https://example.org/hook?key=rahasia' };
    const again = { 'idempotency-key': 'hook-1' };
    const { id } = ok(await admin.post<{ id: string }>('/v1/webhooks', input, again));
    expect(ok(await admin.post<{ id: string }>('/v1/webhooks', input, again)).id).toBe(id);
    expect((await admin.delete(`/v1/webhooks/${id}`)).status).toBeLessThan(300);
    const made = await entries('kind=webhook-created');
    expect(made.map(({ data }) => data)).toEqual([{ webhook: id, url: 'https://example.org/hook', events: expect.anything() }]);
    expect((await newest('webhook-deleted'))!.data).toEqual({ webhook: id, url: 'https://example.org/hook' });
  });

  it('leave book-seeded, with who, where and why; a refused one leaves none', async () => {
    ok(await admin.put('/v1/books/permits/seed', { year: 2026, first: 500, reason: 'Buku lama' }));
    expect((await admin.put('/v1/books/permits/seed', { year: 2026, first: 0 })).status).toBeGreaterThanOrEqual(400);
    const seeded = await entries('kind=book-seeded');
    expect(seeded.map(({ data }) => data)).toEqual([{ book: 'permits', year: 2026, first: 500, reason: 'Buku lama' }]);
  });

  it('leave registered and signed-out', async () => {
    const { id } = await open(service, 'iumk');
    expect(id).toBeTruthy();
    const leaving = await service.as('kadis');
    expect((await leaving.post('/v1/auth/logout')).status).toBeLessThan(300);
    expect(await newest('signed-out')).toMatchObject({ actorId: leaving.principal!.id });
  });
});
