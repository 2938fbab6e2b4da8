import { refusal } from '../../../kernel/refusal.js';

/** The same whether there was such a code or not. */
export const codeExpired = refusal('unauthenticated', 'MAILED_CODE_EXPIRED', {
  id: 'Kode ini salah, sudah dipakai, atau sudah lewat waktunya; mintalah yang baru.',
  en: 'This code is wrong, was used before, or its time is over; ask for another.',
});
