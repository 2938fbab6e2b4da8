import { statement } from '../../../platform/database/tx.js';
import { LICENCE_STANDS } from '../licence-stands.js';

/** Name of the round that fetches what OSS has signed. */
export const OSS_FILES_JOB = 'oss-files';

/** Where the file of a licence lies from now on. */
export const SIGNED_FILE = statement(
  'oss.signed-file',
  `update oss_licences l set signed_file = $4
    where l.agency = $1 and l.id_izin = $2 and ($3::text is null or l.nib = $3) and ${LICENCE_STANDS} returning l.application_id`,
);
/** To be fetched: once more, where the same place is named again. */
export const FILE_NOTICED = statement(
  'oss.file-noticed',
  `insert into oss_signed_files (agency, id, id_izin, application_id, url, status, next_attempt_at, noticed_at)
   values ($1, $2, $3, $4, $5, 'waiting', $6, $6)
   on conflict (agency, id_izin, url) do update set status = 'waiting', attempts = 0, next_attempt_at = $6, noticed_at = $6, settled_at = null`,
  OSS_FILES_JOB,
);
/** Once more, for whoever looks after it: the last one that OSS has named. */
export const FILE_AGAIN = statement(
  'oss.file-again',
  `update oss_signed_files f set status = 'waiting', attempts = 0, next_attempt_at = $3, settled_at = null
     from oss_licences l where f.agency = $1 and f.id_izin = $2 and l.agency = f.agency and l.id_izin = f.id_izin and l.signed_file = f.url
   returning f.id`,
  OSS_FILES_JOB,
);

/** Claims what is to be fetched: nobody else is at it until $3. */
export const CLAIM_FILES = statement(
  'oss.files-claim',
  `with due as (
     select f.agency, f.id from unnest($1::text[]) as office(code) cross join lateral (
       select agency, id from oss_signed_files where agency = office.code and status = 'waiting' and next_attempt_at <= $2
        order by next_attempt_at limit $4 for update skip locked
     ) f
   )
   update oss_signed_files f set next_attempt_at = $3, attempts = attempts + 1 from due
    where f.agency = due.agency and f.id = due.id returning f.*`,
);
export const FILE_KEPT = statement(
  'oss.file-kept',
  `update oss_signed_files set status = 'kept', size = $3, sha256 = $4, reason = null, next_attempt_at = null, settled_at = $5
    where agency = $1 and id = $2`,
);
/** `waiting` with the next time, or `refused` for good. */
export const FILE_NOT_KEPT = statement(
  'oss.file-not-kept',
  `update oss_signed_files set status = $3, reason = $4, next_attempt_at = $5, settled_at = $6 where agency = $1 and id = $2`,
);

/** The file that a case shows: the last that OSS has named. */
export const FILE_OF = statement(
  'oss.file-of',
  `select f.* from oss_licences l join oss_signed_files f on f.agency = l.agency and f.id_izin = l.id_izin and f.url = l.signed_file
    where l.agency = $1 and l.application_id = $2 and ${LICENCE_STANDS}`,
);
/** All of them, for their end. */
export const FORGET_FILES = statement(
  'oss.files-forget',
  `update oss_signed_files set status = 'refused', reason = 'erased', next_attempt_at = null where agency = $1 and application_id = $2 returning id`,
);
