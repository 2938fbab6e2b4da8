import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A letter and its line in the book have one date, apart from the moment at which they were entered. Rows from before get the day of
 * their entry (by Western Indonesian time: agencies' zones stand in their files), an inserted number the day of the line beside it. A
 * letter whose successor has lost its number again counts again.
 */
export class LetterDates1770080100000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const sql of [LINES, LETTERS, RESTORED, VIEWS]) await runner.query(sql);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop view reporting.letters;
      drop view reporting.book_numbers;
      drop index letters_by_date;
      create index letters_by_numbering on letters (agency, numbered_at, id) where numbered_at is not null;
      alter table letters drop column dated;
      alter table book_entries drop column dated;
      ${VIEWS.replaceAll(', dated', '')}`);
  }
}

const DAY = (moment: string) => `(${moment} at time zone 'Asia/Jakarta')::date`;

const LINES = `
alter table book_entries add column dated date;
update book_entries set dated = ${DAY(`coalesce((details#>>'{inserted,dated}')::timestamptz, entered_at)`)};
alter table book_entries alter column dated set not null;`;

const LETTERS = `
alter table letters add column dated date;
update letters set dated = ${DAY('numbered_at')} where numbered_at is not null;
update letters l set dated = e.dated from book_entries e
 where e.agency = l.agency and e.subject_id = l.id and e.label = l.number and e.insertion > 0;
update book_entries d set details = jsonb_set(d.details, '{letterDate}', to_jsonb(l.dated::text)) from letters l
 where l.agency = d.agency and l.id = d.subject_id and l.number = d.details->>'letterNumber' and l.dated is not null;
drop index letters_by_numbering;
create index letters_by_date on letters (agency, dated, id) where dated is not null;`;

const RESTORED = `
update letters old
   set replaced_by = null,
       status = case when old.acknowledged is not null then 'acknowledged' when old.handed_over is not null then 'handed-over'
                     when old.number is not null then 'numbered' else 'signed' end
  from letters successor
 where successor.agency = old.agency and successor.id = old.replaced_by and successor.number is null and old.number is not null;`;

const VIEWS = `
create or replace view reporting.letters as
  select agency, id as letter_id, application_id, kind, status, draft as drafts, number, signed_at, numbered_at,
         (handed_over->>'at')::timestamptz as handed_over_at, (acknowledged->>'at')::timestamptz as acknowledged_at,
         (revoked->>'at')::timestamptz as revoked_at, replaced_by, dated
    from letters;
create or replace view reporting.book_numbers as
  select agency, book, year, number, insertion, label, application_id, entered_at, voided is not null as voided, dated
    from book_entries;`;
