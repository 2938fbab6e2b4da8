import { refusal } from '../../kernel/refusal.js';
import { LETTER_CHANGED } from '../../platform/audit/refusal.interceptor.js';

export const letterChanged = refusal('conflict', LETTER_CHANGED, {
  id: 'Data surat atau permohonan ini diubah dari luar aplikasi, sehingga tidak diproses maupun dicetak. Hubungi administrator: {faults}.',
  en: 'Somebody has changed this letter or its application outside the service, so it is neither taken on nor printed. Ask an administrator: {faults}.',
});
