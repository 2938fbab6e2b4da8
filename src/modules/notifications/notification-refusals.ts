import { refusal } from '../../kernel/refusal.js';

export const noticeNotFound = refusal('not-found', 'NOTICE_NOT_FOUND', {
  id: 'Pemberitahuan tidak ditemukan.',
  en: 'There is no such notice.',
});
export const noticeNotWaiting = refusal('conflict', 'NOTICE_NOT_WAITING', {
  id: 'Pemberitahuan ini sudah disampaikan atau memang tidak keluar dari aplikasi.',
  en: 'This notice has been sent, or never leaves the application.',
});
export const webhookNotFound = refusal('not-found', 'WEBHOOK_NOT_FOUND', {
  id: 'Webhook tidak ditemukan.',
  en: 'There is no such webhook.',
});
export const webhookOff = refusal('conflict', 'WEBHOOK_OFF', {
  id: 'Webhook ini sudah dimatikan: {because}.',
  en: 'This webhook is off: {because}.',
});
export const tooManyWebhooks = refusal('conflict', 'TOO_MANY_WEBHOOKS', {
  id: 'Sudah ada {most} webhook; hapus dahulu yang tidak dipakai.',
  en: 'There are {most} webhooks already; delete one that is not used.',
});
