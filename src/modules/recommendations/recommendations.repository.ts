import { Injectable } from '@nestjs/common';
import { newId } from '../../kernel/ids.js';
import { CaseTexts } from '../../platform/crypto/case-texts.js';
import { statement, type Tx } from '../../platform/database/tx.js';
import type { ActivityContext } from '../../workflow/activity.js';
import type { RecommendationRow } from './recommendation.entity.js';

const BEGIN = statement(
  'recommendation.begin',
  `insert into recommendations (agency, id, application_id, request, updated_at) values ($1, $2, $3, $4, $5)`,
);

/** A step may come first in an SOP that asks for no request or no visit: then it begins the record itself. */
function fillIn(column: 'inspection' | 'assessment' | 'reception') {
  return statement(
    `recommendation.${column}`,
    `with present as (
       update recommendations set ${column} = $4, result = coalesce($5, result), updated_at = $6
        where agency = $1 and id = (select id from recommendations where agency = $1 and application_id = $3 order by id desc limit 1)
        returning id
     ), begun as (
       insert into recommendations (agency, id, application_id, ${column}, result, updated_at)
       select $1, $2, $3, $4, $5, $6 where not exists (select from present) returning id
     )
     select id from present union all select id from begun`,
  );
}

const FILL_IN = { inspection: fillIn('inspection'), assessment: fillIn('assessment'), reception: fillIn('reception') };

/** Keeps and reads the rounds of the technical team; what people write there is encrypted. */
@Injectable()
export class Recommendations {
  constructor(private readonly texts: CaseTexts) {}

  /** Begins a new round with its request; earlier rounds stay as they were. */
  async begin(tx: Tx, { agency, application, now }: ActivityContext, request: object): Promise<string> {
    const id = newId(now);
    const kept = await this.texts.keptJson('request', { agency: agency.code, owner: application.id }, request, tx);
    await tx.run(BEGIN, [agency.code, id, application.id, kept, now]);
    return id;
  }

  /** Adds one part to the present round. */
  async add(
    tx: Tx,
    { agency, application, now }: ActivityContext,
    column: keyof typeof FILL_IN,
    value: object,
    result: string | null = null,
  ): Promise<string> {
    const kept = await this.texts.keptJson(column, { agency: agency.code, owner: application.id }, value, tx);
    const [row] = await tx.run<{ id: string }>(FILL_IN[column], [agency.code, newId(now), application.id, kept, result, now]);
    return row!.id;
  }

  /** A round as it was written; without the parts that were erased. */
  async opened(row: RecommendationRow): Promise<RecommendationRow> {
    const parts = { request: 'request', inspection: 'inspection', assessment: 'assessment', reception: 'reception' } as const;
    const [opened] = await this.texts.openedRows([row], row.agency, ({ application_id: id }) => id, parts);
    return opened!;
  }
}
