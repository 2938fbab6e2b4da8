import type { BookEntryView } from '../../src/modules/letters/book-entry.view.js';
import { DailyDigests } from '../../src/workflow/audit/daily-digests.js';
import type { ApplicationView } from '../../src/workflow/application.view.js';
import type { Booted } from './boot.js';
import { ok, PDF, type PageOf } from './client.js';
import { letterOf } from './papers.js';
import { until } from './until.js';
import { choices, open, STOP, walk, walkOn } from './walk.js';

const reason = 'Data usaha keliru.';

/** Both SOPs: granted, rejected, withdrawn, open, corrected and revoked; a number voided, one inserted, a book begun; a deputy. */
export async function fillEvidence(service: Booted): Promise<void> {
  const [applicant, head, keeper] = await Promise.all(['pemohon', 'kadis', 'umum'].map((name) => service.as(name)));
  for (const code of ['iumk', 'sik-perekam-medis']) {
    await walk(service, code);
    await walk(service, code, choices({ 4: 'refused' })).catch(() => undefined);
    const opened = await open(service, code);
    const requirement = code === 'iumk' ? 'ktp' : 'evidence';
    await applicant!.upload(`/v1/applications/${opened.id}/documents`, { requirement, bytes: PDF });
  }
  const corrected = await walk(service, 'iumk');
  const first = await letterOf(head!, corrected.application.id);
  await walkOn(service, ok(await head!.post<ApplicationView>(`/v1/letters/${first.id}/correct`, { reason })));
  const revoked = await letterOf(head!, (await walk(service, 'iumk')).application.id);
  ok(await head!.post(`/v1/letters/${revoked.id}/revoke`, { reason }));
  const waiting = await open(service, 'iumk');
  ok(await applicant!.post(`/v1/applications/${waiting.id}/withdraw`, { reason }));
  const lines = ok(await keeper!.get<PageOf<BookEntryView>>('/v1/books/permits')).items;
  ok(await keeper!.post(`/v1/books/permits/entries/${lines[0]!.id}/insert`, { ...LINE, reason }));
  const inserted = ok(await keeper!.get<PageOf<BookEntryView>>('/v1/books/permits')).items.find((line) => line.inserted)!;
  ok(await keeper!.post(`/v1/books/permits/entries/${inserted.id}/void`, { reason }));
  ok(await keeper!.put('/v1/books/permits/seed', { year: 2027, first: 100 }));
  const ends = new Date(service.clock.now().getTime() + 86_400_000).toISOString();
  ok(await (await service.as('kabid')).post('/v1/stand-ins', { role: 'service-head', user: 'sekretaris', kind: 'plh', until: ends }));
  ok(await (await service.as('admin')).put('/v1/calendar/holidays/2026-01-05', PAST));
  await walk(service, 'iumk', choices({ 21: STOP }));
  await service.app.get(DailyDigests).digestDue();
  await allPrinted(service);
}
/** Waits until every paper is printed. */
export const allPrinted = (service: Booted) =>
  until(
    () => service.sql('select record, attempts, last_error from paper_tasks'),
    (left) => left.length === 0,
    90_000,
  );
const LINE = { service: 'iumk', addressedTo: 'Camat', summary: 'Undangan' };
const PAST = { kind: 'holiday', name: 'Libur', source: 'SE Bupati' };
