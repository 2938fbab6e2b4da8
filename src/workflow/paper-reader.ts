import { Injectable, type Type } from '@nestjs/common';
import type { FindOptionsWhere, ObjectLiteral } from 'typeorm';
import type { Principal } from '../kernel/principal.js';
import { refusal } from '../kernel/refusal.js';
import type { Shown } from '../platform/auth/record-audiences.js';
import { Database } from '../platform/database/database.js';
import type { RecordRef } from './activity.js';
import type { ApplicationRow } from './application.entity.js';
import { CaseReader } from './case-reader.js';
import { RecordSight } from './record-sight.js';

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

/** A record with the case it belongs to, and how it is shown to who asked. */
export interface ReadPaper<T> {
  readonly row: T;
  readonly application: ApplicationRow;
  readonly shown: Exclude<Shown, 'nothing'>;
}

/** Reads what steps left behind, for whoever may see the application it belongs to and, by the table of audiences, the record. */
@Injectable()
export class PaperReader {
  constructor(
    private readonly database: Database,
    private readonly cases: CaseReader,
    private readonly sight: RecordSight,
  ) {}

  async one<T extends Paper>(entity: Type<T>, kind: RecordRef['kind'], principal: Principal, id: string): Promise<ReadPaper<T>> {
    const where = { agency: principal.agency, id } as unknown as FindOptionsWhere<T>;
    const row = await this.database.source.manager.findOneBy(entity, where);
    if (!row) throw paperNotFound();
    return { row, ...(await this.ofCase(principal, row.application_id, kind, id)) };
  }

  /** The case of a record, and how the record is shown; refused where it is not. */
  async ofCase(principal: Principal, application: string, kind: RecordRef['kind'], id: string): Promise<Omit<ReadPaper<never>, 'row'>> {
    const row = await this.cases.application(principal, application, 'record');
    const shown = await this.sight.shown(principal, row, kind, id);
    if (shown === 'nothing') throw paperNotFound();
    return { application: row, shown };
  }
}
