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
