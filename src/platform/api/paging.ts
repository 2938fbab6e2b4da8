import { isId } from '../../kernel/ids.js';
import { refusal } from '../../kernel/refusal.js';

export const cursorInvalid = refusal('malformed', 'CURSOR_INVALID', {
  id: 'Penanda halaman ("after") tidak berasal dari daftar ini.',
  en: 'The cursor ("after") does not come from this list.',
});

/** One page of a list; `next` is the cursor of the page after it, null on the last. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

/** A place in a list, as a text that clients hand back unread. */
export function encodeCursor(list: string, place: readonly string[]): string {
  return Buffer.from(JSON.stringify([list, ...place])).toString('base64url');
}

/** Whether a part of a cursor is what the database takes at its place. */
export type CursorPart = (text: string) => boolean;

export const anId: CursorPart = isId;
export const aNumber: CursorPart = (text) => /^\d{1,9}$/.test(text);
/** A moment as `toISOString` writes it, of a year that PostgreSQL knows too. */
export const aMoment: CursorPart = (text) =>
  /^[12]\d{3}-/.test(text) && !Number.isNaN(Date.parse(text)) && new Date(text).toISOString() === text;

/** A calendar date (YYYY-MM-DD). */
export const aDay: CursorPart = (text) => /^\d{4}-\d{2}-\d{2}$/.test(text) && aMoment(`${text}T00:00:00.000Z`);

/** Reads a cursor of the same list; anything else is refused. */
export function decodeCursor(list: string, cursor: string, parts: readonly CursorPart[]): string[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    throw cursorInvalid();
  }
  if (!Array.isArray(parsed) || JSON.stringify(parsed).includes('\\u0000') || parsed.length !== parts.length + 1 || parsed[0] !== list)
    throw cursorInvalid();
  const place: unknown[] = parsed.slice(1);
  if (!place.every((part, index): part is string => typeof part === 'string' && parts[index]!(part))) throw cursorInvalid();
  return place;
}

/** Cursors of the entries of pages, for whoever asks for them: REST shows the last one alone. */
const CURSORS = new WeakMap<Page<unknown>, () => string[]>();

/** The cursor of each entry of a page; of a list that comes whole, just its place. */
export function cursorsOf(page: Page<unknown>): string[] {
  return CURSORS.get(page)?.() ?? page.items.map((_, index) => encodeCursor('whole', [String(index)]));
}

/** Makes a page of `limit` rows out of up to `limit + 1`. */
export function pageOf<Row, T>(rows: readonly Row[], limit: number, view: (row: Row) => T, cursor: (row: Row) => string): Page<T> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const page = { items: shown.map(view), next: rows.length > limit && last !== undefined ? cursor(last) : null };
  CURSORS.set(page, () => shown.map(cursor));
  return page;
}
