import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { newId } from '../../kernel/ids.js';
import { flattened } from '../../kernel/lines.js';
import { maskEmail } from '../../kernel/mask.js';
import type { TemplateValues } from '../../kernel/template.js';
import { ADMINISTRATORS, type Administrators, type NoticedAccount } from '../../platform/auth/account-notices.js';
import { AGENCY_ITSELF, Vault } from '../../platform/crypto/vault.js';
import type { Tx } from '../../platform/database/tx.js';
import type { CertificateNotice, CertificateNotices } from '../../platform/signing/certificate-notices.js';
import { DefinitionRegistry } from '../../workflow/definition-registry.js';
import { NoticeBodies } from './notice-bodies.js';
import { INSERT_NOTICES, NOTICE_ADDRESS, NOTICES_JOB } from './notice-statements.js';
import { NoticeTexts } from './notice-texts.js';
import { toRole } from './recipients.js';

const KIND = 'certificate';
const LANGUAGE = 'id';
const MOST_REASON = 200;

/** Notices about signing certificates: in the application to the role `admin`, and by mail to every administrator with a confirmed address. */
@Injectable()
export class CertificateNoticeWriter implements CertificateNotices {
  constructor(
    private readonly registry: DefinitionRegistry,
    private readonly texts: NoticeTexts,
    private readonly bodies: NoticeBodies,
    private readonly vault: Vault,
    private readonly clock: Clock,
    @Inject(ADMINISTRATORS) private readonly administrators: Administrators,
  ) {}

  async notify(tx: Tx, notice: CertificateNotice): Promise<void> {
    const { agency } = notice;
    const values = this.valuesOf(notice);
    const rows: object[] = [
      { ...this.written('short', values), channel: 'in-app', recipient: toRole('admin'), application_id: AGENCY_ITSELF, status: 'sent' },
    ];
    for (const account of await this.administrators.of(tx, agency))
      if (account.email !== null) rows.push(await this.mail(tx, { ...account, email: account.email }, values));
    const now = this.clock.now();
    // No event of a case: below all of them.
    const event = -Math.floor(now.getTime() / 1000);
    const kept = rows.map((row) => ({ ...row, agency, id: newId(now), event_seq: event, created_at: now.toISOString(), unqueued: true }));
    await tx.run(INSERT_NOTICES, [JSON.stringify(kept)]);
    // This process may have no queue: a worker has.
    tx.wake(NOTICES_JOB);
  }

  /** Address and body are encrypted with a key of the account. */
  private async mail(tx: Tx, { agency, id, email }: NoticedAccount & { readonly email: string }, values: TemplateValues): Promise<object> {
    const written = this.written('body', values);
    return {
      ...written,
      channel: 'email',
      recipient: maskEmail(email),
      address: await this.vault.encrypt({ agency, owner: id }, NOTICE_ADDRESS, email, tx),
      body: await this.bodies.kept(agency, id, written.body, tx),
      application_id: id,
      status: 'pending',
    };
  }

  private written(part: 'short' | 'body', values: TemplateValues) {
    const [subject, body] = [this.texts.render(KIND, LANGUAGE, 'subject', values), this.texts.render(KIND, LANGUAGE, part, values)];
    return { kind: KIND, language: LANGUAGE, subject, body };
  }

  private valuesOf({ agency, problem, about, until, daysLeft }: CertificateNotice): TemplateValues {
    const { name, shortName } = this.registry.agency(agency);
    return {
      agency: name,
      agencyShort: shortName,
      about: flattened(about, MOST_REASON),
      until: until ?? '',
      daysLeft: String(daysLeft),
      expiring: problem === 'expiring' ? 'yes' : '',
      expired: problem === 'expired' ? 'yes' : '',
      unusable: problem === 'unusable' ? 'yes' : '',
    };
  }
}
