import { Injectable, type Type } from '@nestjs/common';
import type { FindOptionsWhere, ObjectLiteral } from 'typeorm';
import type { Principal } from '../kernel/principal.js';
import { refusal } from '../kernel/refusal.js';
import { Database } from '../platform/database/database.js';
import type { ApplicationRow } from './application.entity.js';
import { CaseReader } from './case-reader.js';

export const paperNotFound = refusal('not-found', 'PAPER_NOT_FOUND', {
  id: 'Surat atau catatan ini tidak ditemukan.',
  en: 'There is no such paper.',
});

/** A record that belongs to one application of one agency. */
interface Paper extends ObjectLiteral {
  readonly agency: string;
  readonly id: string;
  readonly application_id: string;
}

/** Reads what steps left behind, for whoever may see the application it belongs to. */
@Injectable()
export class PaperReader {
  constructor(
    private readonly database: Database,
    private readonly cases: CaseReader,
  ) {}

  async one<T extends Paper>(entity: Type<T>, principal: Principal, id: string): Promise<T> {
    return (await this.withCase(entity, principal, id)).row;
  }

  /** The same with the case it belongs to. */
  async withCase<T extends Paper>(
    entity: Type<T>,
    principal: Principal,
    id: string,
  ): Promise<{ readonly row: T; readonly application: ApplicationRow }> {
    const where = { agency: principal.agency, id } as unknown as FindOptionsWhere<T>;
    const row = await this.database.source.manager.findOneBy(entity, where);
    if (!row) throw paperNotFound();
    return { row, application: await this.cases.application(principal, row.application_id) };
  }
}
