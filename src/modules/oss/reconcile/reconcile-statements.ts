import { statement } from '../../../platform/database/tx.js';
import { LICENCE_STANDS } from '../licence-stands.js';

/** Name of the round that compares licences with OSS. */
export const OSS_RECONCILE_JOB = 'oss-reconcile';

/** Claims what is to be compared: nobody else looks at it until $3. */
export const CLAIM_DUE = statement(
  'oss.reconcile-claim',
  `with due as (
     select l.agency, l.id_izin from unnest($1::text[]) as office(code) cross join lateral (
       select l.agency, l.id_izin from oss_licences l where l.agency = office.code and l.check_due_at <= $2 and ${LICENCE_STANDS}
        order by l.check_due_at limit $4 for update of l skip locked
     ) l
   )
   update oss_licences set check_due_at = $3 from due
    where oss_licences.agency = due.agency and oss_licences.id_izin = due.id_izin returning oss_licences.*`,
);

/** What stands here now, and whether something is still on its way to OSS. */
export const PRESENT = statement(
  'oss.reconcile-present',
  `select l.*, a.status as case_status, a.state->'paused' as paused,
          exists (select 1 from oss_messages m where m.agency = l.agency and m.id_izin = l.id_izin and m.status in ('waiting', 'sending')) as under_way
     from oss_licences l join applications a on a.agency = l.agency and a.id = l.application_id
    where l.agency = $1 and l.id_izin = $2 and ${LICENCE_STANDS} for update of l`,
);

export const COMPARED = statement(
  'oss.reconcile-compared',
  `update oss_licences set remote = coalesce($3, remote), remote_text = coalesce($4, remote_text), difference = $5, checked_at = $6,
          check_due_at = $7 where agency = $1 and id_izin = $2`,
);

export const LOOK_AGAIN = statement(
  'oss.reconcile-look-again',
  `update oss_licences set check_due_at = $3 where agency = $1 and id_izin = $2`,
);

/** On demand: all licences of an agency that are compared at all, or one. */
export const CHECK_NOW = statement(
  'oss.reconcile-now',
  `update oss_licences set check_due_at = $2 where agency = $1 and ($3::uuid is null or application_id = $3) returning id_izin`,
  OSS_RECONCILE_JOB,
);

export const DIFFERENT = statement(
  'oss.reconcile-different',
  `select * from oss_licences where agency = $1 and difference is not null and id_izin > $2 order by id_izin limit $3`,
);
