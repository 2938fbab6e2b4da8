import { IsIn, IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import { ReportQuery } from '../report.query.js';

/** What the form of the page sends; a field that was left empty comes as an empty text. */
export class PageQuery {
  @IsOptional()
  @IsString()
  @Matches(/^$|^(19|2\d)\d\d-(0[1-9]|1[0-2])$/)
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
