import { refusal } from '../../kernel/refusal.js';

export const signInNeeded = refusal('unauthenticated', 'SIGN_IN_NEEDED', {
  id: 'Silakan masuk: kirim "Authorization: Bearer …".',
  en: 'Please sign in: send "Authorization: Bearer …".',
});
export const tokenInvalid = refusal('unauthenticated', 'TOKEN_INVALID', {
  id: 'Token tidak sah atau sudah habis waktunya; silakan masuk lagi.',
  en: 'The token is not valid or has expired; please sign in again.',
});
export const notAllowed = refusal('forbidden', 'NOT_ALLOWED', {
  id: 'Peran Anda tidak boleh melakukan ini.',
  en: 'Your role may not do this.',
});
export const sessionEnded = refusal('unauthenticated', 'SESSION_ENDED', {
  id: 'Sesi ini sudah berakhir; silakan masuk lagi.',
  en: 'This session has ended; please sign in again.',
});
export const secondFactorNeeded = refusal('forbidden', 'SECOND_FACTOR_ENROLMENT_NEEDED', {
  id: 'Peran Anda memerlukan faktor kedua; daftarkan dahulu lewat POST /v1/me/second-factor.',
  en: 'Your role needs a second factor; enrol one first by POST /v1/me/second-factor.',
});
export const stepUpRequired = refusal('forbidden', 'STEP_UP_REQUIRED', {
  id: 'Tindakan ini memerlukan autentikasi dalam {minutes} menit terakhir; buktikan lagi lewat POST /v1/auth/step-up, atau masuk lagi.',
  en: 'This needs an authentication within the last {minutes} minutes; repeat it by POST /v1/auth/step-up, or sign in again.',
});
export const signingPaused = refusal('forbidden', 'SIGNING_PAUSED', {
  id: 'Kata sandi Anda diatur ulang oleh orang lain; paraf dan tanda tangan baru dapat diberikan setelah {hours} jam, yaitu sejak {until}.',
  en: 'Another person has reset your password; you can initial and sign again {hours} hours later, from {until} on.',
});
export const agencyUnknown = refusal('forbidden', 'AGENCY_UNKNOWN', {
  id: 'Token Anda tidak menyebut dinas yang dikenal di sini.',
  en: 'Your token names no agency that is known here.',
});
export const issuerAway = refusal('unavailable', 'ISSUER_AWAY', {
  id: 'Layanan masuk sedang tidak dapat dihubungi; coba lagi sebentar.',
  en: 'The sign-in service cannot be reached; try again in a moment.',
});
