import { statement } from '../../../platform/database/tx.js';

/** Asked once per pair: what the front office has dismissed stays dismissed. */
export const ADD_REQUEST = statement(
  'oss.join-add',
  `insert into oss_join_requests (agency, id, id_izin, application_id, nib_agrees, nik_agrees, licence, created_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (agency, id_izin, application_id) do nothing`,
);

const COLUMNS = `r.*, l.application_id as holder_id, l.joined_by, h.number as holder_number, c.number`;
const TABLES = `oss_join_requests r join applications c on c.agency = r.agency and c.id = r.application_id
                  left join oss_licences l on l.agency = r.agency and l.id_izin = r.id_izin
                  left join applications h on h.agency = l.agency and h.id = l.application_id`;

export const REQUESTS = statement(
  'oss.join-list',
  `select ${COLUMNS} from ${TABLES} where r.agency = $1 and r.status = $2 and ($3::uuid is null or r.application_id = $3 or l.application_id = $3)
      and ($4::uuid is null or r.id > $4) order by r.id limit $5`,
);
export const REQUEST = statement('oss.join-one', `select ${COLUMNS} from ${TABLES} where r.agency = $1 and r.id = $2`);
export const REQUEST_TO_DECIDE = statement(
  'oss.join-to-decide',
  `select ${COLUMNS} from ${TABLES} where r.agency = $1 and r.id = $2 for update of r`,
);

/** What OSS said of the person is not needed any more. */
export const DECIDE_REQUEST = statement(
  'oss.join-decide',
  `update oss_join_requests set status = $3, decided_at = $4, decided_by = $5, decided_name = $6, reason = $7, licence = ''
    where agency = $1 and id = $2`,
);
/** A licence has one case: the other questions about it have their answer as well. */
export const DISMISS_OTHERS = statement(
  'oss.join-dismiss-others',
  `update oss_join_requests set status = 'dismissed', decided_at = $4, decided_by = $5, decided_name = $6, reason = $7, licence = ''
    where agency = $1 and id <> $2 and status = 'open' and (id_izin = $3 or application_id = $8)`,
);

export const CONFIRM_LICENCE = statement(
  'oss.join-confirm',
  `update oss_licences set application_id = $3, joined_by = 'confirmed', linked_at = $4 where agency = $1 and id_izin = $2`,
);
/** What was still to be sent of the case that gives its licence away. */
export const DROP_MESSAGES = statement(
  'oss.join-drop-messages',
  `update oss_messages set status = 'by-hand', answer_text = $4, settled_at = $5, next_attempt_at = null
    where agency = $1 and id_izin = $2 and application_id = $3 and status in ('waiting', 'sending')`,
);
/** Files are encrypted with the key of their case: they are fetched once more for the other. */
export const MOVE_FILES = statement(
  'oss.join-move-files',
  `update oss_signed_files set application_id = $3, status = 'waiting', attempts = 0, next_attempt_at = $4, settled_at = null
    where agency = $1 and id_izin = $2`,
);

/** The numbers that a licence came with, as keyed hashes, once they were found to be those of its case. */
export const IDENTITY_OF_LICENCE = statement(
  'oss.licence-identity',
  `update oss_licences set nibs = $3, niks = $4, joined_by = case joined_by when 'unchecked' then 'matched' else joined_by end
    where agency = $1 and id_izin = $2`,
);
/** Licences from before NIB and NIK were compared, of cases that are not decided. */
export const UNCHECKED = statement(
  'oss.licences-unchecked',
  `select l.* from oss_licences l where l.agency = $1 and l.joined_by = 'unchecked' and l.id_izin > $2 order by l.id_izin limit $3`,
);
/** The newest that OSS has sent of a NIB. */
export const NEWEST_OF_NIB = statement(
  'oss.inbox-newest-of-nib',
  `select agency, id, method, nib, document_type, payload, sealed, received_at, attempts from oss_inbox
    where agency = $1 and nib = $2 and method = 'receiveNIB' and payload <> '' order by id desc limit 1`,
);
