import type { MigrationInterface, QueryRunner } from 'typeorm';
import { foldedWords, searchText } from '../../../kernel/typed/search-text.js';

const BATCH = 2000;

interface Row {
  readonly agency: string;
  readonly id: string;
  readonly search: string;
}

interface Word {
  readonly agency: string;
  readonly word: string;
}

/**
 * Searches for what people type: the words of a case, of the dictionary of names and of notes without punctuation, and receipt numbers
 * without separators. The search column is derived and no evidence.
 */
export class TypedSearch1770150000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await rewriteSearch(runner, (search) => searchText([search]));
    await rewriteWords(runner);
    await runner.query(INDEXES);
    await runner.query(REWRITES);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table form_rewrites;
      drop index applications_receipt_key, events_notes;
      drop statistics events_said;
      create index events_notes on events using gin (agency, (lower(coalesce(body->>'note', body->>'reason'))) gin_trgm_ops)
        where coalesce(body->>'note', body->>'reason') is not null;
      create statistics events_said on (lower(coalesce(body->>'note', body->>'reason'))) from events;`);
  }
}

/** Page by page, as a large office has a million cases. */
async function rewriteSearch(runner: QueryRunner, folded: (search: string) => string): Promise<void> {
  let after: Pick<Row, 'agency' | 'id'> = { agency: '', id: '00000000-0000-0000-0000-000000000000' };
  for (;;) {
    const rows = (await runner.query(
      'select agency, id, search from applications where (agency, id) > ($1, $2::uuid) order by agency, id limit $3',
      [after.agency, after.id, BATCH],
    )) as Row[];
    if (rows.length === 0) return;
    await runner.query(
      `update applications a set search = changed.search
         from unnest($1::text[], $2::uuid[], $3::text[]) as changed(agency, id, search)
        where a.agency = changed.agency and a.id = changed.id`,
      [rows.map(({ agency }) => agency), rows.map(({ id }) => id), rows.map(({ search }) => folded(search))],
    );
    after = rows.at(-1)!;
  }
}

/** The words of all names as they are looked up from now on; those from before stay, and find nothing that is not there. */
async function rewriteWords(runner: QueryRunner): Promise<void> {
  const names = (await runner.query(
    `select distinct agency, applicant_name as word from applications where applicant_name ~ '[^A-Za-z0-9 ]' and erased_at is null`,
  )) as Word[];
  for (let from = 0; from < names.length; from += BATCH) {
    const words = names.slice(from, from + BATCH).flatMap(
      ({ agency, word }) =>
      foldedWords(word).filter((each) => /^[\p{L}\p{M}]{3,40}$/u.test(each)).map((each) => ({ agency, word: each })), // prettier-ignore
    );
    await runner.query(
      'insert into name_words (agency, word) select distinct * from unnest($1::text[], $2::text[]) on conflict do nothing',
      [words.map(({ agency }) => agency), words.map(({ word }) => word)],
    );
  }
}

const NOTE = `translate(lower(' ' || coalesce(body->>'note', body->>'reason')), U&'\\00A0.,;:!?"''\`\\00B4\\2018\\2019\\201C\\201D\\02BC-\\2010\\2011\\2013\\2014/()[]', ' ')`;
/** Forms are encrypted with keys that a migration does not have: a recurring job rewrites them, and keeps here how far it has come. */
const REWRITES = `
create table form_rewrites (
  agency text not null primary key,
  after uuid not null,
  done boolean not null
);
insert into form_rewrites (agency, after, done)
select distinct agency, '00000000-0000-0000-0000-000000000000'::uuid, false from applications;`;

const INDEXES = `
create index applications_receipt_key on applications
  (agency, (translate(upper(regexp_replace(receipt_number, '[^A-Za-z0-9]', '', 'g')), 'OIL', '011'))) where receipt_number is not null;
drop index events_notes;
create index events_notes on events using gin (agency, (${NOTE}) gin_trgm_ops)
  where coalesce(body->>'note', body->>'reason') is not null;
drop statistics events_said;
create statistics events_said on (${NOTE}) from events;`;
