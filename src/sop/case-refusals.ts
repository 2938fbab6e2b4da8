import { refusal } from '../kernel/refusal.js';

export const taskNotOpen = refusal('conflict', 'TASK_NOT_OPEN', {
  id: 'Langkah ini sudah selesai atau bukan langkah yang sedang berjalan.',
  en: 'This task is already done, or is not the current one.',
});
export const caseClosed = refusal('conflict', 'APPLICATION_CLOSED', {
  id: 'Permohonan ini sudah ditutup ({status}).',
  en: 'This application is closed ({status}).',
});
export const outcomeUnknown = refusal('invalid', 'OUTCOME_UNKNOWN', {
  id: 'Keputusan "{outcome}" tidak ada pada langkah ini; pilihannya: {allowed}.',
  en: 'This step has no outcome "{outcome}"; it has: {allowed}.',
});
export const notYourTask = refusal('forbidden', 'NOT_YOUR_TASK', {
  id: 'Langkah {step} adalah tugas {role}.',
  en: 'Step {step} is for {role}.',
});
export const dutiesSeparate = refusal('forbidden', 'SEPARATION_OF_DUTIES', {
  id: 'Langkah {step} tidak boleh dikerjakan oleh orang yang mengerjakan langkah {earlier} pada permohonan ini.',
  en: 'Step {step} may not be done by who did step {earlier} of this application.',
});
export const ownApplication = refusal('forbidden', 'OWN_APPLICATION', {
  id: 'Permohonan ini atas nama Anda sendiri, atau atas nama orang yang Anda gantikan; petugas lain yang mengerjakannya.',
  en: 'This application is your own, or that of who you stand in for; somebody else works on it.',
});
export const claimedByAnother = refusal('conflict', 'TASK_CLAIMED', {
  id: 'Langkah ini sedang dikerjakan petugas lain.',
  en: 'Somebody else has taken this task.',
});
export const notClaimed = refusal('conflict', 'TASK_NOT_CLAIMED', {
  id: 'Langkah ini tidak sedang diambil siapa pun.',
  en: 'Nobody has taken this task.',
});
export const stepNotReady = refusal('conflict', 'STEP_NOT_READY', {
  id: 'Langkah {step} belum dapat diselesaikan; masih diperlukan: {missing}.',
  en: 'Step {step} cannot be completed yet; still needed: {missing}.',
});
export const withdrawTooLate = refusal('conflict', 'WITHDRAWAL_TOO_LATE', {
  id: 'Permohonan tidak dapat ditarik lagi: suratnya sudah ditandatangani.',
  en: 'The application can no longer be withdrawn: its letter is signed.',
});
export const notYourApplication = refusal('forbidden', 'NOT_YOUR_APPLICATION', {
  id: 'Hanya pemohon yang dapat menarik permohonan ini.',
  en: 'Only the applicant may withdraw this application.',
});
export const escalationNotDue = refusal('conflict', 'RUNG_NOT_DUE', {
  id: 'Belum waktunya memberi peringatan, atau sudah diberikan.',
  en: 'No rung of the ladder is due; it may have rung already.',
});
export const notYoursToUndo = refusal('forbidden', 'NOT_YOURS_TO_UNDO', {
  id: 'Ini hanya dapat dilakukan oleh {role}.',
  en: 'Only {role} may do this.',
});
export const letterIssued = refusal('conflict', 'LETTER_ISSUED', {
  id: 'Surat ini sudah keluar; nomornya tidak dibatalkan lagi. Suratnya dapat dicabut atau diperbaiki oleh penanda tangannya.',
  en: 'This letter is out: its number is no longer voided. Whoever signs may revoke or correct the letter.',
});
export const numberNotGiven = refusal('conflict', 'NUMBER_NOT_GIVEN', {
  id: 'Permohonan ini sekarang tidak bernomor surat.',
  en: 'This application has no letter number at present.',
});
export const caseStillOpen = refusal('conflict', 'APPLICATION_OPEN', {
  id: 'Permohonan ini masih berjalan; yang dapat dicabut atau diperbaiki adalah surat yang sudah keluar.',
  en: 'This application is still under way; what can be revoked or corrected is a letter that is out.',
});
export const systemOnly = refusal('forbidden', 'SYSTEM_ONLY', {
  id: 'Ini hanya dapat diteruskan oleh sistem.',
  en: 'Only the system passes this on.',
});
export const casePaused = refusal('conflict', 'APPLICATION_PAUSED', {
  id: 'Waktu permohonan ini sedang dihentikan.',
  en: 'The clocks of this application stand still already.',
});
export const caseNotPaused = refusal('conflict', 'APPLICATION_NOT_PAUSED', {
  id: 'Waktu permohonan ini tidak sedang dihentikan.',
  en: 'The clocks of this application do not stand still.',
});
export const decisionMade = refusal('conflict', 'DECISION_MADE', {
  id: 'Keputusan atas permohonan ini sudah dibuat.',
  en: 'The decision on this application has been made.',
});
export const documentsNotYours = refusal('forbidden', 'DOCUMENTS_NOT_YOURS', {
  id: 'Berkas permohonan ini sekarang hanya dapat diubah oleh pihak yang sedang mengerjakannya.',
  en: 'The documents of this application may now be changed only by whom it is with.',
});
export const documentsNewer = refusal('conflict', 'DOCUMENTS_NEWER', {
  id: 'Ada berkas yang lebih baru daripada yang diperiksa ({requirements}); terima berkas itu atau kembalikan permohonan.',
  en: 'There are documents newer than those that were checked ({requirements}); accept them or send the application back.',
});
export const documentNotNewer = refusal('conflict', 'DOCUMENT_NOT_NEWER', {
  id: 'Berkas ini tidak perlu diterima: sudah diperiksa, sudah diterima, atau tidak ada lagi.',
  en: 'This document needs no acceptance: it was checked or accepted already, or is no longer there.',
});
