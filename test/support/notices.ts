import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NoticeBodies } from '../../src/modules/notifications/notice-bodies.js';
import type { NoticeRow } from '../../src/modules/notifications/notice.entity.js';
import type { NotificationView } from '../../src/modules/notifications/notification.view.js';
import type { ServiceView } from '../../src/modules/catalogue/service.view.js';
import type { ApplicationView } from '../../src/workflow/application.view.js';
import type { Booted } from './boot.js';
import { ok, type PageOf } from './client.js';

/** All notices, the oldest first; `query` narrows it. */
export async function sent(service: Booted, query = ''): Promise<NotificationView[]> {
  const admin = await service.as('admin');
  const { items } = ok(await admin.get<PageOf<NotificationView>>(`/v1/notifications?limit=200${query}`));
  return Promise.all(items.reverse().map(async (notice) => ({ ...notice, body: await bodyOf(service, notice) })));
}

/** What a notice says: who looks after deliveries does not read what an applicant was sent. */
async function bodyOf(service: Booted, { id, body: shown }: NotificationView): Promise<string> {
  if (shown !== '•••') return shown;
  const sql = 'select agency, application_id, body from notices where id = $1';
  const [row] = await service.sql<Pick<NoticeRow, 'agency' | 'application_id' | 'body'>>(sql, [id]);
  return service.app.get(NoticeBodies, { strict: false }).opened(row!);
}

/** The mails that lie in the folder, by their texts. */
export function letters(service: Booted): string[] {
  const folder = join(service.dataDir, 'outbox');
  const files = (() => {
    try {
      return readdirSync(folder);
    } catch {
      return [];
    }
  })();
  return files.map((name) => readFileSync(join(folder, name), 'utf8'));
}

/** A submitted application of a person who can be reached. */
export async function handIn(service: Booted, contact: object = {}, code = 'iumk'): Promise<ApplicationView> {
  const session = await service.as('pemohon');
  const { form, applicant } = ok(await session.get<ServiceView>(`/v1/services/${code}`));
  const [filled] = (form as { examples: object[] }).examples;
  const [who] = (applicant as { examples: object[] }).examples;
  const body = { service: code, form: filled, applicant: { ...who, email: 'ani@example.com', ...contact } };
  const opened = ok(await session.post<ApplicationView>('/v1/applications', body));
  return ok(await session.complete(opened.openTasks[0]!.id, 'submitted'));
}
