import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { Clock } from '../../kernel/clock.js';
import type { Principal } from '../../kernel/principal.js';
import type { ApiCommand } from '../../platform/api/command-of.js';
import { anId, decodeCursor, encodeCursor, pageOf, type Page } from '../../platform/api/paging.js';
import { notAllowed } from '../../platform/auth/auth-refusals.js';
import { permitted } from '../../platform/auth/permissions.js';
import { Database } from '../../platform/database/database.js';
import type { Tx } from '../../platform/database/tx.js';
import { Commands } from '../../platform/idempotency/commands.js';
import { NoticeReadRow } from './notice-read.entity.js';
import { NoticeRow } from './notice.entity.js';
import { MARK_READ, SEND_AGAIN } from './notice-statements.js';
import { noticeNotFound, noticeNotWaiting } from './notification-refusals.js';
import { NoticeBodies } from './notice-bodies.js';
import { notificationView, type NotificationView } from './notification.view.js';
import type { NotificationsQuery } from './notifications.query.js';
import { recipientsOf } from './recipients.js';

const LIST = 'notifications';
const CURSOR = [anId];
const READ_BY_ME = 'select 1 from notice_reads r where r.agency = notice.agency and r.user_id = :me and r.notice_id = notice.id';

/** The notices of a user and, for administrators, the state of every delivery. */
@Injectable()
export class NotificationsService {
  constructor(
    private readonly database: Database,
    private readonly commands: Commands,
    private readonly bodies: NoticeBodies,
    private readonly clock: Clock,
  ) {}

  async list(principal: Principal, query: NotificationsQuery): Promise<Page<NotificationView>> {
    const manages = permitted(principal, 'notifications.manage');
    if (query.scope === 'all' && !manages) throw notAllowed();
    const select = this.database.source.manager
      .createQueryBuilder(NoticeRow, 'notice')
      .where('notice.agency = :agency', { agency: principal.agency })
      .orderBy('notice.id', 'DESC')
      .limit(query.limit + 1);
    if (query.scope === 'mine' || !manages)
      select.andWhere(`notice.channel = 'in-app' and notice.recipient in (:...mine)`, { mine: recipientsOf(principal) });
    const { status, channel, kind, application } = query;
    for (const [column, value] of Object.entries({ status, channel, kind, application_id: application }))
      if (value !== undefined) select.andWhere(`notice.${column} = :${column}`, { [column]: value });
    if (query.unread !== undefined) select.andWhere(`${query.unread ? 'not ' : ''}exists (${READ_BY_ME})`, { me: principal.id });
    const [after] = query.after === undefined ? [] : decodeCursor(LIST, query.after, CURSOR);
    if (after) select.andWhere('notice.id < :after', { after });
    const rows = await this.bodies.shown(principal, await select.getMany());
    const read = await this.readBy(principal, rows);
    return pageOf(
      rows,
      query.limit,
      (row) => notificationView(row, read.get(row.id)),
      (row) => encodeCursor(LIST, [row.id]),
    );
  }

  /** Read by this user; a role's notice stays unread for the others. */
  async read({ principal, ...request }: ApiCommand, id: string): Promise<NotificationView> {
    return this.commands.run({ principal, ...request }, async (tx) => {
      const [read] = await tx.run<{ at: Date }>(MARK_READ, [principal.agency, id, principal.id, recipientsOf(principal), this.clock.now()]);
      const row = read && (await tx.em.findOneBy(NoticeRow, { agency: principal.agency, id }));
      if (!row) throw noticeNotFound();
      return notificationView((await this.bodies.shown(principal, [row], tx))[0]!, read.at);
    });
  }

  /** Sends a notice that was given up, or waits for its next attempt, at once. */
  async retry({ principal, ...request }: ApiCommand, id: string): Promise<NotificationView> {
    const work = async (tx: Tx): Promise<NotificationView> => {
      const again = await tx.run(SEND_AGAIN, [principal.agency, id, ['dead', 'retrying'], null]);
      const row = await tx.em.findOneBy(NoticeRow, { agency: principal.agency, id });
      if (!row) throw noticeNotFound();
      if (again.length === 0) throw noticeNotWaiting();
      return notificationView((await this.bodies.shown(principal, [row], tx))[0]!);
    };
    return this.commands.run({ principal, ...request }, work, () => ({ kind: 'notification-retried', data: { notice: id } }));
  }

  private async readBy(principal: Principal, rows: readonly NoticeRow[]): Promise<Map<string, Date>> {
    if (rows.length === 0) return new Map();
    const ids = rows.map(({ id }) => id);
    const reads = await this.database.source.manager.findBy(NoticeReadRow, {
      agency: principal.agency,
      user_id: principal.id,
      notice_id: In(ids),
    });
    return new Map(reads.map(({ notice_id, at }) => [notice_id, at]));
  }
}
