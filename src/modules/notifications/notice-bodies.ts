import { Injectable } from '@nestjs/common';
import type { Principal } from '../../kernel/principal.js';
import { decryptText, encryptText, isEncryptedText } from '../../platform/crypto/text-vault.js';
import { Vault } from '../../platform/crypto/vault.js';
import type { Tx } from '../../platform/database/tx.js';
import type { NoticeRow } from './notice.entity.js';
import { recipientsOf } from './recipients.js';

const ABOUT = 'notice-body';
const HIDDEN = '•••';

/** What a notice says, as far as it says something to an applicant: the tracking code, what is missing. It is encrypted at rest. */
type Written = Pick<NoticeRow, 'agency' | 'application_id' | 'body'>;

/** Bodies of notices to applicants: encrypted with the key of the case, and read by who they are for. */
@Injectable()
export class NoticeBodies {
  constructor(private readonly vault: Vault) {}

  kept(agency: string, application: string, body: string, tx: Tx): Promise<string> {
    return encryptText(this.vault, { agency, owner: application }, ABOUT, body, tx);
  }

  async opened({ agency, application_id: owner, body }: Written, tx?: Tx): Promise<string> {
    return (await decryptText(this.vault, { agency, owner }, ABOUT, body, tx)) ?? HIDDEN;
  }

  /** Rows as the reader sees them: a user who manages deliveries does not read the bodies of others. */
  async shown(principal: Principal, rows: readonly NoticeRow[], tx?: Tx): Promise<NoticeRow[]> {
    const mine = recipientsOf(principal);
    return Promise.all(
      rows.map(async (row) => {
        if (!isEncryptedText(row.body)) return row;
        return { ...row, body: mine.includes(row.recipient) ? await this.opened(row, tx) : HIDDEN };
      }),
    );
  }
}
