import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What lists and searches read: in whose inbox a task is, and the words that names are made of. The indexes of the inbox hold what
 * is counted by, so that counting needs no table.
 */
export class Reading1765300000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const sql of [INBOX, SEARCH]) await runner.query(sql);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table name_words;
      drop statistics events_said;
      drop index events_notes, applications_closed, tasks_inbox, tasks_open;
      alter table tasks drop column desk;
      create index tasks_inbox on tasks (agency, role, (coalesce(due_at, 'infinity'::timestamptz)), id) where status = 'open';
      create index tasks_open on tasks (agency, id) where status = 'open';`);
  }
}

/** A counter case has no applicant with an inbox: its rows for the applicant are done by the desk that opened it. */
const INBOX = `
alter table tasks add column desk text;
update tasks t set desk = a.state->>'assistant'
  from applications a
 where a.agency = t.agency and a.id = t.application_id and t.status = 'open' and t.role = 'applicant' and a.state->>'assistant' is not null;
drop index tasks_inbox;
create index tasks_inbox on tasks (agency, (coalesce(desk, role)), (coalesce(due_at, 'infinity'::timestamptz)), id)
  include (role, desk, section, service, due_at, claimed_by) where status = 'open';
drop index tasks_open;
create index tasks_open on tasks (agency, id) include (application_id, service, step) where status = 'open';`;

const SEARCH = `
create table name_words (
  agency text not null,
  word text not null,
  primary key (agency, word)
);
create index name_words_like on name_words using gin (agency, word gin_trgm_ops);
insert into name_words (agency, word)
select distinct agency, word
  from applications, regexp_split_to_table(lower(applicant_name), '[^[:alpha:]]+') as word
 where length(word) between 3 and 40
    on conflict do nothing;
update applications a set search = search || ' ' || lower(l.number)
  from (select agency, application_id, string_agg(number, ' ') as number from letters where number is not null group by 1, 2) l
 where a.agency = l.agency and a.id = l.application_id;
create index applications_closed on applications (agency, closed_at) where closed_at is not null;
create index events_notes on events using gin (agency, (lower(coalesce(body->>'note', body->>'reason'))) gin_trgm_ops)
  where coalesce(body->>'note', body->>'reason') is not null;
-- What is known of a partial index is not used: how common a word is in notes has to be kept for the table.
create statistics events_said on (lower(coalesce(body->>'note', body->>'reason'))) from events;`;
