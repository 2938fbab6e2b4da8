import { Injectable } from '@nestjs/common';
import { randomInt } from 'node:crypto';
import { Clock } from '../../kernel/clock.js';
import { newId } from '../../kernel/ids.js';
import { flattened } from '../../kernel/lines.js';
import { maskEmail } from '../../kernel/mask.js';
import type { AccountChange, AccountNotices, NoticedAccount, SentCode } from '../../platform/auth/account-notices.js';
import { Vault } from '../../platform/crypto/vault.js';
import type { Tx } from '../../platform/database/tx.js';
import { DefinitionRegistry } from '../../workflow/definition-registry.js';
import type { TemplateValues } from '../../kernel/template.js';
import { NoticeBodies } from './notice-bodies.js';
import type { AccountKind } from './notice-kinds.js';
import { INSERT_NOTICES, NOTICE_ADDRESS, NOTICES_JOB } from './notice-statements.js';
import { NoticeTexts } from './notice-texts.js';
import type { NoticeLanguage } from './notice-values.js';
import { toUser } from './recipients.js';

const MOST_NAME = 100;
/** The largest number of an event. */
const MOST_EVENT = 2 ** 31 - 1;

interface Written {
  readonly kind: AccountKind;
  readonly language: NoticeLanguage;
  readonly values: TemplateValues;
}

/** Notices about accounts: of no case, and so under the id of the account. Address and body are encrypted with a key of the account. */
@Injectable()
export class AccountNoticeWriter implements AccountNotices {
  constructor(
    private readonly registry: DefinitionRegistry,
    private readonly texts: NoticeTexts,
    private readonly bodies: NoticeBodies,
    private readonly vault: Vault,
    private readonly clock: Clock,
  ) {}

  async changed(tx: Tx, account: NoticedAccount, change: AccountChange, byOther: boolean): Promise<void> {
    const values = { ...this.valuesOf(account), [FLAGS[change]]: 'yes', byOther: byOther ? 'yes' : '' };
    const written = { kind: 'account-changed', language: 'id', values } as const;
    const { email } = account;
    await this.keep(tx, account, [
      await this.row(tx, account, written, 'in-app'),
      ...(email === null ? [] : [await this.row(tx, { ...account, email }, written, 'email')]),
    ]);
  }

  async code(tx: Tx, account: NoticedAccount & { readonly email: string }, { kind, code, minutes, language }: SentCode): Promise<void> {
    const values = { ...this.valuesOf(account), code, hours: String(minutes / 60), minutes: String(minutes) };
    await this.keep(tx, account, [await this.row(tx, account, { kind, language, values }, 'email')]);
  }

  private valuesOf({ agency, name, username }: NoticedAccount): TemplateValues {
    const { name: agencyName, shortName: agencyShort } = this.registry.agency(agency);
    return { agency: agencyName, agencyShort, name: flattened(name, MOST_NAME), username };
  }

  private async row(tx: Tx, account: NoticedAccount, { kind, language, values }: Written, channel: 'in-app' | 'email'): Promise<object> {
    const { agency, id, email } = account;
    const mail = channel === 'email' && email !== null;
    const body = this.texts.render(kind, language, mail ? 'body' : 'short', values);
    return {
      kind,
      channel,
      language,
      recipient: mail ? maskEmail(email) : toUser(id),
      address: mail ? await this.vault.encrypt({ agency, owner: id }, NOTICE_ADDRESS, email, tx) : null,
      subject: this.texts.render(kind, language, 'subject', values),
      body: await this.bodies.kept(agency, id, body, tx),
      status: mail ? 'pending' : 'sent',
    };
  }

  private async keep(tx: Tx, { agency, id }: NoticedAccount, rows: readonly object[]): Promise<void> {
    const now = this.clock.now();
    // No event of a case: below all of them, and another one for each change.
    const event = -randomInt(1, MOST_EVENT);
    const kept = rows.map((row) => ({
      ...row,
      agency,
      id: newId(now),
      application_id: id,
      event_seq: event,
      created_at: now.toISOString(),
      unqueued: true,
    }));
    await tx.run(INSERT_NOTICES, [JSON.stringify(kept)]);
    // This process may have no queue; workers have one.
    tx.wake(NOTICES_JOB);
  }
}

const FLAGS: Readonly<Record<AccountChange, string>> = {
  'password-reset': 'passwordReset',
  'password-changed': 'passwordChanged',
  'roles-changed': 'rolesChanged',
  'second-factor-enrolled': 'factorEnrolled',
  'second-factor-removed': 'factorRemoved',
  'email-changed': 'emailChanged',
};
