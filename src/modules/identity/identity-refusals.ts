import { refusal } from '../../kernel/refusal.js';

export const signInFailed = refusal('unauthenticated', 'SIGN_IN_FAILED', {
  id: 'Nama pengguna atau kata sandi salah.',
  en: 'Wrong user name or password.',
});
export const signInBusy = refusal('too-many', 'SIGN_IN_BUSY', {
  id: 'Terlalu banyak orang masuk sekaligus; coba lagi sebentar.',
  en: 'Too many people sign in at once; try again in a moment.',
});
/** The same whether there is such an account or not. */
export const signInLocked = refusal('too-many', 'SIGN_IN_LOCKED', {
  id: 'Terlalu sering salah; coba lagi dalam {seconds} detik.',
  en: 'Too many wrong attempts; try again in {seconds} seconds.',
});
export const passwordChangeNeeded = refusal('forbidden', 'PASSWORD_CHANGE_NEEDED', {
  id: 'Kata sandi ini hanya untuk sekali; pilih yang baru lewat POST /v1/auth/password.',
  en: 'This password is good for one thing: choosing a new one by POST /v1/auth/password.',
});
export const passwordExpired = refusal('forbidden', 'PASSWORD_EXPIRED', {
  id: 'Kata sandi yang diberikan ini sudah tidak berlaku; minta yang baru kepada administrator.',
  en: 'This password, which was given to you, is no longer good; ask an administrator for another.',
});
export const issuerElsewhere = refusal('conflict', 'ISSUER_ELSEWHERE', {
  id: 'Di sini orang masuk lewat {issuer}; penerbit bawaan dimatikan.',
  en: 'People sign in at {issuer} here; the built-in issuer is off.',
});
export const refreshFailed = refusal('unauthenticated', 'REFRESH_FAILED', {
  id: 'Token penyegar tidak berlaku lagi; silakan masuk lagi.',
  en: 'The refresh token is no longer good; please sign in again.',
});
export const registrationClosed = refusal('forbidden', 'REGISTRATION_CLOSED', {
  id: 'Akun pemohon tidak dibuat sendiri di sini; datanglah ke loket.',
  en: 'Applicants do not make accounts for themselves here; please come to the counter.',
});
export const usernameTaken = refusal('conflict', 'USERNAME_TAKEN', {
  id: 'Nama pengguna ini sudah dipakai.',
  en: 'This user name is taken.',
});
export const userNotFound = refusal('not-found', 'USER_NOT_FOUND', {
  id: 'Pengguna ini tidak ditemukan.',
  en: 'There is no such user.',
});
export const ownAccount = refusal('conflict', 'OWN_ACCOUNT', {
  id: 'Akun sendiri diubah oleh admin lain.',
  en: 'Another administrator changes your own account.',
});

export const lastAdministrator = refusal('conflict', 'LAST_ADMINISTRATOR', {
  id: 'Dinas ini tidak akan mempunyai administrator lagi; tunjuk dahulu yang lain.',
  en: 'The agency would have no administrator left; give the role to somebody else first.',
});

export const NO_SUCH_ROLE = { id: 'Peran ini tidak ada di dinas ini.', en: 'This agency has no such role.' };
export const WRONG_SECTION = {
  id: 'Sebutkan seksinya, hanya untuk peran per seksi.',
  en: 'Name the section, for roles of a section only.',
};
export const NO_STAFF_ROLE = {
  id: 'Pegawai memegang peran dinas, bukan pemohon.',
  en: 'Staff hold roles of the agency, not the applicant’s.',
};
export const NO_NIK = { id: 'Bukan NIK yang sah bentuknya: 16 angka.', en: 'Not a NIK: it has 16 digits, with a date of birth in them.' };
export const TWICE = { id: 'Disebut dua kali.', en: 'Named twice.' };
export const WHICH_AGENCY = { id: 'Dinas yang mana? Pilihannya: {known}.', en: 'Which agency? One of: {known}.' };
export const RESERVED = { id: 'Nama ini milik dinas; pilih yang lain.', en: 'This name is the office’s; choose another.' };
export const SAME_PASSWORD = { id: 'Harus lain dari yang lama.', en: 'Must differ from the old one.' };
