import { statement } from '../../../platform/database/tx.js';
import { LICENCE_STANDS } from '../licence-stands.js';
import { OSS_INBOX_JOB } from './oss-inbox-job-name.js';

/** One after the other within an agency: an update must not overtake the NIB that it changes. */
export const IN_TURN = statement('oss.inbox-in-turn', `select pg_advisory_xact_lock(hashtextextended('oss inbox ' || $1, 0))`);

export const NEXT_ARRIVED = statement(
  'oss.inbox-next',
  `select agency, id, method, nib, document_type, payload, sealed, received_at, attempts from oss_inbox
    where agency = $1 and status = 'received' and (not_before is null or not_before <= $2) order by id limit 1`,
);
/** Whether nobody has been faster. */
export const STILL_THERE = statement(
  'oss.inbox-still-there',
  `select id from oss_inbox where agency = $1 and id = $2 and status = 'received' for update`,
);
export const PROCESSED = statement(
  'oss.inbox-processed',
  `update oss_inbox set status = $3, result = $4, processed_at = $5, version = $6, data_on = $7, attempts = attempts + 1 where agency = $1 and id = $2`,
);
export const POSTPONED = statement(
  'oss.inbox-postponed',
  `update oss_inbox set attempts = attempts + 1, not_before = $3, result = $4 where agency = $1 and id = $2`,
);
/** Made anew of what was kept, for whoever looks after it. */
export const PROCESS_AGAIN = statement(
  'oss.inbox-again',
  `update oss_inbox set status = 'received', not_before = null
    where agency = $1 and id = $2 and method in ('receiveNIB', 'receiveFileDS', 'entry') and payload <> '' returning id`,
  OSS_INBOX_JOB,
);

/** What was held until its licence is known. */
export const RELEASE_HELD = statement(
  'oss.inbox-release',
  `update oss_inbox set status = 'received' where agency = $1 and id_izin = $2 and status = 'held' returning id`,
  OSS_INBOX_JOB,
);

/** A licence that came to be known while its file was being put on hold. */
export const RELEASE_KNOWN = statement(
  'oss.inbox-release-known',
  `update oss_inbox i set status = 'received' from oss_licences l
    where i.agency = $1 and i.status = 'held' and l.agency = i.agency and l.id_izin = i.id_izin and (i.nib is null or i.nib = l.nib)
      and ${LICENCE_STANDS}`,
);

/** When a NIB ended, as far as we have heard. */
export const ENDED_ON = statement(
  'oss.nib-ended-on',
  `select max(data_on) as ended from oss_inbox
    where agency = $1 and nib = $2 and method = 'receiveNIB' and document_type in ('3', '4') and status = 'processed'`,
);

/** Versions of a NIB are counted as they come to be processed. */
export const NEXT_VERSION = statement(
  'oss.nib-next-version',
  `select 1 + coalesce(max(version), 0) as version from oss_inbox where agency = $1 and nib = $2 and method = 'receiveNIB'`,
);

export const INSERT_LICENCE = statement(
  'oss.licence-insert',
  `insert into oss_licences (agency, id_izin, application_id, service, nib, nib_version, oss_id, id_proyek, id_produk, kd_izin, kd_daerah,
                             check_due_at, linked_at, data_on, joined_by, nibs, niks)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17) on conflict do nothing returning id_izin`,
);
export const UPDATE_LICENCE = statement(
  'oss.licence-update',
  `update oss_licences set nib_version = $3, oss_id = coalesce(nullif($4, ''), oss_id), id_proyek = coalesce(nullif($5, ''), id_proyek),
          kd_daerah = coalesce(nullif($6, ''), kd_daerah), data_on = $7 where agency = $1 and id_izin = $2
   returning application_id, joined_by, (select a.status from applications a where a.agency = $1 and a.id = application_id) as status,
             (select a.state->'facts' from applications a where a.agency = $1 and a.id = application_id) as facts`,
);

/** Open cases of that service without a licence, whose form names one of these numbers ($3: NIB, $4: NIK, as keyed hashes); the oldest first. */
export const CASES_NAMING = statement(
  'oss.cases-naming',
  `select a.id, a.applicant_id, i.nibs, i.niks from form_identities i join applications a on a.agency = i.agency and a.id = i.application_id
    where i.agency = $1 and (i.nibs && $3::text[] or i.niks && $4::text[]) and a.service = $2 and a.status = 'open'
      and not exists (select from oss_licences l where l.agency = a.agency and l.application_id = a.id)
    order by i.nibs && $3::text[] and i.niks && $4::text[] desc, a.id limit $5`,
);

/** Open cases that are known to be licences of a NIB. */
export const OPEN_CASES_OF_NIB = statement(
  'oss.open-cases-of-nib',
  `select a.id from oss_licences l join applications a on a.agency = l.agency and a.id = l.application_id
    where l.agency = $1 and l.nib = $2 and a.status = 'open' and ${LICENCE_STANDS} order by a.id`,
);
export const NIB_ENDED = statement(
  'oss.nib-ended',
  `update oss_licences set nib_status = $3, difference = $4 where agency = $1 and nib = $2`,
);

/** Which agency knows a licence. */
export const WHOSE_LICENCE = statement(
  'oss.whose-licence',
  `select agency, application_id from oss_licences where agency = any($1::text[]) and id_izin = $2 and ($3::text is null or nib = $3)`,
);

export const CASE_OF_LICENCE = statement(
  'oss.case-of-licence',
  `select agency, id as application_id, service, definition from applications where agency = $1 and id = $2`,
);
