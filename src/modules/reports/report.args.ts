import { ArgsType, Field, Int } from '@nestjs/graphql';
import { IsString, MaxLength } from 'class-validator';
import { ReportPageQuery } from './report.query.js';

/** The query of REST as GraphQL arguments: the same class checks both. */
@ArgsType()
export class ReportArgs extends ReportPageQuery {
  @Field(() => String, { description: 'Name of the report, as the list of reports has it.' })
  @IsString()
  @MaxLength(100)
  name: string;

  @Field(() => String, { nullable: true, description: 'First day, in the zone of the agency.' })
  declare from?: string;

  @Field(() => String, { nullable: true, description: 'Last day; without it, today.' })
  declare until?: string;

  @Field(() => String, { nullable: true, description: 'Code of a service; without it, all.' })
  declare service?: string;

  @Field(() => String, { nullable: true, description: 'What to group by; without it, the first of the report.' })
  declare group?: string;

  @Field(() => Int, { nullable: true, description: 'At most this many lines.' })
  declare limit?: number;

  @Field(() => String, { nullable: true, description: 'The `next` of the page before.' })
  declare after?: string;
}
