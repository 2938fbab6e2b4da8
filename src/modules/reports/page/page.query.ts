import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { ReportQuery } from '../report.query.js';
import { OfForm } from '../../../platform/api/of-form.js';
import { EmptyFields } from '../../../platform/api/empty-filter.js';

const MONTH = { form: { id: 'bulan tahun-bulan', en: 'a month as year-month' }, example: '2026-11' };

/** What the form of the page sends; a field that was left empty comes as an empty text. */
@EmptyFields()
export class ReportPageFilter {
  @IsOptional()
  @IsString()
  @OfForm(/^$|^(19|2\d)\d\d-(0[1-9]|1[0-2])$/, MONTH)
  month?: string;

  @IsOptional()
  @IsString()
  @MaxLength(100)
  service?: string;

  @IsOptional()
  @IsIn(['id', 'en'])
  lang?: 'id' | 'en';
}

/** A report that is taken along from the page. */
export class PageFileQuery extends ReportQuery {
  @IsOptional()
  @IsIn(['id', 'en'])
  lang?: 'id' | 'en';
}
