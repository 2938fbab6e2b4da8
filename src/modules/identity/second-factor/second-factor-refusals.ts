import { refusal } from '../../../kernel/refusal.js';

export const secondFactorRequired = refusal('unauthenticated', 'SECOND_FACTOR_REQUIRED', {
  id: 'Akun ini memakai faktor kedua; kirim juga kode dari aplikasi autentikator sebagai `code`.',
  en: 'This account has a second factor; also send the code of the authenticator app as `code`.',
});
export const secondFactorFailed = refusal('unauthenticated', 'SECOND_FACTOR_FAILED', {
  id: 'Kode ini salah, sudah dipakai, atau sudah lewat waktunya.',
  en: 'This code is wrong, was used before, or its time is over.',
});
export const secondFactorExists = refusal('conflict', 'SECOND_FACTOR_EXISTS', {
  id: 'Akun ini sudah mempunyai faktor kedua.',
  en: 'This account has a second factor already.',
});
export const secondFactorAbsent = refusal('conflict', 'SECOND_FACTOR_ABSENT', {
  id: 'Tidak ada faktor kedua di akun ini, atau pendaftarannya belum dimulai.',
  en: 'This account has no second factor, or its enrolment has not begun.',
});
export const stepUpElsewhere = refusal('conflict', 'STEP_UP_ELSEWHERE', {
  id: 'Sesi ini bukan dari penerbit bawaan; masuk lagi di penerbitnya.',
  en: 'This session is not of the built-in issuer; sign in again at its issuer.',
});
