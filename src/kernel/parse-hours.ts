import type { Weekday } from './local-time.js';
import { fill, type Problem, type Sentence } from './refusal.js';
import type { Interval, Week } from './working-calendar.js';

const WEEKDAYS: readonly string[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const MOST_INTERVALS = 24;
const MOST_PROBLEMS = 200;

const NO_LIST: Sentence = { id: 'Harus berupa daftar paling banyak {most} selang jam.', en: 'Must be a list of at most {most} intervals.' };
const NO_INTERVAL: Sentence = {
  id: 'Selang jam ditulis "07:30-12:00", dari 00:00 sampai 24:00.',
  en: 'An interval is written "07:30-12:00", within 00:00 to 24:00.',
};
const REVERSED: Sentence = {
  id: 'Selang {text} berakhir sebelum atau saat ia mulai.',
  en: 'The interval {text} ends before or when it begins.',
};
const OVERLAP: Sentence = {
  id: 'Selang {text} mulai sebelum selang sebelumnya berakhir.',
  en: 'The interval {text} begins before the one above it ends.',
};
const NO_BLOCK: Sentence = { id: 'Harus berupa blok kunci.', en: 'Must be a block of keys.' };
const NO_HOURS_KEY: Sentence = {
  id: '{key} bukan kunci di sini; yang boleh: hours, breaks.',
  en: '{key} is not a key here; allowed are hours, breaks.',
};
const OUTSIDE: Sentence = { id: 'Istirahat {text} tidak di dalam jam {hours}.', en: 'The break {text} is not within the hours {hours}.' };
const NO_WEEKDAY: Sentence = {
  id: '{key} bukan hari: mon sampai sun, atau rentang seperti "mon-thu".',
  en: '{key} is no weekday: mon to sun, or a range such as "mon-thu".',
};
const TWICE: Sentence = { id: 'Hari {key} sudah diberi jam.', en: 'The day {key} already has its hours.' };
const MORE: Sentence = { id: 'Ada masalah lain; ini {most} yang pertama.', en: 'There are more problems; these are the first {most}.' };

export type FieldPath = readonly (string | number)[];

/** Collects what is wrong, each with its JSON pointer, so that an author sees it all at once. */
export class ProblemList {
  readonly all: Problem[] = [];

  /** Notes a problem; gives undefined, so that a reader can end with it. */
  add(at: FieldPath, detail: Sentence, params: Readonly<Record<string, string | number>> = {}): undefined {
    const says = this.all.length < MOST_PROBLEMS ? { at, detail, params } : { at: [], detail: MORE, params: { most: MOST_PROBLEMS } };
    if (this.all.length > MOST_PROBLEMS) return undefined;
    const pointer = says.at.map((part) => `/${shown(String(part)).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
    this.all.push({ pointer, detail: { id: fill(says.detail.id, says.params), en: fill(says.detail.en, says.params) } });
    return undefined;
  }
}

/** Parsed data with keys of its own; anything with a class of its own is none. */
export function readBlock(value: unknown, at: FieldPath, problems: ProblemList): ReadonlyMap<string, unknown> | undefined {
  const plain =
    typeof value === 'object' && value !== null && [Object.prototype, null].includes(Object.getPrototypeOf(value) as object | null);
  return plain ? new Map(Object.entries(value)) : problems.add(at, NO_BLOCK);
}

/** Text from outside as it may stand in a message: not endless. */
export function shown(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}

/** Reads `{ mon-thu: ["07:30-12:00", "13:00-16:00"], fri: … }`; a day that is left out is free. */
export function readWeek(value: unknown, at: FieldPath, problems: ProblemList): Week {
  const week: Partial<Record<Weekday, readonly Interval[]>> = {};
  for (const [key, hours] of readBlock(value, at, problems) ?? []) {
    const intervals = readIntervals(hours, [...at, key], problems) ?? [];
    const [first, last = first, ...rest] = key.split('-').map((name) => WEEKDAYS.indexOf(name) + 1);
    if (!first || !last || first > last || rest.length > 0) problems.add([...at, key], NO_WEEKDAY, { key: shown(key) });
    else {
      for (let day = first; day <= last; day++) {
        if (week[day as Weekday]) problems.add([...at, key], TWICE, { key: WEEKDAYS[day - 1]! });
        week[day as Weekday] = intervals;
      }
    }
  }
  return week;
}

/** Reads `["07:30-12:00", "13:00-16:00"]`, in order and without overlap, or `{ hours: "07:30-16:00", breaks: ["12:00-13:00"] }`. */
export function readIntervals(value: unknown, at: FieldPath, problems: ProblemList): readonly Interval[] | undefined {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return readHours(value, at, problems);
  if (!Array.isArray(value) || value.length > MOST_INTERVALS) return problems.add(at, NO_LIST, { most: MOST_INTERVALS });
  const read: Interval[] = [];
  for (const [index, text] of (value as readonly unknown[]).entries()) {
    const interval = readInterval(text);
    const params = { text: shown(String(typeof text === 'string' ? text : '')) };
    if (!interval) problems.add([...at, index], NO_INTERVAL);
    else if (interval.to <= interval.from) problems.add([...at, index], REVERSED, params);
    else if (interval.from < (read.at(-1)?.to ?? 0)) problems.add([...at, index], OVERLAP, params);
    else read.push(interval);
  }
  return read;
}

/** One stretch of hours with its breaks cut out. */
function readHours(value: object, at: FieldPath, problems: ProblemList): readonly Interval[] | undefined {
  const block = readBlock(value, at, problems) ?? new Map<string, unknown>();
  for (const key of block.keys()) if (!['hours', 'breaks'].includes(key)) problems.add([...at, key], NO_HOURS_KEY, { key: shown(key) });
  const text = block.get('hours');
  const hours = readInterval(text);
  if (!hours) return problems.add([...at, 'hours'], NO_INTERVAL);
  if (hours.to <= hours.from) return problems.add([...at, 'hours'], REVERSED, { text: text as string });
  const breaks = block.has('breaks') ? readIntervals(block.get('breaks'), [...at, 'breaks'], problems) : [];
  const open: Interval[] = [];
  let from = hours.from;
  for (const [index, pause] of (breaks ?? []).entries()) {
    if (pause.from < hours.from || pause.to > hours.to) {
      const written = Array.isArray(block.get('breaks')) ? (block.get('breaks') as unknown[])[index] : '';
      problems.add([...at, 'breaks', index], OUTSIDE, { text: shown(String(written)), hours: text as string });
    }
    if (pause.from > from) open.push({ from, to: pause.from });
    from = pause.to;
  }
  return from < hours.to ? [...open, { from, to: hours.to }] : open;
}

function readInterval(value: unknown): Interval | undefined {
  const match = typeof value === 'string' ? /^(\d\d):(\d\d)-(\d\d):(\d\d)$/.exec(value) : null;
  if (!match) return undefined;
  const [fromHour, fromMinute, toHour, toMinute] = match.slice(1).map(Number) as [number, number, number, number];
  const [from, to] = [fromHour * 60 + fromMinute, toHour * 60 + toMinute];
  return fromMinute < 60 && toMinute < 60 && from <= 1440 && to <= 1440 ? { from, to } : undefined;
}
