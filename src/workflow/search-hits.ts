import type { Conditions } from '../platform/database/conditions.js';
import { likePart, wordPattern, type SearchQuestion } from './search-text.js';
import { NOTE_TEXT } from './note-text.js';

/** How many of each kind of hit, the newest, are weighed against each other: more pages than anybody turns. */
export const MOST_WEIGHED = 500;

/** What somebody searches for, as conditions on a case `a`. */
export interface SearchText {
  readonly asked: SearchQuestion;
  /** Every word stands in what the case is found by. */
  literal(where: Conditions): string;
  /** The same, or in place of a word a name that is like it. */
  anyLike(where: Conditions): string;
  /** Every word stands in one note, or reason, of its journal. */
  noted(where: Conditions): string;
  readonly hasSimilar: boolean;
}

const HAS_NOTE = `coalesce(e.body->>'note', e.body->>'reason') is not null`;

/** `manyNotes`: so many notes have the words that reading the newest cases finds some sooner than the index of notes. */
export function textOf(asked: SearchQuestion, similar: ReadonlyMap<string, readonly string[]>, manyNotes: boolean): SearchText {
  const stands = (where: Conditions, word: string) => `a.search like ${where.value(wordPattern(asked, word))}`;
  return {
    asked,
    hasSimilar: [...similar.values()].some((words) => words.length > 0),
    literal: (where) => asked.words.map((word) => stands(where, word)).join(' and '),
    anyLike: (where) =>
      asked.words.map((word) => `(${[word, ...(similar.get(word) ?? [])].map((each) => stands(where, each)).join(' or ')})`).join(' and '),
    noted: (where) => {
      const noted = `e.agency = $1 and ${HAS_NOTE} and ${noteLike(where, asked)}`;
      if (!manyNotes) return `a.id in (select e.application_id from events e where ${noted})`;
      // "offset 0": asked case by case, and not turned into a join.
      return `exists (select 1 from events e where e.application_id = a.id and ${noted} offset 0)`;
    },
  };
}

/** All notes with the words, for the database to say how many it takes them to be. */
export function allNoted(where: Conditions, agency: string, asked: SearchQuestion): string {
  where.add(`e.agency = ${where.value(agency)}`);
  return `select 1 from events e where ${where.toString()} and ${HAS_NOTE} and ${noteLike(where, asked)}`;
}

function noteLike(where: Conditions, asked: SearchQuestion): string {
  return asked.words.map((word) => `${NOTE_TEXT} like ${where.value(wordPattern(asked, word))}`).join(' and ');
}

/**
 * The best hit first: 4 the very number; 3 a name or number that begins so; 2 every word as it was written; 1 names like it; 0.5
 * a note. Within each, how much of what was asked for is there. Numbers are looked up by their own indexes, so that they are found
 * however many newer cases have the words in them.
 */
export function hits(
  where: Conditions,
  { after, limit }: { readonly after?: readonly string[] | undefined; readonly limit: number },
  text: SearchText,
): string {
  const { typed, phrase } = text.asked;
  const asked = where.value(typed);
  const begins = where.value(`${likePart(typed)}%`);
  const beginsFolded = where.value(` ${likePart(phrase)}%`);
  const written = `${where.value([typed, typed.toUpperCase()])}::text[]`;
  const all = where.toString();
  // Weighed are those that are left: comparing texts costs more than finding them.
  const newest = (condition: string) =>
    `(select a.id, a.search, a.applicant_name from applications a where ${all} and ${condition} order by a.id desc limit ${MOST_WEIGHED}) n`;
  const alike = `round(word_similarity(${asked}, lower(n.applicant_name))::numeric * 0.9, 4)`;
  const exact = (condition: string) => `(select a.id, 4::numeric as score from applications a where ${all} and ${condition})`;
  const found = [
    exact(`a.number = any(${written})`),
    exact(`a.receipt_number = any(${written})`),
    exact(`a.id in (select l.application_id from letters l where l.agency = $1 and l.number = any(${written}))`),
    `(select n.id, ${alike} + case when n.search like ${beginsFolded} or lower(n.applicant_name) like ${begins} then 3 else 2 end
        from ${newest(text.literal(where))})`,
    ...(text.hasSimilar ? [`(select n.id, ${alike} + 1 from ${newest(text.anyLike(where))})`] : []),
    `(select n.id, 0.5 from ${newest(text.noted(where))})`,
  ];
  const beyond = after ? `where (score, id) < (${where.value(after[0])}::numeric, ${where.value(after[1])}::uuid)` : '';
  return `select id, array[to_char(score, 'FM0.0000'), id::text] as place
            from (select id, max(score) as score from (${found.join(' union all ')}) hit group by id) weighed ${beyond}
           order by score desc, id desc limit ${where.value(limit)}`;
}
