import { ArgsType, Field, InputType, ObjectType } from '@nestjs/graphql';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { ApiField } from '../../../platform/api/api-field.js';
import { PageQuery } from '../../../platform/api/page-query.js';
import { pageArgs, pageType } from '../../../platform/graphql/connection.js';
import { KEPT_TABLES } from './appendices.js';

const TABLE = 'Appendix of OSS: 8 (kinds of licences, kd_izin) or 10 (status, kd_status).';

@ObjectType('OssReference', { description: 'A code of OSS, as its own table has it.' })
export class ReferenceView {
  @ApiField(() => String, { description: 'Code.' })
  code: string;

  @ApiField(() => String, { description: 'What it is called.' })
  name: string;

  @ApiField(() => String, { description: 'What OSS remarks.', nullable: true })
  remark: string | null;
}

@ObjectType({ description: 'A page of codes.' })
export class ReferencePage extends pageType(ReferenceView, 'OssReference') {}

/** Which table to list. */
export class ReferenceQuery extends PageQuery {
  @ApiProperty({ description: TABLE, enum: KEPT_TABLES })
  @IsIn(KEPT_TABLES)
  table: string;
}

/** The query of REST as GraphQL arguments: the same class checks both. */
@ArgsType()
export class ReferenceArgs extends pageArgs(ReferenceQuery) {
  @Field(() => String, { description: TABLE })
  declare table: string;
}

@InputType({ description: 'Which tables of OSS are to be fetched anew.' })
export class FetchReferencesInput {
  @Field(() => String, { nullable: true, description: `${TABLE} All without it.` })
  @ApiPropertyOptional({ description: `${TABLE} All without it.`, enum: KEPT_TABLES })
  @IsOptional()
  @IsIn(KEPT_TABLES)
  table?: string;
}

@ObjectType('OssReferenceFetch', { description: 'Tables of OSS that are fetched anew, in the background.' })
export class ReferenceFetchView {
  @ApiField(() => [String], { description: 'Their appendices.' })
  tables: string[];
}
