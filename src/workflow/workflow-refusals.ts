import { refusal } from '../kernel/refusal.js';

export const applicationNotFound = refusal('not-found', 'APPLICATION_NOT_FOUND', {
  id: 'Permohonan tidak ditemukan.',
  en: 'There is no such application.',
});
export const taskNotFound = refusal('not-found', 'TASK_NOT_FOUND', { id: 'Langkah ini tidak ditemukan.', en: 'There is no such task.' });
export const serviceNotFound = refusal('not-found', 'SERVICE_NOT_FOUND', {
  id: 'Layanan "{service}" tidak ada; yang ada: {known}.',
  en: 'There is no service "{service}"; there are: {known}.',
});
export const versionStale = refusal('stale', 'VERSION_STALE', {
  id: 'Permohonan sudah berubah sejak dibaca (sekarang versi {version}).',
  en: 'The application has changed since it was read (it is at version {version} now).',
});
/** A token may outlive the agency it was issued for. */
export const agencyNotFound = refusal('not-found', 'AGENCY_NOT_FOUND', {
  id: 'Dinas "{agency}" tidak ada.',
  en: 'There is no agency "{agency}".',
});
export const notInBulk = refusal('invalid', 'NOT_IN_BULK', {
  id: 'Langkah {step} diselesaikan satu per satu.',
  en: 'Step {step} is completed one at a time.',
});
