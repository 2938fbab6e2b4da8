import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import type { Principal } from '../../../kernel/principal.js';
import type { ApiCommand } from '../../../platform/api/command-of.js';
import { decodeCursor, encodeCursor, pageOf, type Page } from '../../../platform/api/paging.js';
import { Database } from '../../../platform/database/database.js';
import type { Tx } from '../../../platform/database/tx.js';
import { Commands } from '../../../platform/idempotency/commands.js';
import { OssGateway } from '../client/oss-gateway.js';
import { ossSilent } from '../oss-refusals.js';
import { KEPT_TABLES } from './appendices.js';
import { ENTRIES_OF, FETCH_NOW } from './reference-statements.js';
import type { ReferenceFetchView, ReferenceQuery, ReferenceView } from './reference.view.js';

const LIST = 'oss-references';
const aCode = (text: string) => text.length <= 100;

/** The tables of OSS that are kept here. */
@Injectable()
export class ReferencesService {
  constructor(
    private readonly database: Database,
    private readonly line: OssGateway,
    private readonly commands: Commands,
    private readonly clock: Clock,
  ) {}

  async list({ agency }: Principal, { table, limit, after }: ReferenceQuery): Promise<Page<ReferenceView>> {
    const cursor = `${LIST}-${table}`;
    const [from = ''] = after === undefined ? [] : decodeCursor(cursor, after, [aCode]);
    const rows = await this.database.run<ReferenceView & Record<string, unknown>>(ENTRIES_OF, [agency, table, from, limit + 1]);
    return pageOf(
      rows,
      limit,
      ({ code, name, remark }) => ({ code, name, remark }),
      ({ code }) => encodeCursor(cursor, [code]),
    );
  }

  /** Fetches one, or all, in the background. */
  fetch({ principal, ...request }: ApiCommand, table: string | undefined): Promise<ReferenceFetchView> {
    const { agency } = principal;
    if (!this.line.speaks(agency)) throw ossSilent();
    const work = async (tx: Tx): Promise<ReferenceFetchView> => {
      const rows = await tx.run<{ kode: string }>(FETCH_NOW, [agency, table ? [table] : KEPT_TABLES, this.clock.now()]);
      return { tables: rows.map(({ kode }) => kode) };
    };
    return this.commands.run({ principal, ...request }, work, ({ tables }) => ({ kind: 'oss-references-fetched', data: { tables } }));
  }
}
