import { statement } from '../../platform/database/tx.js';

/** The letter a case is at: the one that was last worked on, and is not the one that is being corrected. */
const PRESENT = `select id from letters where agency = $1 and application_id = $2 and corrected is null order by updated_at desc, id desc limit 1`;

/** A first draft, or the next version of the letter; $9: with the drafter's own initials. */
export const DRAFT = statement(
  'letter.draft',
  `with letter as (
     insert into letters (agency, id, application_id, kind, draft, status, content, content_hash, replaces, updated_at)
     values ($1, $3, $2, $4, 1, 'drafted', $5, $6, $15, $7)
     on conflict (agency, application_id, kind) where corrected is null do update
        set draft = letters.draft + 1, status = 'drafted', content = $5, content_hash = $6, signed_at = null, handed_over = null, updated_at = $7
     returning id, draft
   ), kept as (
     insert into letter_drafts (agency, letter_id, draft, content, content_hash, drafted_by, drafted_at)
     select $1, id, draft, $5, $6, $8, $7 from letter
   ), initials as (
     insert into letter_marks (agency, letter_id, draft, id, kind, role, by_id, by_name, result, content_hash, title, on_behalf, at)
     select $1, id, draft, $10, 'initials', $11, $8, $12, 'given', $6, $13, $14, $7 from letter where $9::boolean
   )
   select id, draft from letter`,
);

/** Initials or a signature, given or refused, on the draft as it is. */
export const MARK = statement(
  'letter.mark',
  `with letter as (
     update letters set status = $3, updated_at = $4, signed_at = case when $3 = 'signed' then $4 else signed_at end
      where agency = $1 and id = (${PRESENT}) returning id, draft, content_hash
   )
   insert into letter_marks (agency, letter_id, draft, id, kind, role, by_id, by_name, result, reason, content_hash, title, on_behalf, at)
   select $1, id, draft, $5, $6, $7, $8, $9, $10, $11, content_hash, $12, $13, $4 from letter
   returning letter_id as id, draft, content_hash`,
);

export const PRESENT_LETTER = statement(
  'letter.present',
  `select id, kind, number, dated::text as dated, content, content_hash, replaces from letters where agency = $1 and id = (${PRESENT})`,
);

export const SET_NUMBER = statement(
  'letter.number',
  `update letters set number = $3, numbered_at = $4, dated = $5, status = 'numbered', updated_at = $4 where agency = $1 and id = $2`,
);

export const HAND_OVER = statement(
  'letter.hand-over',
  `update letters set handed_over = $3, status = 'handed-over', updated_at = $4 where agency = $1 and id = (${PRESENT})
   returning id, draft, number`,
);

export const ACKNOWLEDGE = statement(
  'letter.acknowledge',
  `update letters set acknowledged = $3, status = 'acknowledged', updated_at = $4 where agency = $1 and id = $2`,
);

/** The letter that is being corrected, by its application and kind: the one that no other has replaced yet. */
export const UNDER_CORRECTION = statement(
  'letter.under-correction',
  `select id, number from letters where agency = $1 and application_id = $2 and kind = $3 and corrected is not null and replaced_by is null
    order by updated_at desc, id desc limit 1`,
);

/** How a letter that is out stood before another replaced it. */
const STATUS_BEFORE = `case when old.revoked is not null then 'revoked' when old.acknowledged is not null then 'acknowledged' when old.handed_over is not null then 'handed-over'
       when old.number is not null then 'numbered' else 'signed' end`;

export const REPLACE = statement(
  'letter.replace',
  `update letters set status = case when revoked is null then 'replaced' else status end, replaced_by = $3 where agency = $1 and id = $2 returning number`,
);

/** The number that a letter has now, and whether it has been out: handed over, or taken back after that. */
export const NUMBER_OF_LETTER = statement(
  'letter.number-of',
  `select number, (handed_over is not null or revoked is not null or corrected is not null or replaced_by is not null) as out
     from letters where agency = $1 and id = $2`,
);

/**
 * The number of a letter was voided: it waits for another. The letter that it replaced counts again until then, as it stood before.
 * Nothing is changed once it has been handed over.
 */
export const TAKE_NUMBER_BACK = statement(
  'letter.take-number-back',
  `with letter as (
     update letters set number = null, numbered_at = null, dated = null, status = 'signed', updated_at = $4
      where agency = $1 and id = $2 and number = $3 and handed_over is null
     returning agency, id
   ), replaced as (
     update letters old set replaced_by = null, status = ${STATUS_BEFORE}
       from letter where old.agency = letter.agency and old.replaced_by = letter.id
   )
   select id from letter`,
);

/** Only a letter that is out, and valid, is taken back; one that is being corrected is valid until the other has its number. */
const VALID = `signed_at is not null and revoked is null and replaced_by is null`;

/** While a correction is under way ($4), the letter that is out is the one under correction; the one that will replace it is not. */
export const REVOKE = statement(
  'letter.revoke',
  `update letters set revoked = $3, status = 'revoked'
    where agency = $1 and id = $2 and ${VALID} and (corrected is not null or not $4::boolean) returning id`,
);

export const CORRECT = statement(
  'letter.correct',
  `update letters set corrected = $3 where agency = $1 and id = $2 and corrected is null and ${VALID} returning id`,
);
