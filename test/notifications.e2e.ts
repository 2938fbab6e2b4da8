import { cpSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NotificationView } from '../src/modules/notifications/notification.view.js';
import { boot, WORKING, type Booted } from './support/boot.js';
import { ok, type PageOf } from './support/client.js';
import { handIn, letters, sent } from './support/notices.js';
import { letterOf } from './support/papers.js';
import { until } from './support/until.js';
import { choices, STOP, walk } from './support/walk.js';

const SOPS = join(import.meta.dirname, '../sop');

describe('notices', () => {
  let service: Booted;
  beforeAll(async () => {
    service = await boot({ env: WORKING });
  });
  afterAll(() => service.close());

  const about = async (application: string, query = '') => sent(service, `&application=${application}${query}`);
  const settled = (application: string, count: number) =>
    until(
      () => about(application),
      (all) => all.length === count && all.every(({ status }) => status === 'sent'),
    );

  it('tell the applicant each time that something has become of the application, in the application and by mail', async () => {
    const { application } = await walk(service, 'iumk', choices({ 2: ['incomplete', 'complete'] }));
    // 17 rows for officials, one of them twice, and six notices to the applicant in two ways.
    const all = await settled(application.id, 18 + 6 * 2);
    const kinds = (channel: string) => all.filter((notice) => notice.channel === channel && notice.kind !== 'task').sort(byEvent).map(({ kind }) => kind); // prettier-ignore
    const told = ['received', 'returned', 'received', 'receipt', 'decided', 'ready'];
    expect(kinds('in-app')).toEqual(told);
    expect(kinds('email')).toEqual(told);
    const tasks = all.filter(({ kind }) => kind === 'task');
    expect(new Set(tasks.map(({ recipient }) => recipient))).toContain('role:back-office/I');
    const mails = letters(service).filter((mail) => mail.includes(application.number));
    expect(mails).toHaveLength(told.length);
  });

  it('say what is missing, and what the receipt number is', async () => {
    const { application } = await walk(service, 'iumk', choices({ 2: ['incomplete', 'complete'], 4: STOP }));
    const all = await until(
      () => about(application.id, '&channel=email'),
      (mails) => mails.length === 4,
    );
    const [, returned, , receipt] = all.sort(byEvent);
    expect(returned!.body).toContain('- Fotokopi KTP: belum ada. Belum dilampirkan.');
    expect(returned!.body).toContain('Mohon dilengkapi.');
    expect(receipt!.subject).toContain(application.receiptNumber!);
    expect(receipt!.body).toContain(`/v1/track/${application.receiptNumber}?code=${application.trackingCode}`);
    expect(all.every(({ body }) => !body.includes('{{'))).toBe(true);
  });

  it('tell of a letter that was taken back, with its number and the reason', async () => {
    const { application } = await walk(service, 'sik-perekam-medis');
    const head = await service.as('kadis');
    const letter = await letterOf(head, application.id);
    ok(await head.post(`/v1/letters/${letter.id}/correct`, { reason: 'Nama <b>keliru</b>.' }));
    const [mail] = await until(
      () => about(application.id, '&channel=email&kind=corrected'),
      ({ length }) => length === 1,
    );
    expect(mail!.subject).toContain(letter.number!);
    expect(mail!.body).toContain('Alasan: Nama <b>keliru</b>.');
  });

  it('are written in English for who asked for it', async () => {
    const { id } = await handIn(service, { language: 'en' });
    const [mail] = await until(
      () => about(id, '&channel=email'),
      ({ length }) => length === 1,
    );
    expect(mail).toMatchObject({ language: 'en', subject: expect.stringContaining('We have received') });
  });

  it('are written once, however often the event is read', async () => {
    const { id } = await handIn(service);
    const before = await settled(id, 3);
    await service.sql(`insert into outbox (agency, application_id, seq, at) select agency, application_id, seq, at from events where application_id = $1`, [id]); // prettier-ignore
    await until(async () => (await service.sql('select 1 from outbox')).length === 0);
    expect(await about(id)).toEqual(before);
  });

  it('of an event that cannot be understood hold up no other', async () => {
    const stuck = await handIn(service);
    await settled(stuck.id, 3);
    await service.sql(
      `insert into events select agency, application_id, 99, at, type, actor_id, jsonb_set(body, '{step}', '999'), prev_hash, hash from events where application_id = $1 and seq = 2`,
      [stuck.id],
    );
    await service.sql(`insert into outbox (agency, application_id, seq, at) select agency, application_id, seq, at from events where application_id = $1 and seq = 99`, [stuck.id]); // prettier-ignore
    const other = await handIn(service);
    await settled(other.id, 3);
    const [left] = await until(
      () => service.sql<{ seq: number; attempts: number; last_error: string }>('select seq, attempts, last_error from outbox'),
      (rows) => rows.length === 1 && rows[0]!.attempts > 0,
    );
    expect(left).toMatchObject({ seq: 99, last_error: expect.stringContaining('999') });
    await service.sql('delete from outbox');
  });

  it('are seen by whom they are for, and read by each on their own', async () => {
    const { id } = await handIn(service);
    await settled(id, 3);
    const mine = async (username: string, query = '') =>
      ok(await (await service.as(username)).get<PageOf<NotificationView>>(`/v1/notifications?application=${id}${query}`)).items;
    expect((await mine('pemohon')).map(({ kind }) => kind)).toEqual(['received']);
    const [task] = await mine('frontoffice');
    expect(task).toMatchObject({ kind: 'task', recipient: 'role:front-office', readAt: null });
    expect(await mine('kadis')).toEqual([]);
    expect(await mine('admin', '&scope=mine')).toEqual([]);

    const clerk = await service.as('frontoffice');
    expect(ok(await clerk.post<NotificationView>(`/v1/notifications/${task!.id}/read`)).readAt).not.toBeNull();
    expect(await mine('frontoffice', '&unread=true')).toEqual([]);
    expect((await (await service.as('kadis')).post(`/v1/notifications/${task!.id}/read`)).status).toBe(404);
    expect((await clerk.get('/v1/notifications?scope=all')).status).toBe(403);
    expect((await clerk.post(`/v1/notifications/${task!.id}/retry`)).status).toBe(403);
    expect((await (await service.as('admin')).post(`/v1/notifications/${task!.id}/retry`)).status).toBe(409);
    const page = await clerk.query<{ notifications: PageOf<NotificationView> }>(
      `query ($id: String) { notifications(application: $id) { items { id kind readAt } next } }`,
      { id },
    );
    expect(page.notifications.items).toEqual([{ id: task!.id, kind: 'task', readAt: expect.any(String) }]);
  });

  it('come page by page', async () => {
    const clerk = await service.as('frontoffice');
    const all = ok(await clerk.get<PageOf<NotificationView>>('/v1/notifications?limit=200')).items;
    const first = ok(await clerk.get<PageOf<NotificationView>>('/v1/notifications?limit=2'));
    const second = ok(await clerk.get<PageOf<NotificationView>>(`/v1/notifications?limit=2&after=${first.next}`));
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(all.slice(0, 4).map(({ id }) => id));
  });
});

describe('two nodes', () => {
  it('deliver every notice once', async () => {
    const one = await boot({ env: WORKING });
    const two = await one.beside();
    try {
      const cases = 15;
      await Promise.all(Array.from({ length: cases }, (_, n) => handIn(n % 2 ? one : two)));
      await until(
        () => sent(one, '&channel=email&status=sent'),
        ({ length }) => length === cases,
        20_000,
      );
      await new Promise((resolve) => setTimeout(resolve, 1500));
      const [{ attempts }] = (await one.sql<{ attempts: number }>(`select max(attempts) as attempts from notices where channel = 'email'`)) as [{ attempts: number }]; // prettier-ignore
      expect(attempts).toBe(1);
      expect(letters(one)).toHaveLength(cases);
    } finally {
      await two.app.close();
      await one.close();
    }
  });

  it('that share the work, one to answer and one to deliver, wake each other', async () => {
    const api = await boot({ env: { ROLE: 'api' } });
    const worker = await api.beside({ env: { ROLE: 'worker' } });
    try {
      await handIn(api);
      const [mail] = await until(
        () => sent(api, '&channel=email&status=sent'),
        ({ length }) => length === 1,
      );
      expect(mail).toMatchObject({ status: 'sent', attempts: 1 });
    } finally {
      await worker.app.close();
      await api.close();
    }
  });
});

describe('texts of notices', () => {
  const withText = (text: string, name = 'received.yaml') => {
    const dir = mkdtempSync(join(tmpdir(), 'terbit-texts-'));
    cpSync(SOPS, dir, { recursive: true });
    writeFileSync(join(dir, 'texts', name), text);
    return dir;
  };

  it.each([
    ['id: { subject: a, short: b, body: c }', 'en: is missing'],
    ['id: { subject: "{{nomor}}", short: b, body: c }\nen: { subject: a, short: b, body: c }', 'id.subject: there is no {{nomor}} here'],
    ['id: { subject: "{{#number}}", short: b, body: c }\nen: { subject: a, short: b }', 'en.body: is missing'],
  ])('that are wrong are listed at start: %s', async (text, problem) => {
    await expect(boot({ sopDir: withText(text) })).rejects.toThrow(problem);
  });

  it('under an unknown name are an error', async () => {
    await expect(boot({ sopDir: withText('id: {}', 'recieved.yaml') })).rejects.toThrow('texts/recieved.yaml: there is no such notice');
  });
});

const byEvent = (a: NotificationView, b: NotificationView) => a.event - b.event;
