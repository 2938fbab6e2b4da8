import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { newId } from '../../kernel/ids.js';
import { maskEmail, maskPhone } from '../../kernel/mask.js';
import { telephone } from '../../kernel/typed/telephone.js';
import { CONFIG, type Config } from '../../platform/config/config.js';
import { Vault, type Encrypted } from '../../platform/crypto/vault.js';
import type { Tx } from '../../platform/database/tx.js';
import { OutboxRelay, type OutboxHandler, type OutboxMessage } from '../../platform/outbox/outbox-relay.js';
import type { CaseEvent } from '../../sop/case-events.js';
import { APPLICANT_CONTACTS, type ApplicantContact, type ApplicantContacts } from '../../workflow/applicant-contacts.js';
import { DefinitionRegistry } from '../../workflow/definition-registry.js';
import { TrackingCodes } from '../../workflow/tracking-codes.js';
import { NoticeBodies } from './notice-bodies.js';
import { NOTICE_KINDS, type Channel, type NoticeKind } from './notice-kinds.js';
import { NoticeQueues, type QueuedNotice } from './notice-queues.js';
import { noticesOf, officialsOf, type NewsOfCase } from './notice-rules.js';
import { INSERT_NOTICES, NEWS, NOTICE_ADDRESS, SUBSCRIBERS } from './notice-statements.js';
import { NoticeTexts } from './notice-texts.js';
import { noticeValues, type NoticeLanguage } from './notice-values.js';
import { toRole, toUser } from './recipients.js';
import { webhookBody } from './webhook-body.js';

interface Address {
  readonly channel: Channel;
  readonly recipient: string;
  readonly language: NoticeLanguage;
  /** The full address: stored encrypted, while `recipient` is masked. */
  readonly to?: string;
}

interface Subscriber {
  readonly agency: string;
  readonly id: string;
  readonly events: readonly string[];
}

/** Makes notices out of events: rendered once, and kept as they were sent. */
@Injectable()
export class NoticeWriter implements OutboxHandler, OnModuleInit {
  constructor(
    private readonly registry: DefinitionRegistry,
    private readonly texts: NoticeTexts,
    private readonly queues: NoticeQueues,
    private readonly clock: Clock,
    private readonly relay: OutboxRelay,
    private readonly vault: Vault,
    private readonly codes: TrackingCodes,
    private readonly bodies: NoticeBodies,
    @Inject(APPLICANT_CONTACTS) private readonly contacts: ApplicantContacts,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  onModuleInit(): void {
    this.relay.add(this);
  }

  async handle(tx: Tx, messages: readonly OutboxMessage[]): Promise<() => void> {
    const news = await this.news(tx, messages);
    const contacts = await this.contactsFor(tx, news);
    const subscribers = await tx.run<Subscriber>(SUBSCRIBERS, [[...new Set(messages.map(({ agency }) => agency))]]);
    const rows = (await Promise.all(news.map((each) => this.noticesOf(tx, each, contacts.get(each.application.id), subscribers)))).flat();
    if (rows.length === 0) return () => undefined;
    const leaving = await tx.run<QueuedNotice>(INSERT_NOTICES, [JSON.stringify(rows)]);
    return () => this.queues.add(leaving);
  }

  private async noticesOf(
    tx: Tx,
    news: NewsOfCase,
    contact: ApplicantContact | undefined,
    subscribers: readonly Subscriber[],
  ): Promise<object[]> {
    const rows: (Omit<Address, 'to'> & { readonly kind: NoticeKind; readonly address: Encrypted | null })[] = [];
    for (const kind of noticesOf(news)) {
      for (const { to, ...address } of this.addresses(kind, news, contact, subscribers))
        rows.push({
          kind,
          ...address,
          ...(await this.kept(tx, kind, news, address)),
          address: to ? await this.encrypted(tx, news, to) : null,
        });
    }
    return rows.map((row) => ({
      ...row,
      agency: news.agency.code,
      id: newId(this.clock.now()),
      application_id: news.application.id,
      event_seq: news.seq,
      status: row.channel === 'in-app' ? 'sent' : 'pending',
      created_at: this.clock.now().toISOString(),
    }));
  }

  /** All recipients, each once: a section's role by its section, an applicant in every way they can be reached. */
  private addresses(
    kind: NoticeKind,
    news: NewsOfCase,
    contact: ApplicantContact | undefined,
    subscribers: readonly Subscriber[],
  ): Address[] {
    const { toApplicant, type } = NOTICE_KINDS[kind];
    const systems = subscribers
      .filter(({ agency, events }) => agency === news.agency.code && (events.length === 0 || events.includes(type)))
      .map(({ id }) => ({ channel: 'webhook', recipient: id, language: 'id' }) as const);
    if (!toApplicant) {
      const desks = [...new Set(officialsOf(news).map(({ role, section }) => toRole(role, section)))];
      return [...desks.map((recipient) => ({ channel: 'in-app', recipient, language: 'id' }) as const), ...systems];
    }
    const language = contact?.language ?? 'id';
    const { applicantId } = news.application;
    const phone = this.config.noticeGatewayUrl && contact?.phone ? telephone(contact.phone) : null;
    const told: Address[] = [];
    if (applicantId) told.push({ channel: 'in-app', recipient: toUser(applicantId), language });
    if (contact?.email) told.push({ channel: 'email', recipient: maskEmail(contact.email), to: contact.email, language });
    if (phone) told.push({ channel: 'gateway', recipient: maskPhone(phone), to: phone, language });
    return [...told, ...systems];
  }

  private encrypted(tx: Tx, { agency, application }: NewsOfCase, to: string): Promise<Encrypted> {
    return this.vault.encrypt({ agency: agency.code, owner: application.id }, NOTICE_ADDRESS, to, tx);
  }

  /** As stored: a text to an applicant is encrypted. */
  private async kept(tx: Tx, kind: NoticeKind, news: NewsOfCase, address: Address): Promise<{ subject: string; body: string }> {
    const { subject, body } = this.written(kind, news, address);
    if (!NOTICE_KINDS[kind].toApplicant || address.channel === 'webhook') return { subject, body };
    return { subject, body: await this.bodies.kept(news.agency.code, news.application.id, body, tx) };
  }

  private written(kind: NoticeKind, news: NewsOfCase, { channel, language }: Address): { subject: string; body: string } {
    if (channel === 'webhook') return { subject: NOTICE_KINDS[kind].type, body: webhookBody(kind, news) };
    const values = noticeValues(news, language, this.config.publicUrl);
    const subject = this.texts.render(kind, language, 'subject', values);
    return { subject, body: this.texts.render(kind, language, channel === 'email' ? 'body' : 'short', values) };
  }

  private async news(tx: Tx, messages: readonly OutboxMessage[]): Promise<NewsOfCase[]> {
    const rows = await tx.run<NewsRow>(NEWS, [
      messages.map(({ agency }) => agency),
      messages.map(({ application_id }) => application_id),
      messages.map(({ seq }) => seq),
    ]);
    return Promise.all(
      rows.map(async (row) => ({
        seq: row.seq,
        event: row.event,
        agency: this.registry.agency(row.agency),
        definition: (await this.registry.version(row.agency, row.service, row.definition)).definition,
        dueAt: row.due_at,
        application: {
          id: row.application_id,
          number: row.number,
          applicantId: row.applicant_id,
          assistant: row.assistant,
          applicantName: row.applicant_name,
          receiptNumber: row.receipt_number,
          trackingCode: await this.codeOf(tx, row),
        },
      })),
    );
  }

  /** The tracking code, for the texts that name it. */
  private async codeOf(tx: Tx, row: NewsRow): Promise<string | null> {
    return row.tracking_code && this.codes.opened(row.agency, row.application_id, row.tracking_code, tx);
  }

  private async contactsFor(tx: Tx, news: readonly NewsOfCase[]): Promise<Map<string, ApplicantContact>> {
    const byAgency = new Map<string, Set<string>>();
    for (const each of news) {
      if (!noticesOf(each).some((kind) => NOTICE_KINDS[kind].toApplicant)) continue;
      const { code } = each.agency;
      byAgency.set(code, (byAgency.get(code) ?? new Set()).add(each.application.id));
    }
    const contacts = new Map<string, ApplicantContact>();
    for (const [agency, applications] of byAgency)
      for (const contact of await this.contacts.of(tx, agency, [...applications])) contacts.set(contact.applicationId, contact);
    return contacts;
  }
}

interface NewsRow {
  readonly agency: string;
  readonly application_id: string;
  readonly seq: number;
  readonly event: CaseEvent;
  readonly number: string;
  readonly service: string;
  readonly definition: string;
  readonly applicant_id: string | null;
  readonly applicant_name: string;
  readonly assistant: string | null;
  readonly receipt_number: string | null;
  readonly tracking_code: string | null;
  readonly due_at: Date | null;
}
