import { refusal } from '../../kernel/refusal.js';

export const roleNotHeld = refusal('forbidden', 'ROLE_NOT_HELD', {
  id: 'Anda tidak memegang sendiri peran "{role}"; pengganti hanya ditunjuk oleh pemegangnya.',
  en: 'You do not hold the role "{role}" yourself; only its holder names a stand-in.',
});
export const notDelegable = refusal('forbidden', 'ROLE_NOT_DELEGABLE', {
  id: 'Peran "{role}" tidak dapat dititipkan; administrator lain ditunjuk dengan memberikan peran itu.',
  en: 'The role "{role}" cannot be handed on; another administrator is made by giving them the role.',
});
export const seatTaken = refusal('conflict', 'SEAT_TAKEN', {
  id: 'Peran ini masih dipegang; pemegangnya sendiri yang menunjuk pengganti.',
  en: 'Somebody holds this role; the holder names who stands in.',
});
export const standInOverlaps = refusal('conflict', 'STAND_IN_OVERLAPS', {
  id: 'Pada waktu itu peran ini sudah digantikan oleh {name}.',
  en: '{name} stands in for this role at that time already.',
});
export const standInChained = refusal('conflict', 'STAND_IN_CHAINED', {
  id: '{name} pada waktu itu juga digantikan orang lain.',
  en: 'Somebody stands in for {name} at that time.',
});
export const standingInThen = refusal('conflict', 'STANDING_IN_THEN', {
  id: 'Pada waktu itu Anda sendiri menggantikan {name}.',
  en: 'You stand in for {name} yourself at that time.',
});
export const standInNotFound = refusal('not-found', 'STAND_IN_NOT_FOUND', {
  id: 'Penunjukan pengganti ini tidak ditemukan.',
  en: 'There is no such stand-in.',
});
export const standInEnded = refusal('conflict', 'STAND_IN_ENDED', {
  id: 'Penunjukan pengganti ini sudah berakhir.',
  en: 'This stand-in has ended already.',
});

export const NOT_A_MOMENT = { id: 'Bukan tanggal atau waktu yang ada.', en: 'There is no such day or moment.' };
export const TOO_LATE = { id: 'Sudah lewat.', en: 'This has passed already.' };
export const UPSIDE_DOWN = { id: 'Harus sesudah awalnya.', en: 'Must be after the beginning.' };
export const TOO_LONG = { id: 'Paling lama satu tahun, dan mulai dalam setahun.', en: 'At most a year, and to begin within a year.' };
export const NO_OFFICIAL = {
  id: 'Bukan pejabat dinas ini, atau belum pernah masuk.',
  en: 'Not an official of this agency, or one who has never signed in.',
};
export const ONESELF = { id: 'Tidak dapat menunjuk diri sendiri.', en: 'Nobody stands in for themselves.' };
export const HOLDS_IT = { id: 'Memegang sendiri peran ini.', en: 'Holds this role already.' };
