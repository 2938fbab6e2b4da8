import type { Refusal } from '../../kernel/refusal.js';
import { refusal } from '../../kernel/refusal.js';
import type { LocalDate } from '../../kernel/working-calendar.js';
import { inputInvalid } from '../../platform/api/problem.js';

export const proposalNotFound = refusal('not-found', 'CALENDAR_PROPOSAL_NOT_FOUND', {
  id: 'Usulan perubahan kalender ini tidak ada.',
  en: 'There is no such proposal to change the calendar.',
});
export const proposalDecided = refusal('conflict', 'CALENDAR_PROPOSAL_DECIDED', {
  id: 'Usulan ini sudah diputuskan.',
  en: 'This proposal has been decided already.',
});
export const secondPersonNeeded = refusal('forbidden', 'SECOND_PERSON_NEEDED', {
  id: 'Usulan ini harus disetujui orang lain, bukan pengusulnya.',
  en: 'Somebody else than the proposer has to approve this.',
});

/** A change of time that has passed without a source. */
export function sourceNeeded(date: LocalDate): Refusal {
  const detail = {
    id: `Perubahan ini mengubah jam kerja tanggal ${date}, yang sudah berjalan: sebutkan dasarnya (source), lalu orang lain menyetujuinya.`,
    en: `This changes the hours of ${date}, which has begun or passed: name the source, and somebody else approves it.`,
  };
  return inputInvalid({}, [{ pointer: '/source', detail }]);
}
