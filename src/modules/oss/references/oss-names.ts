import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import type { Tx } from '../../../platform/database/tx.js';
import { LICENCE_STATUS, named } from '../wire/codes.js';
import { LICENCES, STATUSES } from './appendices.js';
import { NAMES_OF } from './reference-statements.js';

/** Codes whose names are wanted. */
export interface Wanted {
  readonly licences?: readonly string[];
  readonly statuses?: readonly string[];
}

/** What codes are called: a status as the interface document has it, and what that does not know as OSS's own table has it. */
export interface Names {
  readonly status: (code: string) => string | null;
  /** Of a kd_izin. */
  readonly licence: (code: string) => string | null;
}

interface NameRow extends Record<string, unknown> {
  readonly kode: string;
  readonly code: string;
  readonly name: string;
}

/** Gives codes of OSS their names, as far as anybody knows them. */
@Injectable()
export class OssNames {
  constructor(private readonly database: Database) {}

  async of(agency: string, { licences = [], statuses = [] }: Wanted, tx?: Tx): Promise<Names> {
    const params = [agency, licences, statuses];
    const rows = tx ? await tx.run<NameRow>(NAMES_OF, params) : await this.database.run<NameRow>(NAMES_OF, params);
    const known = new Map(rows.map(({ kode, code, name }) => [`${kode} ${code}`, name]));
    return {
      status: (code) => named(LICENCE_STATUS, code).name ?? known.get(`${STATUSES} ${code}`) ?? null,
      licence: (code) => known.get(`${LICENCES} ${code}`) ?? null,
    };
  }
}
