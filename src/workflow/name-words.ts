import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database/database.js';
import { statement } from '../platform/database/tx.js';

/** More ways of writing one name than these make a search slower, and its answer no better. */
const MOST_ALIKE = 8;
/** How like a word of the dictionary has to be: less, where nobody is called as it was written. */
const ALIKE = 0.45;
const ALIKE_IF_UNKNOWN = 0.3;

const LIKE = statement(
  'name-words.like',
  `select asked.word as asked, alike.word, alike.similarity
     from unnest($2::text[]) as asked(word)
    cross join lateral (
      select w.word, similarity(w.word, asked.word) as similarity from name_words w
       where w.agency = $1 and w.word % asked.word
       order by similarity desc, w.word limit ${MOST_ALIKE + 1}
    ) alike`,
);

interface Alike {
  readonly asked: string;
  readonly word: string;
  readonly similarity: number;
}

/**
 * The dictionary of the words that names are made of. A misspelt name is looked for here, among tens of thousands of words, and the
 * words that are like it among the cases: comparing it with the names of a million cases would take seconds.
 */
@Injectable()
export class NameWords {
  constructor(private readonly database: Database) {}

  /** Per word the words of names that are like it, and not the same. */
  async like(agency: string, words: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
    if (words.length === 0) return new Map();
    const rows = await this.database.run<Alike>(LIKE, [agency, words]);
    return new Map(words.map((word) => [word, alike(rows.filter(({ asked }) => asked === word))]));
  }
}

function alike(rows: readonly Alike[]): string[] {
  const [first] = rows;
  if (!first) return [];
  const known = rows.some(({ asked, word }) => word.includes(asked));
  // What has the word in it is found as it was written.
  return rows
    .filter(({ asked, word, similarity }) => !word.includes(asked) && similarity >= (known ? ALIKE : ALIKE_IF_UNKNOWN))
    .map(({ word }) => word);
}
