import {
  isEncrypted,
  encryptWith,
  decryptWith,
  type KeyColumns,
  type Owner,
  type Encrypted,
  type Vault,
} from '../../platform/crypto/vault.js';
import type { Tx } from '../../platform/database/tx.js';
import type { JsonObject, SopDefinition } from '../../sop/sop-definition.js';
import type { FilledForm } from '../../workflow/filled-forms.js';
import { splitForm } from '../../workflow/personal-fields.js';

/** A form as stored: the applicant and the personal fields are encrypted. Rows from before 2026-12 are in the clear. */
export interface EncryptedForm {
  readonly applicant: Encrypted | JsonObject;
  readonly form: JsonObject & Partial<Encrypted>;
}

/** Columns of `application_forms` with the key they open with, which then costs no round trip of its own. */
export const FORM_COLUMNS = 'f.applicant, f.form, k.wrapped, k.wrapped_with, k.destroyed_at';
export const FORM_TABLES = 'application_forms f left join data_keys k on k.agency = f.agency and k.owner = f.application_id';
export type FormRow = EncryptedForm & KeyColumns;

const APPLICANT = 'applicant';
const FORM = 'form';

export function encryptForm(key: Buffer, of: Owner, definition: SopDefinition, { applicant, form }: FilledForm): EncryptedForm {
  const { open, personal } = splitForm(definition, form);
  const encrypted = Object.keys(personal).length > 0 && encryptWith(key, of, FORM, personal);
  return { applicant: encryptWith(key, of, APPLICANT, applicant), form: { ...open, ...encrypted } };
}

/** What was filled in; after its key was destroyed, only what is not personal. */
export async function openForm(vault: Vault, of: Owner, row: FormRow, tx?: Tx): Promise<FilledForm> {
  const key = await vault.take(of, row, tx);
  const { $sealed, ...open } = row.form;
  const personal = typeof $sealed === 'string' ? decryptWith<JsonObject>(key, of, FORM, { $sealed }) : {};
  const applicant = isEncrypted(row.applicant)
    ? decryptWith<JsonObject>(key, of, APPLICANT, row.applicant)
    : vault.plain(of, row.applicant);
  return { applicant: applicant ?? {}, form: { ...open, ...personal } };
}
