import { statement } from '../../platform/database/tx.js';

/** What the snapshot of a paper is sealed as. */
export const SHEET = 'paper';

/** Name of the round that prints papers. */
export const PAPERS_JOB = 'papers';

export const FREEZE = statement(
  'paper.freeze',
  `insert into papers (agency, id, application_id, subject_id, kind, edition, snapshot, frozen_at, final, remote)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict (agency, subject_id, kind, edition) do nothing`,
);
export const FROZEN = statement(
  'paper.frozen',
  `select agency, id, application_id, subject_id, kind, edition, snapshot, final, remote, frozen_at, sha256, size, certificate, time_stamp
     from papers where agency = $1 and subject_id = $2 and kind = $3 and edition = $4`,
);
export const PRINTED = statement(
  'paper.printed',
  `update papers set sha256 = case when $3 = any(sha256) then sha256 else sha256 || $3::text end, size = $4,
          certificate = coalesce($5, certificate) where agency = $1 and id = $2`,
);
export const TIME_STAMP = statement('paper.time-stamp', `select time_stamp from papers where agency = $1 and id = $2`);
/** In place of the one that was read, and of no other: whoever comes second takes the first one. */
export const KEEP_TIME_STAMP = statement(
  'paper.keep-time-stamp',
  `update papers set time_stamp = $3 where agency = $1 and id = $2 and time_stamp is not distinct from $4 returning time_stamp`,
);
export const HASHES = statement(
  'paper.hashes',
  `select edition, sha256, frozen_at from papers where agency = $1 and subject_id = $2 order by frozen_at, id`,
);

/** What the records of events are to be printed; the same event twice is the same task. */
export const LEAVE_TASKS = statement(
  'paper.leave-tasks',
  `insert into paper_tasks (agency, application_id, seq, record, subject_id)
   select e.agency, e.application_id, e.seq, ref->>'kind', (ref->>'id')::uuid
     from unnest($1::text[], $2::uuid[], $3::int[]) as m(agency, application_id, seq)
     join events e on e.agency = m.agency and e.application_id = m.application_id and e.seq = m.seq
    cross join lateral jsonb_array_elements(case when e.body->>'type' = 'completed' then coalesce(e.body#>'{data,records}', '[]') else '[]' end) ref
    where ref->>'kind' = any($4::text[])
   on conflict do nothing`,
  PAPERS_JOB,
);
/**
 * Leases tasks: one of each agency in turn, beginning after $4, so that an agency with thousands of papers keeps no other waiting. A worker
 * that is killed leaves its tasks to the next run.
 */
export const CLAIM_TASKS = statement(
  'paper.claim-tasks',
  `with recursive agencies(agency) as (
     (select agency from paper_tasks order by agency limit 1)
     union all
     (select (select agency from paper_tasks where agency > a.agency order by agency limit 1) from agencies a where a.agency is not null)
   )
   update paper_tasks t set attempts = attempts + 1, not_before = $2
     from (select first.* from agencies a
            cross join lateral (
              select locked.*, row_number() over (order by application_id, seq, record, subject_id) as turn
                from (select agency, application_id, seq, record, subject_id from paper_tasks p
                       where p.agency = a.agency and (not_before is null or not_before <= $1)
                       order by application_id, seq limit $3 for update skip locked) locked) first
            order by turn, first.agency <= $4, first.agency limit $3) due
    where t.agency = due.agency and t.application_id = due.application_id and t.seq = due.seq and t.record = due.record and t.subject_id = due.subject_id
   returning t.agency, t.application_id, t.seq, t.record, t.subject_id, t.attempts`,
);
export const TASK_DONE = statement(
  'paper.task-done',
  `delete from paper_tasks where agency = $1 and application_id = $2 and seq = $3 and record = $4 and subject_id = $5`,
);
export const TASK_FAILED = statement(
  'paper.task-failed',
  `update paper_tasks set not_before = $6, last_error = $7, waits_for = $8
    where agency = $1 and application_id = $2 and seq = $3 and record = $4 and subject_id = $5`,
);

export const PUBLISH_TEXTS = statement(
  'paper.publish-texts',
  `insert into paper_texts (agency, service, definition, version, sha256, texts, published_at)
   select $1, $2, $3, coalesce(max(version), 0) + 1, $4, $5, $6 from paper_texts where agency = $1 and service = $2 and definition = $3
   having coalesce((select sha256 from paper_texts where agency = $1 and service = $2 and definition = $3 order by version desc limit 1), '') <> $4`,
);
/** The texts in force when a case began; or the first ones, where none were kept yet. */
export const TEXTS_AT = statement(
  'paper.texts-at',
  `select texts from paper_texts where agency = $1 and service = $2 and definition = $3
    order by published_at <= $4 desc, case when published_at <= $4 then version end desc nulls last, version limit 1`,
);
export const KEEP_LOGO = statement(
  'paper.keep-logo',
  `insert into paper_logos (agency, sha256, bytes) values ($1, $2, $3) on conflict (agency, sha256) do nothing`,
);
export const LOGO = statement('paper.logo', `select bytes from paper_logos where agency = $1 and sha256 = $2`);

/** The signature that an official has given to a final letter, by its paper. */
export const SIGNATURE = statement(
  'paper.signature',
  `select file_id, sha256, signer_name, signed_at from paper_signatures where agency = $1 and paper_id = $2`,
);
/** The papers of letters in one edition each: whether they wait for a signature from elsewhere, and whether they have it. */
export const SIGNING_STATES = statement(
  'paper.signing-states',
  `select distinct on (p.subject_id) p.subject_id as letter, p.remote, s.signer_name, s.signed_at
     from unnest($2::uuid[], $3::text[]) as asked(letter, edition)
     join papers p on p.agency = $1 and p.subject_id = asked.letter
                and (p.edition = asked.edition or starts_with(p.edition, asked.edition || ', '))
     left join paper_signatures s on s.agency = p.agency and s.paper_id = p.id
    order by p.subject_id, p.frozen_at desc, p.id desc`,
);
/** Once; the hash of the file counts as that of the letter from then on. */
export const KEEP_SIGNATURE = statement(
  'paper.keep-signature',
  `with signature as (
     insert into paper_signatures (agency, paper_id, file_id, document_id, sha256, signed_by, signer_name, role, on_behalf, signed_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict do nothing returning sha256
   )
   update papers set sha256 = papers.sha256 || signature.sha256, size = $11, certificate = $12 from signature where agency = $1 and id = $2 returning id`,
);
/** What the papers of letters wait for. */
export const WAITING = statement(
  'paper.waiting',
  `select distinct on (subject_id) subject_id as letter, waits_for from paper_tasks
    where agency = $1 and subject_id = any($2::uuid[]) and waits_for is not null order by subject_id, seq desc`,
);
/** Whether the latest final edition of a letter carries its signature, from here or from elsewhere. */
export const LAST_SIGNED = statement(
  'paper.last-signed',
  `select not p.remote or s.paper_id is not null as signed
     from papers p left join paper_signatures s on s.agency = p.agency and s.paper_id = p.id
    where p.agency = $1 and p.subject_id = $2 and p.final
    order by p.frozen_at desc, p.id desc limit 1`,
);

/** What an administrator, or the issuer, calls an account: never a name that its bearer has chosen. */
export const ACCOUNT = statement(
  'paper.account',
  `select username as name from users where agency = $1 and id::text = $2
    union all select subject from known_people where agency = $1 and id::text = $2`,
);
