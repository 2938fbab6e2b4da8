import type { StandardTime } from '../../kernel/duration.js';
import type { Ending } from '../sop-definition.js';
import type { DiagramLanguage } from './plan.js';

interface Words {
  readonly start: string;
  readonly ends: Readonly<Record<Ending, string>>;
  readonly total: string;
  readonly takesPart: string;
  readonly forward: string;
  readonly back: string;
  readonly reading: string;
  readonly leadsTo: string;
}

/** The diagram's own words; what the SOP says is quoted as it stands. */
export const WORDS: Readonly<Record<DiagramLanguage, Words>> = {
  id: {
    start: 'Mulai',
    ends: { granted: 'Selesai: diterbitkan', rejected: 'Selesai: ditolak', withdrawn: 'Selesai: ditarik' },
    total: 'Waktu baku',
    takesPart: 'ikut serta',
    forward: 'jalan maju',
    back: 'kembali',
    reading: '* pelaksana menurut pembacaan, tidak tertulis pada baris SOP',
    leadsTo: 'lanjut ke',
  },
  en: {
    start: 'Start',
    ends: { granted: 'End: granted', rejected: 'End: rejected', withdrawn: 'End: withdrawn' },
    total: 'Standard time',
    takesPart: 'takes part',
    forward: 'way forward',
    back: 'way back',
    reading: '* performer as we read it, not written in that row of the SOP',
    leadsTo: 'leads to',
  },
};

const UNITS = { minute: 'minute', hour: 'hour', day: 'working day' } as const;

/** A standard time: in Indonesian as the SOP has it. */
export function timeText(time: StandardTime, language: DiagramLanguage): string {
  return language === 'id' ? time.text : `${time.amount} ${UNITS[time.unit]}${time.amount === 1 ? '' : 's'}`;
}

/** A total such as "4 Hari 11 Jam 30 Menit", in the language asked for. */
export function totalText(text: string, language: DiagramLanguage): string {
  if (language === 'id') return text;
  return text.replaceAll(',', '.').replaceAll('Hari', 'days').replaceAll('Jam', 'hours').replaceAll('Menit', 'minutes');
}
