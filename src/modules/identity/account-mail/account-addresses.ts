import { Inject, Injectable } from '@nestjs/common';
import { ACCOUNT_NOTICES, type AccountChange, type AccountNotices, type NoticedAccount } from '../../../platform/auth/account-notices.js';
import { decryptText, encryptText, isEncryptedText } from '../../../platform/crypto/text-vault.js';
import { AGENCY_ITSELF, Vault } from '../../../platform/crypto/vault.js';
import { statement, type Tx } from '../../../platform/database/tx.js';
import type { UserRow } from '../user.entity.js';

const SET = statement('user.set-email', `update users set email = $3, email_hash = $4 where agency = $1 and id = $2`);

/** The mail addresses of accounts: encrypted with the agency's key, and found by a keyed hash. */
@Injectable()
export class AccountAddresses {
  constructor(
    private readonly vault: Vault,
    @Inject(ACCOUNT_NOTICES) private readonly notices: AccountNotices,
  ) {}

  /** As it is looked up: an address that differs by case alone is the same. */
  hash(agency: string, address: string): string {
    return this.vault.hash(agency, 'account-email', address.trim().toLowerCase());
  }

  encrypt(agency: string, id: string, address: string, tx: Tx): Promise<string> {
    return encryptText(this.vault, ownerOf(agency), about(id), address, tx);
  }

  /** The decrypted address; null for one that is stored in the clear, which this service has not written. */
  async decrypt(agency: string, id: string, kept: string | null, tx?: Tx): Promise<string | null> {
    if (kept === null || !isEncryptedText(kept)) return null;
    return decryptText(this.vault, ownerOf(agency), about(id), kept, tx);
  }

  async set(tx: Tx, { agency, id }: Pick<UserRow, 'agency' | 'id'>, address: string): Promise<void> {
    await tx.run(SET, [agency, id, await this.encrypt(agency, id, address, tx), this.hash(agency, address)]);
  }

  /** An account with its address, for notices. */
  async noticed({ agency, id, name, username, email }: UserRow, tx?: Tx): Promise<NoticedAccount> {
    return { agency, id, name, username, email: await this.decrypt(agency, id, email, tx) };
  }

  /** Notifies the owner of an account, at the address that it has in this row. */
  async notify(tx: Tx, user: UserRow, change: AccountChange, byOther: boolean): Promise<void> {
    await this.notices.changed(tx, await this.noticed(user, tx), change, byOther);
  }
}

const ownerOf = (agency: string) => ({ agency, owner: AGENCY_ITSELF });
/** An address opens as that of its account alone. */
const about = (user: string) => `account-email ${user}`;
