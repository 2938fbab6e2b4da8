/**
 * SQL: whether a licence (`l`) is known to be the licence of its case: opened of it, confirmed by the front office, or matched while the
 * form still names the same NIB and NIK. Nothing passes between OSS and a case otherwise, in either direction.
 */
export const LICENCE_STANDS = `(l.joined_by in ('opened', 'confirmed') or (l.joined_by = 'matched' and exists (
  select from form_identities i where i.agency = l.agency and i.application_id = l.application_id and i.nibs = l.nibs and i.niks = l.niks)))`;
