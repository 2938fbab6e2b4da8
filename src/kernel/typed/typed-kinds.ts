import { canonicalMailbox } from './mailbox.js';
import { canonicalName } from './name.js';
import { canonicalCode, canonicalDigits } from './numbers.js';
import { plainSigns } from './characters.js';
import { canonicalTelephone } from './telephone.js';
import { canonicalUserName } from './user-name.js';

/** Kinds of input, each with the form in which it is kept. */
export const TYPED_KINDS = {
  nik: canonicalDigits,
  npwp: canonicalDigits,
  nib: canonicalDigits,
  kbli: canonicalDigits,
  phone: canonicalTelephone,
  email: canonicalMailbox,
  name: canonicalName,
  username: canonicalUserName,
  code: canonicalCode,
  reference: plainSigns,
  search: plainSigns,
} as const;

export type TypedKind = keyof typeof TYPED_KINDS;

/** A value of a kind in the form in which it is kept; what is no text is left for its check to refuse. */
export function typedAs(kind: TypedKind, value: unknown): unknown {
  return typeof value === 'string' ? TYPED_KINDS[kind](value) : value;
}

export function isTypedKind(name: unknown): name is TypedKind {
  return typeof name === 'string' && Object.hasOwn(TYPED_KINDS, name);
}
