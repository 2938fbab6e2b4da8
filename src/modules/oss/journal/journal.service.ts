import { Inject, Injectable } from '@nestjs/common';
import type { Principal } from '../../../kernel/principal.js';
import { anId, decodeCursor, encodeCursor, pageOf, type Page } from '../../../platform/api/paging.js';
import { CONFIG, type Config } from '../../../platform/config/config.js';
import { AccessLog } from '../../../platform/audit/access-log.js';
import { Database } from '../../../platform/database/database.js';
import { statement } from '../../../platform/database/tx.js';
import { OssCallRow } from '../oss-call.entity.js';
import { callNotFound } from '../oss-refusals.js';
import type { JournalQuery } from './journal.query.js';
import { ossCallView, type KeptFate, type OssCallView } from './journal.view.js';
import { OssJournal } from './oss-journal.js';

const LIST = 'oss-journal';
const FATES = statement('oss.inbox-fates', `select id, status, result from oss_inbox where agency = $1 and id = any($2::uuid[])`);

/** Every call from and to OSS, for whoever looks after it. */
@Injectable()
export class JournalService {
  constructor(
    private readonly database: Database,
    private readonly calls: OssJournal,
    private readonly accesses: AccessLog,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async list({ agency }: Principal, query: JournalQuery): Promise<Page<OssCallView>> {
    const select = this.database.source.manager
      .createQueryBuilder(OssCallRow, 'call')
      .where('call.agency = :agency', { agency })
      .orderBy('call.id', 'DESC')
      .limit(query.limit + 1);
    const { application, idIzin, method, direction, outcome } = query;
    for (const [column, value] of Object.entries({ application_id: application, id_izin: idIzin, method, direction, outcome }))
      if (value !== undefined) select.andWhere(`call.${column} = :${column}`, { [column]: value });
    const [after] = query.after === undefined ? [] : decodeCursor(LIST, query.after, [anId]);
    if (after) select.andWhere('call.id < :after', { after });
    const rows = await Promise.all((await select.getMany()).map((row) => this.calls.opened(row)));
    const kept = await this.fates(agency, rows);
    return pageOf(
      rows,
      query.limit,
      (row) => ossCallView(row, this.config.publicUrl, kept.get(row.inbox_id ?? '')),
      (row) => encodeCursor(LIST, [row.id]),
    );
  }

  async one(principal: Principal, id: string): Promise<OssCallView> {
    const row = await this.calls.opened(await this.row(principal, id));
    this.accesses.note(principal, 'oss', [row.application_id]);
    const kept = await this.fates(row.agency, [row]);
    return ossCallView(row, this.config.publicUrl, kept.get(row.inbox_id ?? ''));
  }

  private async fates(agency: string, rows: readonly OssCallRow[]): Promise<ReadonlyMap<string, KeptFate>> {
    const ids = rows.flatMap(({ inbox_id: id }) => (id === null ? [] : [id]));
    if (ids.length === 0) return new Map();
    const found = await this.database.run<KeptFate & { id: string } & Record<string, unknown>>(FATES, [agency, ids]);
    return new Map(found.map(({ id, ...fate }) => [id, fate]));
  }

  /** As it lies in the table: what was said is encrypted. */
  async row({ agency }: Principal, id: string): Promise<OssCallRow> {
    const row = await this.database.source.manager.findOneBy(OssCallRow, { agency, id });
    if (!row) throw callNotFound();
    return row;
  }
}
