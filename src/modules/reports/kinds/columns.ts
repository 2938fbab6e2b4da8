import type { Sentence } from '../../../kernel/refusal.js';
import type { Language } from '../../../platform/api/request-context.js';
import type { Cell } from '../../../platform/tables/table.js';
import type { ReportColumn, ReportScope } from '../report.js';

type Text = ReportColumn['text'];

/** A column of a report. */
export function column(key: string, width: number, id: string, en: string, text?: Text): ReportColumn {
  return { key, width, title: { id, en }, ...(text && { text }) };
}

/** Codes as people call them. */
export function named(names: Readonly<Record<string, Sentence>>): NonNullable<Text> {
  return (value, { language }) => (typeof value === 'string' ? (names[value]?.[language] ?? value) : value);
}

export const ENDING_NAMES: Readonly<Record<string, Sentence>> = {
  open: { id: 'Dalam proses', en: 'Open' },
  granted: { id: 'Terbit', en: 'Granted' },
  rejected: { id: 'Ditolak', en: 'Rejected' },
  withdrawn: { id: 'Ditarik', en: 'Withdrawn' },
};

export function roleTitle({ agency, language }: Pick<ReportScope, 'agency' | 'language'>, role: Cell): string {
  return agency.roles.find(({ code }) => code === role)?.title[language] ?? String(role ?? '');
}

/** A moment as a local date and time; JSON has RFC 3339. */
export const localMoment: NonNullable<Text> = (value, { agency }) =>
  typeof value === 'string' ? momentIn(new Date(value), agency.timeZone) : value;

const clocks = new Map<string, Intl.DateTimeFormat>();

/** "2026-11-23 09:00": sorts as text, and every spreadsheet knows it. */
export function momentIn(at: Date, zone: string): string {
  let clock = clocks.get(zone);
  // The one locale that writes both in that order.
  if (!clock) clocks.set(zone, (clock = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' })));
  return clock.format(at);
}

export const yesOrNo: NonNullable<Text> = (value, { language }) => (value === null ? null : YES[value === 1 ? 'yes' : 'no'][language]);

const YES = { yes: { id: 'Ya', en: 'Yes' }, no: { id: 'Tidak', en: 'No' } } as const;

/** "45,5 %" and "45.5%". */
export function percentText(value: Cell, language: Language): string {
  if (value === null) return '–';
  return language === 'id' ? `${String(value).replace('.', ',')} %` : `${value}%`;
}

export const SERVICE = column('service', 24, 'Layanan', 'Service');
export const STEP = column('step', 8, 'Langkah', 'Step');
export const ACTIVITY = column('activity', 48, 'Kegiatan', 'Activity');
export const ROLE = column('role', 28, 'Peran', 'Role', (value, scope) => (value === null ? null : roleTitle(scope, value)));
export const SECTION = column('section', 10, 'Seksi', 'Section');
export const MONTH = column('month', 10, 'Bulan', 'Month');
export const ON_TIME = column('onTime', 14, 'Tepat waktu (%)', 'On time (%)');
export const HOURS = column('hours', 14, 'Jam kerja', 'Working hours');
