import { refusal } from '../../kernel/refusal.js';

export const licenceUnknown = refusal('not-found', 'OSS_LICENCE_UNKNOWN', {
  id: 'Permohonan ini belum terhubung dengan izin di OSS.',
  en: 'This application is not linked to a licence in OSS yet.',
});
export const nothingToTell = refusal('conflict', 'OSS_NOTHING_TO_SEND', {
  id: 'Belum ada yang dikirim ke OSS untuk permohonan ini.',
  en: 'Nothing has been sent to OSS for this application yet.',
});
export const callNotFound = refusal('not-found', 'OSS_CALL_NOT_FOUND', {
  id: 'Catatan panggilan OSS ini tidak ada.',
  en: 'There is no such call in the journal of OSS.',
});
export const signedFileMissing = refusal('not-found', 'OSS_FILE_MISSING', {
  id: 'Berkas bertanda tangan dari OSS belum tersimpan untuk permohonan ini.',
  en: 'No file that OSS has signed is kept for this application.',
});
export const notReplayable = refusal('conflict', 'OSS_NOT_REPLAYABLE', {
  id: 'Panggilan ini tidak dapat diulang: {why}.',
  en: 'This call cannot be replayed: {why}.',
});
export const ossSilent = refusal('conflict', 'OSS_NOT_CONFIGURED', {
  id: 'Dinas ini tidak terhubung dengan layanan web OSS.',
  en: 'This agency is not connected to the web service of OSS.',
});
export const joinUnknown = refusal('not-found', 'OSS_JOIN_NOT_FOUND', {
  id: 'Permintaan penggabungan izin OSS ini tidak ada.',
  en: 'There is no such request to join a licence of OSS.',
});
export const joinDecided = refusal('conflict', 'OSS_JOIN_DECIDED', {
  id: 'Permintaan ini sudah diputuskan ({status}).',
  en: 'This request is decided already ({status}).',
});
export const licenceTaken = refusal('conflict', 'OSS_LICENCE_TAKEN', {
  id: 'Izin OSS ini sudah terhubung dengan permohonan lain.',
  en: 'This licence of OSS is linked to another application already.',
});
export const applicationHasLicence = refusal('conflict', 'OSS_APPLICATION_LINKED', {
  id: 'Permohonan ini sudah terhubung dengan izin OSS yang lain.',
  en: 'This application is linked to another licence of OSS already.',
});
