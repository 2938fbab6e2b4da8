import type { Tx } from '../database/tx.js';

/** Nest token of `AccountNotices`. */
export const ACCOUNT_NOTICES = Symbol('account notices');

/** What has changed at an account. */
export type AccountChange =
  'password-reset' | 'password-changed' | 'roles-changed' | 'second-factor-enrolled' | 'second-factor-removed' | 'email-changed';

/** Whose account it is, and where its owner is reached. */
export interface NoticedAccount {
  readonly agency: string;
  readonly id: string;
  readonly name: string;
  readonly username: string;
  /** The mail address in full; null where none is known. */
  readonly email: string | null;
}

/** A code that is sent to a mail address. */
export interface SentCode {
  readonly kind: 'password-reset' | 'confirm-email';
  readonly code: string;
  readonly minutes: number;
  readonly language: 'id' | 'en';
}

/** Notifies the owners of accounts; the module that sends notices implements it. Rows of the caller's transaction: sent once it is committed. */
export interface AccountNotices {
  /** In the application and by mail; `byOther`: somebody else has done it. */
  changed(tx: Tx, account: NoticedAccount, change: AccountChange, byOther: boolean): Promise<void>;
  /** By mail alone. */
  code(tx: Tx, account: NoticedAccount & { readonly email: string }, code: SentCode): Promise<void>;
}

/** Nest token of `Administrators`. */
export const ADMINISTRATORS = Symbol('administrators');

/** Finds the administrators of an agency, for notices to them; the module that keeps accounts implements it. */
export interface Administrators {
  /** Those who may sign in; none where an outside issuer keeps the accounts. */
  of(tx: Tx, agency: string): Promise<readonly NoticedAccount[]>;
}
