import { Inject, Injectable } from '@nestjs/common';
import { randomBytes } from 'node:crypto';
import { Clock } from '../../kernel/clock.js';
import { newId } from '../../kernel/ids.js';
import type { Principal } from '../../kernel/principal.js';
import type { Sentence } from '../../kernel/refusal.js';
import type { ApiCommand } from '../../platform/api/command-of.js';
import type { Page } from '../../platform/api/paging.js';
import { inputInvalid } from '../../platform/api/problem.js';
import { CONFIG, type Config } from '../../platform/config/config.js';
import { Database } from '../../platform/database/database.js';
import { statement, type Tx } from '../../platform/database/tx.js';
import { Commands } from '../../platform/idempotency/commands.js';
import { isPrivate } from './channels/post.js';
import type { NewWebhookInput } from './new-webhook.input.js';
import { SEND_AGAIN } from './notice-statements.js';
import { NoticeRow } from './notice.entity.js';
import { noticeNotFound, tooManyWebhooks, webhookNotFound, webhookOff } from './notification-refusals.js';
import { notificationView, type NotificationView } from './notification.view.js';
import { WebhookRow } from './webhook.entity.js';
import { SECRET_PREFIX, WebhookSecrets } from './webhook-secrets.js';
import { webhookView, type NewWebhookView, type WebhookView } from './webhook.view.js';

const MOST = 50;
const SECRET_BYTES = 32;

const COLUMNS = 'agency, id, url, events, description, created_by, created_at, off_at, off_because';
const INSERT = statement(
  'webhook.insert',
  `insert into webhook_subscriptions (agency, id, url, events, description, secret, created_by, created_at)
   select $1, $2, $3, $4, $5, $6, $7, $8 where (select count(*) from webhook_subscriptions where agency = $1) < ${MOST}
   returning ${COLUMNS}`,
);
const DELETE = statement('webhook.delete', `delete from webhook_subscriptions where agency = $1 and id = $2 returning id, url`);

/** Manages subscriptions of other systems and replays their notices. */
@Injectable()
export class WebhooksService {
  constructor(
    private readonly database: Database,
    private readonly commands: Commands,
    private readonly secrets: WebhookSecrets,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async list(principal: Principal): Promise<Page<WebhookView>> {
    const rows = await this.database.source.manager.find(WebhookRow, { where: { agency: principal.agency }, order: { id: 'ASC' } });
    return { items: rows.map(webhookView), next: null };
  }

  async create({ principal, ...request }: ApiCommand, { url, events = [], description = '' }: NewWebhookInput): Promise<NewWebhookView> {
    const wrong = this.problemOf(url);
    if (wrong) throw inputInvalid({}, [{ pointer: '/url', detail: wrong }]);
    const secret = SECRET_PREFIX + randomBytes(SECRET_BYTES).toString('base64');
    const now = this.clock.now();
    const work = async (tx: Tx): Promise<NewWebhookView> => {
      const id = newId(now);
      const kept = await this.secrets.encrypt(tx, principal.agency, id, secret);
      const values = [principal.agency, id, url, [...new Set(events)], description, kept, principal.id, now];
      const [row] = await tx.run<WebhookRow>(INSERT, values);
      if (!row) throw tooManyWebhooks({ most: MOST });
      return { ...webhookView(row), secret };
    };
    return this.commands.run({ principal, ...request }, work, (made) => ({
      kind: 'webhook-created',
      data: { webhook: made.id, url: whereTo(made.url), events: made.events },
    }));
  }

  async delete({ principal, ...request }: ApiCommand, id: string): Promise<void> {
    const work = async (tx: Tx): Promise<{ id: string; url: string }> => {
      const [row] = await tx.run<{ id: string; url: string }>(DELETE, [principal.agency, id]);
      if (!row) throw webhookNotFound();
      return row;
    };
    await this.commands.run({ principal, ...request }, work, ({ url }) => ({
      kind: 'webhook-deleted',
      data: { webhook: id, url: whereTo(url) },
    }));
  }

  /** The same notice again, under the same id, so that a receiver recognises the duplicate. */
  replay({ principal, ...request }: ApiCommand, id: string, notice: string): Promise<NotificationView> {
    const { agency } = principal;
    const work = async (tx: Tx): Promise<NotificationView> => {
      const webhook = await tx.em.findOneBy(WebhookRow, { agency, id });
      if (!webhook) throw webhookNotFound();
      if (webhook.off_because) throw webhookOff({ because: webhook.off_because });
      const again = await tx.run(SEND_AGAIN, [agency, notice, ['sent', 'dead', 'retrying'], id]);
      const row = again.length > 0 ? await tx.em.findOneBy(NoticeRow, { agency, id: notice }) : null;
      if (!row) throw noticeNotFound();
      return notificationView(row);
    };
    return this.commands.run({ principal, ...request }, work, () => ({ kind: 'webhook-replayed', data: { webhook: id, notice } }));
  }

  /** What can be seen to be wrong now; names are looked up, and their addresses checked, at every call. */
  private problemOf(url: string): Sentence | undefined {
    const target = URL.canParse(url) ? new URL(url) : undefined;
    const anywhere = this.config.allowPrivateWebhooks;
    if (target?.protocol !== 'https:' && !(anywhere && target?.protocol === 'http:')) return NOT_HTTPS;
    if (target.username || target.password) return NO_PASSWORDS;
    const host = target.hostname.replace(/^\[|\]$/g, '');
    const literal = /^[\d.]+$|:/.test(host);
    if (!anywhere && (host === 'localhost' || (literal && isPrivate(host)))) return NOT_PUBLIC;
    return undefined;
  }
}

/** The address without its query, which may hold a key. */
const whereTo = (url: string): string => url.split(/[?#]/)[0]!;

const NOT_HTTPS: Sentence = { id: 'Harus alamat https.', en: 'Must be an https address.' };
const NO_PASSWORDS: Sentence = { id: 'Tidak boleh memuat nama pengguna atau kata sandi.', en: 'Must hold no user name or password.' };
const NOT_PUBLIC: Sentence = { id: 'Harus alamat publik.', en: 'Must be a public address.' };
